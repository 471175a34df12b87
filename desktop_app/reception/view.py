"""What the window shows of a session: people, form, papers, appointment, and what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop_app.catalogue.deadline import Appointment, appointment, receipt_due
from desktop_app.catalogue.form_model import Form, FormCell, FormColumn, InputKind
from desktop_app.catalogue.model import Fee, Procedure, Term
from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.rules import UNKNOWN, split_rule
from desktop_app.core.clock import local_day
from desktop_app.core.errors import Fact
from desktop_app.core.terms import Channel, PersonRole, ResidenceMethod, ValueSource
from desktop_app.reception.checklist import PaperView, checklist, is_open
from desktop_app.reception.filling import (
    FilledForm,
    FilledValue,
    asked,
    asked_columns,
    asked_of_people,
    declaration_form,
    fill_form,
    share_not_typed,
    told_on_form,
)
from desktop_app.reception.inputs import Problem, judge, judge_number, shown_date
from desktop_app.reception.person_view import PersonView, person_view
from desktop_app.reception.session import Notice, OpenScan, Session, procedure_of, repeated_part, slots
from desktop_app.security.office import OfficeView

_SHORT_INPUTS = (InputKind.DATE, InputKind.NUMBER, InputKind.COUNT, InputKind.CHOICE, InputKind.PHONE)
_SHORT_VALUES = ("ethnicity", "nationality", "relation")


class MissingCode(StrEnum):
    """What a dossier still waits for; the words are in the messages of `missing`."""

    PROCEDURE = "missing.procedure"
    PERSON = "missing.person"
    PERSON_BEING_READ = "missing.person_being_read"
    PERSON_IN_DOUBT = "missing.person_in_doubt"
    FIELD = "missing.field"
    FIELD_WRONG = "missing.field_wrong"
    PAPER = "missing.paper"
    RESIDENCE_METHOD = "missing.residence_method"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a dossier waits for.

    Attributes:
        target: where to go: `procedure`, `person.SLOT`, `field.KEY`, `row.N.KEY`, `paper.CODE`,
            `residence_method`.
        facts: `title` of the person, `label` of the field, `name` of the paper.
    """

    code: MissingCode
    target: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of the form.

    Attributes:
        value: for the eye: what was typed as it was typed, else the filled value, dates as `15/01/1999`.
        source: None where it is empty.
        quiet: filled by itself and nothing wrong with it.
        group: heading it stands under; empty if none.
        short: its values are: two such fields have room side by side.
    """

    key: str
    target: str
    label: str
    input: InputKind
    value: str = field(repr=False)
    source: ValueSource | None
    required: bool
    problem: Problem | None
    quiet: bool
    choices: tuple[str, ...] = ()
    hint: str = ""
    group: str = ""
    lines: int = 1
    short: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the form's table and the slot of who it is about."""

    index: int
    slot: str
    cells: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class ResidenceView:
    """How residence is proved.

    Attributes:
        source: TYPED where the officer chose, CHIP or QR where it follows from what was read.
    """

    required: bool
    method: ResidenceMethod | None
    source: ValueSource | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session for the eye.

    Attributes:
        table_label: heading of the form's table; empty if it has none.
        receipt: whether a receipt with the appointment has to be handed out.
        scan: pages that are no paper yet.
        missing: in the order of the window; the dossier can be accepted when there is nothing.
        next_focus: target of the first thing that needs a human; None when nothing does.
    """

    session_id: str
    procedure: str | None
    people: tuple[PersonView, ...]
    turn: str
    fields: tuple[FieldView, ...]
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    table_label: str
    can_add_member: bool
    checklist: tuple[PaperView, ...]
    residence: ResidenceView
    channel: Channel
    channels: tuple[Channel, ...]
    fee: Fee | None
    term: Term | None
    terms: tuple[Term, ...]
    appointment: Appointment | None
    receipt: bool
    missing: tuple[Missing, ...]
    share_not_typed: int
    next_focus: str | None
    notice: Notice | None
    scan: OpenScan | None

    @property
    def can_accept(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def view(session: Session, pack: Pack, office: OfficeView, now: datetime) -> SessionView:
    """Look at a session.

    Args:
        now: aware instant; the appointment is what it would be if the dossier were accepted now.
    """
    procedure, form, today = procedure_of(session, pack), declaration_form(session, pack), local_day(now)
    filled = fill_form(session, pack, office, today)
    needed = asked_of_people(session, pack)
    people = tuple(
        person_view(session, slot, today, shown=needed.get(slot.part, frozenset()))
        for slot in slots(session, pack)
    )
    fields = _fields(session, form, filled, today)
    rows = _rows(session, form, filled, procedure, today)
    papers = checklist(session, procedure)
    residence = residence_of(session, procedure)
    typed = {
        slot.key
        for slot in slots(session, pack)
        if {"number", "full_name"} <= told_on_form(session, pack, filled, slot.key).keys()
    }
    missing = _missing(procedure, people, typed, fields, rows, papers, residence)
    part = repeated_part(procedure)
    term = procedure.term(session.term_case) if procedure else None
    return SessionView(
        session_id=session.session_id,
        procedure=session.procedure,
        people=people,
        turn=session.turn,
        fields=fields,
        columns=tuple(column.label for column in asked_columns(form)) if part else (),
        rows=rows,
        table_label=next((block.label for block in form.blocks if block.kind == "table"), "") if form else "",
        can_add_member=part is not None and len(session.rows) < part.most,
        checklist=papers,
        residence=residence,
        channel=session.channel,
        channels=procedure.channels if procedure else (),
        fee=procedure.fee(session.channel) if procedure else None,
        term=term,
        terms=procedure.terms if procedure else (),
        appointment=appointment(term, now, pack.calendar, pack.office_hours) if term else None,
        receipt=receipt_due(procedure, now, pack.calendar, pack.office_hours) if procedure else False,
        missing=missing,
        share_not_typed=share_not_typed(filled, sum(m.code is MissingCode.FIELD for m in missing)),
        next_focus=missing[0].target if missing else None,
        notice=session.notice,
        scan=session.scan,
    )


def residence_of(session: Session, procedure: Procedure | None) -> ResidenceView:
    """How residence is proved: what the officer chose, else what the declarant's card was read by."""
    required = procedure is not None and procedure.residence_method
    if session.residence_method is not None:
        return ResidenceView(required, session.residence_method, ValueSource.TYPED)
    first = procedure.people[0].key if procedure and procedure.people else PersonRole.DECLARANT
    person = session.people.get(first)
    if not required or person is None:
        return ResidenceView(required, None, None)
    if person.read is not None and not person.in_doubt:
        return ResidenceView(required, ResidenceMethod.CHIP, ValueSource.CHIP)
    if person.qr is not None:
        return ResidenceView(required, ResidenceMethod.QR, ValueSource.QR)
    return ResidenceView(required, None, None)


