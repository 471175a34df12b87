"""What the trust store holds, as lines of one table: certificates and revocation lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.core.clock import local
from desktop_app.core.terms import TrustScope
from desktop_app.security.revocation_store import RevocationLine
from desktop_app.security.trust_admin import BY_HAND, AnchorLine


@dataclass(frozen=True, slots=True)
class TrustLine:
    """A line of the table.

    Attributes:
        sha256: names it.
        holder: its subject; of a revocation list its issuer.
        scope: None for a revocation list.
        revoked: how many certificates a revocation list names.
        until: end of validity, or when the next list was promised; None where nothing is said.
    """

    sha256: str
    holder: str
    scope: TrustScope | None
    revoked: int
    since: datetime | None
    until: datetime | None
    origin: str
    added_by: str

    @classmethod
    def of_anchor(cls, line: AnchorLine) -> TrustLine:
        """A trusted certificate."""
        return cls(
            line.sha256,
            line.holder,
            line.scope,
            0,
            line.valid_from,
            line.valid_to,
            line.origin,
            line.added_by,
        )

    @classmethod
    def of_revocation(cls, line: RevocationLine) -> TrustLine:
        """A revocation list."""
        facts = line.facts
        return cls(
            line.sha256, facts.issuer, None, facts.revoked, facts.this_update, facts.next_update, line.origin,
            line.added_by,
        )  # fmt: skip

    def is_over(self, now: datetime) -> bool:
        """Whether its days are over: it then proves nothing of what was signed later."""
        return self.until is not None and self.until < now

    def sign(self, now: datetime) -> tuple[str, str]:
        """Icon and meaning."""
        if self.is_over(now):
            return "clock", "attention"
        return ("ban", "info") if self.scope is None else ("shield-check", "verified")

    def named(self) -> str:
        """Who it is, as far as it can be read."""
        return self.holder or self.sha256[:16]

    def purpose(self) -> str:
        """What it is for, in words."""
        if self.scope is not None:
            return scope_words(self.scope)
        text = QCoreApplication.translate("TrustSection", "Danh sách thu hồi ({count})")
        return text.format(count=self.revoked)

    def days(self) -> str:
        """From when to when."""
        since = f"{local(self.since):%d/%m/%Y}" if self.since else "–"
        return f"{since} – {local(self.until):%d/%m/%Y}" if self.until else since


def scope_words(scope: TrustScope) -> str:
    """What a certificate vouches for, in words."""
    if scope is TrustScope.CITIZEN_CARD:
        return QCoreApplication.translate("TrustSection", "Thẻ căn cước")
    return QCoreApplication.translate("TrustSection", "Hộ chiếu")


def origin_words(origin: str) -> str:
    """How a certificate came here, in words."""
    match origin:
        case "training":
            return QCoreApplication.translate("TrustSection", "Tập huấn (thẻ hư cấu)")
        case _ if origin in (BY_HAND, "command"):
            return QCoreApplication.translate("TrustSection", "Nhập bằng tay")
        case _:
            return QCoreApplication.translate("TrustSection", "Khi thiết lập")
