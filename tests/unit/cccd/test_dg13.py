"""DG13: every reported shape is read, and hostile bytes are a known error."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from desktop_app.cccd.dg13 import Absence, Dg13, Dg13Shape, Envelope, Nesting, TextForm, decode, encode
from desktop_app.core.errors import AppError

# Made-up card; its outer form and field types are those reported of real cards (chip without a spouse).
FIXTURE = bytes.fromhex(
    "6d82014f3082014b020101060628d3160100083182013c3011020101130c30303130393930313233343530140201020c"
    "0f4e677579e1bb856e2056c4836e2041300f020103130a31352f30312f3139393930080201040c034e616d300f020105"
    "0c0a5669e1bb8774204e616d30090201060c044b696e68300b0201070c064b68c3b46e6730190201080c14426120c490"
    "c3ac6e682c2048c3a0204ee1bb9969302d0201090c2853e1bb912031205068e1bb91204de1baab752c20426120c490c3"
    "ac6e682c2048c3a0204ee1bb9969300b02010a0c064b68c3b46e67300f02010b130a30312f30322f32303232300f0201"
    "0c0c0a31352f30312f32303339302802010d30110c0f4e677579e1bb856e2056c4836e204230100c0e5472e1baa76e20"
    "5468e1bb8b2043300302010e300e02010f13093031323334353637383015020110131030313233343536373839414243"
    "444546"
)
CARD = Dg13(
    number="001099012345",
    full_name="Nguyễn Văn A",
    birth_date="15/01/1999",
    sex="Nam",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    origin_place="Ba Đình, Hà Nội",
    residence="Số 1 Phố Mẫu, Ba Đình, Hà Nội",
    features="Không",
    issue_date="01/02/2022",
    expiry_text="15/01/2039",
    father="Nguyễn Văn B",
    mother="Trần Thị C",
    spouse=None,
    old_number="012345678",
    chip_id="0123456789ABCDEF",
)
SHAPES = [
    Dg13Shape(*choice)
    for choice in itertools.product(Envelope, Nesting, Absence, TextForm, (True, False), (False, True))
    if choice[4] or choice[0] not in (Envelope.SET, Envelope.NONE)
]
RELATIVES = list(itertools.product((None, "Lê B"), (None, "Lý C"), (None, "Võ D")))


def field(number: int, value: bytes) -> bytes:
    content = b"\x02\x01" + bytes([number]) + value
    return b"\x30" + bytes([len(content)]) + content


def file(*fields: bytes) -> bytes:
    content = b"".join(fields)
    return b"\x6d" + bytes([len(content)]) + content


def test_the_reported_form_is_read_field_by_field():
    assert decode(FIXTURE) == CARD


def test_the_default_shape_is_the_reported_form_byte_for_byte():
    assert encode(CARD) == FIXTURE


@pytest.mark.parametrize("envelope", Envelope)
def test_every_shape_of_an_envelope_gives_the_same_fields(envelope):
    cards = [replace(CARD, father=f, mother=m, spouse=s) for f, m, s in RELATIVES]
    shapes = [shape for shape in SHAPES if shape.envelope is envelope]
    wrong = [(s, i) for s in shapes for i, card in enumerate(cards) if decode(encode(card, s)) != card]
    assert wrong == []


def test_shapes_differ_in_their_bytes():
    card = replace(CARD, father=None)
    assert len({encode(card, shape) for shape in SHAPES}) == len(SHAPES)


def test_an_empty_place_keeps_the_mother_a_mother():
    raw = file(field(13, b"\x30\x00\x30\x03\x0c\x01C"))
    assert (decode(raw).father, decode(raw).mother) == (None, "C")


def test_a_lone_nested_parent_is_the_father():
    assert decode(file(field(13, b"\x30\x05\x30\x03\x0c\x01B"))).father == "B"


def test_a_name_of_more_than_127_bytes_is_read():
    card = replace(CARD, residence="Đường " * 60 + "Một")
    assert decode(encode(card)).residence == card.residence


def test_indefinite_lengths_are_read():
    assert decode(b"\x6d\x80\x30\x80\x02\x01\x02\x0c\x01A\x00\x00\x00\x00").full_name == "A"


def test_unknown_fields_are_kept():
    assert decode(file(field(2, b"\x0c\x01A"), field(17, b"\x0c\x01z"))).unknown == {17: b"\x0c\x01z"}


def test_khong_is_a_religion_and_not_an_absence():
    assert decode(FIXTURE).religion == "Không"


def test_text_comes_composed():
    assert decode(file(field(2, b"\x0c\x05E\xcc\x82o\x20"))).full_name == "Êo"


def test_control_and_direction_characters_do_not_come_through():
    value = "A\x1b[2J\u202eB".encode()
    assert decode(file(field(2, b"\x0c" + bytes([len(value)]) + value))).full_name == "A [2JB"


def test_one_damaged_field_leaves_the_others_readable():
    card = decode(file(field(1, b"\x13\x01" + b"7"), field(2, b"\x0c\x01\xff"), field(9, b"\x0c\x09x")))
    assert (card.number, card.full_name, card.damaged) == ("7", None, (2, 9))


def test_padding_after_the_file_is_ignored():
    assert decode(FIXTURE + bytes(40)) == CARD


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x6d", b"\x6d\x00", FIXTURE[:200], b"\x6e" + FIXTURE[1:], b"\x6d\x04\x0c\x02ab", bytes(64)],
    ids=["empty", "tag only", "no content", "cut", "other tag", "no fields", "zeros"],
)
def test_what_is_no_dg13_is_a_known_error(raw):
    with pytest.raises(AppError) as caught:
        decode(raw)
    assert caught.value.code == "cccd.dg13_unreadable"


def test_deep_nesting_is_a_known_error():
    raw = b""
    for _ in range(20):
        raw = b"\x30" + bytes([len(raw)]) + raw
    with pytest.raises(AppError):
        decode(raw)


def test_a_published_dg13_that_is_no_tlv_is_a_known_error(testdata):
    with pytest.raises(AppError):
        decode((testdata / "lds" / "9303-10" / "EF_DG13_not_tlv.bin").read_bytes())


@pytest.mark.parametrize("name", ["trace-card-a", "trace-card-d"])
def test_a_card_made_by_others_is_read(testdata, name):
    card = decode((testdata / "lds" / "made-up-card" / name / "EF_DG13.bin").read_bytes())
    assert (card.birth_date, card.expiry_text, card.damaged) == ("15/02/1999", "15/02/2039", ())


def test_no_value_shows_in_the_repr():
    assert "Nguyễn" not in repr(CARD)
    assert "001099" not in repr(CARD)
