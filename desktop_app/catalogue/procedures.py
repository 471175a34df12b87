"""Reads a procedure from the pack and checks that what it names is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_app.catalogue.form_model import Form, FormKind
from desktop_app.catalogue.model import (
    Component,
    Fee,
    LegalBasis,
    PersonPart,
    Procedure,
    ReceiptWhen,
    ResultPaper,
    ResumeMode,
    StartEvent,
    Term,
)
from desktop_app.catalogue.rules import rules_of, split_rule
from desktop_app.catalogue.table import Table, by_key, invalid
from desktop_app.core.terms import Channel, DeadlineUnit, PersonRole

# Units whose amount says nothing.
_WITHOUT_AMOUNT = (DeadlineUnit.SAME_DAY_15H, DeadlineUnit.NONE)


def read_procedure(t: Table, forms: Mapping[str, Form]) -> Procedure:
    """One procedure of the pack.

    Raises:
        AppError: one of `table.PACK_WRONG`.
    """
    people = tuple(_read_person(x) for x in t.tables("people"))
    procedure = Procedure(
        code=t.text("code"),
        name=t.text("name"),
        field_code=t.text("field_code"),
        field_name=t.text("field_name"),
        agency=t.text("agency"),
        agency_level=t.one_of("agency_level", ("commune", "province", "ministry")),
        channels=t.words("channels", Channel),
        resume_mode=t.word("resume_mode", ResumeMode),
        terms=tuple(_read_term(x) for x in t.tables("terms")),
        fees=tuple(_read_fee(x) for x in t.tables("fees", optional=True)),
        components=tuple(_read_component(x, forms) for x in t.tables("components")),
        results=tuple(_read_result(x) for x in t.tables("results")),
        receipt_form=t.text("receipt_form"),
        declaration_form=t.text("declaration_form", ""),
        legal_bases=tuple(_read_basis(x) for x in t.tables("legal_bases")),
        people=people,
        receipt_when=t.word("receipt_when", ReceiptWhen),
        synonyms=t.texts("synonyms", ()),
        request=t.text("request", ""),
        residence_method=t.flag("residence_method"),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    if not procedure.terms:
        invalid(t.place("terms"), "missing")
    for key, kind in (("receipt_form", FormKind.RECEIPT), ("declaration_form", FormKind.DECLARATION)):
        form = getattr(procedure, key)
        if form and (form not in forms or forms[form].kind is not kind):
            invalid(t.place(key), "unknown_reference")
    by_key(list(procedure.terms), t.place("terms"), "case")
    by_key(list(procedure.fees), t.place("fees"), "channel")
    by_key(list(procedure.components), t.place("components"), "code")
    _check_people(t, procedure, forms)
    return procedure


def _check_people(t: Table, procedure: Procedure, forms: Mapping[str, Form]) -> None:
    """Every person that a form, a template or a paper names is a person of this procedure."""
    parts: dict[str, PersonPart] = by_key(list(procedure.people), t.place("people"), "key")
    if not parts:
        invalid(t.place("people"), "missing")
    named = {key for part in procedure.people for key in part.may_also_be}
    named |= {key for component in procedure.components for key in component.chip_of}
    if not named <= set(parts):
        invalid(t.place("people"), "unknown_reference")
    single = {key for key, part in parts.items() if not part.repeat}
    _check_rules(rules_of(procedure.request), single, t.place("request"))
    if procedure.declaration_form:
        form = forms[procedure.declaration_form]
        place = t.place("declaration_form")
        _check_rules([cell.fill for cell in form.cells if cell.fill], single, place)
        _check_rules([column.fill for column in form.columns if column.fill], set(parts) - single, place)


def _check_rules(rules: Iterable[str], people: set[str], place: str) -> None:
    for text in rules:
        rule = split_rule(text)
        if rule is None or (rule.of_person and rule.subject not in people):
            invalid(place, "unknown_reference")


def _read_person(t: Table) -> PersonPart:
    repeat = t.flag("repeat", False)
    part = PersonPart(
        key=t.text("key"),
        role=t.word("role", PersonRole),
        title=t.text("title"),
        required=t.flag("required"),
        repeat=repeat,
        most=t.whole("most", least=1) if repeat else 1,
        relation=t.text("relation", ""),
        may_also_be=t.texts("may_also_be", ()),
    )
    t.end()
    return part


def _read_term(t: Table) -> Term:
    unit = t.word("unit", DeadlineUnit)
    term = Term(
        case=t.text("case"),
        name=t.text("name"),
        amount=0 if unit in _WITHOUT_AMOUNT else t.whole("amount", least=1),
        unit=unit,
        text=t.text("text"),
        starts=t.word("starts", StartEvent),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    return term


def _read_fee(t: Table) -> Fee:
    fee = Fee(t.word("channel", Channel), t.whole("amount_dong"), t.text("source"), t.text("verify", ""))
    t.end()
    return fee


def _read_component(t: Table, forms: Mapping[str, Form]) -> Component:
    component = Component(
        code=t.text("code"),
        name=t.text("name"),
        originals=t.whole("originals"),
        copies=t.whole("copies"),
        required=t.flag("required"),
        replaced_by=t.text("replaced_by", ""),
        form=t.text("form", ""),
        source=t.text("source"),
        verify=t.text("verify", ""),
        chip_of=t.texts("chip_of", ()),
        channels=t.words("channels", Channel, ()),
        presented=t.flag("presented", False),
    )
    t.end()
    if component.form and component.form not in forms:
        invalid(t.place("form"), "unknown_reference")
    return component


def _read_result(t: Table) -> ResultPaper:
    result = ResultPaper(t.text("code"), t.text("name"), t.text("source"), t.text("verify", ""))
    t.end()
    return result


def _read_basis(t: Table) -> LegalBasis:
    basis = LegalBasis(t.text("code"), t.text("name"), t.text("source"), t.text("verify", ""))
    t.end()
    return basis
