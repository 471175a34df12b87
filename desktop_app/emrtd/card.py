"""The port to a chip: everything the reader side knows about devices."""

from __future__ import annotations

from typing import Protocol


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
