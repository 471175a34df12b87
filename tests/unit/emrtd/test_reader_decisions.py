"""What the reader does with what a chip offers, refuses or breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.core.terms import CheckName, Outcome, Protocol, Severity, TrustScope
from desktop_app.emrtd import lds
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import VERIFIED, CardRead, Finding, Phase, Progress, failed, not_possible
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData, Switches
from tests.support.made_up_card import CAN, MRZ, WRONG_CAN, WRONG_MRZ, anchor_d, chip_d
from tests.support.scripted_card import MeddledCard

NOW = datetime(2026, 11, 21, tzinfo=UTC)
GONE = declare("readers.gone_in_a_test")

GENERAL_AUTHENTICATE, EXTERNAL_AUTHENTICATE, GET_CHALLENGE = 0x86, 0x82, 0x84
SELECT, READ_BINARY, SET_AT = 0xA4, 0xB0, 0x22
SELECT_APPLICATION = bytes.fromhex("00A4040C07A0000002471001")
SELECT_CARD_ACCESS = bytes.fromhex("00A4020C02011C")


def _read(
    card: MeddledCard | Chip,
    key: AccessKey = CAN,
    mode: AccessMode = AccessMode.AUTO,
    anchors: tuple[Anchor, ...] = (),
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: ReadLimits | None = None,
) -> CardRead:
    return read_card(
        card,
        key,
        mode=mode,
        anchors=anchors,
        at=NOW,
        progress=progress,
        cancelled=cancelled,
        limits=limits,
    )


def _refuse(ins: int, answer: str) -> Callable[[bytes], bytes | None]:
    return lambda command: bytes.fromhex(answer) if command[1] == ins else None


def _code(result: CardRead) -> str | None:
    return result.error.code if result.error else None


@pytest.fixture
def card(testdata: Path) -> MeddledCard:
    return MeddledCard(Chip(chip_d(testdata)))


@pytest.fixture
def card_without_pace(testdata: Path) -> MeddledCard:
    return MeddledCard(Chip(chip_d(testdata, Switches(pace=False))))


# The road into the chip


@pytest.mark.parametrize(
    ("key", "mode", "protocol"),
    [
        (CAN, AccessMode.AUTO, Protocol.PACE_CAN),
        (MRZ, AccessMode.AUTO, Protocol.PACE_MRZ),
        (MRZ, AccessMode.PACE, Protocol.PACE_MRZ),
        (MRZ, AccessMode.BAC, Protocol.BAC),
    ],
)
def test_the_key_and_the_mode_decide_the_protocol(
    card: MeddledCard, key: AccessKey, mode: AccessMode, protocol: Protocol
) -> None:
    result = _read(card, key, mode)

    assert (result.protocol, result.error) == (protocol, None)


def test_a_card_without_pace_is_opened_by_bac_and_the_result_says_so(card_without_pace: MeddledCard) -> None:
    result = _read(card_without_pace, MRZ)

    assert result.protocol == Protocol.BAC
    assert Finding("pace_not_offered", Severity.NOTICE) in result.findings


def test_a_card_that_hides_the_pace_of_its_signed_file_is_a_forgery(card_without_pace: MeddledCard) -> None:
    result = _read(card_without_pace, MRZ)

    assert Finding("bac_despite_pace_in_dg14", Severity.FORGERY) in result.findings


def test_bac_on_request_is_a_notice(card: MeddledCard) -> None:
    result = _read(card, MRZ, AccessMode.BAC)

    assert result.findings == (
        Finding("bac_requested", Severity.NOTICE),
        Finding("bac_despite_pace_in_dg14", Severity.NOTICE),
    )


def test_pace_leaves_no_finding(card: MeddledCard) -> None:
    assert _read(card).findings == ()


def test_an_access_number_cannot_open_a_card_without_pace(card_without_pace: MeddledCard) -> None:
    assert _code(_read(card_without_pace, CAN)) == "emrtd.can_needs_pace"


def test_only_pace_allowed_and_none_offered_is_an_error(card_without_pace: MeddledCard) -> None:
    result = _read(card_without_pace, MRZ, AccessMode.PACE)

    assert (_code(result), card_without_pace.count(GET_CHALLENGE)) == ("emrtd.pace_not_offered", 0)


def test_bac_with_an_access_number_is_an_error_before_anything_is_sent(card: MeddledCard) -> None:
    result = _read(card, CAN, AccessMode.BAC)

    assert (_code(result), result.exchanges) == ("emrtd.bac_needs_mrz", 0)


@pytest.mark.parametrize("status", [0x6982, 0x6D00, 0x6983, 0x6A86])
@pytest.mark.parametrize("key", [CAN, MRZ])
def test_any_other_refusal_of_card_access_means_the_built_in_default(
    testdata: Path, status: int, key: AccessKey
) -> None:
    result = _read(Chip(chip_d(testdata, Switches(access_refusal=status))), key)

    assert (result.error, result.protocol in (Protocol.PACE_CAN, Protocol.PACE_MRZ)) == (None, True)


def test_a_refusal_in_one_try_and_not_found_in_the_other_is_unknown(testdata: Path) -> None:
    chip = Chip(chip_d(testdata, Switches(access_refusal=0x6A82)))
    tries: list[bytes] = []

    def meddle(command: bytes) -> bytes | None:
        if command == SELECT_CARD_ACCESS:
            tries.append(command)
            return b"\x69\x82" if len(tries) == 1 else None
        return None

    result = _read(MeddledCard(chip, meddle), MRZ)

    assert result.protocol == Protocol.PACE_MRZ


def test_unreadable_card_access_means_the_built_in_default(testdata: Path) -> None:
    broken = chip_d(testdata).with_file(0x011C, bytes.fromhex("3104 30FF 0102".replace(" ", "")))

    result = _read(Chip(broken), CAN)

    assert result.protocol == Protocol.PACE_CAN


def test_card_access_that_only_its_short_identifier_opens_is_found(testdata: Path) -> None:
    card = MeddledCard(
        Chip(chip_d(testdata)), lambda command: b"\x6d\x00" if command[:2] == b"\x00\xa4" else None
    )

    assert "CardAccess" in _read(card).files


# Secrets


@pytest.mark.parametrize(
    ("key", "mode", "code", "ins", "times"),
    [
        (WRONG_CAN, AccessMode.AUTO, "emrtd.wrong_can", GENERAL_AUTHENTICATE, 4),
        (WRONG_MRZ, AccessMode.AUTO, "emrtd.wrong_mrz", GENERAL_AUTHENTICATE, 4),
        (WRONG_MRZ, AccessMode.BAC, "emrtd.wrong_mrz", EXTERNAL_AUTHENTICATE, 1),
    ],
)
def test_a_wrong_secret_is_tried_once(
    card: MeddledCard, key: AccessKey, mode: AccessMode, code: str, ins: int, times: int
) -> None:
    result = _read(card, key, mode)

    assert (_code(result), card.count(ins)) == (code, times)


def test_a_failed_pace_never_becomes_bac(card: MeddledCard) -> None:
    _read(card, WRONG_MRZ)

    assert card.count(GET_CHALLENGE) == 0


def test_a_failed_access_leaves_a_reset_card(card: MeddledCard) -> None:
    _read(card, WRONG_CAN)

    assert card.resets == 1


def test_the_right_number_after_a_wrong_one_opens_the_same_card(card: MeddledCard) -> None:
    _read(card, WRONG_CAN)

    assert _read(card, CAN).error is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("6300", "emrtd.wrong_can"),
        ("63C2", "emrtd.wrong_can"),
        ("6A80", "emrtd.wrong_can"),
        ("6982", "emrtd.wrong_can"),
        ("6988", "emrtd.wrong_can"),
        ("6983", "emrtd.blocked"),
        ("6F00", "emrtd.pace_refused"),
    ],
)
def test_the_last_status_of_pace_says_what_is_wrong(testdata: Path, status: str, code: str) -> None:
    last = lambda command: bytes.fromhex(status) if command[:2] == b"\x00\x86" else None  # noqa: E731

    result = _read(MeddledCard(Chip(chip_d(testdata)), last))

    assert result.error is not None
    assert (result.error.code, result.error.facts["status_word"]) == (code, status)


@pytest.mark.parametrize(
    ("ins", "status", "code"),
    [
        (EXTERNAL_AUTHENTICATE, "6300", "emrtd.wrong_mrz"),
        (EXTERNAL_AUTHENTICATE, "63CF", "emrtd.wrong_mrz"),
        (EXTERNAL_AUTHENTICATE, "6988", "emrtd.wrong_mrz"),
        (EXTERNAL_AUTHENTICATE, "6985", "emrtd.wrong_mrz"),
        (EXTERNAL_AUTHENTICATE, "6982", "emrtd.wrong_mrz"),
        (EXTERNAL_AUTHENTICATE, "6983", "emrtd.blocked"),
        (GET_CHALLENGE, "6A88", "emrtd.bac_not_offered"),
        (GET_CHALLENGE, "6D00", "emrtd.bac_not_offered"),
        (GET_CHALLENGE, "6F00", "emrtd.unexpected_status"),
    ],
)
def test_the_status_of_bac_says_what_is_wrong(testdata: Path, ins: int, status: str, code: str) -> None:
    card = MeddledCard(Chip(chip_d(testdata)), _refuse(ins, status))

    assert _code(_read(card, MRZ, AccessMode.BAC)) == code


def test_a_refused_default_is_pace_refused(testdata: Path) -> None:
    chip = Chip(chip_d(testdata, Switches(access_refusal=0x6982)))

    result = _read(MeddledCard(chip, _refuse(SET_AT, "6A80")), CAN)

    assert result.error is not None
    assert (result.error.code, result.error.facts["phase"]) == ("emrtd.pace_refused", "pace")


def test_the_warning_with_the_tries_left_does_not_stop_pace(testdata: Path) -> None:
    chip = Chip(chip_d(testdata))

    def warn(command: bytes) -> bytes | None:
        if command[1] != SET_AT:
            return None
        assert chip.transmit(command) == b"\x90\x00"
        return b"\x63\xc1"

    assert _read(MeddledCard(chip, warn)).error is None


# Other cards, other failures


@pytest.mark.parametrize("status", ["6A82", "6D00", "6E00"])
@pytest.mark.parametrize("key", [CAN, MRZ])
def test_a_card_without_the_application_is_unknown(testdata: Path, status: str, key: AccessKey) -> None:
    card = MeddledCard(Chip(chip_d(testdata)), lambda command: bytes.fromhex(status))

    assert _code(_read(card, key)) == "emrtd.unknown_card"


@pytest.mark.parametrize("after", [0, 4, 7, 8, 60])
def test_an_error_of_the_device_passes_through_with_its_place(testdata: Path, after: int) -> None:
    sent: list[bytes] = []

    def pull(command: bytes) -> bytes | None:
        sent.append(command)
        if len(sent) > after:
            raise AppError(GONE)
        return None

    card = MeddledCard(Chip(chip_d(testdata)), pull)

    result = _read(card, limits=ReadLimits(extended=0))

    assert result.error is not None
    assert (result.error.code, result.exchanges, card.resets) == (GONE, after + 1, 0)
    assert result.error.facts["phase"] in list(Phase)


def test_what_was_read_before_the_card_was_pulled_is_kept(testdata: Path) -> None:
    def pull(command: bytes) -> bytes | None:
        # An offset of 4 KiB and more: only DG2 is that long.
        if command[1] == READ_BINARY and 0x10 <= command[2] < 0x80:
            raise AppError(GONE)
        return None

    result = _read(
        MeddledCard(Chip(chip_d(testdata)), pull),
        anchors=(anchor_d(testdata),),
        limits=ReadLimits(extended=0),
    )

    assert set(result.files) == {"CardAccess", "COM", "SOD", "DG1", "DG13", "DG14", "DG15"}
    assert result.checks[CheckName.DG_HASHES] == not_possible("read_incomplete")
    assert result.checks[CheckName.SOD_SIGNATURE] == VERIFIED


def test_an_altered_answer_fails_secure_messaging(testdata: Path) -> None:
    chip = Chip(chip_d(testdata))

    def flip(command: bytes) -> bytes | None:
        if command[:2] != b"\x0c\xb0":
            return None
        answer = bytearray(chip.transmit(command))
        answer[5] ^= 1
        return bytes(answer)

    result = _read(MeddledCard(chip, flip))

    assert result.error is not None
    assert (result.error.code, result.error.facts["file"]) == ("emrtd.secure_messaging_failed", "COM")


@pytest.mark.parametrize("status", ["6987", "6988"])
def test_a_chip_that_drops_its_session_is_told(testdata: Path, status: str) -> None:
    card = MeddledCard(
        Chip(chip_d(testdata)), lambda c: bytes.fromhex(status) if c[:2] == b"\x0c\xb0" else None
    )

    result = _read(card)

    assert result.error is not None
    assert (result.error.code, result.error.facts["status_word"]) == ("emrtd.session_lost", status)


def test_a_success_without_protection_is_not_believed(testdata: Path) -> None:
    card = MeddledCard(Chip(chip_d(testdata)), lambda c: b"\x90\x00" if c[:2] == b"\x0c\xa4" else None)

    assert _code(_read(card)) == "emrtd.secure_messaging_failed"


def test_cancelling_stops_before_the_next_exchange(card: MeddledCard) -> None:
    result = _read(card, cancelled=lambda: len(card.commands) == 12)

    assert (_code(result), result.exchanges) == ("emrtd.cancelled", 12)


# Files and checks


def test_small_files_come_first_and_the_picture_last(card: MeddledCard) -> None:
    seen: list[str] = []

    _read(card, progress=lambda p: seen.append(p.file) if p.file and p.file not in seen else None)

    assert seen == ["CardAccess", "COM", "SOD", "DG1", "DG13", "DG14", "DG15", "DG2"]


def test_progress_ends_at_the_size_of_each_file(card: MeddledCard, testdata: Path) -> None:
    last: dict[str, Progress] = {}

    result = _read(card, progress=lambda p: last.update({p.file: p}) if p.file else None)

    assert {name: p.of for name, p in last.items()} == {n: len(raw) for n, raw in result.files.items()}
    assert all(p.step == p.of for p in last.values())


def test_all_files_arrive_whole(card: MeddledCard, testdata: Path) -> None:
    result = _read(card)

    assert result.files == chip_d(testdata).named_files()


def test_every_byte_on_the_wire_is_counted(testdata: Path) -> None:
    chip, counted = Chip(chip_d(testdata)), [0]

    def count(command: bytes) -> bytes:
        answer = chip.transmit(command)
        counted[0] += len(command) + len(answer)
        return answer

    card = MeddledCard(chip, count)
    result = _read(card)

    assert (result.wire_bytes, result.exchanges) == (counted[0], len(card.commands))


def test_all_five_checks_are_always_there(card: MeddledCard) -> None:
    assert set(_read(card, WRONG_CAN).checks) == set(CheckName)


def test_a_sound_card_of_a_trusted_issuer_is_verified(card: MeddledCard, testdata: Path) -> None:
    checks = _read(card, anchors=(anchor_d(testdata),)).checks

    assert checks == {
        CheckName.DG_HASHES: VERIFIED,
        CheckName.SOD_SIGNATURE: VERIFIED,
        CheckName.SIGNER_CHAIN: VERIFIED,
        CheckName.CHIP_AUTHENTICATION: not_possible("not_offered"),  # its DG14 has no key
        CheckName.ACTIVE_AUTHENTICATION: VERIFIED,
    }


def test_a_passport_anchor_makes_no_citizen_card(card: MeddledCard, testdata: Path) -> None:
    result = _read(card, anchors=(anchor_d(testdata, TrustScope.PASSPORT),))

    assert result.checks[CheckName.SIGNER_CHAIN] == not_possible("no_csca")


def _flipped(data: ChipData, identifier: int, at: int) -> ChipData:
    raw = bytearray(data.files[identifier])
    raw[at] ^= 1
    return data.with_file(identifier, bytes(raw))


@pytest.mark.parametrize("identifier", [0x0101, 0x0102, 0x010D, 0x010E, 0x010F])
def test_one_bit_changed_in_any_data_group_fails(testdata: Path, identifier: int) -> None:
    result = _read(Chip(_flipped(chip_d(testdata), identifier, -1)))

    assert result.checks[CheckName.DG_HASHES] == failed("hash_mismatch")


def test_a_group_that_nobody_signed_fails(testdata: Path) -> None:
    data = chip_d(testdata)
    card_a = testdata / "lds" / "made-up-card" / "trace-card-a"  # its EF.SOD lists no DG14
    data = data.with_file(0x011D, (card_a / "EF_SOD.bin").read_bytes())
    for number, name in ((0x0101, "DG1"), (0x0102, "DG2"), (0x010D, "DG13"), (0x010F, "DG15")):
        data = data.with_file(number, (card_a / f"EF_{name}.bin").read_bytes())

    result = _read(Chip(data))

    assert result.checks[CheckName.DG_HASHES] == failed("hash_missing")


@pytest.mark.parametrize("identifier", [0x0102, 0x010D, 0x010E, 0x010F])
def test_a_listed_group_that_is_not_there_is_no_error(testdata: Path, identifier: int) -> None:
    result = _read(Chip(chip_d(testdata).without_file(identifier)))

    assert (result.error, result.checks[CheckName.DG_HASHES]) == (None, VERIFIED)


def test_a_card_without_ef_com_is_read_by_the_list_of_ef_sod(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).without_file(0x011E)))

    assert result.error is None
    assert {"DG1", "DG2", "DG13", "DG14", "DG15"} <= set(result.files)


def test_without_ef_sod_nothing_can_be_checked(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).without_file(0x011D)), anchors=(anchor_d(testdata),))

    assert result.error is None
    for name in (CheckName.DG_HASHES, CheckName.SOD_SIGNATURE, CheckName.SIGNER_CHAIN):
        assert result.checks[name] == not_possible("file_missing")


def test_without_any_list_every_known_group_is_tried(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).without_file(0x011D).without_file(0x011E)))

    assert {"DG1", "DG2", "DG13", "DG14", "DG15"} <= set(result.files)


def test_a_broken_ef_sod_fails_and_never_becomes_not_possible(testdata: Path) -> None:
    broken = chip_d(testdata).with_file(0x011D, bytes.fromhex("7703300100"))

    result = _read(Chip(broken), anchors=(anchor_d(testdata),))

    assert result.error is None
    assert result.checks[CheckName.DG_HASHES] == failed("sod_unreadable")
    assert result.checks[CheckName.SOD_SIGNATURE] == failed("sod_unreadable")
    assert result.checks[CheckName.SIGNER_CHAIN].outcome == Outcome.NOT_POSSIBLE


def test_missing_dg14_and_dg15_are_named_in_their_checks(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).without_file(0x010E).without_file(0x010F)))

    assert result.checks[CheckName.CHIP_AUTHENTICATION] == not_possible("file_missing")
    assert result.checks[CheckName.ACTIVE_AUTHENTICATION] == not_possible("file_missing")


def test_a_card_without_dg1_is_an_error(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).without_file(0x0101)))

    assert result.error is not None
    assert (result.error.code, result.error.facts["file"]) == ("emrtd.file_missing", "DG1")


def test_fingerprints_and_iris_are_never_asked_for(testdata: Path) -> None:
    data = chip_d(testdata).with_file(0x011E, bytes.fromhex("6009" + "5C07" + "61637576" + "6F6D6E"))
    result = _read(Chip(data))
    names = {entry.file for entry in result.trace}

    assert result.error is None
    assert names.isdisjoint({"DG3", "DG4"})


def test_a_group_without_content_is_no_error(testdata: Path) -> None:
    result = _read(Chip(chip_d(testdata).with_file(0x0102, b"")))

    assert (result.error, "DG2" in result.files) == (None, False)


def test_reading_on_the_gui_thread_is_a_bug(card: MeddledCard) -> None:
    mark_gui_thread()
    try:
        with pytest.raises(RuntimeError, match="GUI thread"):
            _read(card)
    finally:
        unmark_gui_thread()


# Nothing personal


def test_neither_the_result_nor_its_parts_show_anything_personal(card: MeddledCard) -> None:
    result = _read(card, MRZ)
    zone = lds.mrz_of_dg1(result.files["DG1"])

    shown = repr(result) + repr(result.trace) + repr(MRZ) + repr(CAN) + str(_read(card, WRONG_CAN).error)

    for secret in (zone, MRZ.document_number, MRZ.birth, CAN.can, WRONG_CAN.can, "TRAN"):
        assert secret not in shown
