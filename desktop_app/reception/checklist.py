"""The papers of the dossier: which are here, which something replaces, which are still needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.catalogue.model import Component, Procedure
from desktop_app.core.errors import Fact
from desktop_app.core.terms import Channel
from desktop_app.reception.session import HeldPaper, Notice, Session


class PaperState(StrEnum):
    """How it stands with a component."""

    NEEDED = "needed"
    ATTACHED = "attached"
    MADE_HERE = "made_here"  # the declaration this program fills
    PRESENTED = "presented"  # to be shown, and given back
    REPLACED = "replaced"
    NOT_REQUIRED = "not_required"


class ChecklistCode(StrEnum):
    """Why a paper need not be handed in; the words are in the messages of `checklist`."""

    CHIP_READ = "checklist.chip_read"
    REPLACED_BY_DATA = "checklist.replaced_by_data"
    OTHER_CHANNEL = "checklist.other_channel"
    PRESENTED = "checklist.presented"
    MADE_HERE = "checklist.made_here"
    IF_THERE_IS_ONE = "checklist.if_there_is_one"


@dataclass(frozen=True, slots=True)
class PaperView:
    """A line of the checklist.

    Attributes:
        reason: why it need not be handed in; None where it is needed or here.
        papers: what was attached.
    """

    component: str
    name: str
    originals: int
    copies: int
    required: bool
    state: PaperState
    reason: Notice | None
    papers: tuple[HeldPaper, ...]


def checklist(session: Session, procedure: Procedure | None) -> tuple[PaperView, ...]:
    """Every component of the procedure, in its order."""
    if procedure is None:
        return ()
    return tuple(_paper(session, procedure, component) for component in procedure.components)


def declaration_of(procedure: Procedure, channel: Channel) -> Component | None:
    """The component that this program fills and prints, if the dossier has one."""
    form = procedure.declaration_form
    return next((c for c in procedure.components if form and c.form == form and c.belongs_to(channel)), None)


def is_open(paper: PaperView) -> bool:
    """Whether the dossier waits for this paper."""
    return paper.state is PaperState.NEEDED


def _paper(session: Session, procedure: Procedure, component: Component) -> PaperView:
    held = tuple(paper for paper in session.papers if paper.component == component.code)
    state, reason = _state(session, procedure, component, held)
    return PaperView(
        component=component.code,
        name=component.name,
        originals=component.originals,
        copies=component.copies,
        required=component.required,
        state=state,
        reason=reason,
        papers=held,
    )


def _state(
    session: Session, procedure: Procedure, component: Component, held: tuple[HeldPaper, ...]
) -> tuple[PaperState, Notice | None]:
    def because(
        state: PaperState, code: ChecklistCode, facts: Mapping[str, Fact] | None = None
    ) -> tuple[PaperState, Notice]:
        return state, Notice(str(code), facts or {})

    if component is declaration_of(procedure, session.channel):
        return because(PaperState.MADE_HERE, ChecklistCode.MADE_HERE)
    if held:
        return PaperState.ATTACHED, None
    if not component.belongs_to(session.channel):
        return because(PaperState.NOT_REQUIRED, ChecklistCode.OTHER_CHANNEL)
    if component.chip_of and all(_read(session, key) for key in component.chip_of):
        return because(PaperState.REPLACED, ChecklistCode.CHIP_READ)
    if component.presented:
        return because(PaperState.PRESENTED, ChecklistCode.PRESENTED)
    if component.replaced_by:
        return because(PaperState.REPLACED, ChecklistCode.REPLACED_BY_DATA, {"data": component.replaced_by})
    if component.required:
        return PaperState.NEEDED, None
    return because(PaperState.NOT_REQUIRED, ChecklistCode.IF_THERE_IS_ONE)


def _read(session: Session, slot: str) -> bool:
    person = session.people.get(slot)
    return person is not None and person.read is not None and not person.in_doubt
