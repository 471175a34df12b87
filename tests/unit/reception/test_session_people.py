"""A card finds its person: seated, joined, refused; and whose turn it is afterwards."""

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.terms import ValueSource
from desktop_app.reception.events import (
    ConsentGiven,
    MemberAdded,
    MemberRemoved,
    PersonRemoved,
    PhotoArrived,
    ProcedureChosen,
    SamePerson,
    SeatsSwapped,
    TurnMoved,
)
from desktop_app.reception.session import Notice, new_session
from tests.support.session import (
    BINH,
    BIRTH,
    CONFIRMATION,
    MAI,
    MARRIAGE,
    NAM,
    RESIDENCE,
    after,
    at_counter,
    chip,
    qr,
    summary,
    text,
)


def seats(session):
    return {slot: person.number for slot, person in session.people.items()}


def test_a_card_fills_the_person_whose_turn_it_is():
    session = at_counter(MARRIAGE, TurnMoved("groom"), chip(NAM))
    assert seats(session) == {"groom": NAM}


def test_the_turn_moves_to_who_is_still_missing():
    assert at_counter(MARRIAGE, chip(MAI)).turn == "groom"


def test_the_turn_stays_when_everybody_is_here():
    assert at_counter(MARRIAGE, chip(MAI), chip(NAM)).turn == "groom"


def test_a_card_may_come_before_the_procedure():
    session = after([chip(MAI), ProcedureChosen(MARRIAGE)])
    assert (seats(session), session.turn) == ({"bride": MAI}, "groom")


def test_who_has_no_place_in_another_procedure_takes_a_free_one_with_their_consent():
    events = [ProcedureChosen(MARRIAGE), ConsentGiven("groom", "c1"), TurnMoved("groom"), chip(NAM)]
    session = after([*events, ProcedureChosen(CONFIRMATION)])
    assert (seats(session), session.consents) == ({"declarant": NAM}, {"declarant": "c1"})


def test_a_card_of_somebody_who_sits_elsewhere_is_refused():
    session = at_counter(MARRIAGE, chip(MAI), chip(MAI))
    assert seats(session) == {"bride": MAI}
    assert session.notice == Notice("reception.person_already_here", {"slot": "bride"})


def test_where_the_law_lets_one_person_play_two_parts_the_card_may_be_laid_twice():
    session = at_counter(BIRTH, chip(MAI), chip(MAI))
    assert seats(session) == {"declarant": MAI, "mother": MAI}


def test_who_plays_two_parts_need_not_lay_the_card_twice():
    session = at_counter(BIRTH, ConsentGiven("declarant", "c1"), chip(MAI), SamePerson("mother", "declarant"))
    assert seats(session) == {"declarant": MAI, "mother": MAI}
    assert session.consents == {"declarant": "c1", "mother": "c1"}
    assert session.turn == "father"


def test_nobody_plays_two_parts_where_the_law_does_not_say_so():
    session = at_counter(MARRIAGE, chip(MAI), SamePerson("groom", "bride"))
    assert seats(session) == {"bride": MAI}
    assert session.notice.code == "reception.person_already_here"


def test_the_notice_is_gone_with_the_next_event():
    assert at_counter(MARRIAGE, chip(MAI), chip(MAI), chip(NAM)).notice is None


def test_a_card_of_another_person_does_not_push_somebody_out():
    session = at_counter(MARRIAGE, chip(MAI), chip(NAM), chip(BINH))
    assert seats(session) == {"bride": MAI, "groom": NAM}
    assert session.notice == Notice("reception.card_of_another_person", {"slot": "groom"})


def test_the_card_joins_the_code_of_the_same_number():
    session = at_counter(MARRIAGE, qr(MAI), chip(MAI))
    person = session.people["bride"]
    assert (seats(session), person.qr is not None, person.read is not None) == ({"bride": MAI}, True, True)
    assert session.turn == "groom"


def test_the_code_joins_the_card_of_the_same_number():
    person = at_counter(MARRIAGE, chip(MAI, permanent_address=""), qr(MAI)).people["bride"]
    assert person.record.sources["permanent_address"] is ValueSource.QR
    assert person.record.sources["full_name"] is ValueSource.CHIP


def test_a_code_of_another_number_than_the_card_is_told():
    session = at_counter(MARRIAGE, chip(MAI, slot="bride"), qr(NAM, slot="bride"))
    assert seats(session) == {"bride": MAI}
    assert session.notice == Notice("reception.qr_of_another_person", {"slot": "bride"})


