"""What a catalogue pack holds: procedures, holidays, office hours. Values only, each with its source.

Forms have their own module, `form_model`.

`verify` is empty where the fact was read in a primary text; otherwise it says what must still be checked
against the original, and Quản trị shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from desktop_app.core.terms import Channel, DeadlineUnit, PersonRole
from desktop_app.core.workdays import DayKind


class StartEvent(StrEnum):
    """What starts the processing time."""

    COMPLETE_DOSSIER = "complete_dossier"  # nhận đủ hồ sơ hợp lệ
    COMPETENT_AGENCY = "competent_agency"  # cơ quan có thẩm quyền nhận (phi địa giới)


class ResumeMode(StrEnum):
    """What happens to the processing time after a supplement."""

    RESTART = "restart"
    CONTINUE = "continue"


class ReceiptWhen(StrEnum):
    """When a receipt with an appointment has to be handed out."""

    ALWAYS = "always"
    AFTER_CUT_OFF = "after_cut_off"  # only where the result is not given on the same day
    ASKED = "asked"  # only if the citizen wants one


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
        chip_of: keys of people; the paper is not needed once the chips of all of them were read.
        channels: where the paper belongs to the dossier; empty for every channel.
        presented: shown and given back, not handed in.
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
    chip_of: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    presented: bool = False

    def belongs_to(self, channel: Channel) -> bool:
        """Whether the paper belongs to a dossier that came on this channel."""
        return not self.channels or channel in self.channels


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """What the citizen gets."""

    code: str
    name: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A part a person plays in a dossier; its values fill the form.

    Attributes:
        key: name of the part within the procedure; the rules of the form use it.
        role: who the person is in the dossier.
        title: in words, for the screen.
        required: whether the dossier is incomplete without this person.
        repeat: whether there may be several; each fills a row of the form's table.
        most: how many at most.
        relation: what `X.relation` says when X is this person: `Mẹ`, `Chủ hộ`; empty if nothing.
        may_also_be: keys of parts that the same person may play too.
    """

    key: str
    role: PersonRole
    title: str
    required: bool
    repeat: bool
    most: int
    relation: str
    may_also_be: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as it stands in this pack.

    Attributes:
        agency_level: key of the level that decides (`commune`, `province`, `ministry`).
        terms: the first one is the usual case.
        resume_mode: whether the time restarts or continues after a supplement.
        receipt_form: id of the form of the receipt.
        declaration_form: id of the form of the declaration; empty if none.
        people: in the order of the paper; the first one is the owner of the dossier.
        receipt_when: when a receipt has to be handed out.
        synonyms: other words people search it by.
        request: what is asked for, a template of `rules`; empty if the form has no such line.
        residence_method: whether the way residence was proved must be noted (one of seven).
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
    people: tuple[PersonPart, ...]
    receipt_when: ReceiptWhen
    synonyms: tuple[str, ...]
    request: str
    residence_method: bool
    source: str
    verify: str = ""

    def person(self, key: str) -> PersonPart:
        """The part with this key.

        Raises:
            KeyError: no such part (a bug: keys come from this list).
        """
        for part in self.people:
            if part.key == key:
                return part
        raise KeyError(key)

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


@dataclass(frozen=True, slots=True)
class IssuePlace:
    """Who issues citizen cards since a day, and what such a card is called: the chip says neither.

    Attributes:
        since: first day of issue.
        card: name of the card.
        name: name of the issuing body.
    """

    since: date
    card: str
    name: str
    source: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class IdentityPaper:
    """How an identity paper is written in one line of a form.

    Attributes:
        text: with the places `card`, `number`, `issue_place`, `issue_date`.
        text_without_date: with the place `number`, where the day of issue is not known.
    """

    text: str
    text_without_date: str
    source: str
    verify: str = ""
