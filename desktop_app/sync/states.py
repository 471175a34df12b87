"""The life of an event on its way to the province, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from desktop_app.core.terms import OutboxState

BASE_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


class Happening(StrEnum):
    """What can happen to an event."""

    CLAIMED = "claimed"  # an engine takes it to send it
    STORED = "stored"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    LOST = "lost"  # the request or its answer did not get through
    LEASE_EXPIRED = "lease_expired"  # the engine that took it is gone
    ASKED_AGAIN = "asked_again"  # a person wants it sent now


class Effect(StrEnum):
    """What a step does to the row besides its state."""

    TAKE_LEASE = "take_lease"
    COUNT_ATTEMPT = "count_attempt"
    DROP_LEASE = "drop_lease"
    WAIT = "wait"  # not before the time that back-off gives
    NO_WAIT = "no_wait"
    NOTE_ANSWER = "note_answer"


@dataclass(frozen=True, slots=True)
class Step:
    """The next state and the effects."""

    state: OutboxState
    effects: tuple[Effect, ...] = ()


_Q, _S, _A, _R = OutboxState.QUEUED, OutboxState.SENDING, OutboxState.ACCEPTED, OutboxState.REJECTED
_H = Happening
_ANSWERED = (Effect.DROP_LEASE, Effect.NO_WAIT, Effect.NOTE_ANSWER)
_AGAIN = (Effect.DROP_LEASE, Effect.NO_WAIT)

# An answer is a fact about the province: it counts in every state but `accepted`, also when it comes late
# from an engine whose lease had ended. What the province once stored stays stored.
TABLE: Mapping[tuple[OutboxState, Happening], Step] = {
    (_Q, _H.CLAIMED): Step(_S, (Effect.TAKE_LEASE, Effect.COUNT_ATTEMPT, Effect.NO_WAIT)),
    (_Q, _H.STORED): Step(_A, _ANSWERED),
    (_Q, _H.DUPLICATE): Step(_A, _ANSWERED),
    (_Q, _H.REJECTED): Step(_R, _ANSWERED),
    (_Q, _H.LOST): Step(_Q),
    (_Q, _H.LEASE_EXPIRED): Step(_Q),
    (_Q, _H.ASKED_AGAIN): Step(_Q, _AGAIN),
    (_S, _H.CLAIMED): Step(_S),
    (_S, _H.STORED): Step(_A, _ANSWERED),
    (_S, _H.DUPLICATE): Step(_A, _ANSWERED),
    (_S, _H.REJECTED): Step(_R, _ANSWERED),
    (_S, _H.LOST): Step(_Q, (Effect.DROP_LEASE, Effect.WAIT)),
    (_S, _H.LEASE_EXPIRED): Step(_Q, _AGAIN),
    # Sending twice is harmless (the province has each id once); waiting for a dead engine's lease is not.
    (_S, _H.ASKED_AGAIN): Step(_Q, _AGAIN),
    (_A, _H.CLAIMED): Step(_A),
    (_A, _H.STORED): Step(_A),
    (_A, _H.DUPLICATE): Step(_A),
    (_A, _H.REJECTED): Step(_A),
    (_A, _H.LOST): Step(_A),
    (_A, _H.LEASE_EXPIRED): Step(_A),
    (_A, _H.ASKED_AGAIN): Step(_A),
    (_R, _H.CLAIMED): Step(_R),
    (_R, _H.STORED): Step(_A, _ANSWERED),
    (_R, _H.DUPLICATE): Step(_A, _ANSWERED),
    (_R, _H.REJECTED): Step(_R),
    (_R, _H.LOST): Step(_R),
    (_R, _H.LEASE_EXPIRED): Step(_R),
    (_R, _H.ASKED_AGAIN): Step(_Q, _AGAIN),
}


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long an event rests after its `attempts`-th try was lost: doubling, capped, spread.

    Args:
        attempts: tries so far, 1 or more.
        chance: a random number in [0, 1): counters that lost the line together come back apart.

    Returns:
        between half of the step and the whole of it; never more than `LONGEST_WAIT`.
    """
    # 2 s doubled 9 times passes the cap: larger powers would only overflow.
    step = min(BASE_WAIT * 2 ** min(max(attempts, 1) - 1, 9), LONGEST_WAIT)
    return step * (0.5 + 0.5 * chance)
