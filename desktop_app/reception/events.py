"""What can happen at the counter, and what the session is then. Total: a refusal is a notice, not an error.

An error is raised only for what the pack or the session does not know: a page never offers that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.catalogue.form_model import FormColumn, InputKind
from desktop_app.catalogue.model import Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.core.errors import AppError, declare
from desktop_app.reception.event_types import (
    CardRead,
    CardText,
    ChannelChosen,
    ConsentGiven,
    Event,
    FieldLeft,
    FieldTyped,
    MemberAdded,
    MemberRemoved,
    PaperCompared,
    PaperHeld,
    PaperRemoved,
    PersonRemoved,
    PhotoArrived,
    ProcedureChosen,
    QrScanned,
    ResidenceMethodChosen,
    RowLeft,
    RowTyped,
    SamePerson,
    ScanBegun,
    ScanEnded,
    SeatsSwapped,
    TermCaseChosen,
    TurnMoved,
)
from desktop_app.reception.inputs import tidy
from desktop_app.reception.people import seat_again, seat_chip, seat_qr, swap_seats
from desktop_app.reception.session import (
    Session,
    next_empty,
    procedure_of,
    repeated_part,
    slots,
)

__all__ = [
    "CardRead",
    "CardText",
    "ChannelChosen",
    "ConsentGiven",
    "Event",
    "FieldLeft",
    "FieldTyped",
    "MemberAdded",
    "MemberRemoved",
    "PaperCompared",
    "PaperHeld",
    "PaperRemoved",
    "PersonRemoved",
    "PhotoArrived",
    "ProcedureChosen",
    "QrScanned",
    "ResidenceMethodChosen",
    "RowLeft",
    "RowTyped",
    "SamePerson",
    "ScanBegun",
    "ScanEnded",
    "SeatsSwapped",
    "TermCaseChosen",
    "TurnMoved",
    "apply",
]

SLOT_UNKNOWN = declare("reception.slot_unknown")
FIELD_UNKNOWN = declare("reception.field_unknown")
ROW_UNKNOWN = declare("reception.row_unknown")
TOO_MANY_MEMBERS = declare("reception.too_many_members")
PAPER_UNKNOWN = declare("reception.paper_unknown")
COMPONENT_UNKNOWN = declare("reception.component_unknown")
TERM_CASE_UNKNOWN = declare("reception.term_case_unknown")
CHANNEL_UNKNOWN = declare("reception.channel_unknown")


def apply(session: Session, pack: Pack, event: Event) -> Session:
    """The session after an event.

    Raises:
        AppError: `catalogue.procedure_unknown`, `reception.slot_unknown`, `.field_unknown`, `.row_unknown`,
            `.too_many_members`, `.component_unknown`, `.paper_unknown`, `.term_case_unknown`,
            `.channel_unknown`.
    """
    session = replace(session, notice=None)
    match event:
        case ProcedureChosen():
            return _choose_procedure(session, pack, event.code)
        case TermCaseChosen():
            procedure = procedure_of(session, pack)
            if event.case and (procedure is None or event.case not in [t.case for t in procedure.terms]):
                raise AppError(TERM_CASE_UNKNOWN, {"procedure": session.procedure})
            return replace(session, term_case=event.case)
        case ChannelChosen():
            procedure = procedure_of(session, pack)
            if procedure is not None and event.channel not in procedure.channels:
                raise AppError(CHANNEL_UNKNOWN, {"channel": str(event.channel)})
            return replace(session, channel=event.channel)
        case ResidenceMethodChosen():
            return replace(session, residence_method=event.method)
        case FieldTyped() | FieldLeft() | RowTyped() | RowLeft():
            return _type(session, pack, event)
        case MemberAdded():
            return _add_member(session, pack)
        case MemberRemoved():
            return _remove_member(session, pack, event.index)
        case PaperHeld() | PaperRemoved() | PaperCompared():
            return _papers(session, pack, event)
        case ScanBegun():
            return replace(session, scan=event.scan)
        case ScanEnded():
            return replace(session, scan=None)
        case _:
            return _people(session, pack, event)


def _people(
    session: Session,
    pack: Pack,
    event: ConsentGiven
    | CardText
    | CardRead
    | QrScanned
    | PhotoArrived
    | SamePerson
    | SeatsSwapped
    | PersonRemoved
    | TurnMoved,
) -> Session:
    if isinstance(event, PhotoArrived):
        seats = session.seats_of(event.number)
        lit = {seat: replace(session.people[seat], photo=event.photo) for seat in seats}
        return replace(session, people={**session.people, **lit})
    if event.slot is not None:
        _know_slot(session, pack, event.slot)
    match event:
        case ConsentGiven():
            return replace(session, consents={**session.consents, event.slot: event.consent_id})
        case CardText():
            return seat_chip(session, pack, event.record, event.card, None, event.slot)
        case CardRead():
            return seat_chip(session, pack, event.record, event.card, event.read, event.slot)
        case QrScanned():
            return seat_qr(session, pack, event.qr, event.slot)
        case SamePerson():
            if event.source not in session.people:
                raise AppError(SLOT_UNKNOWN, {"slot": event.source})
            return seat_again(session, pack, event.slot, event.source)
        case SeatsSwapped():
            _know_slot(session, pack, event.other)
            swapped = swap_seats(session, event.slot, event.other)
            return replace(swapped, turn=next_empty(swapped, pack, "") or swapped.turn)
        case PersonRemoved():
            people, consents = dict(session.people), dict(session.consents)
            people.pop(event.slot, None)
            consents.pop(event.slot, None)
            return replace(session, people=people, consents=consents, turn=event.slot)
        case TurnMoved():
            return replace(session, turn=event.slot)


def _know_slot(session: Session, pack: Pack, key: str) -> None:
    if key not in [slot.key for slot in slots(session, pack)]:
        raise AppError(SLOT_UNKNOWN, {"slot": key})


def _choose_procedure(session: Session, pack: Pack, code: str) -> Session:
    procedure = pack.procedure(code)
    rows = session.rows if repeated_part(procedure) else ()
    channel = session.channel if session.channel in procedure.channels else procedure.channels[0]
    case = session.term_case if session.term_case in [t.case for t in procedure.terms] else ""
    chosen = replace(session, procedure=code, pack=pack.version, rows=rows, channel=channel, term_case=case)
    places = [slot.key for slot in slots(chosen, pack)]
    people = {slot: person for slot, person in session.people.items() if slot in places}
    consents = {slot: agreed for slot, agreed in session.consents.items() if slot in places}
    for slot, person in session.people.items():
        free = next((key for key in places if key not in people), None)
        if slot not in places and free is not None:
            people[free] = replace(person, slot=free)
            if slot in session.consents:
                consents[free] = session.consents[slot]
    known = {component.code for component in procedure.components}
    papers = tuple(paper for paper in session.papers if paper.component in known)
    chosen = replace(chosen, people=people, consents=consents, papers=papers, turn=places[0])
    return replace(chosen, turn=next_empty(chosen, pack, "") or places[0])


def _type(session: Session, pack: Pack, event: FieldTyped | FieldLeft | RowTyped | RowLeft) -> Session:
    procedure = procedure_of(session, pack)
    if isinstance(event, FieldTyped | FieldLeft):
        kind = _field_input(pack, procedure, event.key)
        text = event.text if isinstance(event, FieldTyped) else tidy(kind, session.typed.get(event.key, ""))
        return replace(session, typed=_with(session.typed, event.key, text))
    if not 1 <= event.index <= len(session.rows):
        raise AppError(ROW_UNKNOWN, {"index": event.index})
    columns = {column.key: column for column in _columns(pack, procedure)}
    if event.key not in columns:
        raise AppError(FIELD_UNKNOWN, {"field": event.key})
    row = session.rows[event.index - 1]
    kind = columns[event.key].input
    text = event.text if isinstance(event, RowTyped) else tidy(kind, row.get(event.key, ""))
    rows = list(session.rows)
    rows[event.index - 1] = _with(row, event.key, text)
    return replace(session, rows=tuple(rows))


def _with(typed: Mapping[str, str], key: str, text: str) -> Mapping[str, str]:
    """What was typed with one text more; empty text takes it out, so that the filled value is back."""
    changed = dict(typed)
    changed.pop(key, None)
    # Half of a character, which a broken input method may send, can be neither kept nor printed.
    whole = text.encode("utf-8", "ignore").decode()
    return {**changed, key: whole} if whole else changed


def _field_input(pack: Pack, procedure: Procedure | None, key: str) -> InputKind:
    if procedure is not None and procedure.declaration_form:
        for cell in pack.form(procedure.declaration_form).cells:
            if cell.key == key and cell.input is not InputKind.NONE:
                return cell.input
    raise AppError(FIELD_UNKNOWN, {"field": key})


def _columns(pack: Pack, procedure: Procedure | None) -> tuple[FormColumn, ...]:
    if procedure is None or not procedure.declaration_form:
        return ()
    columns = pack.form(procedure.declaration_form).columns
    return tuple(column for column in columns if column.input is not InputKind.NONE)


def _add_member(session: Session, pack: Pack) -> Session:
    part = repeated_part(procedure_of(session, pack))
    if part is None or len(session.rows) >= part.most:
        raise AppError(TOO_MANY_MEMBERS, {"most": part.most if part else 0})
    rows = (*session.rows, {})
    return replace(session, rows=rows, turn=f"{part.key}.{len(rows)}")


def _remove_member(session: Session, pack: Pack, index: int) -> Session:
    part = repeated_part(procedure_of(session, pack))
    if part is None or not 1 <= index <= len(session.rows):
        raise AppError(ROW_UNKNOWN, {"index": index})

    def moved(slot: str) -> str | None:
        key, dot, number = slot.partition(".")
        if key != part.key or not dot or int(number) < index:
            return slot
        return None if int(number) == index else f"{key}.{int(number) - 1}"

    people = {new: replace(p, slot=new) for slot, p in session.people.items() if (new := moved(slot))}
    consents = {new: agreed for slot, agreed in session.consents.items() if (new := moved(slot))}
    rows = session.rows[: index - 1] + session.rows[index:]
    left = replace(session, people=people, consents=consents, rows=rows)
    places = [slot.key for slot in slots(left, pack)]
    turn = moved(session.turn) or next_empty(left, pack, "") or places[0]
    return replace(left, turn=turn)


def _papers(session: Session, pack: Pack, event: PaperHeld | PaperRemoved | PaperCompared) -> Session:
    if isinstance(event, PaperHeld):
        procedure = procedure_of(session, pack)
        if procedure is None or procedure.component(event.paper.component) is None:
            ordinal = len(session.papers) + 1
            raise AppError(COMPONENT_UNKNOWN, {"ordinal": ordinal, "procedure": session.procedure})
        others = tuple(p for p in session.papers if p.file.file_id != event.paper.file.file_id)
        return replace(session, papers=(*others, event.paper))
    if event.file_id not in [paper.file.file_id for paper in session.papers]:
        raise AppError(PAPER_UNKNOWN)
    if isinstance(event, PaperRemoved):
        return replace(session, papers=tuple(p for p in session.papers if p.file.file_id != event.file_id))
    return replace(
        session,
        papers=tuple(
            replace(p, compared=event.compared) if p.file.file_id == event.file_id else p
            for p in session.papers
        ),
    )
