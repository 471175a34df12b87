"""A catalogue pack that was brought in by mistake goes again, as long as nothing rests on it."""

import dataclasses

import pytest

from desktop_app.bootstrap.profile import shipped_packs
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from tests.support.office import AT
from tests.support.reception import OFFICER, opened, request
from tests.support.session import CONFIRMATION, at_counter, chip

HEAD, WRONG = "ld01", "2026.11.9"


@pytest.fixture
def counter(tmp_path):
    """A counter to which the head brought a pack that is in force at once."""
    application = opened(tmp_path / "profile", FixedClock(AT))
    ((raw, shipped),) = shipped_packs()
    text = raw.replace(f'version = "{shipped.version}"'.encode(), f'version = "{WRONG}"'.encode(), 1)
    application.reception.packs.bring_in(text, HEAD)
    assert application.reception.pack().version == WRONG
    yield application
    application.close()


def test_a_pack_that_nothing_rests_on_goes_and_the_one_before_holds_again(counter):
    ((_, shipped),) = shipped_packs()

    counter.reception.packs.take_out(WRONG, HEAD)

    assert counter.reception.pack().version == shipped.version
    assert [line.version for line in counter.reception.packs.lines()] == [shipped.version]


def test_it_may_be_brought_in_again(counter):
    packs = counter.reception.packs
    raw = packs.on(AT.date()).raw

    packs.take_out(WRONG, HEAD)
    packs.bring_in(raw, HEAD)

    assert counter.reception.pack().version == WRONG


def test_a_pack_that_a_dossier_pins_stays(counter):
    counter.reception.accept(request(counter))

    with pytest.raises(AppError, match=r"reception\.pack_needed"):
        counter.reception.packs.take_out(WRONG, HEAD)


def test_a_pack_that_a_draft_pins_stays(counter):
    session = dataclasses.replace(at_counter(CONFIRMATION, chip()), pack=WRONG)
    counter.reception.save_draft(session, OFFICER)

    with pytest.raises(AppError, match=r"reception\.pack_needed"):
        counter.reception.packs.take_out(WRONG, HEAD)


def test_what_came_with_the_program_stays(counter):
    ((_, shipped),) = shipped_packs()

    with pytest.raises(AppError, match=r"reception\.pack_needed"):
        counter.reception.packs.take_out(shipped.version, HEAD)


def test_a_clerk_takes_no_pack_out(counter):
    with pytest.raises(AppError, match=r"security\.not_allowed"):
        counter.reception.packs.take_out(WRONG, OFFICER)
