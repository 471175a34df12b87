import itertools

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.terms import DossierState
from desktop_app.dossiers.states import TABLE, DossierEvent, step

ALLOWED = {
    (DossierState.DRAFT, DossierEvent.ACCEPT): DossierState.ACCEPTED,
    (DossierState.DRAFT, DossierEvent.CANCEL): DossierState.CANCELLED,
}
PRODUCT = list(itertools.product(DossierState, DossierEvent))


def test_the_table_says_something_of_every_state_and_event():
    assert set(TABLE) == set(PRODUCT)


@pytest.mark.parametrize(("state", "event"), [pair for pair in PRODUCT if pair in ALLOWED])
def test_an_allowed_step_leads_on(state, event):
    assert step(state, event) is ALLOWED[state, event]


@pytest.mark.parametrize(("state", "event"), [pair for pair in PRODUCT if pair not in ALLOWED])
def test_every_other_step_is_refused(state, event):
    with pytest.raises(AppError) as error:
        step(state, event)
    assert error.value.code == "dossiers.step_not_allowed"
    assert error.value.facts == {"state": state.value, "event": event.value}


def test_every_state_can_be_reached():
    assert {DossierState.DRAFT, *ALLOWED.values()} == set(DossierState)