def test_where_chip_and_code_differ_it_is_told_and_the_chip_wins():
    person = at_counter(MARRIAGE, chip(MAI), qr(MAI, full_name="Nguyễn Thị Lan")).people["bride"]
    assert person.record.get("full_name") == "Nguyễn Thị Mai"
    assert [notice.facts["field"] for notice in person.differences] == ["full_name"]


def test_a_name_that_differs_in_its_accents_alone_is_the_same():
    assert (
        at_counter(MARRIAGE, chip(MAI), qr(MAI, full_name="Nguyen Thi Mai")).people["bride"].differences == ()
    )


def test_the_text_of_a_card_fills_before_its_checks():
    person = at_counter(MARRIAGE, text(MAI)).people["bride"]
    assert person.being_read
    assert person.record.get("full_name") == "Nguyễn Thị Mai"


def test_the_checks_join_the_text_wherever_the_turn_is_by_then():
    session = at_counter(BIRTH, text(MAI), chip(MAI))
    assert seats(session) == {"declarant": MAI}
    assert not session.people["declarant"].being_read


def test_a_photo_finds_its_person():
    session = at_counter(MARRIAGE, chip(MAI), chip(NAM), PhotoArrived(MAI, b"photo"))
    assert {slot: person.photo for slot, person in session.people.items()} == {
        "bride": b"photo",
        "groom": None,
    }


def test_a_photo_of_nobody_here_changes_nothing():
    session = at_counter(MARRIAGE, chip(MAI))
    assert after([PhotoArrived(NAM, b"photo")], session) == session


def test_a_card_without_a_number_is_told():
    session = at_counter(MARRIAGE, chip(MAI, number=""))
    assert (session.people, session.notice.code) == ({}, "reception.no_number_on_card")


def test_an_agreement_given_for_the_next_one_goes_with_who_laid_the_card():
    session = at_counter(MARRIAGE, qr(MAI), ConsentGiven("groom", "c1"), chip(MAI))
    assert session.consents == {"bride": "c1"}


def test_who_leaves_takes_their_agreement_along():
    session = at_counter(MARRIAGE, ConsentGiven("bride", "c1"), chip(MAI), PersonRemoved("bride"))
    assert (session.people, session.consents, session.turn) == ({}, {}, "bride")


def test_a_new_reading_of_the_same_card_replaces_the_old_one():
    session = at_counter(
        MARRIAGE, chip(MAI, read=summary("l1")), TurnMoved("bride"), chip(MAI, read=summary("l2"))
    )
    assert session.people["bride"].read.lookup_id == "l2"


def test_a_row_for_each_member_and_the_card_fills_the_new_one():
    session = at_counter(RESIDENCE, chip(MAI), MemberAdded(), chip(NAM))
    assert seats(session) == {"declarant": MAI, "member.1": NAM}


def test_members_below_a_removed_row_move_up():
    session = at_counter(
        RESIDENCE, chip(MAI), MemberAdded(), chip(NAM), MemberAdded(), chip(BINH), MemberRemoved(1)
    )
    assert seats(session) == {"declarant": MAI, "member.1": BINH}
    assert session.people["member.1"].slot == "member.1"
    assert len(session.rows) == 1


def test_there_are_no_more_rows_than_the_form_takes():
    session = at_counter(RESIDENCE, *[MemberAdded()] * 30)
    with pytest.raises(AppError, match=r"reception\.too_many_members"):
        after([MemberAdded()], session)


@pytest.mark.parametrize(
    "event", [TurnMoved("nobody"), PersonRemoved("x"), chip(slot="father"), ConsentGiven("x", "c")]
)
def test_a_place_the_procedure_does_not_have_is_a_known_error(event):
    with pytest.raises(AppError, match=r"reception\.slot_unknown"):
        at_counter(MARRIAGE, event)


def test_an_unknown_procedure_is_a_known_error():
    with pytest.raises(AppError, match=r"catalogue\.procedure_unknown"):
        after([ProcedureChosen("9.999999")], new_session())


def test_a_card_laid_on_the_wrong_turn_changes_places():
    session = at_counter(MARRIAGE, ConsentGiven("bride", "c1"), chip(NAM), SeatsSwapped("bride", "groom"))
    assert (seats(session), session.consents, session.turn) == ({"groom": NAM}, {"groom": "c1"}, "bride")


def test_two_people_change_places():
    session = at_counter(MARRIAGE, chip(NAM), chip(MAI), SeatsSwapped("groom", "bride"))
    assert seats(session) == {"bride": MAI, "groom": NAM}
