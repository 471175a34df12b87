"""Who may come in: checks a password beside the window, and slows down somebody who guesses."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.errors import AppError
from desktop_app.security.officers import OfficerLine
from desktop_app.security.passwords import check_password
from desktop_app.security.sign_in import record_sign_in
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.services import UiServices

FREE_TRIES = 5
PAUSE_S = 30


def pause_after(failures: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: none at first, then longer and longer."""
    return 0 if failures < FREE_TRIES else min(PAUSE_S * 2 ** (failures - FREE_TRIES), 600)


def come_in(
    services: UiServices,
    code: str,
    password: str | None,
    then: Callable[[SignedIn], None],
    failed: Callable[[AppError], None],
    ended: Callable[[], None],
) -> None:
    """Sign an officer in, in a task; a training profile asks no password.

    Args:
        then: gets the officer, who sits at the desk by then.
    """

    def work() -> OfficerLine:
        if not services.training:
            services.store.read(lambda session: check_password(session, code, password or ""))
        return services.store.write(code, lambda session: record_sign_in(session, code))

    def arrived(officer: OfficerLine) -> None:
        signed_in = SignedIn(officer.code, officer.name, officer.role)
        services.desk.sign_in(signed_in)
        then(signed_in)

    services.bridge.run(lambda _cancel: work(), arrived, failed, ended=ended)
