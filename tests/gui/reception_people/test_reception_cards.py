"""A card on the reader: read when it may be, never before, never again by itself."""

from __future__ import annotations

from desktop_app.reception.events import ProcedureChosen
from desktop_app.ui.pages.reception.card_states import CardState
from tests.gui.reception_people.conftest import Counter, HeldCard

BIRTH = "1.001193"
OPENED = 14  # exchanges: the chip is open and its small files are being read


def test_a_card_waits_for_the_agreement_before_its_first_byte(counter: Counter) -> None:
    card = HeldCard(counter.chip(), 0)
    counter.controller.scanned(counter.citizen().qr)
    counter.flow.lay_card(card)
    assert counter.flow.status.needs_consent
    assert not card.waits.is_set()


def test_agreement_and_qr_code_fill_the_person_whose_turn_it_is(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)
    person = counter.session.people["declarant"]
    assert person.read is not None
    assert person.number == counter.citizen().number
    assert person.photo is not None


def test_six_typed_digits_open_the_card_too(counter: Counter) -> None:
    counter.agree()
    counter.flow.lay_card(counter.chip())
    assert counter.asked == ["declarant"]
    assert counter.flow.give_secret("declarant", counter.citizen().can)
    counter.until(CardState.DONE)


def test_the_text_is_there_before_the_photo(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    seen: list[tuple[bool, bool]] = []
    counter.controller.view_changed.connect(
        lambda view: seen.append((view.people[0].name != "", view.people[0].photo is not None))
    )
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)
    assert (True, False) in seen
    assert seen[-1] == (True, True)


def test_a_wrong_number_is_told_and_asked_for_again_and_not_tried_twice(counter: Counter) -> None:
    counter.agree()
    counter.flow.lay_card(counter.chip())
    counter.flow.give_secret("declarant", "000000")
    counter.until(CardState.FAILED)
    assert counter.flow.status.code == "emrtd.wrong_can"
    assert counter.asked == ["declarant", "declarant"]
    counter.controller.apply(ProcedureChosen(BIRTH))
    assert counter.flow.status.state is CardState.FAILED


def test_the_right_number_after_a_wrong_one_reads_the_card(counter: Counter) -> None:
    counter.agree()
    counter.flow.lay_card(counter.chip())
    counter.flow.give_secret("declarant", "000000")
    counter.until(CardState.FAILED)
    counter.flow.give_secret("declarant", counter.citizen().can)
    counter.until(CardState.DONE)


def test_letters_are_refused_before_the_card_is_asked(counter: Counter) -> None:
    counter.agree()
    counter.flow.lay_card(counter.chip())
    assert not counter.flow.give_secret("declarant", "12ab")
    assert counter.flow.status.code == "cccd.can_malformed"


def test_a_card_lifted_while_it_is_read_has_its_code_and_goes_on_when_laid_again(counter: Counter) -> None:
    card = HeldCard(counter.chip(), OPENED)
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(card)
    counter.wait(card.waits.is_set)
    counter.flow.lift_card()
    card.go_on.set()
    counter.until(CardState.FAILED)
    assert counter.flow.status.code == "readers.card_removed"
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)


def test_stopping_shows_at_once_and_reads_nothing_more(counter: Counter) -> None:
    card = HeldCard(counter.chip(), OPENED)
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(card)
    counter.wait(card.waits.is_set)
    assert counter.flow.stop()
    assert counter.flow.status.stopped
    card.go_on.set()
    counter.flow.read_again()
    counter.until(CardState.DONE)


def test_a_card_in_doubt_is_read_into_the_same_place_again(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(counter.chip(quirk="altered_dg13"))
    counter.until(CardState.DONE)
    assert counter.session.people["declarant"].in_doubt
    counter.flow.lift_card()
    counter.flow.read_again("declarant")
    counter.flow.lay_card(counter.chip())
    counter.wait(lambda: not counter.session.people["declarant"].in_doubt)
    assert list(counter.session.people) == ["declarant"]


def test_a_card_without_doubt_is_not_read_again(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)
    held = HeldCard(counter.chip(), 0)
    counter.flow.lift_card()
    counter.flow.read_again("declarant")
    counter.flow.lay_card(held)
    assert counter.flow.status.state is not CardState.READING
    assert not held.waits.is_set()


def test_nothing_is_stopped_where_nothing_is_read(counter: Counter) -> None:
    assert not counter.flow.stop()


def test_three_cards_fill_three_seats_in_the_order_of_the_paper(counter: Counter) -> None:
    counter.controller.apply(ProcedureChosen(BIRTH))
    for place, slot in enumerate(("declarant", "mother", "father")):
        counter.controller.scanned(counter.citizen(place).qr)
        counter.agree(slot)
        counter.flow.lay_card(counter.chip(place))
        counter.wait(lambda slot=slot: counter.session.people[slot].photo is not None)
        counter.flow.lift_card()
    numbers = [counter.session.people[slot].number for slot in ("declarant", "mother", "father")]
    assert numbers == [counter.citizen(place).number for place in range(3)]


def test_the_number_of_one_citizen_opens_nothing_for_the_next(counter: Counter) -> None:
    counter.flow.give_secret("declarant", counter.citizen().can)
    counter.controller.begin()
    counter.agree()
    counter.flow.lay_card(counter.chip())
    assert counter.flow.status.needs_secret


def test_the_top_line_hears_of_a_card_on_the_drawn_reader(counter: Counter) -> None:
    counter.flow.lay_card(counter.chip())
    assert counter.services.reader.view.kind == "card_there"
    counter.flow.lift_card()
    assert counter.services.reader.view.kind == "place_card"


def test_every_reading_is_a_row(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    rows: list[tuple[str, str]] = []
    counter.services.bridge.changed.connect(lambda kind, key: rows.append((kind, key)))
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)
    person = counter.session.people["declarant"]
    assert person.read is not None
    counter.wait(lambda: ("lookup", person.read.lookup_id) in rows)


def test_a_card_that_the_scanned_number_does_not_open_is_tried_once(counter: Counter) -> None:
    counter.controller.scanned(counter.citizen(0).qr)
    counter.agree()
    counter.flow.lay_card(counter.chip(1))
    counter.until(CardState.FAILED)
    counter.controller.apply(ProcedureChosen(BIRTH))
    assert counter.flow.status.state is CardState.FAILED
