"""The end of a read: the chip proves that it is no copy.

It comes last, so that a copy, which cannot, costs nothing of what it holds; and whatever comes of it, the
read is complete.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from desktop_app.core.errors import AppError
from desktop_app.core.terms import Outcome
from desktop_app.emrtd import active_authentication, chip_authentication, lds
from desktop_app.emrtd.channel import CANCELLED, Channel
from desktop_app.emrtd.file_reading import FileReader
from desktop_app.emrtd.result import Check, Phase, Reason, not_possible
from desktop_app.emrtd.secure_messaging import SecureSession

_INTERRUPTED = not_possible(Reason.READ_INCOMPLETE)


class Prover:
    """Runs both authentications.

    Args:
        channel: to the chip, its session open.
        files_reader: reads under the present session.
        open_again: makes a new session after one that is in doubt.
        challenge: 8 bytes for Active Authentication; None for fresh ones.
        random: gives that many random bytes.

    Attributes:
        active: how Active Authentication ended; None when there is no DG15, or no read came so far.
        chip: the same for Chip Authentication and DG14.
    """

    def __init__(
        self,
        channel: Channel,
        files_reader: FileReader,
        open_again: Callable[[], None],
        challenge: bytes | None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._channel = channel
        self._files_reader = files_reader
        self._open_again = open_again
        self._challenge = challenge
        self._random = random
        self.active: Check | None = None
        self.chip: Check | None = None

    def prove(self, files: Mapping[str, bytes]) -> None:
        """Run what the files offer. After a proof that failed the card has been reset.

        Args:
            files: name to raw content.

        Raises:
            AppError: `readers.*` and emrtd.cancelled only.
        """
        dg1, dg14, dg15 = (files.get(file.name) for file in (lds.DG1, lds.DG14, lds.DG15))
        self.active = _INTERRUPTED if dg15 is not None else None
        self.chip = _INTERRUPTED if dg14 is not None and dg1 is not None else None
        proofs: list[Callable[[], None]] = []
        if dg15 is not None:
            proofs.append(lambda: self._authenticate_actively(dg15, dg14))
        if dg14 is not None and dg1 is not None:
            proofs.append(lambda: self._authenticate_chip(dg14, dg1))
        if dg15 and active_authentication.needs_long_answer(dg15) and not self._passes_long_answers:
            proofs.reverse()  # an answer that is too long for the link may end the session
        self._channel.refused_bare = False
        try:
            for number, proof in enumerate(proofs):
                if number and self._is_session_in_doubt():
                    self._open_again()  # else the chip's next refusal would be put down to its key
                proof()
            if self._is_session_in_doubt():
                self._channel.reset()
        except AppError as error:
            if not error.code.startswith("emrtd.") or error.code == CANCELLED:
                raise
            broken = not_possible(Reason.SESSION_BROKEN)
            self.active = self.active if self.active is not _INTERRUPTED else broken
            self.chip = self.chip if self.chip is not _INTERRUPTED else broken

    def _authenticate_actively(self, dg15: bytes, dg14: bytes | None) -> None:
        self._channel.enter(Phase.ACTIVE_AUTHENTICATION)
        try:
            self.active = active_authentication.authenticate(
                self._channel.transmit,
                dg15,
                dg14,
                self._challenge,
                extended=self._passes_long_answers,
                random=self._random,
            )
        except AppError as error:
            too_long = active_authentication.needs_long_answer(dg15) and not self._passes_long_answers
            if not too_long or error.code.startswith("emrtd."):
                raise
            self._channel.reset()  # raises unless the card still lies there: then the reader lost the answer
            self.active = not_possible(Reason.LINK_TOO_SHORT)

    def _authenticate_chip(self, dg14: bytes, dg1: bytes) -> None:
        self._channel.enter(Phase.CHIP_AUTHENTICATION)
        self.chip = chip_authentication.authenticate(
            self._channel.transmit,
            self._take_session,
            lambda: self._read_again(lds.DG1, len(dg1)),
            dg14,
            dg1,
            self._random,
            extended=self._passes_long_answers,
        )

    def _read_again(self, file: lds.ElementaryFile, size: int) -> bytes | None:
        self._channel.enter(self._channel.phase, file.name)
        return self._files_reader.read(file, size)

    @property
    def _passes_long_answers(self) -> bool:
        return bool(self._files_reader.limits.extended)

    def _take_session(self, session: SecureSession) -> None:
        self._channel.session = session

    def _is_session_in_doubt(self) -> bool:
        failed = any(
            check is not None and check.outcome is Outcome.FAILED for check in (self.active, self.chip)
        )
        return failed or self._channel.refused_bare
