"""Life of a dossier as a total table: `(state, event) -> state`, or refused."""

from __future__ import annotations

from enum import StrEnum

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import DossierState

STEP_NOT_ALLOWED = declare("dossiers.step_not_allowed")


class DossierEvent(StrEnum):
    """What can happen to a dossier."""

    ACCEPT = "accept"
    CANCEL = "cancel"


_S, _E = DossierState, DossierEvent
TABLE: dict[tuple[DossierState, DossierEvent], DossierState | None] = {
    (_S.DRAFT, _E.ACCEPT): _S.ACCEPTED,
    (_S.DRAFT, _E.CANCEL): _S.CANCELLED,
    (_S.ACCEPTED, _E.ACCEPT): None,
    (_S.ACCEPTED, _E.CANCEL): None,
    (_S.CANCELLED, _E.ACCEPT): None,
    (_S.CANCELLED, _E.CANCEL): None,
}


def step(state: DossierState, event: DossierEvent) -> DossierState:
    """The state after an event.

    Raises:
        AppError: `dossiers.step_not_allowed`.
    """
    after = TABLE[state, event]
    if after is None:
        raise AppError(STEP_NOT_ALLOWED, {"state": state, "event": event})
    return after
