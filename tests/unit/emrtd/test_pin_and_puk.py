"""PIN and PUK: one try at a time, the last one only when it is wanted, a suspended PIN after the CAN."""

from __future__ import annotations

import dataclasses

import pytest

from desktop_app.core.terms import Protocol
from desktop_app.emrtd.access import AccessKey, AccessMode, CanKey, PinKey, PukKey
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.switches import Pins, Switches
from tests.support.scripted_card import MeddledCard
from tests.support.training_card import CITIZENS, NOW, card, first_citizen

PINS = Pins()
RIGHT, WRONG = PINS.pin, "111111"
CAN = CanKey(first_citizen().can)
MSE, GENERAL_AUTHENTICATE = 0x22, 0x86


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), CITIZENS)


def _data(pins: Pins | None = PINS) -> ChipData:
    return card().with_switches(Switches(pins=pins))


def _read(chip: Chip | MeddledCard, key: AccessKey) -> CardRead:
    return read_card(chip, key, mode=AccessMode.AUTO, anchors=(), at=NOW)


def _ended(read: CardRead) -> tuple[str, object]:
    assert read.error is not None
    return str(read.error.code), read.error.facts.get("tries_left")


def _sent(read: CardRead, instruction: int) -> int:
    return sum(entry.ins == instruction for entry in read.trace)


@pytest.mark.parametrize(
    ("key", "protocol"),
    [(PinKey(RIGHT), Protocol.PACE_PIN), (PukKey(PINS.puk), Protocol.PACE_PUK)],
    ids=["pin", "puk"],
)
def test_a_right_number_opens_the_whole_card(key: AccessKey, protocol: Protocol) -> None:
    read = _read(Chip(_data()), key)

    assert (read.error, read.protocol) == (None, protocol)
    assert dict(read.files) == _data().named_files()


@pytest.mark.parametrize("key", [PinKey(RIGHT), PukKey(PINS.puk)], ids=["pin", "puk"])
def test_a_card_without_such_a_number_says_so(key: AccessKey) -> None:
    assert _ended(_read(Chip(_data(None)), key))[0] == "emrtd.pin_unknown"


def test_a_wrong_pin_takes_one_try_and_tells_what_is_left() -> None:
    read = _read(Chip(_data()), PinKey(WRONG))

    assert _ended(read) == ("emrtd.wrong_pin", 2)
    assert _sent(read, MSE) == 1


def test_a_wrong_pin_is_remembered_by_the_chip_over_resets() -> None:
    chip = Chip(_data())
    _read(chip, PinKey(WRONG))

    assert _ended(_read(chip, PinKey(WRONG))) == ("emrtd.wrong_pin", 1)


def test_a_chip_that_tells_no_count_after_a_wrong_pin_leaves_one_less_than_before() -> None:
    chip = Chip(_data(Pins(tries=2)))

    def meddle(command: bytes) -> bytes | None:
        answer = chip.transmit(command)
        return b"\x63\x00" if answer[-2:] == b"\x63\xc1" and command[1] == GENERAL_AUTHENTICATE else answer

    assert _ended(_read(MeddledCard(chip, meddle), PinKey(WRONG))) == ("emrtd.wrong_pin", 1)


def test_a_right_pin_gives_all_tries_back() -> None:
    chip = Chip(_data())
    _read(chip, PinKey(WRONG))
    _read(chip, PinKey(RIGHT))

    assert _ended(_read(chip, PinKey(WRONG))) == ("emrtd.wrong_pin", 2)


@pytest.mark.parametrize("can", [None, CAN], ids=["alone", "with CAN"])
def test_the_last_try_is_never_taken_unless_it_is_wanted(can: CanKey | None) -> None:
    read = _read(Chip(_data(Pins(tries=1))), PinKey(RIGHT, can))

    assert _ended(read) == ("emrtd.pin_last_try", 1)
    assert _sent(read, GENERAL_AUTHENTICATE) == 0


def test_the_last_try_of_a_puk_is_never_taken_unless_it_is_wanted() -> None:
    chip = Chip(_data(Pins(puk_tries=2)))
    _read(chip, PukKey("11111111"))

    assert _ended(_read(chip, PukKey(PINS.puk))) == ("emrtd.pin_last_try", 1)
    assert _read(chip, PukKey(PINS.puk, last_try=True)).error is None


