"""What a read means: the five checks and what was noticed on the way.

Nothing here talks to the card; everything the judgement rests on is in the `Evidence`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.errors import AppError
from desktop_app.core.terms import CheckName, Outcome, Protocol, Severity
from desktop_app.emrtd import lds, passive, security_infos, trust
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.chip_mapping import parse_card_security
from desktop_app.emrtd.read_plan import Road
from desktop_app.emrtd.result import VERIFIED, Check, Finding, FindingCode, Reason, failed, not_possible
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
        chip_mapping: whether the chip proved the key of EF.CardSecurity while it opened; None where PACE
            has no such mapping.
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
    chip_mapping: Check | None = None


def judge(evidence: Evidence) -> tuple[Mapping[CheckName, Check], tuple[Finding, ...]]:
    """All five checks, always, and the findings.

    A finding is called a forgery only when signed data contradict what the chip did: EF.SOD carries a right
    signature, and the file in question has the hash that stands there. Contradictions among data that nobody
    signed are notices. What a failed check already says is not said once more as a finding.
    """
    checks = _checks(evidence)
    signed = _Signed(evidence, checks[CheckName.SOD_SIGNATURE])
    return checks | _proofs(evidence, signed), _findings(evidence, signed)


class _Signed:
    """What EF.SOD vouches for."""

    def __init__(self, evidence: Evidence, signature: Check) -> None:
        self._evidence = evidence
        self._genuine = signature == VERIFIED
        self.numbers = frozenset(evidence.sod.hashes) if evidence.sod is not None else frozenset[int]()

    def vouches_for(self, file: lds.ElementaryFile) -> bool:
        """Whether the file that was read is the one that was signed."""
        raw, sod = self._evidence.files.get(file.name), self._evidence.sod
        if raw is None or sod is None or not self._genuine:
            return False
        return passive.has_right_hash(file, raw, sod)

    def severity(self, file: lds.ElementaryFile | None = None) -> Severity:
        """Of a contradiction to EF.SOD itself, or to one file."""
        signed = self._genuine if file is None else self.vouches_for(file)
        return Severity.FORGERY if signed else Severity.NOTICE


def _checks(evidence: Evidence) -> dict[CheckName, Check]:
    missing = not_possible(Reason.FILE_MISSING if evidence.complete else Reason.READ_INCOMPLETE)
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
    }


def _proofs(evidence: Evidence, signed: _Signed) -> dict[CheckName, Check]:
    """The two checks of the chip's own key."""
    chip = _proof(evidence, signed, lds.DG14, evidence.chip_authentication)
    if chip.outcome is Outcome.NOT_POSSIBLE and evidence.chip_mapping is not None:
        chip = _mapping_proof(evidence, evidence.chip_mapping)
    return {
        CheckName.CHIP_AUTHENTICATION: chip,
        CheckName.ACTIVE_AUTHENTICATION: _proof(evidence, signed, lds.DG15, evidence.active_authentication),
    }


def _mapping_proof(evidence: Evidence, tried: Check) -> Check:
    """What PACE with chip authentication mapping proved, where DG14 has no proof of its own.

    EF.CardSecurity has a signer of its own. Where issuers are trusted here, that one must come from them.
    """
    if tried != VERIFIED:
        return tried
    message = parse_card_security(evidence.files[lds.CARD_SECURITY.name]).message
    chain = trust.judge_chain(
        message.certificate,
        evidence.anchors,
        evidence.at,
        revocation=evidence.revocation,
        others=message.others,
    )
    return not_possible(Reason.KEY_NOT_SIGNED) if chain.outcome is Outcome.FAILED else VERIFIED


def _proof(evidence: Evidence, signed: _Signed, file: lds.ElementaryFile, tried: Check | None) -> Check:
    """A key that nobody signed proves nothing: whoever made the chip made the key."""
    if tried == VERIFIED and not signed.vouches_for(file):
        return not_possible(Reason.KEY_NOT_SIGNED)
    if tried is not None:
        return tried
    if not evidence.complete:
        return not_possible(Reason.READ_INCOMPLETE)
    if file.name in evidence.files:
        return not_possible(Reason.NOT_ASKED)
    promised = evidence.sod is None or file.number in signed.numbers
    return not_possible(Reason.FILE_MISSING if promised else Reason.NOT_OFFERED)


def _findings(evidence: Evidence, signed: _Signed) -> tuple[Finding, ...]:
    found = [
        *_about_opening(evidence, signed),
        *_about_files(evidence, signed),
        *_about_keys(evidence, signed),
    ]
    return tuple(dict.fromkeys(found))


