"""Sessions that wait: one's own first, another's without a name until it is taken over, which is audited."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from desktop_app.bootstrap.profile import shipped_packs
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole
from desktop_app.reception.draft_desk import DraftDesk
from desktop_app.reception.packs import PackShelf
from desktop_app.security import officers
from tests.support.office import AT, set_up
from tests.support.session import CONFIRMATION, at_counter, chip

MINE, OTHER, HEAD = "cb01", "cb02", "ld01"


@pytest.fixture
def desk(store):
    set_up(store)

    def add(rows):
        rows.execute(sa.text("UPDATE officer SET role = 'head' WHERE code = 'cb01'"))
        for code, role in ((OTHER, OfficerRole.CLERK), (HEAD, OfficerRole.HEAD)):
            officers.add_officer(
                rows,
                by=MINE,
                code=code,
                name=f"Tên {code}",
                role=role,
                password_hash="x",
                clock=FixedClock(AT),
            )
        rows.execute(sa.text("UPDATE officer SET role = 'clerk' WHERE code = 'cb01'"))

    store.write("setup", add)
    clock = FixedClock(AT)
    return DraftDesk(store, clock, "Q01", timedelta(days=7), PackShelf(store, clock, shipped_packs()))


@pytest.fixture
def sessions(desk):
    """One of each officer, the other's kept last."""
    own, others = at_counter(CONFIRMATION, chip()), at_counter(CONFIRMATION, chip())
    desk.save_draft(own, MINE)
    desk.save_draft(others, OTHER)
    return own, others


def test_ones_own_come_first_and_of_others_nobody_is_named(desk, sessions):
    own, others = sessions
    seen = [(line.session_id, line.mine, line.name, line.officer_name) for line in desk.parked(MINE)]
    assert seen == [
        (own.session_id, True, "Nguyễn Thị Mai", "Cán Bộ Thử"),
        (others.session_id, False, "", "Tên cb02"),
    ]


def test_the_open_session_does_not_wait(desk, sessions):
    own, others = sessions
    assert [line.session_id for line in desk.parked(MINE, but=own.session_id)] == [others.session_id]


def test_anothers_session_is_not_simply_opened(desk, sessions):
    with pytest.raises(AppError, match=r"reception\.draft_of_another") as refused:
        desk.resume(sessions[1].session_id, MINE)
    assert refused.value.facts == {"officer": OTHER}


def test_ones_own_session_opens_and_is_not_audited(desk, store, sessions):
    own, _ = sessions
    assert desk.resume(own.session_id, MINE).people.keys() == own.people.keys()
    assert taken(store) == []


def test_whoever_takes_a_session_over_is_written_down_and_owns_it(desk, store, sessions):
    _, others = sessions
    desk.take_over(others.session_id, MINE)
    assert taken(store) == [(MINE, others.session_id, {"from": OTHER})]
    assert desk.resume(others.session_id, MINE).session_id == others.session_id
    with pytest.raises(AppError, match=r"reception\.draft_of_another"):
        desk.resume(others.session_id, OTHER)


def test_a_clerk_drops_only_what_is_theirs(desk, sessions):
    own, others = sessions
    desk.drop_parked(own.session_id, MINE)
    with pytest.raises(AppError, match=r"reception\.draft_of_another"):
        desk.drop_parked(others.session_id, MINE)
    assert [line.session_id for line in desk.parked(MINE)] == [others.session_id]


def test_a_manager_drops_anybodys(desk, sessions):
    for session in sessions:
        desk.drop_parked(session.session_id, HEAD)
    assert desk.parked(HEAD) == ()


def test_what_is_gone_is_a_known_error(desk):
    for act in (desk.resume, desk.take_over, desk.drop_parked):
        with pytest.raises(AppError, match=r"reception\.draft_gone"):
            act("nothing", MINE)


def taken(store):
    query = sa.select(AuditEntry).where(AuditEntry.action == "draft.taken_over")
    return store.read(lambda rows: [(e.actor, e.subject_id, e.details) for e in rows.scalars(query)])
