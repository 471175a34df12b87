"""Where the database key is kept: the computer's keyring, or a file sealed with a passphrase.

A training profile keeps it in a plain file, because its data are fictional.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import write_atomically
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.security.sealing import seal, unseal

NO_KEYRING = declare("security.no_keyring")
KEY_MISSING = declare("security.key_missing")

KEY_BYTES = 32
_SERVICE = "motcua"
_PURPOSE = "database-key"


class TrainingKey:
    """The key in a plain file of a training profile."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "training.key"

    def make(self) -> bytes:
        """Make and keep a new key."""
        key = secrets.token_bytes(KEY_BYTES)
        write_atomically(self._path, key)
        return key

    def load(self) -> bytes:
        """The key.

        Raises:
            AppError: `security.key_missing`.
        """
        try:
            key = self._path.read_bytes()
        except OSError as error:
            raise AppError(KEY_MISSING, {"place": "file"}) from error
        if len(key) != KEY_BYTES:
            raise AppError(KEY_MISSING, {"place": "file"})
        return key


class KeptKey:
    """The key of a working profile.

    Args:
        folder: the profile; holds `database.key.sealed` when there is no keyring.
        profile_id: names the entry in the keyring.
        passphrase: the passphrase (of a file named by the environment; on loading also a prompt), or None.
        new_passphrase: asks for a new one where there is no keyring, or returns None.
    """

    def __init__(
        self,
        folder: Path,
        profile_id: str,
        passphrase: Callable[[], str | None],
        new_passphrase: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._sealed = folder / "database.key.sealed"
        self._profile_id = profile_id
        self._passphrase = passphrase
        self._new_passphrase = new_passphrase

    @off_gui_thread
    def make(self) -> bytes:
        """Make a new key and keep it: sealed if a passphrase is given, else in the keyring if there is one.

        Raises:
            AppError: `security.no_keyring` when there is neither keyring nor passphrase.
        """
        key = secrets.token_bytes(KEY_BYTES)
        passphrase = self._passphrase()
        if passphrase is None:
            try:
                keyring.set_password(_SERVICE, self._profile_id, key.hex())
                return key
            except (KeyringError, RuntimeError, OSError) as error:
                passphrase = self._new_passphrase()
                if passphrase is None:
                    raise AppError(NO_KEYRING, {"reason": type(error).__name__}) from error
        write_atomically(self._sealed, seal(key, passphrase, _PURPOSE))
        return key

    @off_gui_thread
    def load(self) -> bytes:
        """The key.

        Raises:
            AppError: `security.no_keyring`, `security.key_missing`, `security.wrong_passphrase`.
        """
        if self._sealed.exists():
            passphrase = self._passphrase()
            if passphrase is None:
                raise AppError(NO_KEYRING, {"reason": "passphrase"})
            try:
                sealed = self._sealed.read_bytes()
            except OSError as error:
                raise AppError(KEY_MISSING, {"place": "file"}) from error
            return unseal(sealed, passphrase, _PURPOSE)
        try:
            kept = keyring.get_password(_SERVICE, self._profile_id)
        except (KeyringError, RuntimeError, OSError) as error:
            raise AppError(NO_KEYRING, {"reason": type(error).__name__}) from error
        try:
            key = bytes.fromhex(kept or "")
        except ValueError as error:
            raise AppError(KEY_MISSING, {"place": "keyring"}) from error
        if len(key) != KEY_BYTES:
            raise AppError(KEY_MISSING, {"place": "keyring"})
        return key
