"""Sealing a secret with a passphrase: Argon2id stretches it, AES-256-GCM seals."""

from __future__ import annotations

import json
import secrets
import unicodedata
from base64 import b64decode, b64encode

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread

WRONG_PASSPHRASE = declare("security.wrong_passphrase")
SEALED_FILE_INVALID = declare("security.sealed_file_invalid")

_SALT_BYTES, _NONCE_BYTES = 16, 12
# RFC 9106, second recommended option.
_TIME, _MEMORY_KIB, _LANES = 3, 65536, 4


@off_gui_thread
def seal(secret: bytes, passphrase: str, purpose: str) -> bytes:
    """Seal a secret into a small JSON text.

    Args:
        secret: what to keep.
        passphrase: at least one character; how long it has to be is the office's rule.
        purpose: bound into the seal, so that one kind of file cannot stand for another.
    """
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_stretch(passphrase, salt)).encrypt(nonce, secret, purpose.encode())
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    text = {"purpose": purpose} | {name: b64encode(part).decode() for name, part in parts.items()}
    return json.dumps(text, indent=1).encode()


@off_gui_thread
def unseal(raw: bytes, passphrase: str, purpose: str) -> bytes:
    """The secret sealed by `seal`.

    Raises:
        AppError: `security.wrong_passphrase`, `security.sealed_file_invalid`.
    """
    try:
        text = json.loads(raw)
        if text["purpose"] != purpose:
            raise ValueError(purpose)
        salt, nonce, sealed = (b64decode(text[name], validate=True) for name in ("salt", "nonce", "sealed"))
        if (len(salt), len(nonce)) != (_SALT_BYTES, _NONCE_BYTES):
            raise ValueError("lengths")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise AppError(SEALED_FILE_INVALID, {"purpose": purpose}) from error
    try:
        return AESGCM(_stretch(passphrase, salt)).decrypt(nonce, sealed, purpose.encode())
    except InvalidTag as error:
        raise AppError(WRONG_PASSPHRASE, {"purpose": purpose}) from error


def _stretch(passphrase: str, salt: bytes) -> bytes:
    # Keyboards send accents composed or apart; the words are the same (RFC 8265, OpaqueString).
    composed = unicodedata.normalize("NFC", passphrase)
    return hash_secret_raw(composed.encode(), salt, _TIME, _MEMORY_KIB, _LANES, 32, Type.ID)
