"""What can happen at the counter, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import CardFacts, CitizenRecord
from desktop_app.core.terms import Channel, ResidenceMethod
from desktop_app.reception.session import HeldPaper, OpenScan, ReadSummary


@dataclass(frozen=True, slots=True)
class ProcedureChosen:
    """A procedure was chosen; who has no place in it any more takes the first free one, else leaves."""

    code: str


@dataclass(frozen=True, slots=True)
class TermCaseChosen:
    """Another case of the term; empty for the usual one."""

    case: str


@dataclass(frozen=True, slots=True)
class ChannelChosen:
    """How the dossier came."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ResidenceMethodChosen:
    """How residence was proved; None goes back to what was read."""

    method: ResidenceMethod | None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Who sits, or is going to sit, in the slot has agreed to have the chip read."""

    slot: str
    consent_id: str


@dataclass(frozen=True, slots=True)
class CardText:
    """The text of a chip is here; photo and checks are still coming. `slot` None: whose turn it is."""

    record: CitizenRecord = field(repr=False)
    card: CardFacts = field(repr=False)
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class CardRead:
    """A chip was read and checked."""

    record: CitizenRecord = field(repr=False)
    card: CardFacts = field(repr=False)
    read: ReadSummary
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class QrScanned:
    """The QR code of a card was scanned."""

    qr: CardQr = field(repr=False)
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoArrived:
    """The photo of the person with this number."""

    number: str = field(repr=False)
    photo: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Who sits in `source` plays the part of `slot` too."""

    slot: str
    source: str


@dataclass(frozen=True, slots=True)
class SeatsSwapped:
    """Whoever sits in two places, or in one of them, change places: a card was laid on the wrong turn."""

    slot: str
    other: str


@dataclass(frozen=True, slots=True)
class PersonRemoved:
    """Somebody leaves; what they agreed to leaves with them."""

    slot: str


@dataclass(frozen=True, slots=True)
class TurnMoved:
    """The next card is for this slot."""

    slot: str


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """A field holds this text now; empty text brings back what the cards say."""

    key: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FieldLeft:
    """The focus left a field: only now is it tidied up, for an input method rewrites what was typed."""

    key: str


@dataclass(frozen=True, slots=True)
class RowTyped:
    """A cell of the table holds this text now; rows count from 1."""

    index: int
    key: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RowLeft:
    """The focus left a cell of the table."""

    index: int
    key: str


@dataclass(frozen=True, slots=True)
class MemberAdded:
    """One more row in the table; the next card fills it."""


@dataclass(frozen=True, slots=True)
class MemberRemoved:
    """A row goes, with who sits in it; those below move up."""

    index: int


@dataclass(frozen=True, slots=True)
class PaperHeld:
    """A paper lies in the vault."""

    paper: HeldPaper


@dataclass(frozen=True, slots=True)
class PaperRemoved:
    """A paper is not for this dossier after all."""

    file_id: str


@dataclass(frozen=True, slots=True)
class PaperCompared:
    """The officer compared a paper with the original, or takes that back."""

    file_id: str
    compared: bool


@dataclass(frozen=True, slots=True)
class ScanBegun:
    """Pages are being scanned: they lie sealed on disk, and only the draft has their key."""

    scan: OpenScan


@dataclass(frozen=True, slots=True)
class ScanEnded:
    """The pages became a paper, or nobody wants them."""


Event = (
    ProcedureChosen | TermCaseChosen | ChannelChosen | ResidenceMethodChosen | ConsentGiven | CardText
    | CardRead | QrScanned | PhotoArrived | SamePerson | PersonRemoved | TurnMoved | FieldTyped | FieldLeft
    | RowTyped | RowLeft | MemberAdded | MemberRemoved | PaperHeld | PaperRemoved | PaperCompared | ScanBegun
    | ScanEnded | SeatsSwapped
)  # fmt: skip
