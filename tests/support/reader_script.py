"""A smart-card service for tests of the window: none at all, so that no reader of this computer is seen."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.readers.states import SlotStatus


class NoService:
    """A service that does not answer."""

    def establish(self) -> None:
        raise AppError(FailureCode("readers.service_stopped"))

    def release(self) -> None:
        """Nothing to let go of."""

    def changes(self, timeout_s: float) -> Sequence[SlotStatus]:
        raise AppError(FailureCode("readers.service_stopped"))
