"""The block ciphers and MACs of a chip session.

Source: ICAO Doc 9303 part 11, 9.8 (secure messaging); ISO/IEC 9797-1; NIST SP 800-38B.
"""

from __future__ import annotations

from enum import StrEnum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

MAC_SIZE = 8


class Suite(StrEnum):
    """Cipher and MAC that belong together."""

    TDES = "3des"  # two-key 3DES in CBC mode, retail MAC
    AES128 = "aes128"  # CBC mode, CMAC
    AES192 = "aes192"
    AES256 = "aes256"


_KEY_SIZE = {Suite.TDES: 16, Suite.AES128: 16, Suite.AES192: 24, Suite.AES256: 32}


def block_size(suite: Suite) -> int:
    """Block size in bytes: 8 or 16."""
    return 8 if suite is Suite.TDES else 16


def key_size(suite: Suite) -> int:
    """Key size in bytes: 16, 24 or 32."""
    return _KEY_SIZE[suite]


def pad(data: bytes, block: int) -> bytes:
    """Append 80 and then zeros up to a whole number of blocks (ISO/IEC 9797-1 method 2)."""
    padded = data + b"\x80"
    return padded + bytes(-len(padded) % block)


def unpad(data: bytes) -> bytes:
    """Take the padding of `pad` away.

    Raises:
        ValueError: there is no such padding.
    """
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise ValueError("no padding")
    return stripped[:-1]


def encrypt_cbc(suite: Suite, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks in CBC mode; nothing is padded here.

    Raises:
        ValueError: wrong key or IV size, or not whole blocks.
    """
    encryptor = Cipher(_algorithm(suite, key), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def decrypt_cbc(suite: Suite, key: bytes, iv: bytes, data: bytes) -> bytes:
    """Decrypt whole blocks in CBC mode; padding stays.

    Raises:
        ValueError: wrong key or IV size, or not whole blocks.
    """
    decryptor = Cipher(_algorithm(suite, key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def encrypt_block(suite: Suite, key: bytes, block: bytes) -> bytes:
    """Encrypt one block alone, such as a send sequence counter that becomes an IV.

    Raises:
        ValueError: wrong key size, or not one block.
    """
    if len(block) != block_size(suite):
        raise ValueError("not one block")
    return encrypt_cbc(suite, key, bytes(len(block)), block)


def mac(suite: Suite, key: bytes, data: bytes) -> bytes:
    """The 8-byte MAC.

    Args:
        suite: says which MAC.
        key: 16 bytes (3DES, AES-128), 24 or 32.
        data: for 3DES whole blocks, already padded, at least one; for AES as given (CMAC pads by itself).

    Raises:
        ValueError: wrong key size, or data that is not whole blocks (3DES).
    """
    if suite is Suite.TDES:
        return _retail_mac(key, data)
    cmac = CMAC(_aes(suite, key))
    cmac.update(data)
    return cmac.finalize()[:MAC_SIZE]


def _retail_mac(key: bytes, data: bytes) -> bytes:
    """MAC algorithm 3 of ISO/IEC 9797-1: single DES up to the last block, 3DES on the last."""
    if not data or len(data) % 8:
        raise ValueError("not whole blocks")
    _check_key(Suite.TDES, key)
    head, last = data[:-8], data[-8:]
    state = bytes(8)
    if head:
        single = TripleDES(key[:8] * 3)  # three equal keys make single DES
        encryptor = Cipher(single, modes.CBC(bytes(8))).encryptor()
        state = (encryptor.update(head) + encryptor.finalize())[-8:]
    return encrypt_cbc(Suite.TDES, key, state, last)


def _algorithm(suite: Suite, key: bytes) -> TripleDES | AES:
    if suite is Suite.TDES:
        _check_key(suite, key)
        return TripleDES(key + key[:8])
    return _aes(suite, key)


def _aes(suite: Suite, key: bytes) -> AES:
    _check_key(suite, key)
    return AES(key)


def _check_key(suite: Suite, key: bytes) -> None:
    if len(key) != _KEY_SIZE[suite]:
        raise ValueError(f"{suite} needs a key of {_KEY_SIZE[suite]} bytes")
