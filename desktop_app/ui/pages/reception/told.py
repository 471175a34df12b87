"""What the counter has to say beside the session itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.core.errors import AppError


class What(StrEnum):
    """What the controller has to say beside the session itself."""

    RESTORED = "restored"
    DRAFT_NOT_KEPT = "draft_not_kept"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say in the window.

    Attributes:
        error: why, where something failed.
        at: when the draft that was opened again was kept.
        repair: what the clerk may do about it with one click.
    """

    what: What
    error: AppError | None = None
    at: datetime | None = None
    repair: Callable[[], None] | None = None
