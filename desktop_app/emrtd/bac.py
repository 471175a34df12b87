"""Basic Access Control: both ends prove that they know three fields of the machine-readable zone.

Source: ICAO Doc 9303 part 11, 4.3; worked example D.1 to D.3.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.access import MrzKey
from desktop_app.emrtd.apdu import Command, Ins, Response, Status, expect_ok
from desktop_app.emrtd.ciphers import MAC_SIZE, Suite, decrypt_cbc, encrypt_cbc, mac, pad
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.secure_messaging import SecureSession, Transmit

BAC_NOT_OFFERED = declare("emrtd.bac_not_offered")
BAC_FAILED = declare("emrtd.bac_failed")
WRONG_MRZ = declare("emrtd.wrong_mrz")
BLOCKED = declare("emrtd.blocked")

_NONCE_SIZE = 8
_SEED_SIZE = 16
_CRYPTOGRAM_SIZE = 32
_NO_BAC = (Status.REFERENCE_NOT_FOUND, Status.INS_NOT_SUPPORTED)
_WRONG_SECRET = (
    Status.AUTHENTICATION_FAILED,
    Status.SECURITY_NOT_SATISFIED,
    Status.CONDITIONS_NOT_SATISFIED,
    Status.SM_OBJECTS_INCORRECT,
)


def open_session(
    transmit: Transmit, key: MrzKey, random: Callable[[int], bytes] = os.urandom
) -> SecureSession:
    """Run BAC with the application selected; one try.

    Args:
        transmit: sends plain commands.
        key: fields of the machine-readable zone.
        random: gives that many random bytes; drawn in the order RND.IFD, K.IFD.

    Returns:
        A 3DES session.

    Raises:
        AppError: emrtd.bac_not_offered, emrtd.wrong_mrz, emrtd.blocked, emrtd.bac_failed (the chip's proof
            is wrong), emrtd.unexpected_status.
    """
    seed = hashlib.sha1(key.information.encode("ascii")).digest()[:_SEED_SIZE]
    enc_key = derive_key(seed, KeyPurpose.ENC, Suite.TDES)
    mac_key = derive_key(seed, KeyPurpose.MAC, Suite.TDES)

    challenge = transmit(Command(0x00, Ins.GET_CHALLENGE, 0x00, 0x00, le=_NONCE_SIZE))
    if challenge.sw in _NO_BAC:
        raise AppError(BAC_NOT_OFFERED, {"status_word": challenge.status_word})
    rnd_ic = expect_ok(challenge).data
    if len(rnd_ic) != _NONCE_SIZE:
        raise AppError(BAC_FAILED, {"why": "challenge_size"})

    rnd_ifd, k_ifd = random(_NONCE_SIZE), random(_SEED_SIZE)
    cryptogram = encrypt_cbc(Suite.TDES, enc_key, bytes(8), rnd_ifd + rnd_ic + k_ifd)
    proof = cryptogram + mac(Suite.TDES, mac_key, pad(cryptogram, 8))
    answer = transmit(Command(0x00, Ins.EXTERNAL_AUTHENTICATE, 0x00, 0x00, proof, len(proof)))
    _check_status(answer)
    k_ic = _open_answer(answer.data, enc_key, mac_key, rnd_ic, rnd_ifd)

    session_seed = bytes(a ^ b for a, b in zip(k_ifd, k_ic, strict=True))
    return SecureSession(
        Suite.TDES,
        derive_key(session_seed, KeyPurpose.ENC, Suite.TDES),
        derive_key(session_seed, KeyPurpose.MAC, Suite.TDES),
        int.from_bytes(rnd_ic[4:] + rnd_ifd[4:], "big"),
    )


def _check_status(answer: Response) -> None:
    if answer.sw in _WRONG_SECRET or answer.tries_left is not None:
        raise AppError(WRONG_MRZ, {"status_word": answer.status_word, "tries_left": answer.tries_left})
    if answer.sw == Status.BLOCKED:
        raise AppError(BLOCKED, {"status_word": answer.status_word})
    expect_ok(answer)


def _open_answer(data: bytes, enc_key: bytes, mac_key: bytes, rnd_ic: bytes, rnd_ifd: bytes) -> bytes:
    """The chip's key half, after its proof has been checked."""
    cryptogram, seal = data[:_CRYPTOGRAM_SIZE], data[_CRYPTOGRAM_SIZE:]
    if len(data) != _CRYPTOGRAM_SIZE + MAC_SIZE:
        raise AppError(BAC_FAILED, {"why": "answer_size"})
    if not hmac.compare_digest(mac(Suite.TDES, mac_key, pad(cryptogram, 8)), seal):
        raise AppError(BAC_FAILED, {"why": "seal_wrong"})
    plain = decrypt_cbc(Suite.TDES, enc_key, bytes(8), cryptogram)
    if not hmac.compare_digest(plain[:16], rnd_ic + rnd_ifd):
        raise AppError(BAC_FAILED, {"why": "nonce_wrong"})
    return plain[16:]
