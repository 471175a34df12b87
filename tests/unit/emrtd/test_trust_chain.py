"""Whether a signer comes from an issuer that is trusted here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.result import VERIFIED, failed, not_possible
from desktop_app.emrtd.trust import Anchor, judge_chain

NOW = datetime(2026, 11, 21, tzinfo=UTC)
YEAR = timedelta(days=365)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def _certificate(
    subject: str,
    key: Key,
    issuer: str,
    issuer_key: Key,
    *,
    ca: bool | None = False,
    cert_sign: bool | None = None,
    start: datetime = NOW - YEAR,
    end: datetime = NOW + YEAR,
    digest: hashes.HashAlgorithm | None = None,
    pss: bool = False,
    authority: Key | None = None,
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((authority or issuer_key).public_key()),
            critical=False,
        )
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if cert_sign is not None:
        usage = x509.KeyUsage(not cert_sign, False, False, False, False, cert_sign, False, False, False)
        builder = builder.add_extension(usage, critical=True)
    chosen = digest or hashes.SHA256()
    scheme = padding.PSS(padding.MGF1(chosen), chosen.digest_size) if pss else None
    return builder.sign(issuer_key, chosen, rsa_padding=scheme).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def root_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.BrainpoolP384R1())


@pytest.fixture(scope="module")
def signer_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.BrainpoolP256R1())


@pytest.fixture(scope="module")
def root(root_key: Key) -> bytes:
    return _certificate("CSCA", root_key, "CSCA", root_key, ca=True, cert_sign=True)


@pytest.fixture(scope="module")
def signer(signer_key: Key, root_key: Key) -> bytes:
    return _certificate("DS", signer_key, "CSCA", root_key, cert_sign=False)


def _citizen(*certificates: bytes) -> list[Anchor]:
    return [Anchor(certificate, TrustScope.CITIZEN_CARD) for certificate in certificates]


def test_a_signer_of_a_trusted_issuer_is_verified(signer: bytes, root: bytes) -> None:
    assert judge_chain(signer, _citizen(root), NOW) == VERIFIED


def test_without_any_anchor_it_is_not_possible(signer: bytes) -> None:
    assert judge_chain(signer, [], NOW) == not_possible("no_csca")


def test_a_passport_anchor_does_not_make_it_possible(signer: bytes, root: bytes) -> None:
    assert judge_chain(signer, [Anchor(root, TrustScope.PASSPORT)], NOW) == not_possible("no_csca")


def test_a_passport_anchor_does_not_vouch_beside_another_citizen_anchor(
    signer: bytes, root: bytes, signer_key: Key
) -> None:
    other = _certificate("Other", signer_key, "Other", signer_key, ca=True, cert_sign=True)

    anchors = [Anchor(root, TrustScope.PASSPORT), *_citizen(other)]

    assert judge_chain(signer, anchors, NOW) == failed("unknown_issuer")


def test_a_passport_anchor_does_not_unmake_a_citizen_card(signer: bytes, root: bytes) -> None:
    anchors = [Anchor(b"anything", TrustScope.PASSPORT), *_citizen(root)]

    assert judge_chain(signer, anchors, NOW) == VERIFIED


def test_the_right_name_with_another_key_is_unknown(signer: bytes, signer_key: Key, root_key: Key) -> None:
    impostor = _certificate("CSCA", signer_key, "CSCA", signer_key, ca=True, cert_sign=True)
    # Even when the key identifiers are made to agree, the signature decides.
    forged = _certificate("DS", signer_key, "CSCA", signer_key, authority=root_key)
    honest = _certificate("CSCA", root_key, "CSCA", root_key, ca=True, cert_sign=True)

    assert judge_chain(signer, _citizen(impostor), NOW) == failed("unknown_issuer")
    assert judge_chain(forged, _citizen(honest), NOW) == failed("unknown_issuer")


def test_another_name_is_unknown(signer_key: Key, root_key: Key, root: bytes) -> None:
    signer = _certificate("DS", signer_key, "Somebody", root_key)

    assert judge_chain(signer, _citizen(root), NOW) == failed("unknown_issuer")


def test_another_key_identifier_is_unknown(signer_key: Key, root_key: Key, root: bytes) -> None:
    signer = _certificate("DS", signer_key, "CSCA", root_key, authority=signer_key)

    assert judge_chain(signer, _citizen(root), NOW) == failed("unknown_issuer")


@pytest.mark.parametrize(("ca", "cert_sign"), [(False, True), (True, False), (None, None), (False, None)])
def test_an_anchor_that_may_not_sign_certificates_vouches_for_nobody(
    signer: bytes, root_key: Key, ca: bool | None, cert_sign: bool | None
) -> None:
    weak = _certificate("CSCA", root_key, "CSCA", root_key, ca=ca, cert_sign=cert_sign)

    assert judge_chain(signer, _citizen(weak), NOW) == failed("unknown_issuer")


def test_an_unreadable_anchor_beside_a_good_one_does_no_harm(signer: bytes, root: bytes) -> None:
    assert judge_chain(signer, _citizen(b"\x30\x03\x02\x01\x00", root), NOW) == VERIFIED


@pytest.mark.parametrize(
    ("at", "reason"),
    [(NOW - 2 * YEAR, "signer_not_yet_valid"), (NOW + 2 * YEAR, "signer_expired")],
)
def test_a_signer_outside_its_time_fails_with_its_own_reason(
    signer: bytes, root: bytes, at: datetime, reason: str
) -> None:
    assert judge_chain(signer, _citizen(root), at) == failed(reason)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (NOW - 9 * YEAR, NOW - YEAR, "issuer_expired"),
        (NOW + YEAR / 2, NOW + YEAR, "issuer_not_yet_valid"),
    ],
)
def test_an_issuer_outside_its_time_fails_with_its_own_reason(
    signer: bytes, root_key: Key, start: datetime, end: datetime, reason: str
) -> None:
    root = _certificate("CSCA", root_key, "CSCA", root_key, ca=True, cert_sign=True, start=start, end=end)

    assert judge_chain(signer, _citizen(root), NOW) == failed(reason)


def test_a_renewed_issuer_counts_although_its_old_certificate_has_expired(
    signer: bytes, root_key: Key, root: bytes
) -> None:
    old = _certificate(
        "CSCA", root_key, "CSCA", root_key, ca=True, cert_sign=True, start=NOW - 9 * YEAR, end=NOW - YEAR
    )

    assert judge_chain(signer, _citizen(old, root), NOW) == VERIFIED


def test_an_instant_without_a_time_zone_is_a_bug(signer: bytes, root: bytes) -> None:
    with pytest.raises(ValueError, match="time zone"):
        judge_chain(signer, _citizen(root), NOW.replace(tzinfo=None))


def test_a_signer_that_cannot_be_read_fails(root: bytes) -> None:
    assert judge_chain(b"\x30\x00", _citizen(root), NOW) == failed("certificate_unreadable")


def test_a_chip_without_a_signer_certificate_cannot_be_judged(root: bytes) -> None:
    assert judge_chain(None, _citizen(root), NOW) == not_possible("no_signer_certificate")


@pytest.mark.parametrize("pss", [False, True])
@pytest.mark.parametrize("digest", [hashes.SHA256(), hashes.SHA512()])
def test_rsa_issuers_are_judged_too(signer_key: Key, pss: bool, digest: hashes.HashAlgorithm) -> None:
    key = rsa.generate_private_key(65537, 2048)
    root = _certificate("CSCA", key, "CSCA", key, ca=True, cert_sign=True)
    signer = _certificate("DS", signer_key, "CSCA", key, digest=digest, pss=pss)

    assert judge_chain(signer, _citizen(root), NOW) == VERIFIED
