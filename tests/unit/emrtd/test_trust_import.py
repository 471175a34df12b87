"""What may be trusted of the files somebody brings; certificates and lists are made here."""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.trust import Anchor
from desktop_app.emrtd.trust_import import Gathered, RefusalReason, gather

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LIST_TYPE, LIST_SIGNER = "2.23.136.1.1.2", "2.23.136.1.1.3"
PASSPORT, CITIZEN = TrustScope.PASSPORT, TrustScope.CITIZEN_CARD
Key = ec.EllipticCurvePrivateKey


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def named(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "XX"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def issue(
    subject: str,
    key: Key,
    issuer: str | None = None,
    by: Key | None = None,
    *,
    ca: bool = True,
    use: str | None = None,
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer or subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if use:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ObjectIdentifier(use)]), critical=True)
    return builder.sign(by or key, hashes.SHA256()).public_bytes(Encoding.DER)


def revocation(issuer: str, by: Key, number: int = 1) -> bytes:
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(named(issuer))
        .last_update(NOW - timedelta(days=1))
        .next_update(NOW + timedelta(days=90))
        .add_extension(x509.CRLNumber(number), critical=False)
        .sign(by, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def master_list(certificates: list[bytes], signer: bytes, key: Key, *, at: datetime = NOW) -> bytes:
    body = b"".join(sorted(certificates))
    inner = core.Integer(0).dump() + der(0x31, body)
    content = der(0x30, inner)
    certificate = asn1_x509.Certificate.load(signer)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [LIST_TYPE]},
            {"type": "message_digest", "values": [digest.finalize()]},
            {"type": "signing_time", "values": [cms.Time({"utc_time": at})]},
        ]
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {
                "content_type": LIST_TYPE,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [certificate],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": {
                        "issuer_and_serial_number": {
                            "issuer": certificate.issuer,
                            "serial_number": certificate.serial_number,
                        }
                    },
                    "digest_algorithm": {"algorithm": "sha256"},
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
                }
            ],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def der(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 + len(size))) + size + content


