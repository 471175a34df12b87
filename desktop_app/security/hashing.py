"""Hashes of personal values that only this office can make, and that mean nothing once the salt is erased."""

from __future__ import annotations

import hashlib
import hmac

from desktop_app.core.text import nfc


def owner_hash(office_key: bytes, salt: bytes, number: str) -> str:
    """HMAC-SHA-256 of a citizen number under the office's key and the dossier's salt.

    Args:
        office_key: 32 bytes, the same on every workstation of the office.
        salt: 16 bytes of the dossier, erased with it.
        number: the citizen number.

    Returns:
        64 hex digits.
    """
    return hmac.new(office_key, salt + nfc(number).encode(), hashlib.sha256).hexdigest()
