"""Certificates of the training issuer: a root (CSCA), the signers (DS) of the cards, a list of revoked ones.

Names say in every field that they are for training. No CRL distribution point: the list is handed over.

Source: ICAO Doc 9303 part 12, 7.1 (certificate profiles), 7.3 (CRL profile).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey

# Before the first card of the training citizens was issued.
VALID_FROM = datetime(2021, 1, 1, tzinfo=UTC)
_ROOT_YEARS, _SIGNER_YEARS = 20, 15
_YEAR = timedelta(days=365)
ROOT_NAME = "CSCA Huan luyen - khong co gia tri"
SIGNER_NAME = "DS Huan luyen 01"
_ORGANIZATION = "Huan luyen - khong co gia tri"
_DOCUMENT_TYPES = x509.ObjectIdentifier("2.23.136.1.1.6.2")
_IDENTITY_CARD = bytes.fromhex("3009020100310413024944")  # version 0, {"ID"}


def make_root(key: Key, now: datetime, common_name: str = ROOT_NAME) -> x509.Certificate:
    """A self-signed CSCA certificate.

    Args:
        key: of the root.
        now: counts for the end of validity; the start is fixed, before every training card.
        common_name: of the root.
    """
    name = _name(common_name)
    until = now + _ROOT_YEARS * _YEAR
    builder = _builder(name, name, key.public_key(), key.public_key(), until)
    builder = builder.add_extension(_usage(signs_cards=False), critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_period(until), critical=False)
    return builder.sign(key, hashes.SHA384())


def make_signer(
    public: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: Key,
    until: datetime,
    common_name: str = SIGNER_NAME,
) -> x509.Certificate:
    """A document signer certificate (DS) under the root.

    Args:
        public: key of the signer.
        root: who signs.
        root_key: with which key.
        until: end of validity.
        common_name: of the signer.
    """
    builder = _builder(_name(common_name), root.subject, public, root_key.public_key(), until)
    builder = builder.add_extension(_usage(signs_cards=True), critical=True)
    builder = builder.add_extension(_key_period(until), critical=False)
    builder = builder.add_extension(
        x509.UnrecognizedExtension(_DOCUMENT_TYPES, _IDENTITY_CARD), critical=False
    )
    return builder.sign(root_key, hashes.SHA384())


def signer_end(now: datetime) -> datetime:
    """When a signer made now ceases to be valid."""
    return now + _SIGNER_YEARS * _YEAR


def make_revocation_list(
    revoked: x509.Certificate, root: x509.Certificate, root_key: Key, now: datetime
) -> x509.CertificateRevocationList:
    """A list of the root with one revoked signer, good for as long as a signer.

    Args:
        revoked: the signer.
        root: whose list it is.
        root_key: with which key it is signed.
        now: since when it is revoked, and when the list was made.
    """
    entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number).revocation_date(now).build()
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now)
        .next_update(signer_end(now))
        .add_revoked_certificate(entry)
        .add_extension(key_id, critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(root_key, hashes.SHA384())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer_public: ec.EllipticCurvePublicKey,
    until: datetime,
) -> x509.CertificateBuilder:
    place = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.LOCALITY_NAME, "VNM")]))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .add_extension(x509.IssuerAlternativeName([place]), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, signs_cards: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_cards,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_cards,
        crl_sign=not signs_cards,
        encipher_only=False,
        decipher_only=False,
    )


def _key_period(until: datetime) -> x509.PrivateKeyUsagePeriod:
    return x509.PrivateKeyUsagePeriod(VALID_FROM, until)
