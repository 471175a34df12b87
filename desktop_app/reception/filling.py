"""Filling a form from what cards, office and catalogue say: pure, each value with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop_app.catalogue.form_model import Form, FormCell, FormColumn, InputKind
from desktop_app.catalogue.model import Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.rules import TODAY, Rule, fill_template, rules_of, split_rule
from desktop_app.core.terms import CITIZEN_FIELDS, PersonRole, ValueSource
from desktop_app.dossiers.model import PersonalValue
from desktop_app.reception.inputs import paper_value
from desktop_app.reception.session import Person, Session, procedure_of, repeated_part, slots
from desktop_app.security.office import OfficeView

FORM = "form"

# What a dossier keeps of its owner and its declarant: enough to find, call and print. Of the others it keeps
# who they are, and what the form asks of them. The rest stays on the card: only what the purpose needs
# (Luật 91/2025/QH15).
_KEPT = ("number", "old_number", "full_name", "birth_date", "sex", "nationality", "permanent_address")
_KEPT_OF_OTHERS = ("number", "full_name")


@dataclass(frozen=True, slots=True)
class FilledValue:
    """A value of the form, as it is kept and printed (dates ISO), and where it came from."""

    value: str = field(repr=False)
    source: ValueSource


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A declaration's values.

    Attributes:
        cells: by key; only those that have a value.
        rows: the table, row by row, by column.
    """

    cells: Mapping[str, FilledValue]
    rows: tuple[Mapping[str, FilledValue], ...]


def declaration_form(session: Session, pack: Pack) -> Form | None:
    """The form that is filled in this session, if the procedure has one."""
    procedure = procedure_of(session, pack)
    return pack.form(procedure.declaration_form) if procedure and procedure.declaration_form else None


def asked(form: Form | None) -> tuple[FormCell, ...]:
    """The cells that the screen asks for, in the order of the paper."""
    return tuple(cell for cell in form.cells if cell.input is not InputKind.NONE) if form else ()


def asked_columns(form: Form | None) -> tuple[FormColumn, ...]:
    """The columns of the table that the screen asks for."""
    return tuple(column for column in form.columns if column.input is not InputKind.NONE) if form else ()


def fill_form(session: Session, pack: Pack, office: OfficeView, today: date) -> FilledForm:
    """Every value of the declaration: what was typed wins, then the rule of the form."""
    form, source = declaration_form(session, pack), _Answers(session, pack, office, today)
    cells = {
        cell.key: value
        for cell in asked(form)
        if (value := _value(session.typed.get(cell.key, ""), cell.input, source.of(cell.fill)))
    }
    rows = tuple(
        {
            column.key: value
            for column in asked_columns(form)
            if (value := _value(row.get(column.key, ""), column.input, source.of(column.fill, number)))
        }
        for number, row in enumerate(session.rows, 1)
    )
    return FilledForm(cells, rows)


def _value(typed: str, kind: InputKind, filled: FilledValue | None) -> FilledValue | None:
    text = paper_value(kind, typed)
    return FilledValue(text, ValueSource.TYPED) if text else filled


class _Answers:
    """What the rules of a form are answered with."""

    def __init__(self, session: Session, pack: Pack, office: OfficeView, today: date) -> None:
        self._session, self._pack, self._office, self._today = session, pack, office, today
        self._procedure = procedure_of(session, pack)

    def of(self, text: str, row: int = 0) -> FilledValue | None:
        """The answer to a rule; None where nobody knows it."""
        rule = split_rule(text)
        if rule is None or self._procedure is None:
            return None
        if rule.subject == TODAY:
            return FilledValue(self._today.isoformat(), ValueSource.OFFICE)
        if rule.subject == "office":
            return _filled(getattr(self._office, rule.name), ValueSource.OFFICE)
        if rule.subject == "procedure":
            return self._of_procedure(self._procedure, rule.name)
        return self._of_person(self._procedure, rule, row)

    def _of_procedure(self, procedure: Procedure, name: str) -> FilledValue | None:
        if name == "name":
            return _filled(procedure.name, ValueSource.CATALOGUE)

        def known(rule: str) -> str | None:
            answer = self.of(rule) if rule != "procedure.request" else None
            return answer.value if answer else None

        return _filled(fill_template(procedure.request, known).text, ValueSource.CATALOGUE)

    def _of_person(self, procedure: Procedure, rule: Rule, row: int) -> FilledValue | None:
        part = repeated_part(procedure)
        repeats = part is not None and part.key == rule.subject
        person = self._session.people.get(f"{rule.subject}.{row}" if repeats else rule.subject)
        if person is None:
            return None
        if rule.name in CITIZEN_FIELDS:
            value = person.record.get(rule.name)
            return _filled(value or "", person.record.sources.get(rule.name, ValueSource.CHIP))
        source = ValueSource.CHIP if person.read or person.qr is None else ValueSource.QR
        if rule.name == "relation":
            return _filled(self._relation(procedure, person), ValueSource.CATALOGUE)
        return _filled(self._of_card(person, rule.name), source)

    def _of_card(self, person: Person, name: str) -> str:
        issued = person.card.issue_date or ""
        if name == "issue_date":
            return issued
        if name == "expiry_date":
            return person.card.expiry_date or ""
        if name == "identity_paper":
            return self._pack.identity_paper(person.number, issued)
        try:
            place = self._pack.issue_place(date.fromisoformat(issued))
        except ValueError:
            return ""
        return place.name if place else ""

    def _relation(self, procedure: Procedure, person: Person) -> str:
        """What somebody is to the dossier by the other part they play."""
        others = set(self._session.seats_of(person.number)) - {person.slot}
        return next((part.relation for part in procedure.people if part.key in others and part.relation), "")


