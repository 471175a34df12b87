"""How a chip may differ from the usual one, as values: what it refuses, and with which status word.

Each of these was met in real chips by somebody's reader; a chip without any switch set is the usual one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TooLong(StrEnum):
    """What a chip does when more bytes are asked for at once than it gives."""

    WRONG_LENGTH = "6700"
    RIGHT_LENGTH = "6Cxx"
    WRONG_OFFSET = "6B00"
    SHORT = "6282"  # gives what it can and says that the file ends
    NOTHING = "9000"  # success and not one byte


class PastEnd(StrEnum):
    """What a chip does when more bytes are asked for than the file has left."""

    SHORT = "6282"
    SILENT = "9000"
    WRONG_OFFSET = "6B00"
    WRONG_LENGTH = "6700"
    RIGHT_LENGTH = "6Cxx"


class Fetching(StrEnum):
    """How an answer that does not fit 256 bytes gets out after a short command."""

    LONG = "long"  # the first 256 bytes with status 61xx, the rest by GET RESPONSE in the clear
    INSIDE = "inside"  # likewise, but protected: 61xx stands in object 99, GET RESPONSE is protected too
    ALWAYS = "always"  # every answer with data has to be fetched, as over a contact line with T=0
    NEVER = "never"  # 6700: it takes an extended command


@dataclass(frozen=True, slots=True)
class Reading:
    """How the chip gives its files out.

    Attributes:
        short_id_refusal: status word for READ BINARY with a short identifier; None: it is served.
        max_read: most plain bytes in one READ BINARY; None: what fits.
        too_long: what happens above that.
        past_end: what happens past the end of a file.
        empty_at: number of the READ BINARY since power-up, from 1, that gets 9000 without data; 0: none.
        le_65536: takes an extended command that asks for everything (Le 0000).
        far_reads: knows the odd instruction B1.
    """

    short_id_refusal: int | None = None
    max_read: int | None = None
    too_long: TooLong = TooLong.WRONG_LENGTH
    past_end: PastEnd = PastEnd.SHORT
    empty_at: int = 0
    le_65536: bool = True
    far_reads: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """How a session may go wrong.

    Attributes:
        lasts: protected commands until the chip has lost the session; None: it keeps it.
        end: status word of the command after that, in the clear.
        locked_ends: asking for a locked file (fingerprints) ends the session.
        refusal_ends: every refused command ends the session.
        replays: Chip Authentication is acknowledged, and that answer repeated for ever.
        keeps_old_keys: Chip Authentication is acknowledged, and the old keys stay.
    """

    lasts: int | None = None
    end: int = 0x6988
    locked_ends: bool = False
    refusal_ends: bool = False
    replays: bool = False
    keeps_old_keys: bool = False


@dataclass(frozen=True, slots=True)
class Pins:
    """The PIN of a chip that has one, its PUK, and how often they may still be tried.

    Attributes:
        pin: digits.
        puk: digits.
        tries: left for the PIN when the chip is first powered; at 1 it is suspended until the access number
            has been proven in the same session, at 0 it is blocked.
        most: tries after a right PIN.
        puk_tries: left for the PUK.
        active: False: the PIN has been switched off by its holder.
    """

    pin: str = "240324"
    puk: str = "2403240324"
    tries: int = 3
    most: int = 3
    puk_tries: int = 10
    active: bool = True


@dataclass(frozen=True, slots=True)
class Switches:
    """How this chip differs from the usual one.

    Attributes:
        pace: offers PACE; off: EF.CardAccess is not there (6A82).
        bac: offers Basic Access Control; off: 6A88.
        access_refusal: status word for every touch of EF.CardAccess, such as 0x6982; None: it is free.
        access_status: status word of a SELECT of EF.CardAccess that succeeds: 0x6283 on some chips.
        master_file_refusal: status word of SELECT for the master file; None: it can be selected.
        master_file_first: EF.CardAccess is found only after the master file has been selected.
        bac_failure: status word of BAC with the wrong secret.
        pace_failure: status word of the last step of PACE with the wrong secret; None: the chip does not
            notice and answers with its own token.
        pace_status: status word with which it agrees to PACE: 0x63C3 on chips that count tries.
        pace_refusal: status word with which it refuses every PACE; None: it does not.
        pace_needs_parameters: refuses PACE (6A87) unless the domain parameters are named.
        chain_sticks: after a PACE that broke off, 6883 to everything else until it is reset.
        extended_limit: most plain bytes in one answer to an extended command; None: extended lengths are
            refused (6700).
        fetching: how an answer gets out that is longer than a short one.
        reading: how it gives its files out.
        session: how its sessions may go wrong.
        pins: its PIN and PUK; None: it knows no such secrets, as citizen cards.
        active_challenge: what Active Authentication signs instead of the reader's challenge; None: that.
    """

    pace: bool = True
    bac: bool = True
    access_refusal: int | None = None
    access_status: int = 0x9000
    master_file_refusal: int | None = None
    master_file_first: bool = False
    bac_failure: int = 0x6300
    pace_failure: int | None = 0x6300
    pace_status: int = 0x9000
    pace_refusal: int | None = None
    pace_needs_parameters: bool = False
    chain_sticks: bool = False
    extended_limit: int | None = 4096
    fetching: Fetching = Fetching.LONG
    reading: Reading = Reading()
    session: Session = Session()
    pins: Pins | None = None
    active_challenge: bytes | None = None
