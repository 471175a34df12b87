"""What is fuzzed: each target takes any bytes; only a known error may come out of what it calls."""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cccd import dg13, expiry, record
from desktop_app.cccd import mrz as card_mrz
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd import (
    active_authentication,
    ber,
    chip_authentication,
    chip_mapping,
    details,
    lds,
    mrz,
    pace,
    passive,
    security_infos,
    tlv,
)
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.apdu import Command, Ins, Response, parse_response
from desktop_app.emrtd.ciphers import Suite, block_size, key_size, mac, pad
from desktop_app.emrtd.face import face_images
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.secure_messaging import SecureSession
from desktop_app.emrtd.sod import parse_sod
from desktop_app.emrtd.trust import Anchor, judge_chain
from desktop_app.emrtd.trust_import import gather
from desktop_app.readers.simulator.chip import Chip
from tests.support.training_card import NOW, card, first_citizen, issuer

_FILES = (0x011C, 0x011D, 0x011E, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F)
CORPUS = Path(__file__).resolve().parent / "corpus"
_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_LONGEST_LIST = 20  # answers; then the chip is silent


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fuzz.

    Attributes:
        feed: takes the bytes.
        runs: at full scale.
        longest: bytes of an input.
        of_objects: the input is data objects (BER-TLV), and is changed as such.
    """

    feed: Callable[[bytes], object]
    runs: int
    longest: int = 4096
    of_objects: bool = False


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _each(data: bytes, *parsers: Callable[[bytes], object]) -> None:
    for parser in parsers:
        with contextlib.suppress(AppError):
            parser(data)


def _tlv(data: bytes) -> None:
    _each(data, tlv.parse, tlv.parse_one, tlv.read_header)
    with contextlib.suppress(AppError):
        definite = ber.definite(data)
        assert ber.definite(definite) == definite


def _apdu(data: bytes) -> None:
    """A chip that answers with these bytes, cut into answers by a byte of length before each."""
    answers, at = [], 0
    while at < len(data) and len(answers) < _LONGEST_LIST:
        answers.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    read = read_card(_Says(answers), CanKey("123456"), mode=AccessMode.AUTO, anchors=[], at=NOW)
    assert read.error is not None, "a chip without the secret was let in"


class _Says:
    """A chip that says what it was told to, then that it has no such file."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = list(reversed(answers))

    def transmit(self, command: bytes) -> bytes:
        return self._answers.pop() if self._answers else b"\x6a\x82"

    def reset(self) -> None:
        """Nothing to forget."""


def _session(data: bytes) -> None:
    """Whatever comes back in a session without its keys is refused; with its keys it is taken apart."""
    answer = parse_response(b"\x00\x00" if len(data) < 2 else data)
    for suite in Suite:
        enc_key, mac_key = bytes(range(key_size(suite))), bytes(range(1, key_size(suite) + 1))
        counter = (2).to_bytes(block_size(suite), "big")
        seal = mac(suite, mac_key, pad(counter + answer.data, block_size(suite)))
        sealed = Response(answer.data + b"\x8e\x08" + seal, answer.sw)
        for said, may_pass in ((answer, not answer.data), (sealed, True)):
            session = SecureSession(suite, enc_key, mac_key)
            session.protect(Command(0x00, Ins.READ_BINARY, 0, 0, le=256))
            with contextlib.suppress(AppError):
                session.unprotect(said)
                assert may_pass, "a forged answer was accepted"


def _zone(data: bytes) -> None:
    text = _text(data)
    with contextlib.suppress(AppError):
        mrz.parse_td1(text)
    with contextlib.suppress(AppError):
        mrz.key_information(text)
    card_mrz.parse_td1(text)
    card_mrz.zone_of_dg1(data)


def _qr(data: bytes) -> None:
    with contextlib.suppress(AppError):
        qr = parse_qr(_text(data))
        assert len(qr.number) == 12 and qr.number.isascii() and qr.number.isdigit()
        expiry.candidates_of(qr, _rules())
        record.build_record({}, qr)


@functools.cache
def _rules() -> tuple[expiry.ValidityRule, ...]:
    return expiry.parse_rules((_RESOURCES / "card" / "validity.toml").read_bytes())


