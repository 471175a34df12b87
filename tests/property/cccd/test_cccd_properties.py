"""Whatever bytes or characters come: a value or a known error, and what was written is read again."""

from __future__ import annotations

import contextlib
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cccd.access import key_from_mrz
from desktop_app.cccd.dg13 import Absence, Dg13, Dg13Shape, Envelope, Nesting, TextForm, decode, encode
from desktop_app.cccd.printed import printed_text
from desktop_app.cccd.qr import parse_qr
from desktop_app.cccd.record import build_record
from desktop_app.core.errors import AppError
from desktop_app.core.terms import CITIZEN_FIELDS

PRINTED = st.none() | st.text(max_size=200).map(printed_text).filter(bool)
NAMES = [field.name for field in fields(Dg13) if field.name != "unknown"]
CARDS = st.builds(Dg13, **dict.fromkeys(NAMES, PRINTED)).filter(
    lambda card: any(getattr(card, name) for name in NAMES)
)
SHAPES = st.builds(
    Dg13Shape,
    envelope=st.sampled_from([e for e in Envelope if e not in (Envelope.SET, Envelope.NONE)]),
    nesting=st.sampled_from(Nesting),
    absence=st.sampled_from(Absence),
    text=st.sampled_from(TextForm),
    rooted=st.booleans(),
    long_lengths=st.booleans(),
)


@given(CARDS, SHAPES)
def test_a_written_dg13_is_read_again(card, shape):
    assert decode(encode(card, shape)) == card


@given(st.binary(max_size=300))
def test_any_bytes_are_a_dg13_or_a_known_error(raw):
    with contextlib.suppress(AppError):
        decode(b"\x6d\x82" + len(raw).to_bytes(2, "big") + raw)


@given(CARDS, SHAPES, st.data())
def test_one_changed_byte_never_crashes_the_record(card, shape, data):
    raw = bytearray(encode(card, shape))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    record, _ = build_record({"DG13": bytes(raw)})
    assert set(record.to_json()) == set(CITIZEN_FIELDS)


@given(st.text(alphabet=st.characters() | st.sampled_from("|0123456789Nam"), max_size=120))
def test_any_text_is_a_qr_or_a_known_error(text):
    with contextlib.suppress(AppError):
        parse_qr("001099012345|" + text)


@given(st.text(max_size=95) | st.text(alphabet="0123456789ABC<", min_size=24, max_size=90))
def test_any_text_is_a_zone_or_a_known_error(text):
    with contextlib.suppress(AppError):
        key_from_mrz(text)
