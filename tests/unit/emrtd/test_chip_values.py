"""Small values of the chip protocol: tags, commands, keys, zones, lists."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd import apdu, ciphers, curves, lds, mrz, security_infos, sod, tlv
from desktop_app.emrtd.access import CanKey, MrzKey
from desktop_app.emrtd.apdu import Command
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.result import FindingCode, Reason
from desktop_app.emrtd.security_infos import PaceInfo


@pytest.mark.parametrize(
    "raw",
    ["", "7F", "7F49", "61", "6180", "6185010101010101", "61820100", "610500", "0000", "7FFFFFFF0100"],
)
def test_a_malformed_data_object_is_refused(raw: str) -> None:
    with pytest.raises(AppError) as caught:
        tlv.parse_one(bytes.fromhex(raw))

    assert caught.value.code == tlv.BAD_TLV


def test_a_header_is_read_although_its_value_has_not_come_yet() -> None:
    assert tlv.read_header(bytes.fromhex("7582C8001234")) == tlv.Header(0x75, 0xC800, 4)


def test_only_constructed_objects_say_so() -> None:
    items = tlv.parse(bytes.fromhex("6100" + "7F4900" + "5F1F00" + "0400"))

    assert [item.constructed for item in items] == [True, True, False, False]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (Command(0x00, 0xA4, 0x00, 0x0C), "00A4000C"),
        (Command(0x00, 0x84, 0x00, 0x00, le=8), "0084000008"),
        (Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1e"), "00A4020C02011E"),
        (Command(0x10, 0x86, 0x00, 0x00, b"\x7c\x00", 256), "10860000027C0000"),
    ],
)
def test_the_four_cases_of_a_command(command: Command, expected: str) -> None:
    assert command.to_bytes().hex().upper() == expected


@pytest.mark.parametrize("command", [Command(0, 0, 0, 0, bytes(256)), Command(0, 0, 0, 0, le=257)])
def test_what_does_not_fit_a_short_command_is_a_bug(command: Command) -> None:
    with pytest.raises(ValueError, match="short"):
        command.to_bytes()


@pytest.mark.parametrize("raw", [b"", b"\x90"])
def test_an_answer_without_a_status_is_refused(raw: bytes) -> None:
    with pytest.raises(AppError) as caught:
        apdu.parse_response(raw)

    assert caught.value.code == apdu.BAD_RESPONSE


def test_padding_that_is_none_is_refused() -> None:
    for data in (b"", bytes(8), b"\x80\x01"):
        with pytest.raises(ValueError, match="padding"):
            ciphers.unpad(data)


@pytest.mark.parametrize("suite", list(Suite))
def test_a_key_of_the_wrong_size_is_refused(suite: Suite) -> None:
    with pytest.raises(ValueError, match="key"):
        ciphers.mac(suite, bytes(7), bytes(16))


def test_no_key_comes_from_an_empty_secret() -> None:
    with pytest.raises(ValueError, match="empty"):
        derive_key(b"", KeyPurpose.ENC, Suite.AES128)


def test_the_sample_of_the_domain_notes_gives_its_keys() -> None:
    # Fake, self-consistent numbers: 001099012345, born 1999-01-15, expires 2039-01-15.
    key = MrzKey("099012345", "990115", "390115")

    assert key.information == "099012345999011553901153"
    assert derive_key(b"012345", KeyPurpose.PACE, Suite.AES128).hex() == "5e5cd537047973c8f8bfdea168324ec0"


def test_a_zone_with_an_unknown_birthday_is_read() -> None:
    line_2 = "9901<<" + mrz.check_digit("9901<<") + "M3901153VNM<<<<<<<<<<<"
    line_1 = "IDVNM0990123459001099012345<<0"
    composite = mrz.check_digit(line_1[5:30] + line_2[:7] + line_2[8:15] + line_2[18:29])

    card = mrz.parse_td1(f"{line_1}\n{line_2}{composite}\nNGUYEN<<VAN<A<<<<<<<<<<<<<<<<<\n")

    assert (card.birth, card.wrong_check_digits) == ("9901<<", ())


@pytest.mark.parametrize("can", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_an_access_number_has_six_digits(can: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        CanKey(can)


@pytest.mark.parametrize(
    ("number", "birth", "expiry"),
    [
        ("", "990115", "390115"),
        ("abc", "990115", "390115"),
        ("A1", "19990115", "390115"),
        ("A1", "990115", "x"),
    ],
)
def test_a_key_that_no_zone_can_have_is_refused(number: str, birth: str, expiry: str) -> None:
    with pytest.raises(ValueError, match=r"a date of the zone|not a document"):
        MrzKey(number, birth, expiry)


def test_the_known_card_access_of_vietnamese_cards_offers_pace() -> None:
    # Byte for byte as in several public Vietnamese programs (domain notes 1.2).
    raw = bytes.fromhex(
        "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
    )

    infos = security_infos.parse_security_infos(raw)

    assert security_infos.pace_infos(infos) == (PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 13),)
    assert len(infos) == 3


@pytest.mark.parametrize(("version", "offers"), [(1, 0), (2, 1), (3, 0)])
def test_only_version_two_of_pace_is_an_offer(version: int, offers: int) -> None:
    raw = bytes.fromhex(f"31143012060A04007F000702020402020201{version:02X}02010D")

    assert len(security_infos.pace_infos(security_infos.parse_security_infos(raw))) == offers


def test_a_group_that_is_listed_twice_is_refused(testdata: Path) -> None:
    raw = (testdata / "lds" / "etsi-eacaa" / "EF_SOD.bin").read_bytes()
    first, second = bytes.fromhex("30250201010420"), bytes.fromhex("30250201020420")
    assert first in raw and second in raw

    with pytest.raises(AppError) as caught:
        sod.parse_sod(raw.replace(second, first))

    assert caught.value.facts["why"] == "number_twice"


@pytest.mark.parametrize("dotted", ["0.4.0.127.0.7.2.2.4.2.2", "1.2.840.113549.1.7.2", "2.999.1"])
def test_object_identifiers_go_there_and_back(dotted: str) -> None:
    assert security_infos.decode_oid(security_infos.encode_oid(dotted)) == dotted


@pytest.mark.parametrize("raw", ["", "3000FF", "300506030102", "3107300506030102", "31020500"])
def test_malformed_security_infos_are_refused(raw: str) -> None:
    with pytest.raises(AppError) as caught:
        security_infos.parse_security_infos(bytes.fromhex(raw))

    assert caught.value.code == security_infos.BAD_SECURITY_INFOS


def test_tags_that_no_group_has_are_left_out_of_the_list() -> None:
    com = lds.parse_com(bytes.fromhex("60065C04616D00FF"))

    assert com.data_groups == (1, 13)


@pytest.mark.parametrize("raw", ["", "6000", "61025C00", "600A5F01"])
def test_a_malformed_ef_com_is_refused(raw: str) -> None:
    with pytest.raises(AppError) as caught:
        lds.parse_com(bytes.fromhex(raw))

    assert caught.value.code == lds.BAD_FILE


def test_the_bare_message_without_its_wrapper_is_taken(testdata: Path) -> None:
    raw = (testdata / "lds" / "etsi-eacaa" / "EF_SOD.bin").read_bytes()

    bare = sod.parse_sod(tlv.parse_one(raw).value)

    assert bare.hashes == sod.parse_sod(raw).hashes


def test_a_message_with_indefinite_lengths_is_taken(testdata: Path) -> None:
    raw = (testdata / "lds" / "etsi-eacaa" / "EF_SOD.bin").read_bytes()
    oid, explicit = tlv.parse(tlv.parse_one(tlv.parse_one(raw).value).value)
    signed = tlv.parse_one(explicit.value)
    end = b"\x00\x00"
    inner = b"\xa0\x80" + b"\x30\x80" + signed.value + end + end
    indefinite = b"\x30\x80" + tlv.encode(oid.tag, oid.value) + inner + end

    found = sod.parse_sod(tlv.encode(0x77, indefinite))

    assert found.hashes == sod.parse_sod(raw).hashes


def test_a_curve_with_another_generator_is_not_the_known_curve() -> None:
    known = curves.curve_by_parameter_id(12)
    assert known is not None
    other = curves.multiply(known, 2, known.g)

    assert curves.curve_of_parameters(known.p, known.a, known.b, known.g, known.n) is known
    assert curves.curve_of_parameters(known.p, known.a, known.b, other, known.n) is None


def test_every_curve_has_the_order_that_it_says() -> None:
    for number in range(8, 19):
        curve = curves.curve_by_parameter_id(number)
        assert curve is not None
        assert curves.is_on_curve(curve, curve.g)
        assert curves.add(curve, curves.multiply(curve, curve.n - 1, curve.g), curve.g) == curves.INFINITY


def test_a_broken_source_of_random_bytes_is_noticed() -> None:
    curve = curves.curve_by_parameter_id(13)
    assert curve is not None

    with pytest.raises(ValueError, match="random"):
        curves.random_scalar(curve, lambda size: b"\xff" * size)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_and_every_finding_has_words(resources: Path, language: str) -> None:
    folder = resources / "messages" / language
    checks = tomllib.loads((folder / "checks.toml").read_text("utf-8"))
    findings = tomllib.loads((folder / "findings.toml").read_text("utf-8"))

    assert set(Reason) - set(checks) == set()
    assert set(FindingCode) - set(findings) == set()
