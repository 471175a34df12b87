"""Certificates of issuers: who issued whom, and how to call them.

State issuers write what strict readers refuse (explicit curve parameters, odd serial numbers), so nothing
here asks for more than is needed.

Source: ICAO Doc 9303 part 12, 7.1; RFC 5280, 4.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import x509

from desktop_app.core.errors import AppError
from desktop_app.emrtd.cms import ASN1_ERRORS
from desktop_app.emrtd.public_keys import parse_public_key
from desktop_app.emrtd.signatures import is_valid

_SHOWN = (("country_name", "C"), ("organization_name", "O"), ("common_name", "CN"))
_LONGEST_NAME = 120


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key made the signature on the certificate, under the issuer's name.

    Raises:
        AppError: emrtd.unsupported_algorithm, emrtd.unsupported_key, emrtd.bad_point.
        ValueError, TypeError, KeyError: not a certificate (`cms.ASN1_ERRORS`).
    """
    if certificate.issuer != issuer.subject:
        return False
    wanted, present = certificate.authority_key_identifier, issuer.key_identifier
    if wanted is not None and present is not None and wanted != present:
        return False
    fields: Any = certificate
    return is_valid(
        parse_public_key(issuer.public_key.dump()),
        fields["signature_algorithm"],
        fields["signature_value"].native,
        fields["tbs_certificate"].dump(),
    )


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether the certificate says that it may sign other certificates."""
    constraints: Any = certificate.basic_constraints_value
    usage: Any = certificate.key_usage_value
    if constraints is not None and not constraints["ca"].native:
        return False
    if usage is None:
        return constraints is not None
    return "key_cert_sign" in usage.native


def name_of(der: bytes) -> str:
    """The subject as a short text, such as `C=VN, O=…, CN=…`; empty when it cannot be read."""
    try:
        return name_text(x509.Certificate.load(der).subject)
    except (AppError, *ASN1_ERRORS):
        return ""


def name_text(name: x509.Name) -> str:
    """Country, organization and common name on one line."""
    said: dict[str, str] = {}
    for relative in name.chosen:
        for pair in relative:
            said.setdefault(pair["type"].native, str(pair["value"].native))
    text = ", ".join(f"{short}={said[long]}" for long, short in _SHOWN if long in said)
    return "".join(c if c.isprintable() else " " for c in text)[:_LONGEST_NAME]