def _sod(data: bytes) -> None:
    with contextlib.suppress(AppError):
        found = parse_sod(data)
        passive.check_sod_signature(found)
        passive.check_hashes({"DG1": b"anything"}, found)
        if found.signer_certificate is not None:
            judge_chain(found.signer_certificate, [_anchor()], NOW, others=found.message.others)


def _trust(data: bytes) -> None:
    for scope in (None, TrustScope.PASSPORT):
        with contextlib.suppress(AppError):
            found = gather([lambda: io.BytesIO(data)], scope=scope, kept=[_anchor()], at=NOW)
            counted = len(found.certificates) + found.repeated + found.document_signers
            assert counted <= found.found <= counted + len(found.refused)


def _revocation(data: bytes) -> None:
    judge_chain(issuer().signer_der, [_anchor()], NOW, revocation=[data])
    judge_chain(data, [_anchor()], NOW, others=[data])


def _dg13(data: bytes) -> None:
    with contextlib.suppress(AppError):
        dg13.decode(data)
    record.build_record({"DG13": data, "DG1": card().files[0x0101]})


def _dg14(data: bytes) -> None:
    _each(data, security_infos.infos_of_dg14, chip_authentication.choose_offer)
    said = [Response(b"\x7c\x00", 0x9000)] * 8
    chip_authentication.authenticate(lambda _: said.pop(), lambda _: None, lambda: b"x", data, b"x")


def _dg15(data: bytes) -> None:
    signature = data[-64:]
    for answer in (signature, bytes(256)):
        active_authentication.authenticate(
            lambda _, said=answer: Response(said, 0x9000), data, card().files[0x010E], extended=True
        )


def _card_access(data: bytes) -> None:
    with contextlib.suppress(AppError):
        pace.choose_offer(security_infos.pace_infos(security_infos.parse_security_infos(data)))
    _each(data, chip_mapping.parse_card_security)


def _com(data: bytes) -> None:
    _each(data, lds.parse_com, lds.mrz_of_dg1, lds.key_of_dg15)


def _details(data: bytes) -> None:
    _each(
        data,
        details.person_details,
        details.document_details,
        details.people_to_tell,
        details.signature_pictures,
    )


def _whole(data: bytes) -> None:
    """A chip that opens as it should, with these bytes in one of its files."""
    file, content = _FILES[data[0] % len(_FILES)] if data else 0x0101, data[1:]
    chip = Chip(card().with_file(file, content))
    read = read_card(chip, CanKey(first_citizen().can), mode=AccessMode.AUTO, anchors=[_anchor()], at=NOW)
    record.build_record(read.files)


def _anchor() -> Anchor:
    return Anchor(issuer().csca_der, TrustScope.CITIZEN_CARD)


TARGETS: Mapping[str, Target] = {
    "tlv": Target(_tlv, 400_000, of_objects=True),
    "apdu": Target(_apdu, 100_000),
    "session": Target(_session, 100_000, 512),
    "mrz": Target(_zone, 400_000, 200),
    "qr": Target(_qr, 100_000, 1024),
    "sod": Target(_sod, 60_000, of_objects=True),
    "trust": Target(_trust, 40_000, 8192, of_objects=True),
    "revocation": Target(_revocation, 10_000, of_objects=True),
    "dg2": Target(face_images, 400_000, of_objects=True),
    "dg13": Target(_dg13, 100_000, of_objects=True),
    "dg14": Target(_dg14, 60_000, of_objects=True),
    "dg15": Target(_dg15, 60_000, of_objects=True),
    "card_access": Target(_card_access, 200_000, of_objects=True),
    "com": Target(_com, 400_000, 512, of_objects=True),
    "details": Target(_details, 400_000, of_objects=True),
    "whole": Target(_whole, 10_000),
}


def _raise(_: bytes) -> None:
    raise IndexError("a bug")


def _hang(_: bytes) -> None:
    pow(3, (1 << 4_000_000) - 1, (1 << 4_000_000) - 3)


def _fill_memory(_: bytes) -> None:
    bytearray(1 << 32)


TRIALS: Mapping[str, Target] = {
    "raises": Target(_raise, 0),
    "hangs": Target(_hang, 0),
    "fills_memory": Target(_fill_memory, 0),
}
"""Each has to be found broken, else the harness is."""