def _fields(session: Session, form: Form | None, filled: FilledForm, today: date) -> tuple[FieldView, ...]:
    cells = asked(form)
    return tuple(
        _field(
            cell,
            f"field.{cell.key}",
            session.typed.get(cell.key, ""),
            filled.cells.get(cell.key),
            today,
            _same_person(cell, cells, filled.cells),
            hint=cell.hint,
            group=cell.group,
            lines=cell.lines,
            caption=cell.caption,
            max_length=cell.max_length,
        )
        for cell in cells
    )


def _rows(
    session: Session, form: Form | None, filled: FilledForm, procedure: Procedure | None, today: date
) -> tuple[RowView, ...]:
    part, columns = repeated_part(procedure), asked_columns(form)
    if part is None:
        return ()
    return tuple(
        RowView(
            index,
            f"{part.key}.{index}",
            tuple(
                _field(
                    column,
                    f"row.{index}.{column.key}",
                    session.rows[index - 1].get(column.key, ""),
                    values.get(column.key),
                    today,
                    _same_person(column, columns, values),
                    caption=column.label,
                )
                for column in columns
            ),
        )
        for index, values in enumerate(filled.rows, 1)
    )


def _field(
    cell: FormCell | FormColumn,
    target: str,
    typed: str,
    filled: FilledValue | None,
    today: date,
    person: tuple[str, str],
    *,
    caption: str,
    hint: str = "",
    group: str = "",
    lines: int = 1,
    max_length: int = 0,
) -> FieldView:
    value, source = (filled.value, filled.source) if filled else ("", None)
    problem = judge(cell.input, value, today=today, choices=cell.choices, max_length=max_length)
    if problem is None and source is ValueSource.TYPED and cell.input is InputKind.NUMBER:
        problem = judge_number(value, *person)
    shown = shown_date(value) if cell.input is InputKind.DATE else value
    return FieldView(
        key=cell.key,
        target=target,
        label=caption,
        input=cell.input,
        value=typed if source is ValueSource.TYPED else shown,
        source=source,
        required=cell.required,
        problem=problem,
        quiet=bool(value) and source is not ValueSource.TYPED and problem is None and UNKNOWN not in value,
        choices=cell.choices,
        hint=hint,
        group=group,
        lines=lines,
        short=_is_short(cell),
    )


