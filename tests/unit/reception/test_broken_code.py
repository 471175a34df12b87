"""A code that a scanner broke seats its person by the number; the name waits for the chip."""

import json

import pytest

from desktop_app.cccd.qr import parse_qr
from desktop_app.core.terms import ValueSource
from desktop_app.reception import drafts
from desktop_app.reception.badges import BadgeCode, badges_of
from desktop_app.reception.events import QrScanned
from tests.support.session import BIRTH, MAI, NOW, PEOPLE, at_counter, chip


@pytest.fixture
def broken():
    said = PEOPLE[MAI]
    day = "".join(reversed(said["birth_date"].split("-")))
    text = f"{MAI}||{said['full_name']}|{day}|{said['sex']}|Thôn Đoài|01082024"
    return QrScanned(parse_qr(text.encode("ascii", "replace").decode()))


def test_the_person_is_seated_without_a_name(broken):
    person = at_counter(BIRTH, broken).people["declarant"]

    assert (person.number, person.record.get("full_name")) == (MAI, None)
    assert [notice.code for notice in person.notices] == ["cccd.qr_in_part"]
    assert [badge.code for badge in badges_of(person, NOW.date())] == [BadgeCode.QR_ONLY]


def test_the_chip_of_the_same_number_brings_the_name_and_ends_the_notice(broken):
    person = at_counter(BIRTH, broken, chip(MAI)).people["declarant"]

    assert person.record.get("full_name") == PEOPLE[MAI]["full_name"]
    assert person.record.sources["full_name"] is ValueSource.CHIP
    assert person.notices == ()
    assert person.differences == ()


def test_a_draft_keeps_what_was_doubtful(broken):
    session = at_counter(BIRTH, broken)

    again = drafts.decode(json.loads(json.dumps(drafts.encode(session))))

    assert again.people["declarant"].qr == session.people["declarant"].qr
