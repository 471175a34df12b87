from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from db.models.audit import AuditEntry
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.security.trust_store import add_anchor, anchors, certificates_in
from tests.support.office import AT

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def der():
    return Issuer.create(NOW).csca_der


@pytest.fixture(scope="module")
def other():
    return Issuer.create(NOW).csca_der


def pem(der):
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def add(store, der, scope=TrustScope.CITIZEN_CARD):
    return store.write("cb01", lambda s: add_anchor(s, der, scope, "hand", "cb01", FixedClock(AT)))


def test_der_and_pem_and_pem_with_several_are_read(tmp_path, der, other):
    (tmp_path / "a.cer").write_bytes(der)
    (tmp_path / "b.pem").write_bytes(pem(other))
    (tmp_path / "c.pem").write_bytes(pem(der) + pem(other))
    (tmp_path / "folder").mkdir()
    assert certificates_in(tmp_path) == (der, other, der, other)


def test_one_file_may_be_named(tmp_path, der):
    (tmp_path / "a.cer").write_bytes(der)
    assert certificates_in(tmp_path / "a.cer") == (der,)


def test_an_empty_folder_trusts_nobody(tmp_path):
    assert certificates_in(tmp_path) == ()


@pytest.mark.parametrize(
    "raw", [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_garbage_is_told_by_its_place_and_not_by_its_name(tmp_path, der, raw):
    (tmp_path / "a.cer").write_bytes(der)
    (tmp_path / "b.cer").write_bytes(raw)
    with pytest.raises(AppError) as error:
        certificates_in(tmp_path)
    assert (error.value.code, error.value.facts) == ("security.certificate_unreadable", {"ordinal": 2})


def test_a_certificate_with_bytes_behind_it_is_garbage(tmp_path, der):
    (tmp_path / "a.cer").write_bytes(der + b"\x00")
    with pytest.raises(AppError, match=r"security\.certificate_unreadable"):
        certificates_in(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(AppError, match=r"security\.trust_folder_missing"):
        certificates_in(tmp_path / "nowhere")


def test_an_anchor_is_kept_once_with_its_scope_and_audited_once(store, der):
    assert add(store, der) == add(store, der, TrustScope.PASSPORT) == sha256_hex(der)
    kept = [anchor.scope for anchor in store.read(anchors) if anchor.certificate == der]
    entries = store.read(
        lambda s: s.scalars(
            sa.select(AuditEntry.details).where(AuditEntry.subject_id == sha256_hex(der))
        ).all()
    )
    assert kept == [TrustScope.CITIZEN_CARD]
    assert entries == [{"scope": "citizen_card", "origin": "hand"}]
