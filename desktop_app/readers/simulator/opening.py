"""How a chip lets a reader in: Basic Access Control, and the choice of a PACE; its run is in `pace_run.py`.

Source: ICAO Doc 9303 part 11, 4.3 (BAC) and 4.4.4 (PACE, MSE:Set AT).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ciphers, tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipData, PaceOffer
from desktop_app.readers.simulator.key_groups import Random
from desktop_app.readers.simulator.tries import CAN, MRZ, PIN, PUK

CHALLENGE_SIZE = 8
_NO_IV = bytes(8)


def answer_mutual_authentication(
    mrz_information: str, challenge: bytes, cryptogram: bytes, random: Random, refusal: int
) -> tuple[bytes, SecureChannel]:
    """Check the reader's half of Basic Access Control and give the chip's half.

    Args:
        mrz_information: the secret.
        challenge: RND.IC as given out before, 8 bytes.
        cryptogram: 32 encrypted bytes and their MAC.
        random: gives the chip's part of the session key.
        refusal: status word for a wrong secret.

    Returns:
        Answer data (40 bytes) and the opened session.

    Raises:
        Refused: 6700 wrong size, `refusal` MAC or challenge do not fit.
    """
    if len(cryptogram) != 40:
        raise Refused(Sw.WRONG_LENGTH)
    seed = hashlib.sha1(mrz_information.encode()).digest()[:16]
    enc_key = derive_key(seed, KeyPurpose.ENC, Suite.TDES)
    mac_key = derive_key(seed, KeyPurpose.MAC, Suite.TDES)
    encrypted, mac = cryptogram[:32], cryptogram[32:]
    if not hmac.compare_digest(mac, ciphers.mac(Suite.TDES, mac_key, ciphers.pad(encrypted, 8))):
        raise Refused(refusal)
    plain = ciphers.decrypt_cbc(Suite.TDES, enc_key, _NO_IV, encrypted)
    reader_nonce, repeated, reader_part = plain[:8], plain[8:16], plain[16:]
    if not hmac.compare_digest(repeated, challenge):
        raise Refused(refusal)
    chip_part = random(16)
    answer = ciphers.encrypt_cbc(Suite.TDES, enc_key, _NO_IV, challenge + reader_nonce + chip_part)
    answer += ciphers.mac(Suite.TDES, mac_key, ciphers.pad(answer, 8))
    secret = bytes(a ^ b for a, b in zip(reader_part, chip_part, strict=True))
    counter = int.from_bytes(challenge[4:] + reader_nonce[4:], "big")
    return answer, SecureChannel.from_secret(Suite.TDES, secret, counter)


@dataclass(frozen=True, slots=True)
class PaceChoice:
    """What the reader has chosen.

    Attributes:
        offer: suite, group and mapping.
        password: as bytes that go into the key derivation.
        reference: which password: `MRZ`, `CAN`, `PIN` or `PUK`.
    """

    offer: PaceOffer
    password: bytes = field(repr=False)
    reference: int


def choose_pace(data: ChipData, request: bytes) -> PaceChoice:
    """Judge the reader's choice of PACE (MSE:Set AT).

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 unknown password or domain parameters; or what the
            chip's switches say.
    """
    if data.switches.pace_refusal is not None:
        raise Refused(data.switches.pace_refusal)
    objects = parsed(request)
    oid, password = tlv.find(objects, 0x80), tlv.find(objects, 0x83)
    if oid is None or password is None or any(o.tag not in (0x80, 0x83, 0x84) for o in objects):
        raise Refused(Sw.WRONG_DATA)
    offers = [offer for offer in data.pace if offer.oid == oid.value]
    if not offers:
        raise Refused(Sw.WRONG_DATA)
    parameters = tlv.find(objects, 0x84)
    if parameters is None and data.switches.pace_needs_parameters:
        raise Refused(Sw.WRONG_LC)
    if parameters is not None:
        offers = [o for o in offers if bytes([o.parameter_id]) == parameters.value]
    pins = data.switches.pins
    secrets = {
        MRZ: hashlib.sha1(data.mrz_information.encode()).digest(),
        CAN: data.can.encode() if data.can else None,
        PIN: pins.pin.encode() if pins else None,
        PUK: pins.puk.encode() if pins else None,
    }
    reference = int.from_bytes(password.value, "big")
    secret = secrets.get(reference) if len(password.value) == 1 else None
    if not offers or secret is None:
        raise Refused(Sw.REFERENCE_NOT_FOUND)
    return PaceChoice(offers[0], secret, reference)


def parsed(data: bytes) -> list[tlv.Tlv]:
    """Data objects of a command.

    Raises:
        Refused: 6A80.
    """
    try:
        return tlv.parse(data)
    except AppError as error:
        raise Refused(Sw.WRONG_DATA) from error
