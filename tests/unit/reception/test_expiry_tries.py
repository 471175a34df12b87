"""Which date of expiry is offered next: the likeliest first, none twice, none of another person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop_app.cccd.expiry import parse_rules
from desktop_app.cccd.qr import parse_qr
from desktop_app.reception.events import QrScanned
from desktop_app.reception.expiry import ExpiryOffer, ExpiryTries
from desktop_app.reception.session import Person
from tests.support.session import BIRTH, at_counter

SLOT = "declarant"
FIRST, SECOND = date(2039, 1, 15), date(2024, 1, 15)  # 23 when the card was made: two ages are possible


@pytest.fixture
def tries(resources: Path) -> ExpiryTries:
    return ExpiryTries(parse_rules((resources / "card" / "validity.toml").read_bytes()))


def seated(text: str = "001099012345||Nguyễn Thị Thử|15011999|Nữ|Số 12|01022022") -> Person:
    return at_counter(BIRTH, QrScanned(parse_qr(text))).people[SLOT]


def test_a_second_date_is_offered_only_after_the_first_was_refused(tries: ExpiryTries) -> None:
    person, offered = seated(), []
    for _ in range(3):
        day = tries.offer(SLOT, person).day
        offered.append(day)
        tries.key(SLOT, person, day, None)
        tries.refused(SLOT)

    assert offered == [FIRST, SECOND, None]


def test_a_try_that_broke_off_is_offered_again(tries: ExpiryTries) -> None:
    tries.key(SLOT, seated(), FIRST, None)

    assert tries.offer(SLOT, seated()) == ExpiryOffer(FIRST)


def test_the_key_has_number_birth_and_the_date(tries: ExpiryTries) -> None:
    key = tries.key(SLOT, seated(), FIRST, None)

    assert key is not None and key.information == "099012345999011553901153"


def test_the_birth_date_of_the_code_goes_before_a_typed_one(tries: ExpiryTries) -> None:
    key = tries.key(SLOT, seated(), FIRST, date(2000, 2, 2))

    assert key is not None and key.birth == "990115"


def test_another_person_in_the_same_place_starts_anew(tries: ExpiryTries) -> None:
    tries.key(SLOT, seated(), FIRST, None)
    tries.refused(SLOT)

    other = seated("001099012346||Trần Văn Thử|15011999|Nam|Số 12|01022022")

    assert tries.offer(SLOT, other) == ExpiryOffer(FIRST)


def test_without_a_birth_date_in_the_code_it_has_to_be_typed(tries: ExpiryTries) -> None:
    person = seated("001099012345||Nguyễn Thị Thử|1999|Nữ|Số 12|01022022")

    assert tries.offer(SLOT, person) == ExpiryOffer(needs_birth=True)
    assert tries.key(SLOT, person, FIRST, None) is None


def test_after_the_session_nothing_is_known(tries: ExpiryTries) -> None:
    tries.number_typed(SLOT, "001099012345")
    tries.forget()

    assert tries.offer(SLOT, None) == ExpiryOffer(needs_number=True)


def test_no_date_is_shown(tries: ExpiryTries) -> None:
    assert "2039" not in repr(tries.offer(SLOT, seated()))
