"""What may be trusted of the files somebody brings: every certificate is kept, or refused by name.

Pure: streams in, values out. Where trust is kept is the business of the security room.

Source: ICAO Doc 9303 part 12, 7.1 (certificates of issuers and links), 7.1.4 (revocation lists), 9
(master lists).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, BinaryIO

from asn1crypto import crl, x509

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.certificates import is_issued_by, may_issue, name_of, name_text
from desktop_app.emrtd.cms import ASN1_ERRORS
from desktop_app.emrtd.master_list import certificates_of_list
from desktop_app.emrtd.public_keys import parse_public_key
from desktop_app.emrtd.signatures import is_valid
from desktop_app.emrtd.trust import Anchor
from desktop_app.emrtd.trust_files import ItemKind, items_of

TRUST_FILE_UNREADABLE = declare("emrtd.trust_file_unreadable")
TRUST_SCOPE_MISSING = declare("emrtd.trust_scope_missing")


class RefusalReason(StrEnum):
    """Why something of a file was not taken. Words: `resources/messages/*/trust.toml`."""

    UNREADABLE = "unreadable"
    NOT_AN_ISSUER = "not_an_issuer"
    NOT_LINKED = "not_linked"
    SIGNATURE_WRONG = "signature_wrong"
    UNSUPPORTED = "unsupported"
    LIST_NOT_PROVEN = "list_not_proven"
    ISSUER_UNKNOWN = "issuer_unknown"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that was not taken.

    Attributes:
        kind: what it is.
        name: its subject, of a revocation list its issuer; empty when it cannot be read.
        sha256: of its bytes.
    """

    kind: ItemKind
    name: str
    sha256: str
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files hold.

    Attributes:
        certificates: of issuers, each once.
        revocation: revocation lists whose signature an anchor confirms, DER.
        refused: what was not taken.
        found: certificates met, those within lists too: certificates + refused ones + repeated +
            document_signers.
        repeated: certificates met more than once in these files.
        document_signers: of a directory, left aside: a card brings its own.
        lists: master lists that were proven and opened.
    """

    certificates: tuple[Anchor, ...]
    revocation: tuple[bytes, ...] = field(repr=False)
    refused: tuple[Refused, ...]
    found: int
    repeated: int
    document_signers: int
    lists: int = 0


Source = Callable[[], BinaryIO]


def gather(
    sources: Sequence[Source],
    *,
    scope: TrustScope | None,
    kept: Sequence[Anchor],
    at: datetime,
    signers: Sequence[bytes] = (),
) -> Gathered:
    """Take what may be trusted out of files.

    Args:
        sources: each opens one file anew; it is opened again where lists wait for issuers of the same files.
        scope: what single certificates may vouch for. Those of a directory are of passports if it is not
            given; those of a master list always are: its signer vouches for no citizen card.
        kept: what is trusted already; passport issuers among it may vouch for lists, all for links and
            revocation.
        at: now, aware.
        signers: certificates named to vouch for master lists, DER.

    Raises:
        AppError: emrtd.trust_file_unreadable {ordinal}: a file that holds nothing of the kind;
            emrtd.trust_scope_missing: a single certificate and no scope; emrtd.master_list_*: a file that is
            one master list and not proven.
    """
    work = _Work(scope, kept, signers, at)
    for ordinal, source in enumerate(sources, 1):
        with source() as stream:
            work.take_certificates(stream, ordinal)
    work.settle_links()
    # Reading a file twice costs seconds, keeping a directory in memory would cost hundreds of megabytes.
    if work.lists_wait:
        work.take_lists(sources)
    if work.revocation_waits:
        for source in sources:
            with source() as stream:
                work.take_revocation(stream)
    return work.gathered()


class _Work:
    """One `gather` while it goes on."""

    def __init__(
        self, scope: TrustScope | None, kept: Sequence[Anchor], signers: Sequence[bytes], at: datetime
    ) -> None:
        self._scope, self._at, self._signers = scope, at, signers
        self._accepted: dict[bytes, TrustScope] = {}
        self._links: dict[bytes, TrustScope] = {}  # wait for whoever issued them
        self._seen: set[bytes] = set()
        self._refused: list[Refused] = []
        self._revocation: dict[bytes, None] = {}
        self._found = self._repeated = self._aside = self._lists = 0
        self._by_name: dict[Any, list[Anchor]] = {}
        self._roots = [anchor.certificate for anchor in kept if anchor.scope is TrustScope.PASSPORT]
        self.lists_wait = self.revocation_waits = False
        for anchor in kept:
            self._index(anchor)

    def take_certificates(self, stream: BinaryIO, ordinal: int) -> None:
        """Single certificates of a file; what is unreadable beside them is refused, not the file."""
        anything = False
        for item in items_of(stream):
            anything |= item.in_directory or item.kind is not ItemKind.UNREADABLE
            match item.kind:
                case ItemKind.CERTIFICATE:
                    scope = self._scope or (TrustScope.PASSPORT if item.in_directory else None)
                    if scope is None:
                        raise AppError(TRUST_SCOPE_MISSING)
                    self._certificate(item.der, scope, in_directory=item.in_directory)
                case ItemKind.MASTER_LIST:
                    self.lists_wait = True
                case ItemKind.REVOCATION_LIST:
                    self.revocation_waits = True
                case _:
                    self._refuse(ItemKind.UNREADABLE, item.der, "", RefusalReason.UNREADABLE)
        if not anything:
            raise AppError(TRUST_FILE_UNREADABLE, {"ordinal": ordinal})

    def take_lists(self, sources: Sequence[Source]) -> None:
        """Master lists; one may bring the issuer that vouches for the signer of another."""
        done: set[bytes] = set()
        while True:
            before, unproven = len(self._accepted), {}
            for source in sources:
                with source() as stream:
                    for item in items_of(stream):
                        if item.kind is ItemKind.MASTER_LIST and (name := _fingerprint(item.der)) not in done:
                            try:
                                self._list(item.der)
                                done.add(name)
                            except AppError as error:
                                unproven[name] = (error, item.in_directory)
            self.settle_links()
            if not unproven or len(self._accepted) == before:
                break
        for name, (error, in_directory) in unproven.items():
            if not in_directory:
                raise error
            signer = str(error.facts.get("signer", ""))
            self._refused.append(
                Refused(ItemKind.MASTER_LIST, signer, name.hex(), RefusalReason.LIST_NOT_PROVEN)
            )

    def take_revocation(self, stream: BinaryIO) -> None:
        """Revocation lists of a file."""
        for item in items_of(stream):
            if item.kind is ItemKind.REVOCATION_LIST and item.der not in self._revocation:
                reason, name = self._why_not_revocation(item.der)
                if reason is None:
                    self._revocation[item.der] = None
                else:
                    self._refuse(ItemKind.REVOCATION_LIST, item.der, name, reason)

    def settle_links(self) -> None:
        """Accept what an accepted issuer of the same scope has issued; refuse the rest."""
        progress = True
        while progress:
            progress = False
            for der, scope in list(self._links.items()):
                if self._is_linked(der, scope):
                    del self._links[der]
                    self._accept(der, scope)
                    progress = True

    def gathered(self) -> Gathered:
        """The end of it."""
        for der in self._links:
            self._refuse(ItemKind.CERTIFICATE, der, name_of(der), RefusalReason.NOT_LINKED)
        return Gathered(
            tuple(Anchor(der, scope) for der, scope in self._accepted.items()),
            tuple(self._revocation),
            tuple(self._refused),
            self._found,
            self._repeated,
            self._aside,
            self._lists,
        )

    def _list(self, der: bytes) -> None:
        roots = [*self._signers, *self._roots]
        inside = certificates_of_list(der, roots, self._at)
        self._lists += 1
        for certificate in inside:
            self._certificate(certificate, TrustScope.PASSPORT, in_directory=False)

    def _certificate(self, der: bytes, scope: TrustScope, *, in_directory: bool) -> None:
        self._found += 1
        name = _fingerprint(der)
        if name in self._seen:
            self._repeated += 1
            if scope is TrustScope.PASSPORT and self._accepted.get(der) is TrustScope.CITIZEN_CARD:
                self._accepted[der] = (
                    scope  # what stands in a list of passport issuers is none of citizen cards
                )
            return
        self._seen.add(name)
        reason = self._why_not(der, scope)
        if reason is RefusalReason.NOT_AN_ISSUER and in_directory:
            self._aside += 1
        elif reason is not None:
            self._refuse(ItemKind.CERTIFICATE, der, name_of(der), reason)

    def _why_not(self, der: bytes, scope: TrustScope) -> RefusalReason | None:
        """Why a certificate is refused; None when it was accepted or waits for its issuer."""
        try:
            certificate = x509.Certificate.load(der, strict=True)
            for name in (certificate.subject, certificate.issuer):
                _ = (name.hashable, name.native)  # parsed only when asked for
            if not may_issue(certificate):
                return RefusalReason.NOT_AN_ISSUER
            parse_public_key(certificate.public_key.dump())
            if is_issued_by(certificate, certificate):
                self._accept(der, scope)
                return None
            same_name = certificate.subject == certificate.issuer
            wanted, own = certificate.authority_key_identifier, certificate.key_identifier
            if same_name and (wanted is None or wanted == own):
                return RefusalReason.SIGNATURE_WRONG
            self._links[der] = scope
        except AppError:
            return RefusalReason.UNSUPPORTED
        except ASN1_ERRORS:
            return RefusalReason.UNREADABLE
        return None

    def _is_linked(self, der: bytes, scope: TrustScope) -> bool:
        certificate = x509.Certificate.load(der)
        for anchor in self._by_name.get(certificate.issuer.hashable, ()):
            try:
                issuer = x509.Certificate.load(anchor.certificate)
                if anchor.scope is scope and may_issue(issuer) and is_issued_by(certificate, issuer):
                    return True
            except (AppError, *ASN1_ERRORS):
                continue
        return False

    def _why_not_revocation(self, der: bytes) -> tuple[RefusalReason | None, str]:
        """Why a list is refused, None when it is not; and its issuer."""
        try:
            revocation: Any = crl.CertificateList.load(der)
            anchors = self._by_name.get(revocation.issuer.hashable, ())
            name = name_text(revocation.issuer)
        except ASN1_ERRORS:
            return RefusalReason.UNREADABLE, ""
        for anchor in anchors:
            try:
                key = parse_public_key(x509.Certificate.load(anchor.certificate).public_key.dump())
                if is_valid(
                    key,
                    revocation["signature_algorithm"],
                    revocation["signature"].native,
                    revocation["tbs_cert_list"].dump(),
                ):
                    return None, name
            except (AppError, *ASN1_ERRORS):
                continue
        return (RefusalReason.SIGNATURE_WRONG if anchors else RefusalReason.ISSUER_UNKNOWN), name

    def _accept(self, der: bytes, scope: TrustScope) -> None:
        self._accepted[der] = scope
        self._index(Anchor(der, scope))
        # Who brings a root and the list it vouches for in one folder means the root for the list.
        self._roots.append(der)

    def _index(self, anchor: Anchor) -> None:
        try:
            name = x509.Certificate.load(anchor.certificate).subject.hashable
        except ASN1_ERRORS:
            return
        self._by_name.setdefault(name, []).append(anchor)

    def _refuse(self, kind: ItemKind, der: bytes, name: str, reason: RefusalReason) -> None:
        self._refused.append(Refused(kind, name, _fingerprint(der).hex(), reason))


def _fingerprint(der: bytes) -> bytes:
    return sha256(der).digest()
