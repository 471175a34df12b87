from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from db.models.office import Officer
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole, TrustScope
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.security import trust_admin
from desktop_app.security.revocation_store import revocation_lines, revocation_lists
from desktop_app.security.trust_store import TrustedCertificate
from tests.support.office import AT

DAY = datetime(2026, 11, 1, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())


def revocation(issuer, number=None, day=DAY):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name)
        .last_update(day)
        .next_update(day + timedelta(days=90))
    )
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module", autouse=True)
def head(store):
    def add(session):
        if session.get(Officer, "ld01") is None:
            session.add(
                Officer(
                    code="ld01", name="Hai", role=OfficerRole.HEAD, password_hash="x", active=True,
                    created_at=AT,
                )
            )  # fmt: skip

    store.write("setup", add)


def keep(store, *lists, certificates=(), by="ld01"):
    return store.write(
        by,
        lambda s: trust_admin.keep(s, certificates, lists, origin="test", by=by, clock=FixedClock(AT)),
    )


def test_the_list_with_the_higher_number_stays(store):
    new, old = revocation("counted", 2), revocation("counted", 1, DAY + timedelta(days=5))

    kept = keep(store, new, old)

    assert (kept.new_revocation, kept.older_revocation) == (1, 1)
    assert new in store.read(revocation_lists)
    assert old not in store.read(revocation_lists)


def test_without_numbers_the_later_day_stays(store):
    old, new = revocation("uncounted"), revocation("uncounted", day=DAY + timedelta(days=1))

    keep(store, old, new)

    assert new in store.read(revocation_lists)
    assert old not in store.read(revocation_lists)


def test_the_same_list_twice_is_kept_once(store):
    one = revocation("twice", 7)

    assert keep(store, one).new_revocation == 1
    assert keep(store, one).new_revocation == 0


def test_a_list_is_taken_out_by_its_fingerprint(store):
    one = revocation("leaves", 1)
    keep(store, one)

    store.write("ld01", lambda s: trust_admin.distrust(s, sha256_hex(one), by="ld01"))

    assert one not in store.read(revocation_lists)


def test_a_line_says_when_the_list_was_made_and_how_much_it_names(store):
    one = revocation("told", 9)
    keep(store, one)

    line = next(line for line in store.read(revocation_lines) if line.sha256 == sha256_hex(one))

    assert (line.facts.issuer, line.facts.number, line.facts.this_update, line.facts.revoked) == (
        "told", 9, DAY, 0
    )  # fmt: skip


def test_a_clerk_keeps_nothing(store):
    with pytest.raises(AppError, match=r"security\.not_allowed"):
        keep(store, revocation("clerk", 1), by="cb01")


def test_certificates_are_counted_as_new_or_already_there(store):
    one = TrustedCertificate(Issuer.create(DAY).csca_der, TrustScope.CITIZEN_CARD)

    first, second = keep(store, certificates=(one,)), keep(store, certificates=(one,))

    assert (first.new, first.already_there, second.new, second.already_there) == (1, 0, 0, 1)


def test_a_name_made_to_command_a_terminal_is_listed_without_its_commands(store):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "root\x1b[2J\x07\n\u202egood")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = builder.serial_number(1).not_valid_before(DAY).not_valid_after(DAY + timedelta(days=1))
    der = made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    keep(store, certificates=[TrustedCertificate(der, TrustScope.CITIZEN_CARD)])

    held = {line.holder for line in store.read(trust_admin.anchor_lines)}
    assert "root [2J   good" in held
