"""Whatever stands in a file of a chip: a check, a known error, and never a long wait."""

from __future__ import annotations

import contextlib
import functools
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.core.terms import Protocol, TrustScope
from desktop_app.emrtd import active_authentication, ber, chip_authentication, lds, passive, tlv, trust
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.apdu import Command, Response
from desktop_app.emrtd.judging import Evidence, judge
from desktop_app.emrtd.public_keys import parse_public_key
from desktop_app.emrtd.read_plan import Road
from desktop_app.emrtd.result import Check, Reason, failed
from desktop_app.emrtd.security_infos import encode_oid, infos_of_dg14
from desktop_app.emrtd.sod import parse_sod
from desktop_app.emrtd.trust import Anchor, judge_chain
from tests.support.issuers import NOW, Authority
from tests.support.made_up_card import files_of

ROOT = Path(__file__).resolve().parents[3]
LDS = Path(os.environ.get("MOTCUA_TESTDATA", ROOT.parent / "shared" / "testdata")) / "lds"
SETS = ("bsi-tr-03105-5", "etsi-eacaa", "tsemrtd", "made-up-card/trace-card-d")


@functools.cache
def _files(name: str) -> dict[str, bytes]:
    return files_of(LDS / name)


@st.composite
def mangled(draw: st.DrawFn, raw: bytes) -> bytes:
    """The file with a few bytes changed, taken out, put in, or a length made absurd."""
    data = bytearray(raw)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(["change", "cut", "insert", "length", "indefinite", "end"]))
        if kind == "change" and data:
            data[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del data[at : at + draw(st.integers(1, 40))]
        elif kind == "insert":
            data[at:at] = draw(st.binary(min_size=1, max_size=20))
        elif kind == "length":
            data[at:at] = b"\x84\xff\xff\xff\xff"
        elif kind == "indefinite":
            data[at:at] = b"\x30\x80"
        else:
            del data[at:]
    return bytes(data)


FILES = st.sampled_from(SETS).map(_files)


def _evidence(files: dict[str, bytes]) -> Evidence:
    sod, why = None, failed(Reason.SOD_UNREADABLE)
    with contextlib.suppress(AppError):
        sod, why = parse_sod(files["SOD"]), None
    return Evidence(
        files=files,
        sod=sod,
        sod_check=why,
        protocol=Protocol.PACE_CAN,
        mode=AccessMode.AUTO,
        road=Road.PACE,
        offered=(),
        anchors=(Anchor((LDS / "made-up-card/trace-card-d/csca.cer").read_bytes(), TrustScope.CITIZEN_CARD),),
        revocation=(),
        at=datetime(2026, 11, 21, tzinfo=UTC),
        complete=True,
        chip_authentication=None,
        active_authentication=None,
    )


@given(st.data())
def test_a_mangled_card_is_judged(data: st.DataObject) -> None:
    files = data.draw(FILES)
    name = data.draw(st.sampled_from(["SOD", "SOD", "SOD", "COM", "DG1", "DG14", "DG15"]))
    raw = files.get(name, b"")

    checks, _ = judge(_evidence({**files, name: data.draw(mangled(raw))}))

    assert len(checks) == 5


@given(st.data())
def test_a_mangled_dg14_is_an_offer_or_none(data: st.DataObject) -> None:
    raw = data.draw(mangled(data.draw(FILES).get("DG14", b"\x6e\x00")))
    talk = [Response(b"\x7c\x00", 0x9000)] * 4

    found = chip_authentication.authenticate(lambda _: talk.pop(), lambda _: None, lambda: b"x", raw, b"x")

    assert isinstance(found, Check)


@given(st.data(), st.binary(max_size=300))
def test_a_mangled_dg15_and_any_answer_are_judged(data: st.DataObject, answer: bytes) -> None:
    files = data.draw(FILES)
    raw = data.draw(mangled(files.get("DG15", b"\x6f\x00")))

    found = active_authentication.authenticate(
        lambda _: Response(answer, 0x9000), raw, files.get("DG14"), extended=True
    )

    assert isinstance(found, Check)


@given(st.data())
def test_mangled_certificates_and_lists_are_judged(data: st.DataObject) -> None:
    signer, root, revocation = _trust()

    found = judge_chain(
        data.draw(st.one_of(st.just(signer), mangled(signer))),
        [Anchor(data.draw(st.one_of(st.just(root), mangled(root))), TrustScope.CITIZEN_CARD)],
        NOW,
        revocation=[data.draw(mangled(revocation))],
        others=[data.draw(mangled(root))],
    )

    assert isinstance(found, Check)


@functools.cache
def _trust() -> tuple[bytes, bytes, bytes]:
    issuer = Authority("CSCA")
    signer = issuer.signer()
    return signer, issuer.certificate(), issuer.revocation_list(signer)


@given(st.binary(max_size=200))
def test_definite_form_is_left_alone_or_refused(data: bytes) -> None:
    try:
        converted = ber.definite(data)
    except AppError:
        return
    assert ber.definite(converted) == converted


# Made to hurt: each ends at once, which the time limit of the whole run would show ---------------------


def _integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _rsa(modulus: int, exponent: int) -> bytes:
    body = tlv.encode(0x30, _integer(modulus) + _integer(exponent))
    algorithm = tlv.encode(0x30, tlv.encode(0x06, encode_oid("1.2.840.113549.1.1.1")) + b"\x05\x00")
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + body))


