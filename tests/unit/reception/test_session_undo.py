"""Stepping back whole actions."""

from desktop_app.reception.events import (
    ConsentGiven,
    FieldLeft,
    FieldTyped,
    MemberAdded,
    PhotoArrived,
    ProcedureChosen,
    RowTyped,
    ScanBegun,
)
from desktop_app.reception.session import OpenScan, new_session
from desktop_app.reception.undo import Undo
from tests.support.session import CONFIRMATION, MAI, RESIDENCE, after, chip, text


def played(undo, session, *events):
    for event in events:
        undo.note(session, event)
        session = after([event], session)
    return session


def steps_back(undo):
    count = 0
    while undo.back() is not None:
        count += 1
    return count


def test_typing_in_one_field_is_one_action():
    undo = Undo()
    typed = [FieldTyped("phone", "0912345678"[:n]) for n in range(1, 11)]
    played(undo, new_session(), ProcedureChosen(CONFIRMATION), *typed, FieldLeft("phone"))
    assert steps_back(undo) == 2


def test_another_field_is_another_action():
    undo = Undo()
    played(
        undo, new_session(), ProcedureChosen(CONFIRMATION), FieldTyped("phone", "1"), FieldTyped("email", "a")
    )
    assert steps_back(undo) == 3


def test_coming_back_to_a_field_is_another_action():
    undo = Undo()
    events = [FieldTyped("phone", "1"), FieldLeft("phone"), FieldTyped("phone", "12")]
    played(undo, new_session(), ProcedureChosen(CONFIRMATION), *events)
    assert steps_back(undo) == 3


def test_each_cell_of_the_table_is_its_own():
    undo = Undo()
    rows = [RowTyped(1, "relation", "C"), RowTyped(1, "relation", "Co"), RowTyped(1, "number", "1")]
    played(undo, new_session(), ProcedureChosen(RESIDENCE), MemberAdded(), *rows)
    assert steps_back(undo) == 4


def test_a_card_is_one_action_with_its_text_checks_and_photo():
    undo = Undo()
    session = played(undo, new_session(), ProcedureChosen(CONFIRMATION))
    played(undo, session, text(MAI), chip(MAI), PhotoArrived(MAI, b"photo"))
    assert undo.back() == session


def test_a_step_back_loses_neither_photo_nor_checks_nor_agreement():
    undo = Undo()
    events = [
        text(MAI),
        FieldTyped("phone", "1"),
        ConsentGiven("declarant", "c1"),
        chip(MAI),
        PhotoArrived(MAI, b"p"),
    ]
    played(undo, new_session(), ProcedureChosen(CONFIRMATION), *events)
    before_typing = undo.back()
    assert before_typing is not None
    person = before_typing.people["declarant"]
    assert (person.photo, person.being_read, before_typing.consents) == (b"p", False, {"declarant": "c1"})


def test_only_so_many_actions_are_remembered():
    undo = Undo(limit=3)
    played(undo, new_session(), *[ProcedureChosen(CONFIRMATION)] * 9)
    assert steps_back(undo) == 3


def test_there_is_nothing_before_the_start():
    undo = Undo()
    assert (undo.can_undo, undo.back()) == (False, None)


def test_a_step_back_leaves_scanned_pages_their_key():
    undo = Undo()
    scan = OpenScan("s1", bytes(32))
    played(undo, new_session(), ProcedureChosen(CONFIRMATION), ScanBegun(scan), FieldTyped("phone", "1"))
    assert [undo.back().scan, undo.back().scan] == [scan, scan]
