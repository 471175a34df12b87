"""The passwords of PACE: how each is named and derived, and what a chip's status words say about it.

A PIN is counted by the chip: with one try left it is suspended, with none it is blocked. The last try is
never taken without being told.

Source: ICAO Doc 9303 part 11, 4.4.4; BSI TR-03110 part 2 (suspended, blocked), part 3, B.11 (status words).
"""

from __future__ import annotations

import hashlib

from desktop_app.core.errors import AppError, FailureCode, declare
from desktop_app.core.terms import Protocol
from desktop_app.emrtd.access import AccessKey, CanKey, MrzKey, PinKey, PukKey
from desktop_app.emrtd.apdu import Response, Status
from desktop_app.emrtd.bac import BLOCKED, WRONG_MRZ

PACE_REFUSED = declare("emrtd.pace_refused")
WRONG_CAN = declare("emrtd.wrong_can")
WRONG_PIN = declare("emrtd.wrong_pin")
PIN_LAST_TRY = declare("emrtd.pin_last_try")
PIN_SUSPENDED = declare("emrtd.pin_suspended")
PIN_BLOCKED = declare("emrtd.pin_blocked")
PIN_DEACTIVATED = declare("emrtd.pin_deactivated")
PIN_UNKNOWN = declare("emrtd.pin_unknown")

_REFERENCES: dict[type[AccessKey], int] = {MrzKey: 1, CanKey: 2, PinKey: 3, PukKey: 4}
_PROTOCOLS: dict[type[AccessKey], Protocol] = {
    MrzKey: Protocol.PACE_MRZ,
    CanKey: Protocol.PACE_CAN,
    PinKey: Protocol.PACE_PIN,
    PukKey: Protocol.PACE_PUK,
}
_DEACTIVATED = (Status.FILE_DEACTIVATED, Status.REFERENCE_NOT_USABLE)


def reference_of(key: AccessKey) -> int:
    """Number of this kind of password in MSE:Set AT."""
    return _REFERENCES[type(key)]


def protocol_of(key: AccessKey) -> Protocol:
    """What a chip was opened by that took this password in PACE."""
    return _PROTOCOLS[type(key)]


def password_of(key: AccessKey) -> bytes:
    """What goes into the key derivation."""
    match key:
        case CanKey():
            return key.can.encode("ascii")
        case PinKey():
            return key.pin.encode("ascii")
        case PukKey():
            return key.puk.encode("ascii")
        case MrzKey():
            return hashlib.sha1(key.information.encode("ascii")).digest()


def check_choice(key: AccessKey, answer: Response, *, resumed: bool) -> int | None:
    """Judge the answer to MSE:Set AT, before anything is tried.

    Args:
        resumed: the access number has been proven in this session.

    Returns:
        Tries that are left, where the chip says it (63Cx): a warning, the chip goes on.

    Raises:
        AppError: emrtd.blocked, emrtd.pace_refused; of PIN and PUK emrtd.pin_last_try, emrtd.pin_suspended,
            emrtd.pin_blocked, emrtd.pin_deactivated, emrtd.pin_unknown.
    """
    check_refusal(key, answer)
    left = answer.tries_left
    if isinstance(key, PinKey | PukKey) and left == 1:
        if not key.last_try:
            raise _of_pin(PIN_LAST_TRY, key, answer, left)
        if isinstance(key, PinKey) and not resumed:
            raise _of_pin(PIN_SUSPENDED, key, answer, left)
    if not answer.ok and left is None:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})
    return left


def check_refusal(key: AccessKey, answer: Response) -> None:
    """Tell a blocked, suspended or switched off password from other answers.

    Raises:
        AppError: as `check_choice`.
    """
    blocked = answer.sw == Status.BLOCKED or answer.tries_left == 0
    if not isinstance(key, PinKey | PukKey):
        if blocked:
            raise AppError(BLOCKED, {"status_word": answer.status_word})
        return
    if blocked:
        raise _of_pin(PIN_BLOCKED, key, answer, 0)
    if answer.sw in _DEACTIVATED:
        raise _of_pin(PIN_DEACTIVATED, key, answer)
    if answer.sw == Status.REFERENCE_NOT_FOUND:
        raise _of_pin(PIN_UNKNOWN, key, answer)
    if answer.sw == Status.CONDITIONS_NOT_SATISFIED:
        # Suspended: what is left is the last try, whatever the chip has said of a number before.
        raise _of_pin(PIN_SUSPENDED if key.last_try else PIN_LAST_TRY, key, answer, 1)


def wrong_password(key: AccessKey, answer: Response, left_before: int | None = None) -> AppError:
    """The error for a password that did not fit.

    Args:
        answer: to the last step.
        left_before: tries as told before this one; the chip may say less afterwards.
    """
    left = answer.tries_left
    if isinstance(key, PinKey | PukKey):
        if left is None and left_before is not None:
            left = max(0, left_before - 1)
        return _of_pin(PIN_BLOCKED if left == 0 else WRONG_PIN, key, answer, left)
    code = WRONG_CAN if isinstance(key, CanKey) else WRONG_MRZ
    return AppError(code, {"status_word": answer.status_word, "tries_left": left})


def _of_pin(code: FailureCode, key: PinKey | PukKey, answer: Response, left: int | None = None) -> AppError:
    secret = "PIN" if isinstance(key, PinKey) else "PUK"
    return AppError(code, {"secret": secret, "status_word": answer.status_word, "tries_left": left})