def _explicit(prime: int, *, compressed: bool) -> bytes:
    """A key on a curve by value whose field has any size one likes."""
    size = (prime.bit_length() + 7) // 8
    base = b"\x02" + bytes(size) if compressed else b"\x04" + bytes(2 * size)
    parameters = tlv.encode(
        0x30,
        b"\x02\x01\x01"
        + tlv.encode(0x30, tlv.encode(0x06, encode_oid("1.2.840.10045.1.1")) + _integer(prime))
        + tlv.encode(0x30, tlv.encode(0x04, b"\x01") + tlv.encode(0x04, b"\x01"))
        + tlv.encode(0x04, base)
        + _integer(prime + 2),
    )
    algorithm = tlv.encode(0x30, tlv.encode(0x06, encode_oid("1.2.840.10045.2.1")) + parameters)
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + base))


NESTED = functools.reduce(lambda inner, _: tlv.encode(0x30, inner), range(3000), b"")
HURTFUL_KEYS = {
    "modulus of 480,000 bits": _rsa((1 << 480_000) - 1, 3),
    "modulus of 8,200 bits": _rsa((1 << 8_200) - 1, 3),
    "exponent of 8,000 bits": _rsa((1 << 8_000) - 1, (1 << 7_999) + 1),
    "even modulus": _rsa(1 << 1023, 3),
    "modulus zero": _rsa(0, 3),
    "modulus one": _rsa(1, 3),
    "composite field": _explicit((1 << 521) - 3, compressed=False),
    "composite field, generator to be unpacked": _explicit(561 * 1105 * 1729, compressed=True),
    "field of 400,000 bits": _explicit((1 << 400_000) - 1, compressed=False),
    "field zero": _explicit(0, compressed=False),
    "nested": tlv.encode(0x30, tlv.encode(0x30, NESTED) + b"\x03\x01\x00"),
    "nested without lengths": tlv.encode(0x30, b"\x30\x80" * 20_000),
    "number with a huge arc": tlv.encode(
        0x30, tlv.encode(0x30, tlv.encode(0x06, b"\xff" * 60_000 + b"\x7f")) + b"\x03\x01\x00"
    ),
}


@pytest.mark.parametrize("name", HURTFUL_KEYS)
def test_a_key_made_to_keep_the_processor_busy_is_refused(name: str) -> None:
    with pytest.raises(AppError):
        parse_public_key(HURTFUL_KEYS[name])


@pytest.mark.parametrize("name", HURTFUL_KEYS)
def test_such_a_key_in_dg15_is_not_asked_for_anything(name: str) -> None:
    sent: list[Command] = []

    def send(command: Command) -> Response:
        sent.append(command)
        return Response(bytes(128), 0x9000)

    found = active_authentication.authenticate(
        send, tlv.encode(0x6F, HURTFUL_KEYS[name]), None, extended=True
    )

    assert (found.outcome.value, sent) == ("not_possible", [])


HURTFUL_FILES = {
    "nested": NESTED,
    "nested without lengths": b"\x30\x80" * 30_000,
    "four gigabytes": b"\x77\x84\xff\xff\xff\xff\x30\x80",
    "four gigabytes inside": tlv.encode(0x77, b"\x30\x84\xff\xff\xff\xff\x02\x01\x00"),
    "pieces within pieces": tlv.encode(0x77, b"\x24\x80" * 30_000),
    "many small objects": tlv.encode(0x77, tlv.encode(0x30, b"\x05\x00" * 30_000)),
    "number with a huge arc": tlv.encode(0x6E, tlv.encode(0x31, tlv.encode(0x30, tlv.encode(0x06, b"\xff" * 60_000 + b"\x7f")))),  # noqa: E501
    "an endless tag": b"\x7f" + b"\xff" * 60_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HURTFUL_FILES)
def test_a_file_made_to_hurt_is_a_known_error_everywhere(name: str) -> None:
    raw = HURTFUL_FILES[name]
    for parser in (
        parse_sod,
        infos_of_dg14,
        chip_authentication.choose_offer,
        lds.parse_com,
        lds.key_of_dg15,
        lds.mrz_of_dg1,
        ber.definite,
    ):
        try:
            parser(raw)
        except AppError:
            continue
    assert isinstance(active_authentication.authenticate(_never, raw, raw, extended=True), Check)
    assert isinstance(chip_authentication.authenticate(_never, lambda _: None, lambda: b"", raw, b""), Check)
    check = trust.judge_chain(
        raw, [Anchor(raw, TrustScope.CITIZEN_CARD)], NOW, revocation=[raw], others=[raw]
    )
    assert isinstance(check, Check)


def _never(_: Command) -> Response:
    raise AssertionError("nothing should have been sent")


def test_a_list_of_ten_thousand_hashes_that_nobody_signed_is_refused() -> None:
    entries = b"".join(tlv.encode(0x30, _integer(number) + tlv.encode(0x04, b"")) for number in range(10_000))
    with pytest.raises(AppError):
        parse_sod(tlv.encode(0x77, tlv.encode(0x30, entries)))


def test_the_hash_of_a_specimen_is_still_found_after_all_that() -> None:
    files = _files("made-up-card/trace-card-d")

    assert passive.check_hashes(files, parse_sod(files["SOD"])).outcome.value == "verified"
