"""Genuine cards whose chip or reader behaves oddly, as others have met them: each as data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from desktop_app.emrtd.access import AccessMode
from desktop_app.readers.simulator.expectation import (
    BY_MRZ_WITHOUT_PACE,
    PLAIN,
    Expectation,
    Secret,
    ending,
)
from desktop_app.readers.simulator.link import Link
from desktop_app.readers.simulator.plan import (
    FacePlan,
    Plan,
)
from desktop_app.readers.simulator.quirk import Quirk, oddity
from desktop_app.readers.simulator.switches import (
    Fetching,
    PastEnd,
    Pins,
    Reading,
    Session,
    Switches,
    TooLong,
)
from desktop_app.readers.simulator.weak_reader import Fault

_SLOW = Link(kbps=106, overhead_ms=60)
_LARGE_FACE_BYTES = 44_000

_BY_PIN, _BY_PUK = Expectation(Secret.PIN), Expectation(Secret.PUK)
_BAC_BY_MRZ = Expectation(Secret.MRZ, AccessMode.BAC)


def _finding_out() -> Iterator[Quirk]:
    """Before anybody is let in: the master file and EF.CardAccess."""
    for status in (0x6D00, 0x6982, 0x6A80, 0x6A81, 0x6A82, 0x6A86, 0x6A87):
        yield oddity(
            f"select_mf_{status:04x}",
            f"SELECT of the master file answers {status:04X}, EF.CardAccess 6982",
            switches=Switches(master_file_refusal=status, access_refusal=0x6982),
        )
    for status in (0x6982, 0x6983):
        yield oddity(
            f"card_access_{status:04x}",
            f"EF.CardAccess answers {status:04X}; PACE works all the same",
            switches=Switches(access_refusal=status),
        )
    yield oddity(
        "card_access_6283",
        "SELECT of EF.CardAccess answers 6283, and it can be read",
        switches=Switches(access_status=0x6283),
    )
    yield oddity(
        "card_access_after_mf",
        "EF.CardAccess is found only after SELECT of the master file",
        switches=Switches(master_file_first=True),
    )
    yield oddity(
        "card_access_6a82",
        "a card without PACE: EF.CardAccess answers 6A82 and DG14 lists none",
        BY_MRZ_WITHOUT_PACE,
        plan=Plan(pace=()),
    )


def _letting_in() -> Iterator[Quirk]:
    """Basic Access Control and PACE."""
    for status in (0x6300, 0x63CF, 0x6988, 0x6985, 0x6982):
        wrong = dataclasses.replace(_BAC_BY_MRZ, right=False, error="emrtd.wrong_mrz")
        yield oddity(
            f"bac_wrong_key_{status:04x}",
            f"BAC with the wrong MRZ answers {status:04X}",
            dataclasses.replace(PLAIN, also=(wrong,)),
            switches=Switches(bac_failure=status),
        )
    yield oddity(
        "bac_not_offered",
        "GET CHALLENGE answers 6A88: the chip has no BAC",
        dataclasses.replace(PLAIN, also=(dataclasses.replace(_BAC_BY_MRZ, error="emrtd.bac_not_offered"),)),
        switches=Switches(bac=False),
    )
    yield oddity(
        "pace_mse_63c3",
        "MSE:Set AT for PACE agrees with 63C3: three tries left",
        switches=Switches(pace_status=0x63C3),
    )
    for status in (0x6A80, 0x6A88):
        yield oddity(
            f"pace_refused_{status:04x}",
            f"MSE:Set AT for PACE answers {status:04X}",
            ending("emrtd.pace_refused"),
            switches=Switches(pace_refusal=status),
        )
    yield oddity(
        "pace_needs_tag_84",
        "MSE:Set AT for PACE answers 6A87 unless tag 84 names the domain parameters",
        switches=Switches(pace_needs_parameters=True),
    )
    wrong_ends: tuple[tuple[str, int | None, str], ...] = (
        ("6300", 0x6300, "emrtd.wrong_can"),
        ("63c2", 0x63C2, "emrtd.wrong_can"),
        ("6983", 0x6983, "emrtd.blocked"),
        ("token", None, "emrtd.wrong_can"),
    )
    for label, status, error in wrong_ends:
        answer = "answers with a token that does not fit" if status is None else f"answers {status:04X}"
        yield oddity(
            f"pace_wrong_key_{label}",
            f"the last step of PACE with the wrong CAN {answer}",
            dataclasses.replace(PLAIN, also=(Expectation(right=False, error=error), PLAIN)),
            switches=Switches(pace_failure=status),
        )
    yield oddity(
        "pace_abort_6883",
        "after a PACE that broke off, 6883 to everything until the chip is reset",
        dataclasses.replace(PLAIN, also=(Expectation(right=False, error="emrtd.wrong_can"), PLAIN)),
        switches=Switches(chain_sticks=True),
    )


def _numbers_of_the_holder() -> Iterator[Quirk]:
    """PIN and PUK, which citizen cards are not known to have. The reads are made one after the other."""

    def by_pin(error: str | None, *, right: bool = True, last_try: bool = False) -> Expectation:
        return Expectation(Secret.PIN, right=right, last_try=last_try, error=error)

    def card(name: str, what: str, pins: Pins | None, *reads: Expectation) -> Quirk:
        return oddity(name, what, dataclasses.replace(PLAIN, also=reads), switches=Switches(pins=pins))

    yield card(
        "pin_card",
        "a card with PIN (240324) and PUK (2403240324); after a wrong PIN MSE:Set AT answers 63C2",
        Pins(),
        _BY_PIN,
        by_pin("emrtd.wrong_pin", right=False),
        _BY_PIN,
        _BY_PUK,
    )
    yield card(
        "pin_suspended",
        "one try of the PIN is left: 63C1, and 6985 until the CAN is proven in the same session",
        Pins(tries=1),
        by_pin("emrtd.pin_last_try"),
        dataclasses.replace(_BY_PIN, last_try=True),
        _BY_PIN,
    )
    yield card(
        "pin_lost",
        "the same with a wrong PIN: the last try is taken when agreed, and the PIN is blocked then",
        Pins(tries=1),
        by_pin("emrtd.pin_last_try", right=False),
        by_pin("emrtd.pin_blocked", right=False, last_try=True),
        by_pin("emrtd.pin_blocked", last_try=True),
    )
    yield card(
        "pin_blocked",
        "the PIN is blocked: 63C0 and 6983; PUK and CAN open the chip",
        Pins(tries=0),
        by_pin("emrtd.pin_blocked"),
        _BY_PUK,
    )
    yield card(
        "pin_deactivated",
        "the holder has switched the PIN off: 6283 and 6984; the CAN opens the chip",
        Pins(active=False),
        by_pin("emrtd.pin_deactivated"),
    )
    yield card(
        "pin_unknown",
        "a card without PIN, as citizen cards: MSE:Set AT answers 6A88 to PIN and PUK",
        None,
        by_pin("emrtd.pin_unknown"),
        Expectation(Secret.PUK, error="emrtd.pin_unknown"),
    )


def _sessions() -> Iterator[Quirk]:
    for status in (0x6987, 0x6988):
        yield oddity(
            f"session_lost_{status:04x}",
            f"after twelve protected commands the chip answers {status:04X} and has lost the session",
            ending("emrtd.session_lost"),
            switches=Switches(session=Session(lasts=12, end=status)),
        )
    yield oddity(
        "dg3_ends_session",
        "SELECT of DG3 answers 6982 and ends the session",
        switches=Switches(session=Session(locked_ends=True)),
    )


def _reading() -> Iterator[Quirk]:
    """READ BINARY."""
    for label, rule in (
        ("6282", PastEnd.SHORT),
        ("9000", PastEnd.SILENT),
        ("6b00", PastEnd.WRONG_OFFSET),
        ("6700", PastEnd.WRONG_LENGTH),
        ("6cxx", PastEnd.RIGHT_LENGTH),
    ):
        yield oddity(
            f"read_end_{label}",
            f"READ BINARY past the end of a file answers {label.upper().replace('X', 'x')}",
            switches=Switches(reading=Reading(past_end=rule)),
        )
    yield oddity(
        "read_61xx",
        "every answer with data has to be fetched by GET RESPONSE after 61xx",
        switches=Switches(fetching=Fetching.ALWAYS),
    )
    for status in (0x6A86, 0x6A82, 0x6B00, 0x6700, 0x6981, 0x6A81):
        yield oddity(
            f"sfi_{status:04x}",
            f"READ BINARY with a short identifier answers {status:04X}",
            switches=Switches(reading=Reading(short_id_refusal=status)),
        )
    yield oddity(
        "empty_answer",
        "the fifth READ BINARY is answered 9000 without data",
        switches=Switches(reading=Reading(empty_at=5)),
    )
    for size in (192, 160, 128, 112):
        yield oddity(
            f"max_{size}",
            f"READ BINARY of more than {size} bytes answers 6700, extended lengths too",
            switches=Switches(extended_limit=None, reading=Reading(max_read=size)),
        )
    for label, rule, what in (
        ("6cxx", TooLong.RIGHT_LENGTH, "answers 6CA0"),
        ("6b00", TooLong.WRONG_OFFSET, "answers 6B00"),
        ("6282", TooLong.SHORT, "gives 160 and 6282, though the file goes on"),
        ("empty", TooLong.NOTHING, "answers 9000 without data"),
    ):
        yield oddity(
            f"max_160_{label}",
            f"READ BINARY of more than 160 bytes {what}",
            switches=Switches(extended_limit=None, reading=Reading(max_read=160, too_long=rule)),
        )
    yield oddity(
        "far_files",
        "DG2 goes beyond 32,767 bytes, where READ BINARY needs the odd instruction",
        plan=Plan(face=FacePlan(size_bytes=_LARGE_FACE_BYTES)),
    )
    yield oddity(
        "far_files_short",
        "the same without extended lengths",
        plan=Plan(face=FacePlan(size_bytes=_LARGE_FACE_BYTES)),
        switches=Switches(extended_limit=None),
    )


def _links() -> Iterator[Quirk]:
    yield oddity(
        "no_extended_6700",
        "the chip answers 6700 to extended lengths",
        switches=Switches(extended_limit=None),
    )
    yield oddity(
        "no_extended_lost",
        "the reader loses the card when it is given an extended command",
        fault=Fault.EXTENDED_IS_LOST,
    )
    yield oddity(
        "no_extended_garbled",
        "the reader cuts an extended command short; the chip answers 6F00 and drops the session",
        fault=Fault.EXTENDED_IS_GARBLED,
    )
    yield oddity(
        "no_256_bytes",
        "the reader loses answers of exactly 256 bytes, and has no extended lengths",
        fault=Fault.FULL_ANSWER_IS_LOST,
        switches=Switches(extended_limit=None),
    )
    yield oddity(
        "le_65536_6700",
        "an extended command that asks for everything (Le 0000) answers 6700",
        switches=Switches(reading=Reading(le_65536=False)),
    )
    yield oddity(
        "extended_512", "extended answers hold 512 bytes at most", switches=Switches(extended_limit=512)
    )
    yield oddity("slow", "every exchange takes 60 ms more, at 106 kbit/s", link=_SLOW)


def behaviour_quirks() -> Iterator[Quirk]:
    """All of them, in the order of a read."""
    for group in (_finding_out, _letting_in, _numbers_of_the_holder, _sessions, _reading, _links):
        yield from group()
