"""A reader that loses a long signature: the read is whole, and that one check is not possible."""

from __future__ import annotations

import dataclasses
import functools

import pytest

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.core.terms import CheckName, Outcome, TrustScope
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead, Reason, not_possible
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData, Switches
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.plan import ActiveKind, Plan
from desktop_app.readers.simulator.switches import Reading
from desktop_app.readers.simulator.weak_reader import Fault, WeakReader
from tests.support.training_card import NOW, card, first_citizen, issuer, with_


@functools.cache
def _card() -> ChipData:
    made = issuer().personalize(first_citizen(), draw_face("test", 3000), Plan(active=ActiveKind.RSA_2048))
    return dataclasses.replace(made, switches=Switches(extended_limit=None))


def _read(card: Card) -> CardRead:
    anchors = [Anchor(issuer().csca_der, TrustScope.CITIZEN_CARD)]
    return read_card(card, CanKey(first_citizen().can), mode=AccessMode.AUTO, anchors=anchors, at=NOW)


class _Vanishing(WeakReader):
    """The card is not there any more either."""

    def reset(self) -> None:
        raise AppError(FailureCode("readers.card_removed"))


def test_a_lost_signature_is_a_check_that_is_not_possible() -> None:
    read = _read(WeakReader(Chip(_card()), Fault.FULL_ANSWER_IS_LOST))

    assert read.error is None
    assert read.checks[CheckName.ACTIVE_AUTHENTICATION] == not_possible(Reason.LINK_TOO_SHORT)
    assert read.checks[CheckName.CHIP_AUTHENTICATION].outcome is Outcome.VERIFIED


def test_a_card_that_has_gone_with_it_is_told() -> None:
    read = _read(_Vanishing(Chip(_card()), Fault.FULL_ANSWER_IS_LOST))

    assert read.error is not None and read.error.code == "readers.card_removed"


@pytest.mark.parametrize("number", range(1, 9))
def test_one_empty_answer_does_not_make_a_long_link_short(number: int) -> None:
    read = _read(Chip(with_(card(), reading=Reading(empty_at=number))))

    assert read.error is None
    assert read.limits.extended
