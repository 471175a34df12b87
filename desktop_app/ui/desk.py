"""Who sits at this counter now, and whether the window is locked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.core.terms import OfficerRole


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The officer at the counter.

    Attributes:
        code: the actor of every command.
        name: as shown and printed.
        role: what they may do.
    """

    code: str
    name: str
    role: OfficerRole


class Desk(QObject):
    """Holds the officer at the counter; pages ask it for the actor of each command."""

    changed = Signal()
    """Another officer, nobody, locked or unlocked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._officer: SignedIn | None = None
        self._locked = False

    @property
    def officer(self) -> SignedIn | None:
        """Who is signed in, or None."""
        return self._officer

    @property
    def locked(self) -> bool:
        """True while the window waits for the officer's password."""
        return self._locked

    @property
    def actor(self) -> str:
        """Code of the officer who acts.

        Raises:
            RuntimeError: nobody is signed in (a bug: no page is shown then).
        """
        if self._officer is None:
            raise RuntimeError("nobody is signed in")
        return self._officer.code

    def sign_in(self, officer: SignedIn) -> None:
        """An officer sits down; unlocks too."""
        self._officer, self._locked = officer, False
        self.changed.emit()

    def lock(self) -> None:
        """The officer is away; only their password, or another officer's sign-in, opens the window."""
        if self._officer is not None and not self._locked:
            self._locked = True
            self.changed.emit()

    def sign_out(self) -> None:
        """Nobody sits here."""
        self._officer, self._locked = None, False
        self.changed.emit()
