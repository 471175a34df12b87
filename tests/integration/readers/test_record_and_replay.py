"""A read that was recorded is read once more without the card."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import Outcome, Protocol, TrustScope
from desktop_app.emrtd import mrz
from desktop_app.emrtd.access import AccessKey, AccessMode, CanKey, MrzKey
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.pcsc import CARD_REMOVED
from desktop_app.readers.recorder import Recorder
from desktop_app.readers.recording import Drawn, Exchanged, Recording, recording_of
from desktop_app.readers.replay import REPLAY_DIFFERS, Replay
from desktop_app.readers.simulator.cards import CardShelf
from tests.support.scripted_card import MeddledCard

AT = SystemClock().now()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), resources / "training" / "citizens")


def _mrz_key(shelf: CardShelf) -> MrzKey:
    zone = mrz.parse_td1(shelf.citizen().mrz)
    return MrzKey(zone.document_number, zone.birth, zone.expiry)


def _read(shelf: CardShelf, card: Recorder | Replay, key: AccessKey, mode: AccessMode) -> CardRead:
    anchors = [Anchor(shelf.csca_path.read_bytes(), TrustScope.CITIZEN_CARD)]
    return read_card(card, key, mode=mode, anchors=anchors, at=AT, random=card.random)


def _recorded(
    shelf: CardShelf, quirk: str | None = None, mode: AccessMode = AccessMode.AUTO
) -> tuple[CardRead, Recording]:
    recorder = Recorder(shelf.card(None, quirk))
    key = CanKey(shelf.citizen().can) if mode is not AccessMode.BAC else _mrz_key(shelf)
    read = _read(shelf, recorder, key, mode)
    return read, recorder.recording(AT)


def _seen(read: CardRead) -> tuple[object, ...]:
    error = (read.error.code, read.error.facts) if read.error else None
    steps = [(entry.phase, entry.file, entry.ins, entry.status_word) for entry in read.trace]
    return read.protocol, read.files, read.checks, read.findings, error, read.limits, steps


@pytest.mark.parametrize(
    ("quirk", "mode"),
    [
        (None, AccessMode.AUTO),
        (None, AccessMode.BAC),
        ("cloned", AccessMode.AUTO),
        ("pace_chip", AccessMode.AUTO),
        ("pace_integrated", AccessMode.AUTO),
        ("no_extended_lost", AccessMode.AUTO),
    ],
)
def test_a_replayed_read_is_the_recorded_one(shelf: CardShelf, quirk: str | None, mode: AccessMode) -> None:
    first, recording = _recorded(shelf, quirk, mode)
    replay = Replay(recording_of(recording.to_lines()))
    key = CanKey(shelf.citizen().can) if mode is not AccessMode.BAC else _mrz_key(shelf)

    second = _read(shelf, replay, key, mode)

    replay.expect_end()
    assert first.error is None and _seen(second) == _seen(first)


def test_the_replayed_read_proves_what_the_chip_proved(shelf: CardShelf) -> None:
    replay = Replay(_recorded(shelf)[1])

    read = _read(shelf, replay, CanKey(shelf.citizen().can), AccessMode.AUTO)

    assert read.protocol is Protocol.PACE_CAN
    assert all(check.outcome is Outcome.VERIFIED for check in read.checks.values())


def test_another_number_is_another_read(shelf: CardShelf) -> None:
    recording = _recorded(shelf)[1]
    other = f"{(int(shelf.citizen().can) + 1) % 1_000_000:06d}"

    read = _read(shelf, Replay(recording), CanKey(other), AccessMode.AUTO)

    assert read.error is not None and read.error.code == REPLAY_DIFFERS
    assert not read.files.keys() - {"CardAccess"}


def test_an_error_of_the_reader_comes_again(shelf: CardShelf) -> None:
    chip = shelf.card()

    def tear(command: bytes) -> bytes | None:
        if meddled.count(0xB0) == 12:
            raise AppError(CARD_REMOVED, {"pcsc": "80100069"})
        return None

    meddled = MeddledCard(chip, tear)
    recorder = Recorder(meddled)
    first = _read(shelf, recorder, _mrz_key(shelf), AccessMode.AUTO)
    replay = Replay(recording_of(recorder.recording(AT).to_lines()))

    second = _read(shelf, replay, _mrz_key(shelf), AccessMode.AUTO)

    assert first.error is not None and first.error.code == CARD_REMOVED
    assert _seen(second) == _seen(first)


def test_what_differs_is_named_by_its_ordinal(shelf: CardShelf) -> None:
    recording = _recorded(shelf)[1]
    replay = Replay(recording)
    first = recording.events[0]
    assert isinstance(first, Exchanged)
    replay.transmit(first.command)

    with pytest.raises(AppError) as refused:
        replay.transmit(b"\x00\xa4\x02\x0c\x02\x01\x02")

    assert refused.value.facts["ordinal"] == 2


def test_after_a_difference_nothing_is_answered_any_more(shelf: CardShelf) -> None:
    replay = Replay(_recorded(shelf)[1])
    first = _recorded(shelf)[1].events[0]
    assert isinstance(first, Exchanged)
    with pytest.raises(AppError):
        replay.reset()

    with pytest.raises(AppError) as refused:
        replay.transmit(first.command)

    assert (refused.value.code, refused.value.facts["ordinal"]) == (REPLAY_DIFFERS, 1)


def test_a_read_that_stops_early_has_not_played_the_recording(shelf: CardShelf) -> None:
    replay = Replay(_recorded(shelf)[1])

    with pytest.raises(AppError) as refused:
        replay.expect_end()

    assert refused.value.code == REPLAY_DIFFERS


def test_nothing_of_a_recording_is_shown_by_accident(shelf: CardShelf) -> None:
    recording = _recorded(shelf)[1]
    drawn = next(event for event in recording.events if isinstance(event, Drawn))

    shown = repr(recording) + repr(recording.events[0]) + repr(drawn)

    assert str(drawn.value) not in shown and "\\x" not in shown


@pytest.mark.parametrize(
    ("change", "ordinal"),
    [
        (lambda lines: "", 1),
        (lambda lines: "[]\n", 1),
        (lambda lines: "no json", 1),
        (lambda lines: lines.replace("motcua-apdu", "other"), 1),
        (lambda lines: lines.replace('"short": 223', '"short": 0'), 1),
        (lambda lines: lines.replace('"command": "', '"command": "zz', 1), 2),
        (lambda lines: lines.splitlines()[0] + '\n{"reset": true}\n', 2),
        (
            lambda lines: (
                lines.splitlines()[0]
                + '\n{"reset": true, "ms": 1, "error": {"code": "no.code", "facts": {}, "retry": "never"}}\n'
            ),
            2,
        ),
    ],
)
def test_a_file_that_is_no_recording_is_refused_with_its_line(shelf: CardShelf, change, ordinal: int) -> None:
    lines = _recorded(shelf)[1].to_lines()

    with pytest.raises(AppError) as refused:
        recording_of(change(lines))

    assert (str(refused.value.code), refused.value.facts) == (
        "readers.recording_unreadable",
        {"ordinal": ordinal},
    )
