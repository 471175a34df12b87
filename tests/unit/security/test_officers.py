"""Who may change officers and trust, and that each change stands in the audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models.audit import AuditEntry
from db.models.office import Officer
from db.store import Store
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole, TrustScope
from desktop_app.security import officers, trust_admin
from desktop_app.security.officers import OfficerLine
from desktop_app.security.trust_store import TrustedCertificate
from tests.support.office import AT, OFFICER, office_store, set_up

HEAD = "ld01"
CLOCK = FixedClock(AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An office with a clerk and a head."""
    made = office_store(str(tmp_path / "office.db"))
    set_up(made)

    def add_head(session: Session) -> None:
        session.add(
            Officer(
                code=HEAD,
                name="Lãnh Đạo",
                role=OfficerRole.HEAD,
                password_hash="x",
                active=True,
                created_at=AT,
            )
        )

    made.write("setup", add_head)
    yield made
    made.close()


def bring_in(session: Session, *certificates: bytes, by: str = HEAD) -> trust_admin.Kept:
    found = [TrustedCertificate(der, TrustScope.CITIZEN_CARD) for der in certificates]
    return trust_admin.keep(session, found, (), origin=trust_admin.BY_HAND, by=by, clock=CLOCK)


def add(store: Store, by: str = HEAD, code: str = "cb02") -> OfficerLine:
    def work(session: Session) -> OfficerLine:
        return officers.add_officer(
            session, by=by, code=code, name="Mới", role=OfficerRole.CLERK, password_hash="x", clock=CLOCK
        )

    return store.write(by, work)


def acts(store: Store) -> list[tuple[str, str, str]]:
    query = sa.select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject_id)
    return [tuple(row) for row in store.read(lambda session: list(session.execute(query).all()))][1:]


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        work()
    return caught.value.code


def test_a_head_adds_an_officer_and_the_chain_says_who_did(store: Store) -> None:
    add(store)

    assert acts(store) == [(HEAD, "officer.added", "cb02")]


@pytest.mark.parametrize(
    "change",
    [
        lambda session: officers.add_officer(
            session, by=OFFICER, code="x", name="X", role=OfficerRole.ADMIN, password_hash="x", clock=CLOCK
        ),
        lambda session: officers.set_active(session, by=OFFICER, code=HEAD, active=False),
        lambda session: officers.set_password(session, by=OFFICER, code=HEAD, password_hash="x"),
        lambda session: bring_in(session, b"x", by=OFFICER),
        lambda session: trust_admin.distrust(session, "x", by=OFFICER),
    ],
)
def test_a_clerk_changes_nothing_of_others(store: Store, change: Callable[[Session], object]) -> None:
    assert refusal(lambda: store.write(OFFICER, change)) == "security.not_allowed"
    assert acts(store) == []


def test_a_clerk_changes_their_own_password(store: Store) -> None:
    store.write(
        OFFICER,
        lambda session: officers.set_password(session, by=OFFICER, code=OFFICER, password_hash="new"),
    )

    assert acts(store) == [(OFFICER, "officer.password_changed", OFFICER)]


def test_a_code_is_never_given_twice_whatever_its_case(store: Store) -> None:
    assert refusal(lambda: add(store, code=OFFICER.upper())) == "security.officer_exists"


def test_a_head_who_was_stopped_manages_nothing_any_more(store: Store) -> None:
    def second_head(session: Session) -> None:
        officers.add_officer(
            session, by=HEAD, code="ld02", name="Hai", role=OfficerRole.HEAD, password_hash="x", clock=CLOCK
        )
        officers.set_active(session, by="ld02", code=HEAD, active=False)

    store.write("ld02", second_head)

    assert refusal(lambda: add(store, by=HEAD)) == "security.not_allowed"


def test_the_last_manager_stays(store: Store) -> None:
    def work(session: Session) -> OfficerLine:
        return officers.set_active(session, by=HEAD, code=HEAD, active=False)

    assert refusal(lambda: store.write(HEAD, work)) == "security.last_manager"


def test_a_certificate_that_strict_readers_refuse_is_still_listed_by_its_fingerprint(store: Store) -> None:
    store.write(
        HEAD,
        lambda session: bring_in(session, b"strange", b"strange"),
    )

    lines = store.read(trust_admin.anchor_lines)
    assert [(line.holder, line.valid_to, line.origin) for line in lines] == [("", None, "by_hand")]


def test_what_is_taken_out_stands_in_the_chain(store: Store) -> None:
    store.write(HEAD, lambda session: bring_in(session, b"one"))
    name = store.read(trust_admin.anchor_lines)[0].sha256

    store.write(HEAD, lambda session: trust_admin.distrust(session, name, by=HEAD))

    assert [act[1] for act in acts(store)] == ["trust.added", "trust.removed"]
    assert store.read(trust_admin.anchor_lines) == ()
