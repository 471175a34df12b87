"""A session keeps its pages from the first one on, however a scan or the program ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.fake import FakeScanner
from desktop_app.digitization.scanners.model import (
    JAMMED,
    NOT_RESPONDING,
    ScanEnd,
    ScanOutcome,
    ScanSettings,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.digitization.scanners.port import Cancelled, OnPage, OnProgress
from desktop_app.digitization.scanners.session import LEFTOVER_AGE, ScanSession, recoverable, sweep
from tests.unit.digitization_scanners.conftest import Fill


class DiesBeforeItTells(FakeScanner):
    """Writes its second page and falls silent before it announces it."""

    def scan(
        self,
        device_id: str,
        settings: ScanSettings,
        into: PageFolder,
        on_page: OnPage,
        cancelled: Cancelled,
        on_progress: OnProgress,
    ) -> ScanEnd:
        on_page(into.put(b"one", width_px=1, height_px=1, dpi=200, colour=False))
        into.put(b"two", width_px=1, height_px=1, dpi=200, colour=False)
        return ScanEnd(ScanOutcome.FAILED, 1, AppError(NOT_RESPONDING))


def ids(session: ScanSession) -> list[str]:
    return [page.page_id for page in session.pages]


def test_a_jam_after_two_pages_keeps_two_and_tells_why(session: ScanSession, fill: Fill) -> None:
    end = fill(session, FakeScanner(fault=JAMMED, good_pages=2))

    assert (end.outcome, end.pages, len(session.pages)) == (ScanOutcome.FAILED, 2, 2)
    assert end.error is not None and end.error.code == "scanners.jammed"


def test_scanning_goes_on_behind_the_pages_there_are(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner(fault=JAMMED, good_pages=2))
    before = ids(session)

    fill(session, FakeScanner())

    assert ids(session)[:2] == before and len(session.pages) == 5


def test_a_page_written_but_not_announced_is_taken_in(session: ScanSession, fill: Fill) -> None:
    end = fill(session, DiesBeforeItTells())

    assert (end.pages, [session.sheet(page_id).png for page_id in ids(session)]) == (2, [b"one", b"two"])


def test_a_page_taken_out_is_not_taken_in_again_by_the_next_scan(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner())
    gone = ids(session)[1]
    session.remove(gone)

    end = fill(session, FakeScanner())

    assert gone not in ids(session) and end.pages == 3 and len(session.pages) == 5


def test_pages_lie_in_the_paper_as_they_were_arranged(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner())
    first, second, third = ids(session)
    session.move(third, 0)
    session.remove(first)

    assert ids(session) == [third, second]
    assert session.paper().pages == 2


def test_a_stack_can_hold_several_papers(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner())

    assert session.paper(ids(session)[1:]).pages == 2


def test_the_arrangement_outlives_the_program(session: ScanSession, scans: Path, fill: Fill) -> None:
    fill(session, FakeScanner())
    first, second, third = ids(session)
    session.turn(second, 90)
    session.move(third, 0)
    session.remove(first)
    session.close()

    again = ScanSession.reopen(scans, session.session_id, session.key)

    assert again.pages == session.pages
    again.close()


def test_undo_takes_changes_back_one_by_one(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner())
    start = session.pages
    session.turn(start[0].page_id, 90)
    turned = session.pages
    session.remove(start[1].page_id)

    session.undo()
    assert session.pages == turned
    session.undo()
    assert session.pages == start
    assert session.undo() is False


def test_undo_keeps_pages_that_were_scanned_since(session: ScanSession, fill: Fill) -> None:
    fill(session, FakeScanner())
    session.remove(ids(session)[0])
    fill(session, FakeScanner())

    session.undo()

    assert len(session.pages) == 6


def test_an_open_session_cannot_be_opened_again(session: ScanSession, scans: Path) -> None:
    with pytest.raises(AppError) as caught:
        ScanSession.reopen(scans, session.session_id, session.key)

    assert caught.value.code == "scanners.session_open"


def test_a_wrong_key_opens_no_session_and_leaves_it_free(
    session: ScanSession, scans: Path, fill: Fill
) -> None:
    fill(session, FakeScanner())
    session.close()

    with pytest.raises(AppError) as caught:
        ScanSession.reopen(scans, session.session_id, bytes(32))

    assert caught.value.code == "scanners.page_damaged"
    assert [left.session_id for left in recoverable(scans)] == [session.session_id]


def test_a_session_that_was_erased_is_told(session: ScanSession, scans: Path) -> None:
    session.discard()

    with pytest.raises(AppError) as caught:
        ScanSession.reopen(scans, session.session_id, session.key)

    assert caught.value.code == "scanners.session_gone"


def test_a_discarded_session_leaves_nothing(session: ScanSession, scans: Path, fill: Fill) -> None:
    fill(session, FakeScanner())

    session.discard()

    assert list(scans.iterdir()) == []


def test_only_sessions_that_nobody_holds_are_recoverable(
    session: ScanSession, scans: Path, fill: Fill
) -> None:
    left = ScanSession.create(scans)
    fill(left, FakeScanner())
    fill(session, FakeScanner())
    left.close()

    found = recoverable(scans)

    assert [(one.session_id, one.pages) for one in found] == [(left.session_id, 3)]


def test_a_session_without_pages_is_nothing_to_recover(session: ScanSession, scans: Path) -> None:
    session.close()

    assert recoverable(scans) == ()


def test_nothing_is_recoverable_where_nobody_ever_scanned(scans: Path) -> None:
    assert recoverable(scans) == ()


@pytest.mark.parametrize(("age", "known", "swept"), [(1, False, 0), (8, False, 1), (8, True, 0)])
def test_only_old_sessions_without_a_draft_are_swept(
    session: ScanSession, scans: Path, age: int, known: bool, swept: int
) -> None:
    session.close()
    now = datetime.now(UTC) + timedelta(days=age)

    assert sweep(scans, {session.session_id} if known else set(), now) == swept
    assert (scans / session.session_id).exists() is not bool(swept)


def test_a_session_in_use_is_never_swept(session: ScanSession, scans: Path) -> None:
    assert sweep(scans, set(), datetime.now(UTC) + 2 * LEFTOVER_AGE) == 0


def test_session_folders_are_for_their_owner_alone(session: ScanSession, scans: Path) -> None:
    assert [path.stat().st_mode & 0o077 for path in (scans, *scans.iterdir())] == [0, 0, 0]