def _about_opening(evidence: Evidence, signed: _Signed) -> Iterator[Finding]:
    """BAC where PACE could be, and a list of protocols that is not the signed one."""
    listed = _pace_of_dg14(evidence.files)
    if evidence.road is Road.BAC:
        requested = evidence.mode is AccessMode.BAC
        code = FindingCode.BAC_REQUESTED if requested else FindingCode.PACE_NOT_OFFERED
        yield Finding(code, Severity.NOTICE)
        if listed:
            # Who asked for BAC got it; who was told that there is no PACE was told so by somebody who wants
            # the weaker protocol.
            severity = Severity.NOTICE if requested else signed.severity(lds.DG14)
            yield Finding(FindingCode.BAC_DESPITE_PACE_IN_DG14, severity)
    elif listed and evidence.offered is not None:
        left_out = _without(listed, evidence.offered)
        added = _without(evidence.offered, listed)
        # What is signed and no longer offered was taken away; one more offer than signed took nothing.
        if left_out or added:
            severity = signed.severity(lds.DG14) if left_out else Severity.NOTICE
            yield Finding(FindingCode.CARD_ACCESS_DIFFERS, severity)


def _about_files(evidence: Evidence, signed: _Signed) -> Iterator[Finding]:
    """Files that were hidden, or lists that differ.

    EF.COM is not signed, and readers that go by it alone never ask for what it leaves out: leaving out a
    file that is signed and there is how a copy gets around the proof of its key. What differs among files
    that are never read here (fingerprints) is worth a notice.
    """
    if evidence.complete and lds.SOD.name not in evidence.files:
        yield Finding(FindingCode.SOD_MISSING, Severity.NOTICE)
    if evidence.sod is None:
        return
    read = {file.number for file in lds.DATA_GROUPS if file.name in evidence.files}
    asked = {file.number for file in lds.DATA_GROUPS}
    hidden = (signed.numbers & asked) - read if evidence.complete else set[int]()
    details = {file.number for file in lds.DETAILS}
    if hidden - details:
        yield Finding(FindingCode.SIGNED_FILE_MISSING, signed.severity())
    elif hidden:
        # Nothing rests on them, and a state may close them to others.
        yield Finding(FindingCode.DETAIL_MISSING, Severity.NOTICE)
    listed = _listed_by_com(evidence.files)
    if listed is None:
        return
    left_out, added = signed.numbers - listed - hidden, listed - signed.numbers
    if left_out & read:
        yield Finding(FindingCode.FILE_LIST_DIFFERS, signed.severity())
    elif left_out or added - read:  # what is read and not signed fails the hashes already
        yield Finding(FindingCode.FILE_LIST_DIFFERS, Severity.NOTICE)


def _about_keys(evidence: Evidence, signed: _Signed) -> Iterator[Finding]:
    """A chip that did not prove the key that is signed. A session that broke is none: cards move."""
    chip, active = evidence.chip_authentication, evidence.active_authentication
    if evidence.chip_mapping == failed(Reason.CHIP_ANSWER_WRONG):
        yield Finding(FindingCode.CLONED, Severity.FORGERY)  # it fails only against a signed file
    if chip in (failed(Reason.CHIP_REFUSED), failed(Reason.CHIP_ANSWER_WRONG)):
        yield Finding(FindingCode.CLONED, signed.severity(lds.DG14))
    if active == failed(Reason.CHIP_REFUSED):
        yield Finding(FindingCode.CLONED, signed.severity(lds.DG15))
    if active == failed(Reason.CHIP_ANSWER_WRONG):
        yield Finding(FindingCode.CHALLENGE_ANSWER_WRONG, signed.severity(lds.DG15))


def _without(infos: Iterable[PaceInfo], others: Collection[PaceInfo]) -> list[PaceInfo]:
    """Those that are not among the others. An offer that leaves its parameters unsaid fits any."""
    return [
        info
        for info in infos
        if not any(
            info.oid == other.oid
            and (info.parameter_id == other.parameter_id or None in (info.parameter_id, other.parameter_id))
            for other in others
        )
    ]


def _pace_of_dg14(files: Mapping[str, bytes]) -> set[PaceInfo]:
    raw = files.get(lds.DG14.name)
    if raw is None:
        return set()
    try:
        return set(security_infos.pace_infos(security_infos.infos_of_dg14(raw)))
    except AppError:
        return set()


def _listed_by_com(files: Mapping[str, bytes]) -> frozenset[int] | None:
    raw = files.get(lds.COM.name)
    if raw is None:
        return None
    try:
        return frozenset(lds.parse_com(raw).data_groups)
    except AppError:
        return None
