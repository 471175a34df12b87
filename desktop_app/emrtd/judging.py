"""What a read means: the five checks and what was noticed on the way.

Nothing here talks to the card; everything the judgement rests on is in the `Evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.errors import AppError
from desktop_app.core.terms import CheckName, Protocol, Severity
from desktop_app.emrtd import lds, passive, security_infos, trust
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.read_plan import Road
from desktop_app.emrtd.result import Check, Finding, FindingCode, Reason, not_possible
from desktop_app.emrtd.security_infos import PaceInfo
from desktop_app.emrtd.sod import SecurityObject
from desktop_app.emrtd.trust import Anchor


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one read saw.

    Attributes:
        files: name to raw content. Not shown: personal.
        sod: EF.SOD taken apart; None when it is missing or unreadable.
        sod_check: why it could not be taken apart; None when it could, or when there is none.
        protocol: how the chip was opened; None when it was not.
        mode: which protocol was asked for.
        road: which protocol was taken.
        offered: what EF.CardAccess lists about PACE; None when it was not read or not readable.
        anchors: issuers that are trusted here.
        revocation: lists of revoked certificates, each as DER.
        at: instant of reading, aware.
        complete: whether the read came to its end.
        chip_authentication: how it ended; None when it was not tried.
        active_authentication: how it ended; None when it was not tried.
    """

    files: Mapping[str, bytes] = field(repr=False)
    sod: SecurityObject | None
    sod_check: Check | None
    protocol: Protocol | None
    mode: AccessMode
    road: Road
    offered: tuple[PaceInfo, ...] | None
    anchors: Sequence[Anchor]
    revocation: Sequence[bytes]
    at: datetime
    complete: bool
    chip_authentication: Check | None
    active_authentication: Check | None


def judge(evidence: Evidence) -> tuple[Mapping[CheckName, Check], tuple[Finding, ...]]:
    """All five checks, always, and the findings."""
    return _checks(evidence), _findings(evidence)


def _checks(evidence: Evidence) -> dict[CheckName, Check]:
    missing = not_possible(Reason.FILE_MISSING if evidence.complete else Reason.READ_INCOMPLETE)
    not_asked = not_possible(Reason.NOT_ASKED)
    hashes = signature = evidence.sod_check or missing
    chain = not_possible(Reason.SOD_UNREADABLE) if evidence.sod_check else missing
    if evidence.sod is not None:
        hashes = passive.check_hashes(evidence.files, evidence.sod, complete=evidence.complete)
        signature = passive.check_sod_signature(evidence.sod)
        chain = trust.judge_chain(
            evidence.sod.signer_certificate,
            evidence.anchors,
            evidence.at,
            revocation=evidence.revocation,
            others=evidence.sod.message.others,
        )
    return {
        CheckName.DG_HASHES: hashes,
        CheckName.SOD_SIGNATURE: signature,
        CheckName.SIGNER_CHAIN: chain,
        CheckName.CHIP_AUTHENTICATION: evidence.chip_authentication
        or (not_asked if lds.DG14.name in evidence.files else missing),
        CheckName.ACTIVE_AUTHENTICATION: evidence.active_authentication
        or (not_asked if lds.DG15.name in evidence.files else missing),
    }


def _findings(evidence: Evidence) -> tuple[Finding, ...]:
    if evidence.road is not Road.BAC:
        return ()
    requested = evidence.mode is AccessMode.BAC
    first = FindingCode.BAC_REQUESTED if requested else FindingCode.PACE_NOT_OFFERED
    findings = [Finding(first, Severity.NOTICE)]
    if _dg14_lists_pace(evidence.files):
        # The signed file says PACE. Who asked for BAC got it; who was told that there is no PACE was
        # told so by somebody who wants the weaker protocol.
        severity = Severity.NOTICE if requested else Severity.FORGERY
        findings.append(Finding(FindingCode.BAC_DESPITE_PACE_IN_DG14, severity))
    return tuple(findings)


def _dg14_lists_pace(files: Mapping[str, bytes]) -> bool:
    raw = files.get(lds.DG14.name)
    if raw is None:
        return False
    try:
        return bool(security_infos.pace_infos(security_infos.infos_of_dg14(raw)))
    except AppError:
        return False
