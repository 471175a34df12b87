"""DG7, DG11, DG12 and DG16: read where they are listed, never at the cost of another card or of the rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.terms import CheckName, Outcome, Severity, TrustScope
from desktop_app.emrtd import lds, read_plan, tlv
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.details import details_of
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead, Finding, FindingCode, Reason, failed
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from tests.support.scripted_card import MeddledCard

ONLY_A_NOTICE = (Finding(FindingCode.DETAIL_MISSING, Severity.NOTICE),)
FOREIGN = "more_groups"
COMMON = (lds.DG1, lds.DG13, lds.DG14, lds.DG15, lds.DG2)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), resources / "training" / "citizens")


def _read(shelf: CardShelf, card: Card, on_files: Callable[..., None] | None = None) -> CardRead:
    anchors = [Anchor(shelf.csca_path.read_bytes(), TrustScope.CITIZEN_CARD)]
    key = CanKey(shelf.citizen().can)
    at = SystemClock().now()
    return read_card(card, key, mode=AccessMode.AUTO, anchors=anchors, at=at, on_files=on_files)


def _changed(data: ChipData, file: lds.ElementaryFile) -> ChipData:
    raw = bytearray(data.files[file.file_id])
    raw[-1] ^= 1
    return data.with_file(file.file_id, bytes(raw))


def test_they_are_read_in_order_texts_before_the_portrait(shelf: CardShelf) -> None:
    before: list[str] = []

    result = _read(shelf, shelf.card(None, FOREIGN), on_files=before.extend)

    assert before[-3:] == ["DG11", "DG12", "DG16"]
    assert dict(result.files) == shelf.load(None, FOREIGN).named_files()
    assert result.findings == () and {c.outcome for c in result.checks.values()} == {Outcome.VERIFIED}


@pytest.mark.parametrize("quirk", [None, "face_absent", "com_descending", "no_extended_lost"])
def test_other_cards_cost_no_exchange_more(
    shelf: CardShelf, quirk: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(read_plan, "_ORDER", COMMON)
        before = _read(shelf, shelf.card(None, quirk))

    after = _read(shelf, shelf.card(None, quirk))

    assert (after.exchanges, after.wire_bytes) == (before.exchanges, before.wire_bytes)


def test_a_card_without_lists_is_not_asked_for_them(shelf: CardShelf) -> None:
    bare = shelf.load().without_file(lds.COM.file_id).without_file(lds.SOD.file_id)

    result = _read(shelf, Chip(bare))

    assert result.error is None
    assert not {entry.file for entry in result.trace} & {file.name for file in lds.DETAILS}


@pytest.mark.parametrize("file", [lds.DG11, lds.DG12, lds.DG16], ids=lambda file: file.name)
def test_one_changed_bit_in_them_fails_the_hashes(shelf: CardShelf, file: lds.ElementaryFile) -> None:
    result = _read(shelf, Chip(_changed(shelf.load(None, FOREIGN), file)))

    assert result.checks[CheckName.DG_HASHES] == failed(Reason.HASH_MISMATCH)


def test_a_group_that_a_state_closes_is_a_notice_and_no_forgery(shelf: CardShelf) -> None:
    data = shelf.load(None, FOREIGN)
    closed = dataclasses.replace(data, locked=data.locked | {lds.DG11.file_id})

    result = _read(shelf, Chip(closed))

    assert (result.error, result.findings) == (None, ONLY_A_NOTICE)
    assert {check.outcome for check in result.checks.values()} == {Outcome.VERIFIED}


def test_a_chip_that_breaks_over_one_of_them_gives_all_the_rest(shelf: CardShelf) -> None:
    data = shelf.load(None, FOREIGN)
    chip = Chip(data)
    broken: list[bytes] = []

    def lose_session_at_dg12(command: bytes) -> bytes | None:
        if seen and seen[-1] == "DG11" and not broken:
            broken.append(command)
            chip.reset()
            return bytes.fromhex("6988")
        return None

    seen: list[str] = []
    anchors = [Anchor(shelf.csca_path.read_bytes(), TrustScope.CITIZEN_CARD)]
    result = read_card(
        MeddledCard(chip, lose_session_at_dg12),
        CanKey(shelf.citizen().can),
        mode=AccessMode.AUTO,
        anchors=anchors,
        at=SystemClock().now(),
        progress=lambda progress: seen.append(progress.file) if progress.file else None,
    )

    expected = data.named_files()
    del expected["DG12"]
    assert broken and result.error is None
    assert dict(result.files) == expected and result.findings == ONLY_A_NOTICE


def test_dg7_comes_after_the_portrait(shelf: CardShelf) -> None:
    plain = shelf.load()
    signature = tlv.encode(lds.DG7.tag, tlv.encode(0x02, b"\x01") + tlv.encode(0x5F43, b"\xff\xd8\xff" * 9))
    com = (
        plain.files[lds.COM.file_id].replace(b"\x5c\x06", b"\x5c\x07").replace(b"\x60\x18", b"\x60\x19")
        + b"\x67"
    )
    card = plain.with_file(lds.DG7.file_id, signature).with_file(lds.COM.file_id, com)

    result = _read(shelf, Chip(card))

    assert list(result.files)[-2:] == ["DG2", "DG7"]
    assert result.checks[CheckName.DG_HASHES] == failed(Reason.HASH_MISSING)
    assert details_of(result.files) == {"signatures": [27]}


def test_what_they_say_is_told_by_name(shelf: CardShelf) -> None:
    citizen = shelf.citizen()

    told = details_of(_read(shelf, shelf.card(None, FOREIGN)).files)

    assert told["person"]["personal_number"] == [citizen.number]
    assert told["document"]["issuing_authority"] == ["HUAN LUYEN"]
    assert told["to_tell"][0]["telephone"] == ["+84000000000"]


def test_a_card_without_them_has_no_details(shelf: CardShelf) -> None:
    assert details_of(_read(shelf, shelf.card()).files) == {}


def test_details_that_cannot_be_read_are_left_out() -> None:
    assert details_of({"DG11": b"\x6b", "DG12": b""}) == {}
