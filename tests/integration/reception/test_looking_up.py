"""A look-up is logged whatever came of it; a working profile trusts no training card."""

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from db.models.dossier import Consent, Lookup
from db.models.outbox import OutboxEvent
from desktop_app.bootstrap.application import open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.bootstrap.profile import make
from desktop_app.cccd.access import can_key
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import FixedClock
from desktop_app.core.terms import CheckName, LookupOutcome, Outcome, TrustScope
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.reception.reading import in_doubt, outcome_of, record_lookup
from desktop_app.security.office import new_office_key
from desktop_app.security.trust_store import anchors, certificates_in
from tests.support.office import AT, PASSWORD, office_file
from tests.support.reception import OFFICER, consent

DG13 = 0x010D
PASSPHRASE = "cụm mật khẩu"


def read(application, data=None, can=None, trusted=None):
    kept = application.store.read(anchors) if trusted is None else trusted
    return read_card(
        Chip(data or application.shelf.load()),
        can_key(can or application.shelf.citizen().can),
        mode=AccessMode.AUTO,
        anchors=[Anchor(item.certificate, item.scope) for item in kept],
        at=application.clock.now(),
    )


def look_up(application, found, **more):
    counter = application.reception.counter(OFFICER)
    arguments = {"reader_kind": "simulator", "purpose": "training", "consent_id": None, "dossier_id": None}
    return application.store.write(
        OFFICER,
        lambda session: record_lookup(session, counter, found, clock=application.clock, **arguments | more),
    )


def tampered(application):
    data = application.shelf.load()
    raw = bytearray(data.files[DG13])
    raw[-1] ^= 1
    return data.with_file(DG13, bytes(raw))


@pytest.fixture(scope="module")
def good(application):
    return read(application)


@pytest.fixture(scope="module")
def doubtful(application):
    return read(application, tampered(application))


@pytest.fixture(scope="module")
def refused(application):
    return read(application, can="999999")


def test_a_good_card_is_read(good):
    assert (outcome_of(good), in_doubt(good)) == (LookupOutcome.READ, False)
    assert good.checks[CheckName.SIGNER_CHAIN].outcome is Outcome.VERIFIED


def test_a_changed_card_is_in_doubt(doubtful):
    assert outcome_of(doubtful) is LookupOutcome.READ_WITH_DOUBT
    assert doubtful.checks[CheckName.DG_HASHES].outcome is Outcome.FAILED


def test_a_card_that_did_not_open_failed(refused):
    assert outcome_of(refused) is LookupOutcome.FAILED
    assert refused.error.code == "emrtd.wrong_can"


@pytest.mark.parametrize(
    ("which", "outcome", "failure", "protocol"),
    [
        ("good", "read", None, "PACE-CAN"),
        ("doubtful", "read_with_doubt", None, "PACE-CAN"),
        ("refused", "failed", "emrtd.wrong_can", None),
    ],
)
def test_a_look_up_is_logged_audited_and_told(application, request, which, outcome, failure, protocol):
    lookup_id = look_up(application, request.getfixturevalue(which))

    def rows(session):
        row = session.execute(sa.select(Lookup.__table__).where(Lookup.id == lookup_id)).one()._asdict()
        details = session.scalars(
            sa.select(AuditEntry.details).where(AuditEntry.subject_id == lookup_id)
        ).one()
        body = session.scalars(sa.select(OutboxEvent.body).order_by(OutboxEvent.sequence.desc())).first()
        return row, details, json.loads(body)

    row, details, event = application.store.read(rows)
    assert (row["outcome"], row["failure"], row["protocol"], row["officer"]) == (
        outcome,
        failure,
        protocol,
        OFFICER,
    )
    assert details == {"purpose": "training", "outcome": outcome, "failure": failure, "dossier": None}
    assert (event["subject"], event["data"]["outcome"], event["data"]["protocol"]) == (
        lookup_id,
        outcome,
        protocol,
    )
    assert set(event["data"]["checks"]) == set(map(str, CheckName))


def test_a_look_up_holds_nothing_of_the_card(application, good):
    lookup_id = look_up(application, good)
    text = application.store.read(
        lambda s: str(s.execute(sa.select(Lookup.__table__).where(Lookup.id == lookup_id)).one())
    )
    citizen = application.shelf.citizen()
    assert [v for v in (citizen.number, citizen.full_name, citizen.can) if v in text] == []


def test_the_text_the_citizen_agreed_to_is_kept_as_version_and_hash(application):
    consent_id = consent(application)
    words = application.reception.pack().consent
    query = sa.select(Consent.text_version, Consent.text_sha256, Consent.officer).where(
        Consent.id == consent_id
    )
    row = application.store.read(lambda session: tuple(session.execute(query).one()))
    assert row == (words.version, sha256_hex(words.text.encode()), OFFICER)


@pytest.fixture(scope="module")
def working_profile(tmp_path_factory):
    """A profile for real work: a passphrase, officers with passwords, no training anchor."""
    paths = ProfilePaths(tmp_path_factory.mktemp("office") / "profile")
    make(
        paths,
        office_file(),
        office_key=new_office_key(),
        training=False,
        clock=FixedClock(AT),
        passphrase=lambda: PASSPHRASE,
        password_of=lambda _code: PASSWORD,
    )
    working = open_application(paths, training=False, clock=FixedClock(AT), passphrase=lambda: PASSPHRASE)
    yield working
    working.close()


def chain_check(application, trusted):
    return read(application, trusted=trusted).checks[CheckName.SIGNER_CHAIN]


def test_a_working_profile_cannot_judge_a_simulated_card(application, working_profile):
    check = chain_check(application, working_profile.store.read(anchors))
    assert (check.outcome, check.reason) == (Outcome.NOT_POSSIBLE, "no_csca")


def test_with_the_training_root_given_by_hand_it_can(application):
    given = [Anchor(der, TrustScope.CITIZEN_CARD) for der in certificates_in(application.shelf.csca_path)]
    assert chain_check(application, given).outcome is Outcome.VERIFIED


def test_a_passport_root_says_nothing_of_a_citizen_card(application):
    given = [Anchor(der, TrustScope.PASSPORT) for der in certificates_in(application.shelf.csca_path)]
    assert chain_check(application, given).reason == "no_csca"


def test_a_card_of_another_issuer_is_unknown_where_citizen_cards_are_trusted(application, good):
    other = [Anchor(Issuer.create(datetime(2026, 11, 21, tzinfo=UTC)).csca_der, TrustScope.CITIZEN_CARD)]
    check = chain_check(application, other)
    assert (check.outcome, check.reason) == (Outcome.FAILED, "unknown_issuer")


def test_a_working_profile_has_no_training_card(working_profile):
    assert not working_profile.profile.paths.cards.exists()
    assert not working_profile.office.training
