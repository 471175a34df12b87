"""What a catalogue pack holds: procedures, forms, holidays, office hours. Values only, each with its source.

`verify` is empty where the fact was read in a primary text; otherwise it says what must still be checked
against the original, and Quản trị shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from desktop_app.core.terms import Channel, DeadlineUnit
from desktop_app.core.workdays import DayKind


class StartEvent(StrEnum):
    """What starts the processing time."""

    COMPLETE_DOSSIER = "complete_dossier"  # nhận đủ hồ sơ hợp lệ
    COMPETENT_AGENCY = "competent_agency"  # cơ quan có thẩm quyền nhận (phi địa giới)


class ResumeMode(StrEnum):
    """What happens to the processing time after a supplement."""

    RESTART = "restart"
    CONTINUE = "continue"


class CellKind(StrEnum):
    """How a value stands on a form."""

    LINE = "line"  # on dotted lines
    BOXES = "boxes"  # one character in each box
    PLAIN = "plain"  # text without dotted lines


class FormKind(StrEnum):
    """What a form is for; it says which words it must hold."""

    DECLARATION = "declaration"
    RECEIPT = "receipt"


class BlockKind(StrEnum):
    """The parts a form is made of, from top to bottom."""

    FIELDS = "fields"
    TABLE = "table"
    SIGNATURES = "signatures"
    NOTES = "notes"


class VerifyMark(NamedTuple):
    """A weak fact: where it stands in the pack, and what must be checked."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal text a procedure rests on."""

    code: str
    name: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A processing time for one case of a procedure.

    Attributes:
        case: stable key of the case within the procedure.
        name: the case in words.
        amount: how many units; 0 for `same_day_15h` and `none`.
        text: as printed on the receipt, such as `01 ngày làm việc`.
        starts: what starts the time.
    """

    case: str
    name: str
    amount: int
    unit: DeadlineUnit
    text: str
    starts: StartEvent
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What one dossier costs on one channel, in đồng."""

    channel: Channel
    amount_dong: int
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier.

    Attributes:
        code: national component code.
        originals: how many originals.
        copies: how many copies.
        required: whether the dossier is incomplete without it.
        replaced_by: the data that replaces the paper; empty if none does.
        form: id of the form it is filled on; empty if none.
    """

    code: str
    name: str
    originals: int
    copies: int
    required: bool
    replaced_by: str
    form: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """What the citizen gets."""

    code: str
    name: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as it stands in this pack.

    Attributes:
        agency_level: key of the level that decides (`commune`, `province`, `ministry`).
        terms: the first one is the usual case.
        resume_mode: whether the time restarts or continues after a supplement.
        receipt_form: id of the form of the receipt.
        declaration_form: id of the form of the declaration; empty if none.
    """

    code: str
    name: str
    field_code: str
    field_name: str
    agency: str
    agency_level: str
    channels: tuple[Channel, ...]
    resume_mode: ResumeMode
    terms: tuple[Term, ...]
    fees: tuple[Fee, ...]
    components: tuple[Component, ...]
    results: tuple[ResultPaper, ...]
    receipt_form: str
    declaration_form: str
    legal_bases: tuple[LegalBasis, ...]
    source: str
    verify: str = ""

    def term(self, case: str = "") -> Term:
        """The term of a case; of the usual case when none is named.

        Raises:
            KeyError: no such case (a bug: cases come from this list).
        """
        if not case:
            return self.terms[0]
        for term in self.terms:
            if term.case == case:
                return term
        raise KeyError(case)

    def fee(self, channel: Channel) -> Fee | None:
        """The fee on a channel; None where the pack knows none (which is not the same as free)."""
        return next((fee for fee in self.fees if fee.channel is channel), None)

    def component(self, code: str) -> Component | None:
        """The component with this code, or None."""
        return next((component for component in self.components if component.code == code), None)


@dataclass(frozen=True, slots=True)
class FormCell:
    """One value of a form.

    Attributes:
        key: name of the value.
        label: printed before it; `^…^` sets a note mark high.
        kind: how the value stands.
        share: part of the row's width, relative to its neighbours.
        boxes: number of boxes, for that kind.
        lines: least number of dotted lines.
        optional: leave the row out when it has no value.
        bold: set the value in bold.
    """

    key: str
    label: str
    kind: CellKind = CellKind.LINE
    share: int = 1
    boxes: int = 0
    lines: int = 1
    optional: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A part of a form.

    Attributes:
        cells: for `fields`, the values side by side.
        label: for `table` and `notes`, the line above.
        min_rows: for `table`, blank rows are added up to this number.
        new_page: begin on a new page.
    """

    kind: BlockKind
    cells: tuple[FormCell, ...] = ()
    label: str = ""
    min_rows: int = 0
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form's table; `align` is `left` or `center`."""

    key: str
    label: str
    width_mm: int
    align: str


@dataclass(frozen=True, slots=True)
class FormSignature:
    """A place to sign.

    Attributes:
        key: who signs; also the name of the value printed below, if there is one.
        title: in capitals; `^…^` sets a note mark high.
        note: under the title.
        dated: print `nơi, ngày … tháng … năm …` above.
        lines: labels of dotted lines below the signature.
    """

    key: str
    title: str
    note: str
    dated: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form: every word on it, its order and measures. Nothing of this stands in code.

    Attributes:
        id: `CT01`, `CT04`, `Mau01`.
        kind: what it is for.
        legend: small text at the top right (which circular); empty if none.
        paper: `A4` or `A5`, upright.
        margins_mm: top, right, bottom, left.
        font_size: body size in quarter points (48 is 12 pt), so that the pack holds whole numbers only.
        leading: line height in percent of the size.
        gap: space between rows in quarter points.
        sign_room_mm: white space to sign in.
        row_mm: least height of a table row.
        page_numbers: print `page_label` when there is more than one page.
        texts: the other words of the form by key.
    """

    id: str
    kind: FormKind
    title: str
    legend: str
    paper: str
    margins_mm: tuple[int, int, int, int]
    font_size: int
    leading: int
    gap: int
    sign_room_mm: int
    row_mm: int
    page_numbers: bool
    blocks: tuple[FormBlock, ...]
    columns: tuple[FormColumn, ...]
    signatures: tuple[FormSignature, ...]
    notes: tuple[str, ...]
    texts: Mapping[str, str]
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that differs from the week's rule."""

    day: date
    kind: DayKind
    name: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Part of a working day, by the clock in Vietnam."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works on a working day.

    Attributes:
        periods: in order, not overlapping; usually morning and afternoon.
        cut_off: dossiers received later count from the next working day, where the term says so.
    """

    periods: tuple[Period, ...]
    cut_off: time
    source: str
    verify: str = ""

    @property
    def opening(self) -> time:
        """Begin of the working day."""
        return self.periods[0].start

    @property
    def closing(self) -> time:
        """End of the working day."""
        return self.periods[-1].end


@dataclass(frozen=True, slots=True)
class Numbering:
    """How dossier numbers are written.

    Attributes:
        official: a format with the places `unit`, `yymmdd`, `order`.
        temporary: a format with the places `workstation`, `yymmdd`, `order`.
    """

    official: str
    temporary: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What a citizen agrees to before the chip is read.

    Attributes:
        version: kept with each agreement, together with the hash of the text.
    """

    version: str
    text: str
    source: str
    verify: str = ""
