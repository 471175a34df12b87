"""Issuers for tests: a key with names, that certifies other keys and revokes certificates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

NOW = datetime(2026, 11, 21, tzinfo=UTC)
YEAR = timedelta(days=365)


def name(text: str) -> x509.Name:
    """A name in Viet Nam."""
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def _usage(*, signs_documents: bool, certificates: bool, lists: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs_documents, False, False, False, False, certificates, lists, False, False)


class Authority:
    """One key of an issuer.

    Args:
        text: common name; another key of the same issuer has the same.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.key = ec.generate_private_key(ec.SECP256R1())

    def certificate(
        self,
        *,
        by: Authority | None = None,
        start: datetime = NOW - YEAR,
        end: datetime = NOW + YEAR,
        issues: bool = True,
    ) -> bytes:
        """Of this authority; self-signed, or by another one: a link certificate.

        Args:
            by: who signs.
            start: valid from.
            end: valid to.
            issues: False for a certificate that may sign documents only.
        """
        usage = _usage(signs_documents=not issues, certificates=issues, lists=issues)
        return _build(self.text, self.key, by or self, start, end, usage, ca=issues)

    def signer(
        self,
        *,
        start: datetime = NOW - YEAR,
        end: datetime = NOW + YEAR,
        usage: x509.KeyUsage | None = None,
        purposes: tuple[str, ...] = (),
    ) -> bytes:
        """Of a new document signer."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = usage or _usage(signs_documents=True, certificates=False, lists=False)
        return _build("DS", key, self, start, end, usage, ca=False, purposes=purposes)

    def revocation_list(
        self, *revoked: bytes, issuer: str | None = None, next_update: datetime = NOW + YEAR
    ) -> bytes:
        """DER, naming these certificates.

        Args:
            revoked: certificates, DER.
            issuer: the name written on the list, when it is not this authority's own.
            next_update: when it should be replaced.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(name(issuer or self.text))
            .last_update(NOW - 2 * YEAR)
            .next_update(next_update)
        )
        for der in revoked:
            serial = x509.load_der_x509_certificate(der).serial_number
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - YEAR).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _build(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: Authority,
    start: datetime,
    end: datetime,
    usage: x509.KeyUsage,
    *,
    ca: bool,
    purposes: tuple[str, ...] = (),
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer.text))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    if purposes:
        extended = x509.ExtendedKeyUsage([ObjectIdentifier(purpose) for purpose in purposes])
        builder = builder.add_extension(extended, critical=True)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
