"""One reading of a card on its reader's thread, and the cards that can be laid there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.emrtd.access import AccessKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import Progress
from desktop_app.emrtd.result import Phase
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.limits import LimitsMemory, RememberedCard
from desktop_app.reception.events import CardText
from desktop_app.reception.service import PersonRead
from desktop_app.runtime.tasks import Cancel
from desktop_app.security.revocation_store import revocation_lists
from desktop_app.security.trust_store import anchors
from desktop_app.ui.services import UiServices

STEPS = 7
_STEP_OF_FILE = {"COM": 2, "SOD": 3, "DG1": 4, "DG13": 5, "DG14": 5, "DG15": 5, "DG2": 6}


@dataclass(frozen=True, slots=True)
class Laid:
    """A card on a reader. `own`: of the training shelf, else the reader's name is asked."""

    reader: str
    insertion: int
    own: Card | None = None


@dataclass(frozen=True, slots=True)
class CardJob:
    """One reading, on the reader's thread."""

    services: UiServices
    memory: LimitsMemory
    card: Laid
    key: AccessKey = field(repr=False)
    consent_id: str | None
    officer: str

    def run(
        self, cancel: Cancel, on_text: Callable[[CardText], None], on_step: Callable[[int], None]
    ) -> PersonRead:
        """Read.

        Raises:
            AppError: `readers.*`, `reception.consent_missing`, `db.*`.
        """
        kept = self.services.store.read(anchors)
        revoked = self.services.store.read(revocation_lists)
        trusted = tuple(Anchor(item.certificate, item.scope) for item in kept)
        if self.card.own is not None:
            return self._read(self.card.own, "simulator", trusted, revoked, cancel, on_text, on_step)
        from desktop_app.readers.pcsc import wait_for_card

        with wait_for_card(self.card.reader, 0, cancel) as card:
            known = RememberedCard(card, self.memory)
            return self._read(known, "pcsc", trusted, revoked, cancel, on_text, on_step)

    def _read(
        self,
        card: Card,
        reader_kind: str,
        trusted: tuple[Anchor, ...],
        revoked: tuple[bytes, ...],
        cancel: Cancel,
        on_text: Callable[[CardText], None],
        on_step: Callable[[int], None],
    ) -> PersonRead:
        return self.services.reception.read_person(
            card,
            self.key,
            officer=self.officer,
            reader_kind=reader_kind,
            anchors=trusted,
            revocation=revoked,
            consent_id=self.consent_id,
            progress=lambda progress: on_step(step_of(progress)),
            cancelled=cancel,
            on_text=on_text,
        )


class Liftable:
    """A card of the shelf that can be taken away in the middle of an exchange."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._lifted = Cancel()

    def lift(self) -> None:
        """Take it away."""
        self._lifted.set()

    def transmit(self, command: bytes) -> bytes:
        """As the card, as long as it lies there."""
        if self._lifted():
            from desktop_app.readers.pcsc import CARD_REMOVED

            raise AppError(CARD_REMOVED, {"pcsc": "", "step": "transmit"})
        return self._card.transmit(command)

    def reset(self) -> None:
        """As the card."""
        self._card.reset()


def step_of(progress: Progress) -> int:
    """Which of the `STEPS` a reading is at: opening, five of files, proofs and checks."""
    match progress.phase:
        case Phase.FILES:
            return _STEP_OF_FILE.get(progress.file or "", 2)
        case Phase.ACTIVE_AUTHENTICATION | Phase.CHIP_AUTHENTICATION | Phase.CHECKS:
            return STEPS
        case _:
            return 1
