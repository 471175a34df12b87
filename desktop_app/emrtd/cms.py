"""CMS SignedData as EF.SOD and EF.CardSecurity hold it.

Source: RFC 5652; profile of ICAO Doc 9303 part 10, 4.6.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from asn1crypto import cms, x509

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.public_keys import UNSUPPORTED_KEY, parse_public_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.signatures import UNSUPPORTED_ALGORITHM, digest, is_valid

BAD_CMS = declare("emrtd.bad_cms")

_MOST_SIGNERS_TRIED = 8  # a message brings its signer, and its issuer's certificates at most
_VERSION = 3  # the one of 9303-10: content of a type of its own
ASN1_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What asn1crypto raises over malformed data, as found by changing real files at random."""


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A signed message with one signer.

    Attributes:
        content_type: of what is signed, dotted.
        content: what is signed.
        certificate: of the signer, DER; None when the message brings none.
        signer: the SignerInfo, an asn1crypto value.
        others: further certificates in the message, DER; link certificates may be among them.
    """

    content_type: str
    content: bytes = field(repr=False)
    certificate: bytes | None = field(repr=False)
    signer: Any = field(repr=False)
    others: tuple[bytes, ...] = field(default=(), repr=False)


def parse_signed_message(der: bytes) -> SignedMessage:
    """Read a ContentInfo that holds SignedData, with definite lengths (`ber.definite` makes them).

    Raises:
        AppError: emrtd.bad_cms.
    """
    try:
        info: Any = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise AppError(BAD_CMS, {"why": "not_signed_data"})
        signed = info["content"]
        if int(signed["version"]) != _VERSION:
            raise AppError(BAD_CMS, {"why": "version"})
        encapsulated = signed["encap_content_info"]
        content = encapsulated["content"]
        signers = list(signed["signer_infos"])
        if len(signers) != 1:
            raise AppError(BAD_CMS, {"why": "signers"})
        certificates = _certificates(signed)
        message = SignedMessage(
            content_type=encapsulated["content_type"].dotted,
            content=bytes(content),
            certificate=_certificate(certificates, signers[0]),
            signer=signers[0],
        )
        ders = [item.dump() for item in certificates]
        certificate = message.certificate or _who_signed(message, ders[:_MOST_SIGNERS_TRIED])
        others = tuple(der for der in ders if der != certificate)
        return replace(message, certificate=certificate, others=others)
    except ASN1_ERRORS as error:
        raise AppError(BAD_CMS, {"why": "malformed"}) from error


def _certificates(signed: Any) -> list[x509.Certificate]:
    return [item.chosen for item in signed["certificates"] or () if item.name == "certificate"]


def _certificate(choices: list[x509.Certificate], signer: Any) -> bytes | None:
    """The certificate that the signer points to."""
    for certificate in choices:
        if _is_meant(signer["sid"], certificate):
            return certificate.dump()
    return None


def _who_signed(message: SignedMessage, ders: list[bytes]) -> bytes | None:
    """The certificate with whose key the message was signed, else the first, where the pointer names none.

    The pointer is not signed, and some issuers write the name otherwise there; the signature decides.
    """
    if len(ders) == 1:
        return ders[0]
    return next((der for der in ders if check_signature(message, der) == VERIFIED), next(iter(ders), None))


def _is_meant(sid: Any, certificate: x509.Certificate) -> bool:
    if sid.name == "subject_key_identifier":
        return certificate.key_identifier == sid.chosen.native
    same_serial = sid.chosen["serial_number"].native == certificate.serial_number
    return same_serial and sid.chosen["issuer"] == certificate.issuer


def check_signature(message: SignedMessage, certificate: bytes | None = None) -> Check:
    """Whether the message was signed with the key of the certificate inside.

    Args:
        message: from `parse_signed_message`.
        certificate: DER, to be used instead of the one inside.
    """
    certificate = certificate or message.certificate
    if certificate is None:
        return not_possible(Reason.NO_SIGNER_CERTIFICATE)
    signer = message.signer
    try:
        key = parse_public_key(x509.Certificate.load(certificate).public_key.dump())
        digest_name = signer["digest_algorithm"]["algorithm"].native
        if not len(signer["signed_attrs"]):
            return failed(Reason.SOD_UNREADABLE)  # 9303-10 asks for them; without, the type is not signed
        if not _attributes_fit(message, digest_name):
            return failed(Reason.CONTENT_CHANGED)
        # Signed as a SET OF, though transmitted under an implicit tag (RFC 5652, 5.4).
        signed_bytes = b"\x31" + signer["signed_attrs"].dump()[1:]
        valid = is_valid(
            key,
            signer["signature_algorithm"],
            signer["signature"].native,
            signed_bytes,
            digest_name=digest_name,
        )
    except AppError as error:
        if error.code in (UNSUPPORTED_ALGORITHM, UNSUPPORTED_KEY):
            return not_possible(Reason.UNSUPPORTED_ALGORITHM)
        return failed(Reason.CERTIFICATE_UNREADABLE)
    except ASN1_ERRORS:
        return failed(Reason.SOD_UNREADABLE)
    return VERIFIED if valid else failed(Reason.SIGNATURE_WRONG)


def _attributes_fit(message: SignedMessage, digest_name: str) -> bool:
    """Whether the signed attributes, which 9303 asks for, name this content and its type."""
    attributes: dict[str, list[object]] = {}
    for attribute in message.signer["signed_attrs"]:
        attributes.setdefault(attribute["type"].native, []).extend(
            value.dotted if attribute["type"].native == "content_type" else value.native
            for value in attribute["values"]
        )
    return attributes.get("content_type") == [message.content_type] and attributes.get("message_digest") == [
        digest(digest_name, message.content)
    ]
