"""Tries that are left for PIN and PUK. A chip writes them down: they outlive every reset.

Source: BSI TR-03110 part 2 (suspended and blocked passwords) and part 3, B.11 (references and status words).
"""

from __future__ import annotations

from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.switches import Pins

MRZ, CAN, PIN, PUK = 1, 2, 3, 4
"""References of passwords in MSE:Set AT."""

_SUSPENDED = 1


class Tries:
    """How often PIN and PUK of one chip may still be tried.

    Args:
        pins: None: the chip has neither.
    """

    def __init__(self, pins: Pins | None) -> None:
        self._active = pins is None or pins.active
        self._left = {} if pins is None else {PIN: pins.tries, PUK: pins.puk_tries}
        self._most = {} if pins is None else {PIN: pins.most, PUK: pins.puk_tries}

    def on_choice(self, reference: int) -> int | None:
        """Status word of MSE:Set AT; None: nobody counts tries of this password."""
        if reference not in self._left:
            return None
        if reference == PIN and not self._active:
            return Sw.CHOSEN_BUT_DEACTIVATED
        left = self._left[reference]
        return Sw.OK if left == self._most[reference] else Sw.TRIES_LEFT | left

    def on_wrong(self, reference: int) -> int | None:
        """Status word when the try that begins now goes wrong; None: nobody counts."""
        if reference not in self._left:
            return None
        return Sw.TRIES_LEFT | max(0, self._left[reference] - 1)

    def begin(self, reference: int, *, resumed: bool) -> None:
        """Before the first step with a password.

        Args:
            resumed: the access number opened the present session.

        Raises:
            Refused: 6983 blocked, 6984 switched off, 6985 suspended.
        """
        left = self._left.get(reference)
        if left == 0:
            raise Refused(Sw.BLOCKED)
        if reference == PIN and not self._active:
            raise Refused(Sw.DEACTIVATED)
        if reference == PIN and left == _SUSPENDED and not resumed:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)

    def use(self, reference: int) -> None:
        """A try is counted before it is judged: who pulls the card out has used it."""
        if reference in self._left:
            self._left[reference] = max(0, self._left[reference] - 1)

    def right(self, reference: int) -> None:
        """The password was right: all its tries are back."""
        if reference in self._left:
            self._left[reference] = self._most[reference]