def pem(*ders: bytes, label: str = "CERTIFICATE") -> bytes:
    parts = []
    for one in ders:
        lines = "\n".join(textwrap.wrap(base64.b64encode(one).decode(), 64))
        parts.append(f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n")
    return ("subject: CN = Version: 3\n" + "".join(parts)).encode()


def ldif(*values: tuple[str, bytes]) -> bytes:
    entries = ["version: 1\n"]
    for number, (attribute, value) in enumerate(values):
        text = f"{attribute}:: {base64.b64encode(value).decode()}"
        folded = "\n ".join(textwrap.wrap(text, 76, break_on_hyphens=False))
        entries.append(f"dn: cn={number},dc=data\nobjectClass: top\nsn:: MDAw\n{folded}\n")
    return "\n".join(entries).encode()


def take(
    *files: bytes,
    scope: TrustScope | None = None,
    kept: tuple[Anchor, ...] = (),
    signers: tuple[bytes, ...] = (),
) -> Gathered:
    sources: list[Callable[[], io.BytesIO]] = [lambda file=file: io.BytesIO(file) for file in files]
    return gather(sources, scope=scope, kept=kept, signers=signers, at=NOW)


def reasons(gathered: Gathered) -> list[str]:
    return [item.reason for item in gathered.refused]


@pytest.fixture(scope="module")
def key() -> Key:
    return new_key()


@pytest.fixture(scope="module")
def root(key: Key) -> bytes:
    return issue("root", key)


@pytest.fixture(scope="module")
def list_key() -> Key:
    return new_key()


@pytest.fixture(scope="module")
def list_signer(list_key: Key, key: Key) -> bytes:
    return issue("list signer", list_key, "root", key, ca=False, use=LIST_SIGNER)


def test_der_pem_and_pem_under_a_heading_hold_the_same_root(root: bytes) -> None:
    gathered = [take(file, scope=CITIZEN).certificates for file in (root, pem(root), pem(root)[25:])]
    assert gathered == [(Anchor(root, CITIZEN),)] * 3


def test_a_single_certificate_needs_a_scope(root: bytes) -> None:
    with pytest.raises(AppError, match=r"emrtd\.trust_scope_missing"):
        take(root)


def test_a_directory_is_of_passports_and_its_document_signers_are_left_aside(root: bytes, key: Key) -> None:
    signer = issue("signer", new_key(), "root", key, ca=False)
    gathered = take(ldif(("userCertificate;binary", signer), ("cACertificate;binary", root)))
    assert gathered.certificates == (Anchor(root, PASSPORT),)
    assert (gathered.found, gathered.document_signers, gathered.refused) == (2, 1, ())


def test_a_damaged_entry_of_a_directory_is_named_and_loses_no_other(root: bytes) -> None:
    gathered = take(ldif(("userCertificate;binary", b"\x30\x03abc"), ("cACertificate;binary", root)))
    assert len(gathered.certificates) == 1
    assert reasons(gathered) == [RefusalReason.UNREADABLE]


def test_what_is_no_certificate_beside_one_in_a_text_file_is_named_and_loses_no_other(root: bytes) -> None:
    gathered = take(pem(b"a private key, or cut short") + pem(root), scope=CITIZEN)
    assert gathered.certificates == (Anchor(root, CITIZEN),)
    assert reasons(gathered) == [RefusalReason.UNREADABLE]


@pytest.mark.parametrize("file", [b"", b"\x30", b"\x30\x82\x01", b"hello\nworld\n", b"\xff" * 100])
def test_a_file_of_something_else_is_told_by_its_place(root: bytes, file: bytes) -> None:
    with pytest.raises(AppError) as told:
        take(root, file, scope=CITIZEN)
    assert (told.value.code, told.value.facts) == ("emrtd.trust_file_unreadable", {"ordinal": 2})


def test_a_certificate_that_may_not_issue_is_refused_by_name(key: Key) -> None:
    gathered = take(issue("signer", new_key(), "root", key, ca=False), scope=CITIZEN)
    assert [(r.name, r.reason) for r in gathered.refused] == [
        ("C=XX, CN=signer", RefusalReason.NOT_AN_ISSUER)
    ]


def test_a_link_is_kept_with_the_root_it_comes_from_whatever_the_order(root: bytes, key: Key) -> None:
    link = issue("new root", new_key(), "root", key)
    assert len(take(link, root, scope=CITIZEN).certificates) == 2


def test_a_link_to_a_root_that_is_kept_already_is_kept(root: bytes, key: Key) -> None:
    link = issue("new root", new_key(), "root", key)
    gathered = take(link, scope=CITIZEN, kept=(Anchor(root, CITIZEN),))
    assert gathered.certificates == (Anchor(link, CITIZEN),)


def test_a_passport_root_does_not_link_into_citizen_cards(root: bytes, key: Key) -> None:
    link = issue("new root", new_key(), "root", key)
    gathered = take(link, scope=CITIZEN, kept=(Anchor(root, PASSPORT),))
    assert reasons(gathered) == [RefusalReason.NOT_LINKED]


def test_a_certificate_that_says_it_signed_itself_and_did_not_is_refused(key: Key) -> None:
    forged = issue("root", new_key(), "root", key)
    assert reasons(take(forged, scope=CITIZEN)) == [RefusalReason.SIGNATURE_WRONG]


def test_the_certificates_of_a_proven_list_are_of_passports(
    root: bytes, list_signer: bytes, list_key: Key
) -> None:
    other = issue("other", new_key())
    gathered = take(master_list([root, other], list_signer, list_key), signers=(root,))
    assert {item.scope for item in gathered.certificates} == {PASSPORT}
    assert (len(gathered.certificates), gathered.lists) == (2, 1)


def test_a_root_that_stands_in_the_list_beside_it_is_of_passports(
    root: bytes, list_signer: bytes, list_key: Key
) -> None:
    gathered = take(root, master_list([root], list_signer, list_key), scope=CITIZEN)
    assert gathered.certificates == (Anchor(root, PASSPORT),)


def test_a_root_of_citizen_cards_vouches_for_no_list(root: bytes, list_signer: bytes, list_key: Key) -> None:
    with pytest.raises(AppError, match=r"emrtd\.master_list_signer"):
        take(master_list([root], list_signer, list_key), kept=(Anchor(root, CITIZEN),))


def test_a_list_nobody_vouches_for_is_not_opened(root: bytes, list_signer: bytes, list_key: Key) -> None:
    with pytest.raises(AppError) as told:
        take(master_list([root], list_signer, list_key))
    assert (told.value.code, told.value.facts["why"]) == ("emrtd.master_list_signer", "unknown")


def test_a_list_signed_by_somebody_who_may_not_sign_lists_is_not_opened(root: bytes, key: Key) -> None:
    own = new_key()
    signer = issue("signer", own, "root", key, ca=False)
    with pytest.raises(AppError) as told:
        take(master_list([root], signer, own), signers=(root,))
    assert told.value.facts["why"] == "not_for_lists"


def test_a_list_of_tomorrow_is_not_opened(root: bytes, list_signer: bytes, list_key: Key) -> None:
    with pytest.raises(AppError) as told:
        take(master_list([root], list_signer, list_key, at=NOW + timedelta(days=1)), signers=(root,))
    assert told.value.facts["why"] == "time"


def test_a_list_with_one_altered_byte_is_not_opened(root: bytes, list_signer: bytes, list_key: Key) -> None:
    raw = bytearray(master_list([root], list_signer, list_key))
    at = raw.index(b"root")
    raw[at] ^= 1
    with pytest.raises(AppError, match=r"emrtd\.master_list_"):
        take(bytes(raw), signers=(root,))


def test_a_list_in_a_directory_may_bring_the_issuer_of_the_next_ones_signer(
    root: bytes, key: Key, list_signer: bytes, list_key: Key
) -> None:
    second_key, second_list_key = new_key(), new_key()
    second = issue("second", second_key)
    second_signer = issue("second signer", second_list_key, "second", second_key, ca=False, use=LIST_SIGNER)
    third = issue("third", new_key())
    directory = ldif(
        ("pkdMasterListContent", master_list([third], second_signer, second_list_key)),
        ("pkdMasterListContent", master_list([root, second], list_signer, list_key)),
    )
    gathered = take(directory, signers=(root,))
    assert {item.certificate for item in gathered.certificates} == {root, second, third}


def test_a_list_of_a_directory_that_is_not_proven_is_named(
    root: bytes, list_signer: bytes, list_key: Key
) -> None:
    gathered = take(ldif(("pkdMasterListContent", master_list([root], list_signer, list_key))))
    assert [(r.kind, r.reason) for r in gathered.refused] == [("master_list", RefusalReason.LIST_NOT_PROVEN)]


def test_a_revocation_list_is_taken_when_its_issuer_is_trusted(root: bytes, key: Key) -> None:
    raw = revocation("root", key)
    assert take(pem(raw, label="X509 CRL"), kept=(Anchor(root, CITIZEN),)).revocation == (raw,)


def test_a_revocation_list_comes_with_the_root_of_the_same_files(root: bytes, key: Key) -> None:
    raw = revocation("root", key)
    assert take(raw, root, scope=CITIZEN).revocation == (raw,)


def test_a_revocation_list_of_another_key_under_the_right_name_is_refused(root: bytes) -> None:
    gathered = take(revocation("root", new_key()), kept=(Anchor(root, CITIZEN),))
    assert (gathered.revocation, reasons(gathered)) == ((), [RefusalReason.SIGNATURE_WRONG])


def test_a_revocation_list_of_a_stranger_is_refused(root: bytes) -> None:
    gathered = take(revocation("stranger", new_key()), kept=(Anchor(root, CITIZEN),))
    assert reasons(gathered) == [RefusalReason.ISSUER_UNKNOWN]


def test_every_certificate_is_accounted_for(root: bytes, key: Key, list_signer: bytes, list_key: Key) -> None:
    lost = issue("lost", new_key(), "nowhere", new_key())
    signer = issue("signer", new_key(), "root", key, ca=False)
    raw = master_list([root, root, lost, signer, b"\x30\x03abc"], list_signer, list_key)
    gathered = take(raw, signers=(root,))
    assert gathered.found == 5
    assert (len(gathered.certificates), gathered.repeated, len(gathered.refused)) == (1, 1, 3)


@pytest.mark.parametrize(
    ("name", "signer", "count"),
    [
        ("DE_ML_2026-05-28-08-28-45.ml", "DE_ROOT_CA_CSCA07.cer", 588),
        ("NL_ML_2026-07-22.ml", "NL_ROOT_CA.cer", 411),
    ],
)
def test_a_real_list_comes_in_whole(testdata, name: str, signer: str, count: int) -> None:
    folder = testdata / "master-lists"
    gathered = take((folder / name).read_bytes(), signers=((folder / signer).read_bytes(),))
    assert gathered.found == count == len(gathered.certificates) + len(gathered.refused)
    assert all(item.name and item.reason for item in gathered.refused)


def test_the_issuer_of_vietnamese_passports_is_in_a_real_list(testdata) -> None:
    folder = testdata / "master-lists"
    raw = (folder / "DE_ML_2026-05-28-08-28-45.ml").read_bytes()
    gathered = take(raw, signers=((folder / "DE_ROOT_CA_CSCA07.cer").read_bytes(),))
    names = [asn1_x509.Certificate.load(item.certificate).subject.native for item in gathered.certificates]
    assert "CSCA ePassport Vietnam" in [name.get("common_name") for name in names]
