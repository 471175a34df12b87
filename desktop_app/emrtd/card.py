"""The port to a chip: everything the reader side knows about devices."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from desktop_app.emrtd.read_limits import ReadLimits


class Card(Protocol):
    """A chip in the field."""

    def transmit(self, command: bytes) -> bytes:
        """Send one command APDU.

        Args:
            command: a whole command APDU.

        Returns:
            Response data and the two status bytes.

        Raises:
            AppError: `readers.*`: card removed, service stopped and so on.
        """
        ...

    def reset(self) -> None:
        """Cold reset: every session is gone.

        Raises:
            AppError: `readers.*`.
        """
        ...


@runtime_checkable
class KnownCard(Card, Protocol):
    """A chip in a reader of which something is known from earlier reads."""

    def known_limits(self) -> ReadLimits:
        """What to ask of this reader and this kind of card."""
        ...

    def learn(self, limits: ReadLimits) -> None:
        """Keep what a read has shown."""
        ...