def _is_short(cell: FormCell | FormColumn) -> bool:
    rule = split_rule(cell.fill)
    return (
        cell.input in _SHORT_INPUTS
        or bool(cell.choices)
        or (isinstance(cell, FormCell) and cell.share > 1)  # it shares its line on paper too
        or (rule is not None and rule.name in _SHORT_VALUES)
    )


def _same_person(
    cell: FormCell | FormColumn,
    cells: Sequence[FormCell | FormColumn],
    values: Mapping[str, FilledValue],
) -> tuple[str, str]:
    """Sex and birth date in the form of the person whose number a field holds."""
    rule = split_rule(cell.fill)
    if cell.input is not InputKind.NUMBER or rule is None:
        return "", ""

    def of(name: str) -> str:
        key = next((c.key for c in cells if c.fill == f"{rule.subject}.{name}"), "")
        return values[key].value if key in values else ""

    return of("sex"), of("birth_date")


def _missing(
    procedure: Procedure | None,
    people: Sequence[PersonView],
    typed: Collection[str],
    fields: Sequence[FieldView],
    rows: Sequence[RowView],
    papers: Sequence[PaperView],
    residence: ResidenceView,
) -> tuple[Missing, ...]:
    if procedure is None:
        return (Missing(MissingCode.PROCEDURE, "procedure"),)
    found: list[Missing] = []
    for person in people:
        facts: dict[str, Fact] = {"title": person.title}
        target = f"person.{person.slot}"
        if person.in_doubt:
            found.append(Missing(MissingCode.PERSON_IN_DOUBT, target, facts))
        elif person.being_read:
            found.append(Missing(MissingCode.PERSON_BEING_READ, target, facts))
        elif person.required and not person.filled and person.slot not in typed:
            found.append(Missing(MissingCode.PERSON, target, facts))
    for item in (*fields, *(cell for row in rows for cell in row.cells)):
        if item.problem is not None and item.problem.blocks:
            found.append(Missing(MissingCode.FIELD_WRONG, item.target, {"label": item.label}))
        elif item.required and (not item.value.strip() or _is_open(item)):
            found.append(Missing(MissingCode.FIELD, item.target, {"label": item.label}))
    for paper in papers:
        if is_open(paper):
            found.append(Missing(MissingCode.PAPER, f"paper.{paper.component}", {"name": paper.name}))
    if residence.required and residence.method is None:
        found.append(Missing(MissingCode.RESIDENCE_METHOD, "residence_method"))
    return tuple(found)


def _is_open(item: FieldView) -> bool:
    """True for a line made from a template in which something is not known yet."""
    return item.source is ValueSource.CATALOGUE and UNKNOWN in item.value
