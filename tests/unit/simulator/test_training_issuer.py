"""What the issuer writes: files other programs must understand."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from desktop_app.cccd import dg13
from desktop_app.readers.simulator.chip_data import SOD, ChipData
from desktop_app.readers.simulator.citizens import load_citizens
from desktop_app.readers.simulator.faces import Look, draw_face
from desktop_app.readers.simulator.issuer import Issuer
from tests.support.training_card import CITIZENS, NOW, card, citizens, first_citizen, issuer


def signed() -> cms.SignedData:
    return cms.ContentInfo.load(card().files[SOD][4:])["content"]


def test_the_signature_of_the_sod_fits_the_embedded_signer():
    info = signed()["signer_infos"][0]
    signer = x509.load_der_x509_certificate(signed()["certificates"][0].dump())
    attributes = info["signed_attrs"].untag().dump()
    key = signer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(info["signature"].native, attributes, ec.ECDSA(hashes.SHA256()))
    digests = {a["type"].native: a["values"][0].native for a in info["signed_attrs"]}
    content = bytes(signed()["encap_content_info"]["content"])
    assert digests["message_digest"] == hashlib.sha256(content).digest()
    assert digests["content_type"] == "2.23.136.1.1.1"


def test_the_sod_holds_the_hash_of_every_group_and_of_the_fingerprints():
    content = core.Sequence.load(bytes(signed()["encap_content_info"]["content"]))
    assert content[0].native == 0
    held = {
        item[0].native: item[1].native for item in core.SequenceOf.load(content[2].dump(), spec=core.Sequence)
    }
    assert sorted(held) == [1, 2, 3, 13, 14, 15]
    for number, digest in held.items():
        if number != 3:
            assert digest == hashlib.sha256(card().files[0x0100 + number]).digest()


def test_the_signer_chains_to_the_root():
    root = x509.load_der_x509_certificate(issuer().csca_der)
    signer = x509.load_der_x509_certificate(issuer().signer_der)
    signer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    key = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    pointer = signer.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert key == pointer


@pytest.mark.parametrize("der", ["csca_der", "signer_der"])
def test_certificates_say_that_they_are_for_training(der):
    certificate = x509.load_der_x509_certificate(getattr(issuer(), der))
    assert "Huan luyen" in certificate.subject.rfc4514_string()
    assert "C=VN" in certificate.subject.rfc4514_string()
    assert certificate.not_valid_before_utc.year == 2021
    assert certificate.not_valid_after_utc > NOW + timedelta(days=3650)


def test_key_usage_is_that_of_the_profiles():
    root = x509.load_der_x509_certificate(issuer().csca_der).extensions
    signer = x509.load_der_x509_certificate(issuer().signer_der).extensions
    usage = root.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.key_cert_sign and usage.value.crl_sign
    assert not usage.value.digital_signature
    basic = root.get_extension_for_class(x509.BasicConstraints).value
    assert basic.ca and basic.path_length == 0
    usage = signer.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and not usage.value.key_cert_sign


def test_an_issuer_comes_back_from_its_bytes():
    again = Issuer.from_bytes(issuer().to_bytes())
    assert (again.csca_der, again.signer_der) == (issuer().csca_der, issuer().signer_der)
    assert again.signer_key.private_numbers() == issuer().signer_key.private_numbers()
    assert again.root_key.private_numbers() == issuer().root_key.private_numbers()


def test_a_chip_comes_back_from_its_bytes():
    assert ChipData.from_bytes(card().to_bytes()) == card()


def test_nothing_of_a_chip_shows_in_its_repr():
    text = repr(card())
    assert first_citizen().can not in text and "mrz" not in text and "active_key" not in text


def test_dg13_reads_back_as_the_citizen():
    for person in load_citizens(CITIZENS).values():
        data = issuer().personalize(person, draw_face("x", 3000))
        read = dg13.decode(data.files[0x010D])
        assert (read.number, read.full_name, read.residence, read.origin_place) == (
            person.number,
            person.full_name,
            person.address,
            person.place,
        )
        assert (read.father, read.mother, read.spouse, read.old_number) == (
            person.father,
            person.mother,
            person.spouse,
            person.old_number,
        )


def test_dg1_holds_the_three_lines():
    assert (
        card().files[0x0101] == bytes.fromhex("615D5F1F5A") + first_citizen().mrz.replace("\n", "").encode()
    )


def test_dg2_holds_one_face_record_with_the_picture():
    photo = draw_face("x", 3000)
    raw = issuer().personalize(first_citizen(), photo).files[0x0102]
    at = raw.index(b"FAC\x00010\x00")
    assert int.from_bytes(raw[at + 8 : at + 12], "big") == len(raw) - at
    assert int.from_bytes(raw[at + 12 : at + 14], "big") == 1
    assert int.from_bytes(raw[at + 14 : at + 18], "big") == len(raw) - at - 14
    assert raw[at + 14 + 20 + 12 :] == photo
    width, height = (
        int.from_bytes(raw[at + 36 : at + 38], "big"),
        int.from_bytes(raw[at + 38 : at + 40], "big"),
    )
    assert Image.open(io.BytesIO(photo)).size == (width, height)


@pytest.mark.parametrize("size", [3000, 9000, 18000, 40000])
def test_a_portrait_has_the_size_that_was_asked(size):
    data = draw_face("a", size)
    assert abs(len(data) - size) <= size * 0.05
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG" and picture.width * 4 == picture.height * 3


def test_a_portrait_is_the_same_for_its_seed_and_differs_between_citizens():
    assert draw_face("a", 3000) == draw_face("a", 3000)
    faces = {draw_face(p.name, 3000, Look(p.is_woman, 30)) for p in citizens().values()}
    assert len(faces) == len(citizens())
