"""What a read means: findings only where signed data are contradicted, and exactly one for each fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.terms import CheckName, Protocol, Severity, TrustScope
from desktop_app.emrtd import lds, tlv
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.judging import Evidence, judge
from desktop_app.emrtd.read_plan import Road
from desktop_app.emrtd.result import VERIFIED, Check, Finding, FindingCode, Reason, failed, not_possible
from desktop_app.emrtd.security_infos import PaceInfo
from desktop_app.emrtd.sod import parse_sod
from desktop_app.emrtd.trust import Anchor
from tests.support.made_up_card import anchor_d, files_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIGNED_PACE = PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 13)
WEAKER_PACE = PaceInfo("0.4.0.127.0.7.2.2.4.2.1", 13)
CHIP, ACTIVE = CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION


@pytest.fixture
def genuine(testdata: Path) -> Evidence:
    """Card D as it is read: PACE, all files, and a chip that proved its key."""
    files = files_of(testdata / "lds" / "made-up-card" / "trace-card-d")
    return Evidence(
        files=files,
        sod=parse_sod(files[lds.SOD.name]),
        sod_check=None,
        protocol=Protocol.PACE_CAN,
        mode=AccessMode.AUTO,
        road=Road.PACE,
        offered=(SIGNED_PACE,),
        anchors=(anchor_d(testdata),),
        revocation=(),
        at=NOW,
        complete=True,
        chip_authentication=VERIFIED,
        active_authentication=VERIFIED,
    )


def _findings(evidence: Evidence) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in judge(evidence)[1]]


def _without(evidence: Evidence, *names: str) -> Evidence:
    return replace(evidence, files={k: v for k, v in evidence.files.items() if k not in names})


def _with(evidence: Evidence, **files: bytes) -> Evidence:
    return replace(evidence, files={**evidence.files, **files})


def _com(*tags: int) -> bytes:
    body = tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + tlv.encode(0x5C, bytes(tags))
    return tlv.encode(0x60, body)


def test_a_genuine_card_has_five_verified_checks_and_no_finding(genuine: Evidence) -> None:
    checks, findings = judge(genuine)

    assert (set(checks), set(checks.values()), findings) == (set(CheckName), {VERIFIED}, ())


# The protocol


def test_a_list_of_protocols_without_the_signed_one_is_a_forgery(genuine: Evidence) -> None:
    assert _findings(replace(genuine, offered=(WEAKER_PACE,))) == [
        (FindingCode.CARD_ACCESS_DIFFERS, Severity.FORGERY)
    ]


def test_one_more_protocol_than_signed_is_a_notice(genuine: Evidence) -> None:
    assert _findings(replace(genuine, offered=(SIGNED_PACE, WEAKER_PACE))) == [
        (FindingCode.CARD_ACCESS_DIFFERS, Severity.NOTICE)
    ]


def test_another_curve_than_signed_is_a_forgery(genuine: Evidence) -> None:
    assert _findings(replace(genuine, offered=(replace(SIGNED_PACE, parameter_id=8),))) == [
        (FindingCode.CARD_ACCESS_DIFFERS, Severity.FORGERY)
    ]


def test_a_protocol_that_leaves_its_parameters_unsaid_is_the_same(genuine: Evidence) -> None:
    assert _findings(replace(genuine, offered=(replace(SIGNED_PACE, parameter_id=None),))) == []


def test_a_list_of_protocols_that_was_not_read_contradicts_nothing(genuine: Evidence) -> None:
    assert _findings(replace(genuine, offered=None)) == []


def test_a_signed_file_without_pace_contradicts_no_offer(genuine: Evidence) -> None:
    bare = _without(genuine, "DG14")

    assert (FindingCode.CARD_ACCESS_DIFFERS, Severity.FORGERY) not in _findings(bare)


def test_bac_where_the_signed_file_lists_pace_is_a_forgery(genuine: Evidence) -> None:
    hidden = replace(genuine, offered=None, road=Road.BAC, protocol=Protocol.BAC)

    assert _findings(hidden) == [
        (FindingCode.PACE_NOT_OFFERED, Severity.NOTICE),
        (FindingCode.BAC_DESPITE_PACE_IN_DG14, Severity.FORGERY),
    ]


def test_bac_on_request_is_a_notice(genuine: Evidence) -> None:
    asked = replace(genuine, offered=None, road=Road.BAC, mode=AccessMode.BAC, protocol=Protocol.BAC)

    assert {severity for _, severity in _findings(asked)} == {Severity.NOTICE}


def test_pace_in_a_file_that_was_altered_accuses_nobody(genuine: Evidence) -> None:
    altered = _with(genuine, DG14=genuine.files["DG14"].replace(b"\x02\x01\x0d", b"\x02\x01\x0c"))

    assert _findings(altered) == [(FindingCode.CARD_ACCESS_DIFFERS, Severity.NOTICE)]
    assert judge(altered)[0][CheckName.DG_HASHES] == failed(Reason.HASH_MISMATCH)


# Files


@pytest.mark.parametrize("name", ["DG2", "DG13", "DG14", "DG15"])
def test_a_signed_file_that_the_chip_does_not_give_is_a_forgery(genuine: Evidence, name: str) -> None:
    assert (FindingCode.SIGNED_FILE_MISSING, Severity.FORGERY) in _findings(_without(genuine, name))


def test_a_stripped_file_that_ef_com_leaves_out_too_is_one_finding(genuine: Evidence) -> None:
    stripped = _with(_without(genuine, "DG14"), COM=_com(0x61, 0x75, 0x6D, 0x6F))

    assert _findings(stripped) == [(FindingCode.SIGNED_FILE_MISSING, Severity.FORGERY)]


def test_files_that_are_missing_after_an_early_end_are_not_hidden(genuine: Evidence) -> None:
    ended = replace(_without(genuine, "DG2", "DG15"), complete=False)

    assert _findings(ended) == []


def test_leaving_out_of_ef_com_what_is_signed_and_there_is_a_forgery(genuine: Evidence) -> None:
    assert _findings(_with(genuine, COM=_com(0x61, 0x75, 0x6D, 0x6E))) == [
        (FindingCode.FILE_LIST_DIFFERS, Severity.FORGERY)
    ]


def test_fingerprints_that_only_ef_com_lists_are_a_notice(genuine: Evidence) -> None:
    assert _findings(_with(genuine, COM=_com(0x61, 0x75, 0x63, 0x6D, 0x6E, 0x6F))) == [
        (FindingCode.FILE_LIST_DIFFERS, Severity.NOTICE)
    ]


def test_a_file_that_ef_com_lists_and_nobody_signed_is_told_once(genuine: Evidence) -> None:
    sod = genuine.sod
    assert sod is not None
    hashes = {number: value for number, value in sod.hashes.items() if number != 13}

    checks, findings = judge(replace(genuine, sod=replace(sod, hashes=hashes)))

    assert (checks[CheckName.DG_HASHES], findings) == (failed(Reason.HASH_MISSING), ())


def test_an_unreadable_ef_com_says_nothing(genuine: Evidence) -> None:
    assert _findings(_with(genuine, COM=b"\x60\x00")) == []


def test_a_file_that_nobody_signed_fails_the_hashes_and_nothing_more(
    genuine: Evidence, testdata: Path
) -> None:
    folder = testdata / "lds" / "bsi-tr-03105-5"  # its EF.SOD has no hash of DG15
    files = files_of(folder)
    evidence = replace(genuine, files=files, sod=parse_sod(files["SOD"]), offered=None)

    checks, findings = judge(evidence)

    assert checks[CheckName.DG_HASHES] == failed(Reason.HASH_MISSING)
    assert checks[ACTIVE] == not_possible(Reason.KEY_NOT_SIGNED)
    assert findings == ()


def test_a_chip_without_ef_sod_gets_a_notice_and_no_verified_check(genuine: Evidence) -> None:
    bare = replace(_without(genuine, "SOD"), sod=None)

    checks, findings = judge(bare)

    assert findings == (Finding(FindingCode.SOD_MISSING, Severity.NOTICE),)
    assert VERIFIED not in checks.values()


# The chip's own key


@pytest.mark.parametrize("reason", [Reason.CHIP_REFUSED, Reason.CHIP_ANSWER_WRONG])
def test_a_chip_that_cannot_agree_with_its_signed_key_is_a_copy(genuine: Evidence, reason: Reason) -> None:
    assert _findings(replace(genuine, chip_authentication=failed(reason))) == [
        (FindingCode.CLONED, Severity.FORGERY)
    ]


def test_a_chip_that_refuses_both_proofs_is_one_copy(genuine: Evidence) -> None:
    refused = failed(Reason.CHIP_REFUSED)

    found = _findings(replace(genuine, chip_authentication=refused, active_authentication=refused))

    assert found == [(FindingCode.CLONED, Severity.FORGERY)]


def test_a_wrong_signature_on_the_challenge_has_its_own_finding(genuine: Evidence) -> None:
    wrong = failed(Reason.CHIP_ANSWER_WRONG)

    assert _findings(replace(genuine, active_authentication=wrong)) == [
        (FindingCode.CHALLENGE_ANSWER_WRONG, Severity.FORGERY)
    ]


@pytest.mark.parametrize(
    "check",
    [
        failed(Reason.SESSION_BROKEN),
        not_possible(Reason.LINK_TOO_SHORT),
        not_possible(Reason.NOT_OFFERED),
    ],
)
def test_a_proof_that_broke_or_could_not_be_made_accuses_nobody(genuine: Evidence, check: Check) -> None:
    found = judge(replace(genuine, chip_authentication=check, active_authentication=check))

    assert (found[0][CHIP], found[0][ACTIVE], found[1]) == (check, check, ())


def test_a_proof_without_a_signed_key_proves_nothing(genuine: Evidence) -> None:
    sod = genuine.sod
    assert sod is not None
    self_made = replace(sod, message=replace(sod.message, content=sod.message.content + b"\x00"))

    checks, _ = judge(replace(genuine, sod=self_made))

    assert checks[CheckName.SOD_SIGNATURE] == failed(Reason.CONTENT_CHANGED)
    assert checks[CHIP] == checks[ACTIVE] == not_possible(Reason.KEY_NOT_SIGNED)


def test_a_chip_whose_signed_list_names_no_key_offers_no_proof(genuine: Evidence) -> None:
    sod = genuine.sod
    assert sod is not None
    hashes = {number: value for number, value in sod.hashes.items() if number < 14}
    bare = replace(
        _without(genuine, "DG14", "DG15"),
        sod=replace(sod, hashes=hashes),
        chip_authentication=None,
        active_authentication=None,
    )

    checks, _ = judge(bare)

    assert checks[CHIP] == checks[ACTIVE] == not_possible(Reason.NOT_OFFERED)


# The key that a chip proves while it opens


@pytest.fixture
def mapped(genuine: Evidence, testdata: Path) -> Evidence:
    """A chip whose DG14 has no key, and whose EF.CardSecurity has; the issuers are trusted."""
    folder = testdata / "lds" / "card-security"
    issuer = Anchor((folder / "DE_csca.cer").read_bytes(), TrustScope.CITIZEN_CARD)
    return replace(
        _with(genuine, CardSecurity=(folder / "DE_EF_CardSecurity.bin").read_bytes()),
        anchors=(*genuine.anchors, issuer),
        chip_authentication=not_possible(Reason.NOT_OFFERED),
        chip_mapping=VERIFIED,
    )


def test_a_key_proven_while_opening_is_a_chip_authentication(mapped: Evidence) -> None:
    checks, findings = judge(mapped)

    assert (checks[CHIP], findings) == (VERIFIED, ())


def test_a_proof_of_dg14_goes_before_that_of_opening(mapped: Evidence) -> None:
    refused = replace(mapped, chip_authentication=failed(Reason.CHIP_REFUSED))

    assert judge(refused)[0][CHIP] == failed(Reason.CHIP_REFUSED)


def test_a_key_of_a_stranger_proven_while_opening_proves_nothing(mapped: Evidence) -> None:
    strange = replace(mapped, anchors=mapped.anchors[:1])

    assert judge(strange)[0][CHIP] == not_possible(Reason.KEY_NOT_SIGNED)


def test_without_any_trusted_issuer_it_stays_a_proof_of_the_signed_key(mapped: Evidence) -> None:
    assert judge(replace(mapped, anchors=()))[0][CHIP] == VERIFIED


def test_a_chip_that_used_another_key_while_opening_is_a_copy(mapped: Evidence) -> None:
    checks, findings = judge(replace(mapped, chip_mapping=failed(Reason.CHIP_ANSWER_WRONG)))

    assert checks[CHIP] == failed(Reason.CHIP_ANSWER_WRONG)
    assert findings == (Finding(FindingCode.CLONED, Severity.FORGERY),)
