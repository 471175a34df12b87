"""Key derivation: from a secret to the keys of a session."""

from __future__ import annotations

import hashlib
from enum import IntEnum

from desktop_app.emrtd.ciphers import Suite, key_size


class KeyPurpose(IntEnum):
    """What a derived key is for; the value is the counter of the derivation function."""

    ENC = 1
    MAC = 2
    PACE = 3


def derive_key(secret: bytes, purpose: KeyPurpose, suite: Suite) -> bytes:
    """Derive a key from a secret.

    Args:
        secret: key seed (BAC), field-sized shared secret (PACE, CA) or password (PACE).
        purpose: which of the keys.
        suite: decides hash and size: SHA-1 for 3DES and AES-128, else SHA-256.

    Returns:
        16 (3DES with odd parity, AES-128), 24 or 32 bytes.

    Raises:
        ValueError: `secret` is empty.

    Source: ICAO Doc 9303 part 11, 9.7.1 (key derivation function).
    """
    if not secret:
        raise ValueError("empty secret")
    # SHA-1 is what the standard asks for; it hashes nothing an attacker chooses.
    digest = hashlib.sha1 if suite in (Suite.TDES, Suite.AES128) else hashlib.sha256
    key = digest(secret + int(purpose).to_bytes(4, "big")).digest()[: key_size(suite)]
    return _with_odd_parity(key) if suite is Suite.TDES else key


def _with_odd_parity(key: bytes) -> bytes:
    return bytes(byte & 0xFE | (~(byte >> 1).bit_count() & 1) for byte in key)
