"""Takes certificates, revocation lists and master lists out of files: PEM, DER, LDIF of the ICAO directory.

A directory has 76 MB and more: files are read as streams, and nothing in them may be larger than
`MOST_BYTES`.

Source: RFC 7468 (PEM), RFC 2849 (LDIF), RFC 4523 (attributes of certificates in directories).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, BinaryIO

from asn1crypto import cms, crl, x509

from desktop_app.emrtd.cms import ASN1_ERRORS

MOST_BYTES = 32 * 1024 * 1024  # the largest master list has one, the largest revocation list ten
_PIECE = 64 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PEM = b"-----"
_LDIF = (b"dn:", b"version:")  # a directory begins with one of them; what OpenSSL writes above PEM does not
_LDIF_ATTRIBUTES = frozenset(
    {
        b"usercertificate",
        b"cacertificate",
        b"certificaterevocationlist",
        b"authorityrevocationlist",
        b"cscamasterlistdata",
        b"pkdmasterlistcontent",
    }
)


class ItemKind(StrEnum):
    """What was found in a file."""

    CERTIFICATE = "certificate"
    REVOCATION_LIST = "revocation_list"
    MASTER_LIST = "master_list"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a file.

    Attributes:
        der: its bytes; empty when they were too many or no base64.
        in_directory: it stood in an LDIF file among thousands.
    """

    kind: ItemKind
    der: bytes = field(repr=False)
    in_directory: bool = False


def items_of(stream: BinaryIO) -> Iterator[Item]:
    """Everything in a file, one after the other; what it is is told by its content, never by its name."""
    start = stream.read(1)
    if start == b"\x30":
        der = start + stream.read(MOST_BYTES)
        yield _item(der if len(der) <= MOST_BYTES else b"")
        return
    lines = _lines(start, stream)
    found = False
    for line in lines:
        if line.startswith(_PEM):
            found = True
            yield _item(_armored(lines))
        elif line.lower().startswith(_LDIF):
            yield from _directory(line, lines)
            return
    if not found:
        yield Item(ItemKind.UNREADABLE, b"")


def _lines(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends; one that is too long comes cut off after `MOST_BYTES` and a piece."""
    held = bytearray(start)
    while piece := stream.readline(_PIECE):
        if len(held) <= 2 * MOST_BYTES:
            held += piece
        if piece.endswith(b"\n"):
            yield bytes(held).removeprefix(_BYTE_ORDER_MARK).rstrip(b"\r\n")
            held.clear()
    if held:
        yield bytes(held).removeprefix(_BYTE_ORDER_MARK)


def _armored(lines: Iterator[bytes]) -> bytes:
    """The bytes between BEGIN, which was just read, and END."""
    text = bytearray()
    for line in lines:
        if line.startswith(_PEM):
            break
        if len(text) <= 2 * MOST_BYTES:
            text += line.strip()
    return _decoded(bytes(text))


def _directory(first: bytes, lines: Iterator[bytes]) -> Iterator[Item]:
    for name, value in _attributes(first, lines):
        kind, *options = name.lower().split(b";")
        if kind in _LDIF_ATTRIBUTES or b"binary" in options:
            yield _item(_decoded(value), in_directory=True)


def _attributes(first: bytes, lines: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Name and base64 text of each coded attribute; a line that begins with a blank goes on with the last."""
    held = bytearray(first)
    for line in lines:
        if line[:1] == b" ":
            if len(held) <= 2 * MOST_BYTES:
                held += line[1:]
            continue
        yield from _coded(held)
        held = bytearray(line)
    yield from _coded(held)


def _coded(line: bytearray) -> Iterator[tuple[bytes, bytes]]:
    name, coded, value = line.partition(b"::")
    if coded and b":" not in name and not name.startswith(b"#"):
        yield bytes(name.strip()), bytes(value)


def _decoded(text: bytes) -> bytes:
    if len(text) > MOST_BYTES * 4 // 3:
        return b""
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _item(der: bytes, *, in_directory: bool = False) -> Item:
    return Item(_kind(der), der, in_directory)


def _kind(der: bytes) -> ItemKind:
    for kind, opened in ((ItemKind.CERTIFICATE, _certificate), (ItemKind.REVOCATION_LIST, _revocation)):
        try:
            opened(der)
        except ASN1_ERRORS:
            continue
        return kind
    try:
        message: Any = cms.ContentInfo.load(der, strict=True)
        if message["content_type"].native == "signed_data":
            return ItemKind.MASTER_LIST
    except ASN1_ERRORS:
        pass
    return ItemKind.UNREADABLE


def _certificate(der: bytes) -> None:
    certificate: Any = x509.Certificate.load(der, strict=True)
    _ = certificate["tbs_certificate"]["validity"]["not_before"].native


def _revocation(der: bytes) -> None:
    revocation: Any = crl.CertificateList.load(der, strict=True)
    _ = revocation["tbs_cert_list"]["this_update"].native