def test_a_suspended_pin_asks_for_the_access_number() -> None:
    read = _read(Chip(_data(Pins(tries=1))), PinKey(RIGHT, last_try=True))

    assert _ended(read) == ("emrtd.pin_suspended", 1)
    assert _sent(read, GENERAL_AUTHENTICATE) == 0


def test_a_suspended_pin_opens_inside_the_session_of_the_access_number() -> None:
    """Without a reset between, and every command of the second PACE is protected."""
    chip, seen = Chip(_data(Pins(tries=1))), []

    def meddle(command: bytes) -> bytes | None:
        if command[1] in (MSE, GENERAL_AUTHENTICATE):
            seen.append(command[:2].hex())
        return None

    read = _read(MeddledCard(chip, meddle), PinKey(RIGHT, CAN, last_try=True))

    assert (read.error, read.protocol) == (None, Protocol.PACE_PIN)
    in_the_clear, protected = ["1086"] * 3 + ["0086"], ["1c86"] * 3 + ["0c86"]
    assert seen[:11] == ["0022", "0022", *in_the_clear, "0c22", *protected]


def test_a_wrong_access_number_costs_no_try_of_a_suspended_pin() -> None:
    chip = Chip(_data(Pins(tries=1)))

    wrong = _read(chip, PinKey(RIGHT, CanKey("000000"), last_try=True))

    assert _ended(wrong)[0] == "emrtd.wrong_can"
    assert _read(chip, PinKey(RIGHT, CAN, last_try=True)).error is None


def test_a_wrong_last_try_blocks_the_pin_and_the_puk_opens_still() -> None:
    chip = Chip(_data(Pins(tries=1)))

    assert _ended(_read(chip, PinKey(WRONG, CAN, last_try=True))) == ("emrtd.pin_blocked", 0)
    assert _ended(_read(chip, PinKey(RIGHT, CAN, last_try=True))) == ("emrtd.pin_blocked", 0)
    assert _read(chip, PukKey(PINS.puk)).error is None


@pytest.mark.parametrize(
    ("status", "wanted", "code"),
    [
        ("6983", False, "emrtd.pin_blocked"),
        ("6984", False, "emrtd.pin_deactivated"),
        ("6985", False, "emrtd.pin_last_try"),
        ("6985", True, "emrtd.pin_suspended"),
    ],
)
@pytest.mark.parametrize("instruction", [MSE, GENERAL_AUTHENTICATE])
def test_what_a_chip_may_say_at_either_step(instruction: int, status: str, wanted: bool, code: str) -> None:
    chip = MeddledCard(
        Chip(_data()), lambda command: bytes.fromhex(status) if command[1] == instruction else None
    )

    assert _ended(_read(chip, PinKey(RIGHT, last_try=wanted)))[0] == code


def test_a_pin_that_is_switched_off_is_not_tried() -> None:
    read = _read(Chip(_data(dataclasses.replace(PINS, active=False))), PinKey(RIGHT))

    assert _ended(read)[0] == "emrtd.pin_deactivated"
    assert _sent(read, GENERAL_AUTHENTICATE) == 0


@pytest.mark.parametrize("digits", ["", "123", "1" * 17, "12a4", "１２３４５６"])
@pytest.mark.parametrize("kind", [PinKey, PukKey])
def test_what_is_no_number_is_no_key(kind: type[PinKey] | type[PukKey], digits: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        kind(digits)


def test_no_number_is_shown() -> None:
    shown = repr(PinKey(RIGHT, CAN)) + repr(PukKey(PINS.puk)) + str(_read(Chip(_data()), PinKey(WRONG)).error)

    assert not [secret for secret in (RIGHT, WRONG, PINS.puk, CAN.can) if secret in shown]


@pytest.mark.parametrize(
    "name",
    ["pace_3des", "pace_aes192", "pace_aes256", "pace_integrated", "pace_dh", "pace_dh_2048", "pace_chip"],
)
def test_a_suspended_pin_opens_with_every_suite_and_mapping(shelf: CardShelf, name: str) -> None:
    data = shelf.load(quirk=name).with_switches(Switches(pins=Pins(tries=1)))

    read = _read(Chip(data), PinKey(RIGHT, CAN, last_try=True))

    assert (read.error, read.protocol) == (None, Protocol.PACE_PIN)
