"""Drafts in the database: kept, found, forgotten, and never told of."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from db.models.draft import Draft
from db.models.outbox import OutboxEvent
from desktop_app.core.errors import AppError
from desktop_app.digitization.vault import Vault
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.reception import drafts
from desktop_app.reception.events import FieldTyped, PaperHeld, PhotoArrived, ScanBegun, ScanEnded
from desktop_app.reception.session import OpenScan, new_session
from tests.support.office import AT, new_dossier, set_up
from tests.support.session import CONFIRMATION, MAI, at_counter, chip, paper, without_moment

DAY = timedelta(days=1)


def save(store, session, at=AT):
    return store.write(
        "cb01", lambda rows: drafts.save(rows, session, officer="cb01", workstation="Q01", at=at)
    )


def load(store, session_id):
    return store.read(lambda rows: drafts.load(rows, session_id))


def count(store, model):
    return store.read(lambda rows: rows.scalar(sa.select(sa.func.count()).select_from(model)))


@pytest.fixture
def session():
    return at_counter(
        CONFIRMATION, chip(), FieldTyped("phone", "0912\x00345678"), PhotoArrived(MAI, b"photo")
    )


def test_a_session_comes_back_as_it_was_but_for_the_photo(store, session):
    save(store, session)
    assert load(store, session.session_id) == without_moment(session)


def test_a_draft_writes_neither_audit_nor_event(store, session):
    save(store, session)
    assert (count(store, Draft), count(store, AuditEntry), count(store, OutboxEvent)) == (1, 0, 0)


def test_the_photo_is_in_no_draft(store, session):
    save(store, session)
    body = store.read(lambda rows: rows.execute(sa.text("SELECT body FROM draft")).scalar_one())
    assert "photo" not in body
    assert "Nguyễn Thị Mai" in body


def test_a_later_save_replaces_the_earlier_one(store, session):
    save(store, session)
    later = at_counter(CONFIRMATION, FieldTyped("phone", "0987654321"))
    again = drafts.decode(drafts.encode(later) | {"session_id": session.session_id})
    save(store, again, AT + DAY)
    assert (count(store, Draft), load(store, session.session_id)) == (1, again)


def test_a_session_in_which_nothing_happened_is_not_kept(store, session):
    save(store, session)
    assert not save(store, new_session(session.session_id))
    assert count(store, Draft) == 0


def test_a_draft_that_is_gone_is_a_known_error(store):
    with pytest.raises(AppError, match=r"reception\.draft_gone"):
        load(store, "nothing")


@pytest.mark.parametrize("body", [{}, [], None, {"version": 2}, {"version": 1, "session_id": "x"}])
def test_a_draft_of_another_shape_is_a_known_error(body):
    with pytest.raises(AppError, match=r"reception\.draft_unreadable"):
        drafts.decode(body)


def test_scanned_pages_that_are_no_paper_yet_are_known(store):
    save(store, at_counter(CONFIRMATION, ScanBegun(OpenScan("s1", bytes(32)))))
    save(store, at_counter(CONFIRMATION, ScanBegun(OpenScan("s2", bytes(32))), ScanEnded()))
    assert store.read(drafts.scans) == {"s1"}


def test_drafts_are_listed_newest_first_with_who_and_what(store, session):
    save(store, session)
    other = at_counter(CONFIRMATION)
    save(store, other, AT + DAY)
    found = store.read(drafts.summaries)
    assert [(d.session_id, d.procedure, d.name, d.step) for d in found] == [
        (other.session_id, CONFIRMATION, "", "filling"),
        (session.session_id, CONFIRMATION, "Nguyễn Thị Mai", "filling"),
    ]


def test_only_drafts_that_nobody_touched_expire(store, session):
    save(store, session)
    other = at_counter(CONFIRMATION)
    save(store, other, AT + DAY)
    gone = store.write("x", lambda rows: drafts.expire(rows, AT + DAY))
    assert (gone, [d.session_id for d in store.read(drafts.summaries)]) == (1, [other.session_id])


def test_a_late_timer_does_not_bring_an_accepted_session_back(store, session):
    set_up(store)
    dossier = new_dossier()
    store.write("cb01", lambda rows: accept(rows, dossier, "Q01", NumberFormat("{order}", "T{order}")))
    late = drafts.decode(drafts.encode(session) | {"session_id": dossier.dossier_id})
    assert not save(store, late)
    assert count(store, Draft) == 0


def test_a_sweep_leaves_the_papers_of_drafts_alone(store, tmp_path):
    vault = Vault(tmp_path / "files")
    kept, lost = vault.seal(b"kept", "image/png"), vault.seal(b"lost", "image/png")
    held = paper("000.00.00.G01-KQ003647")
    held = type(held)(held.log_id, held.component, kept, 1, None, None, held.source, False, AT, AT)
    save(store, at_counter(CONFIRMATION, PaperHeld(held)))
    newest = max(path.stat().st_mtime for path in (tmp_path / "files").glob("*/*"))
    store.read(lambda rows: vault.sweep(rows, AT.fromtimestamp(newest, AT.tzinfo) + 2 * DAY))
    names = {path.name for path in (tmp_path / "files").glob("*/*")}
    assert (kept.file_id in names, lost.file_id in names) == (True, False)
