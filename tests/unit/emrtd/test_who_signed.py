"""Who signed a message that brings several certificates, whatever its pointer says."""

from __future__ import annotations

from typing import Any

import pytest
from asn1crypto import cms, x509

from desktop_app.emrtd.cms import SignedMessage, check_signature, parse_signed_message
from desktop_app.emrtd.result import VERIFIED, Reason, failed
from desktop_app.readers.simulator.signed_data import sign
from tests.support.issuers import Authority


@pytest.fixture(scope="module")
def signer() -> Authority:
    return Authority("signer")


def _message(signer: Authority, *brought: bytes) -> SignedMessage:
    """Signed by the signer, with these certificates, and a pointer to none of them."""
    own = x509.Certificate.load(signer.certificate())
    info: Any = cms.ContentInfo.load(sign(b"content", "2.23.136.1.1.1", own, signer.key))
    signed = info["content"]
    signed["certificates"] = [x509.Certificate.load(der) for der in brought]
    signed["signer_infos"][0]["sid"].chosen["serial_number"] = 1
    return parse_signed_message(info.dump(force=True))


def test_the_certificate_that_made_the_signature_is_found_among_others(signer: Authority) -> None:
    own, other = signer.certificate(), Authority("issuer").certificate()
    message = _message(signer, other, own)

    assert (message.certificate, message.others) == (own, (other,))
    assert check_signature(message) == VERIFIED


def test_a_signature_that_none_of_them_made_is_wrong(signer: Authority) -> None:
    message = _message(signer, Authority("issuer").certificate(), Authority("other").certificate())

    assert check_signature(message) == failed(Reason.SIGNATURE_WRONG)
