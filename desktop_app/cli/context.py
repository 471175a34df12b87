"""What a command gets: the profile, opened when asked for and closed at the end."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType

from desktop_app.bootstrap.application import Application, open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.cli import console as c
from desktop_app.core.clock import Clock, SystemClock
from desktop_app.core.errors import AppError, declare
from desktop_app.security.office import first_officer
from desktop_app.security.officers import first_manager, require_manager
from desktop_app.security.passwords import check_password, known_officer

OFFICER_MISSING = declare("cli.officer_missing")


class Context:
    """One run of one command.

    Args:
        paths: the profile.
        training: fictional data; makes the profile itself at first use.
        console: where results go.
        profile_given: somebody named the profile's folder.
    """

    def __init__(
        self,
        paths: ProfilePaths,
        training: bool,
        console: c.Console,
        *,
        profile_given: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.paths = paths
        self.training = training
        self.console = console
        self.profile_given = profile_given
        self.clock = clock or SystemClock()
        self._stack = ExitStack()

    @cached_property
    def application(self) -> Application:
        """The opened profile; known errors as of `open_application`."""
        application = open_application(
            self.paths, training=self.training, clock=self.clock, passphrase=c.passphrase_or_prompt
        )
        self._stack.callback(application.close)
        return application

    def officer(self, given: str | None) -> str:
        """The officer who acts: signed in with a password; in training the first one, without.

        Raises:
            AppError: `cli.officer_missing`, `cli.secret_missing`, `cli.password_not_in_file`, `security.*`.
        """
        store = self.application.store
        if self.training:
            return store.read(lambda session: known_officer(session, given or first_officer(session)))
        if given is None:
            raise AppError(OFFICER_MISSING)
        secret = c.password(given)
        return store.read(lambda session: check_password(session, given, secret))

    def manager(self, given: str | None) -> str:
        """As `officer`, but one who may change what the office trusts; in training the first of them.

        Raises:
            AppError: `security.not_allowed`; as `officer`.
        """
        store = self.application.store
        code = store.read(first_manager) if self.training and given is None else self.officer(given)
        store.read(lambda session: require_manager(session, code))
        return code

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
