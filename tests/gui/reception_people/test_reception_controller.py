"""The session behind the page: kept as it changes, restored, stepped back, accepted once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.files import DISK_FULL
from desktop_app.reception.events import FieldTyped, ProcedureChosen, TurnMoved
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.controller import Controller
from desktop_app.ui.pages.reception.told import What
from tests.gui.reception_people.conftest import Counter
from tests.support.reception import COMPONENT, PAPER, PROCEDURE


@pytest.fixture
def ready(counter: Counter, tmp_path: Path) -> Counter:
    """A dossier in which nothing is missing."""
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(counter.chip())
    counter.until(CardState.DONE)
    counter.flow.lift_card()
    (tmp_path / "paper.png").write_bytes(PAPER)
    counter.controller.attach(COMPONENT, (str(tmp_path / "paper.png"),))
    counter.wait(lambda: counter.controller.can_accept)
    return counter


@pytest.fixture
def again(counter: Counter) -> Iterator[Controller]:
    """Another start of the window on the same profile."""
    made = Controller(counter.services)
    made.told.connect(counter.told.append)
    yield made
    made.close()


def test_a_change_is_kept_by_itself(counter: Counter) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.wait(lambda: any(d.session_id == counter.session.session_id for d in counter.drafts()))


def test_an_untouched_session_is_no_draft(counter: Counter) -> None:
    counter.controller.keep()
    assert counter.session.session_id not in {d.session_id for d in counter.drafts()}


def test_the_newest_draft_opens_again_and_says_so(counter: Counter, again: Controller) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.keep()
    again.restore()
    counter.wait(lambda: again.session.session_id == counter.session.session_id)
    assert again.session.procedure == PROCEDURE
    assert counter.told[-1].what is What.RESTORED


def test_a_new_session_instead_of_the_restored_one_loses_no_draft(
    counter: Counter, again: Controller
) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.keep()
    again.restore()
    counter.wait(lambda: bool(counter.told))
    repair = counter.told[-1].repair
    assert repair is not None
    repair()
    assert again.is_untouched
    assert counter.session.session_id in {d.session_id for d in counter.drafts()}


def test_nothing_is_restored_over_what_was_begun(counter: Counter, again: Controller, qtbot) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.keep()
    again.restore()
    again.apply(ProcedureChosen("1.001193"))
    own = again.session.session_id
    qtbot.waitUntil(lambda: own in {d.session_id for d in counter.drafts()})
    assert again.session.session_id == own


def test_a_draft_that_cannot_be_kept_is_told_and_tried_again(counter: Counter, monkeypatch) -> None:
    def full(*_: object) -> bool:
        raise AppError(DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(type(counter.services.reception), "save_draft", full)
        counter.controller.apply(ProcedureChosen(PROCEDURE))
        counter.wait(lambda: bool(counter.told))
    assert counter.told[-1].what is What.DRAFT_NOT_KEPT
    repair = counter.told[-1].repair
    assert repair is not None
    repair()
    counter.wait(lambda: any(d.session_id == counter.session.session_id for d in counter.drafts()))


def test_undo_steps_back_one_action(counter: Counter) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.controller.apply(FieldTyped("phone", "0"))
    counter.controller.apply(FieldTyped("phone", "09"))
    assert counter.controller.undo()
    assert counter.session.typed == {}
    assert counter.session.procedure == PROCEDURE


def test_there_is_nothing_to_undo_at_first(counter: Counter) -> None:
    assert not counter.controller.undo()


def test_what_the_session_does_not_know_is_told(counter: Counter) -> None:
    assert not counter.controller.apply(TurnMoved("nobody"))
    assert counter.told[-1].error is not None
    assert counter.told[-1].error.code == "reception.slot_unknown"


def test_a_code_of_something_else_is_told(counter: Counter) -> None:
    assert not counter.controller.scanned("https://example.vn/quang-cao")
    assert counter.told[-1].error is not None
    assert counter.told[-1].error.code == "cccd.qr_not_a_card"


def test_the_agreement_is_asked_for_once(counter: Counter) -> None:
    counter.controller.agree("declarant")
    counter.agree()
    first = counter.session.consents["declarant"]
    counter.controller.agree("declarant")
    assert counter.session.consents["declarant"] == first


def test_a_file_becomes_a_paper_and_one_that_is_gone_is_told(counter: Counter, tmp_path: Path) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.controller.attach(COMPONENT, (str(tmp_path / "gone.pdf"),))
    counter.wait(lambda: bool(counter.told))
    assert counter.told[-1].error is not None
    assert counter.told[-1].error.code == "digitization.paper_unreadable"


def test_a_whole_session_becomes_a_dossier_and_its_draft_ends(ready: Counter, qtbot) -> None:
    ready.keep()
    with qtbot.waitSignal(ready.controller.accepted) as done:
        ready.controller.accept()
    assert done.args[0].dossier_id == ready.session.session_id
    assert ready.session.session_id not in {d.session_id for d in ready.drafts()}


def test_after_acceptance_nothing_changes_any_more(ready: Counter, qtbot) -> None:
    with qtbot.waitSignal(ready.controller.accepted):
        ready.controller.accept()
    assert not ready.controller.apply(ProcedureChosen("1.001193"))
    assert not ready.controller.undo()


def test_the_next_scan_after_acceptance_is_the_next_citizen(ready: Counter, qtbot) -> None:
    with qtbot.waitSignal(ready.controller.accepted):
        ready.controller.accept()
    ready.controller.scanned(ready.citizen(1).qr)
    assert ready.session.people["declarant"].number == ready.citizen(1).number


def test_accepting_and_going_on_begins_the_next_session(ready: Counter, qtbot) -> None:
    with qtbot.waitSignal(ready.controller.began):
        ready.controller.accept(then_new=True)
    assert ready.controller.is_untouched


def test_an_incomplete_session_is_not_accepted(counter: Counter) -> None:
    counter.controller.accept()
    assert not counter.controller.accepting


def test_a_refused_acceptance_is_told_and_loses_nothing(ready: Counter, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise AppError(DISK_FULL)

    monkeypatch.setattr(type(ready.services.reception), "accept_session", full)
    before = ready.session
    ready.controller.accept()
    ready.wait(lambda: bool(ready.told))
    assert ready.told[-1].what is What.NOT_ACCEPTED
    assert ready.session == before
    assert ready.controller.can_accept