def _filled(value: str, source: ValueSource) -> FilledValue | None:
    return FilledValue(value, source) if value else None


def share_not_typed(form: FilledForm, still_open: int = 0) -> int:
    """Percent of the blanks that the clerk did not type; 100 for an empty form.

    Args:
        still_open: blanks that have to be filled and are not: nobody but the clerk will.
    """
    values = [*form.cells.values(), *(value for row in form.rows for value in row.values())]
    if not values:
        return 100
    free = sum(value.source is not ValueSource.TYPED for value in values)
    return free * 100 // (len(values) + still_open)


def owner_slot(session: Session, pack: Pack) -> str:
    """Where the owner of the dossier sits: the first person on the paper."""
    return slots(session, pack)[0].key


def told_on_form(session: Session, pack: Pack, form: FilledForm, slot: str) -> Mapping[str, FilledValue]:
    """What the form says of who sits in a slot, by field: what a clerk typed there is right."""
    return {
        rule.name: form.cells[cell.key]
        for cell in asked(declaration_form(session, pack))
        if cell.key in form.cells
        and (rule := split_rule(cell.fill))
        and rule.subject == slot
        and rule.name in CITIZEN_FIELDS
    }


def owner_number(session: Session, pack: Pack, form: FilledForm) -> str:
    """The citizen number of the owner, empty where nothing says it."""
    slot = owner_slot(session, pack)
    told = told_on_form(session, pack, form, slot).get("number")
    person = session.people.get(slot)
    return told.value if told else person.number if person else ""


def values_to_keep(session: Session, pack: Pack, form: FilledForm) -> tuple[PersonalValue, ...]:
    """What the dossier keeps: the form, the rows as `member.1`…, and what form and receipt need of each."""
    kept: dict[tuple[str, str], PersonalValue] = {}

    def keep(part: str, name: str, value: str, source: ValueSource) -> None:
        kept.setdefault((part, name), PersonalValue(part, name, value, source))

    for name, filled in form.cells.items():
        keep(FORM, name, filled.value, filled.source)
    repeated = repeated_part(procedure_of(session, pack))
    for number, row in enumerate(form.rows, 1):
        for name, filled in row.items():
            keep(f"{repeated.key if repeated else 'row'}.{number}", name, filled.value, filled.source)
    owner, needed = owner_slot(session, pack), asked_of_people(session, pack)
    for slot in (place.key for place in slots(session, pack)):
        person = session.people.get(slot)
        first = slot in (owner, PersonRole.DECLARANT)
        names = {*(_KEPT if first else _KEPT_OF_OTHERS), *needed.get(slot.partition(".")[0], ())}
        for part in (slot, PersonRole.OWNER) if slot == owner else (slot,):
            for name, filled in told_on_form(session, pack, form, slot).items():
                keep(part, name, filled.value, filled.source)
            for name in CITIZEN_FIELDS if person else ():
                value = person.record.get(name) if person and name in names else None
                if person and value:
                    keep(part, name, value, person.record.sources[name])
    return tuple(kept.values())


def asked_of_people(session: Session, pack: Pack) -> Mapping[str, set[str]]:
    """The fields that the form asks of each part."""
    procedure, form = procedure_of(session, pack), declaration_form(session, pack)
    texts = [cell.fill for cell in (*asked(form), *asked_columns(form))]
    if "procedure.request" in texts and procedure:
        texts += rules_of(procedure.request)
    needed: dict[str, set[str]] = {}
    for rule in map(split_rule, texts):
        if rule is not None and rule.of_person:
            needed.setdefault(rule.subject, set()).add(rule.name)
    return needed
