"""Reads a chip: a list of steps; what was read and the trace are kept when a step fails.

Text comes first and the face last; the chip proves that it is no copy at the very end, so that a copy, which
cannot, costs nothing of what it holds.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.terms import Protocol
from desktop_app.emrtd import (
    active_authentication,
    bac,
    chip_mapping,
    lds,
    pace,
    security_infos,
)
from desktop_app.emrtd.access import AccessKey, AccessMode, MrzKey
from desktop_app.emrtd.apdu import Command, Ins, Response, Status, expect_ok, select_file
from desktop_app.emrtd.card import Card, KnownCard
from desktop_app.emrtd.channel import CANCELLED, Channel
from desktop_app.emrtd.file_reading import FILE_REFUSED, UNREADABLE, FileReader
from desktop_app.emrtd.judging import Evidence, judge
from desktop_app.emrtd.passwords import protocol_of
from desktop_app.emrtd.proving import Prover
from desktop_app.emrtd.read_limits import ONLY_SHORT, ReadLimits
from desktop_app.emrtd.read_plan import PaceOffered, Road, choose_road, files_to_read
from desktop_app.emrtd.result import (
    CardRead,
    Check,
    Finding,
    Phase,
    Progress,
    Reason,
    TraceEntry,
    failed,
    not_possible,
)
from desktop_app.emrtd.secure_messaging import SESSION_LOST
from desktop_app.emrtd.security_infos import PaceInfo
from desktop_app.emrtd.sod import SecurityObject, parse_sod
from desktop_app.emrtd.trust import Anchor

__all__ = ["CardRead", "Check", "Finding", "Progress", "TraceEntry", "read_card"]

UNKNOWN_CARD = declare("emrtd.unknown_card")
FILE_MISSING = declare("emrtd.file_missing")

_NO_SUCH_APPLICATION = (Status.NOT_FOUND, Status.INS_NOT_SUPPORTED, Status.CLA_NOT_SUPPORTED)
_SELECT_APPLICATION = Command(0x00, Ins.SELECT, 0x04, 0x0C, lds.APPLICATION)
_SELECT_MASTER_FILE = Command(0x00, Ins.SELECT, 0x00, 0x0C, b"\x3f\x00")


@off_gui_thread
def read_card(
    card: Card,
    key: AccessKey,
    *,
    mode: AccessMode,
    anchors: Sequence[Anchor],
    at: datetime,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_files: Callable[[Mapping[str, bytes]], None] | None = None,
    revocation: Sequence[bytes] = (),
    challenge: bytes | None = None,
    limits: ReadLimits | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> CardRead:
    """Open a chip with one try of one secret and read all that is meant to be read.

    Args:
        card: the chip, freshly powered or reset.
        key: the secret; a PIN takes at most one of its tries.
        mode: which protocol may open the chip.
        anchors: issuers that are trusted here.
        at: instant of reading, aware; for the validity of certificates.
        progress: told where the read is.
        cancelled: asked before each exchange.
        on_files: given what is here just before the photo is read, which takes most of the time; nothing of
            it is checked yet. Called once, or never where the card has no photo.
        revocation: lists of revoked certificates, each as DER.
        challenge: 8 bytes for Active Authentication to sign; None for fresh ones.
        limits: what is known of this reader and this kind of card; None asks the card if it is a `KnownCard`.
            That one is told what is known after, which is in `CardRead.limits` too.
        random: gives that many random bytes; with those of a recorded read it can be played again.

    Returns:
        What was read until the end or until the known error in `error`. After an error that left the card
        in its reader, and after a check that left a session in doubt, the card has been reset.

    Raises:
        ValueError: `at` has no time zone, or the challenge has not 8 bytes.
        RuntimeError: called on the GUI thread.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if challenge is not None and len(challenge) != active_authentication.CHALLENGE_SIZE:
        raise ValueError("a challenge has 8 bytes")
    known = card if isinstance(card, KnownCard) else None
    if limits is None and known is not None:
        limits = known.known_limits()
    read = _Read(
        card, key, mode, anchors, at, progress, cancelled, on_files, revocation, challenge, limits, random
    ).run()
    if known is not None:
        known.learn(read.limits)
    return read


class _Read:
    """State of one read; every method that begins with `_step` is one numbered step."""

    def __init__(
        self,
        card: Card,
        key: AccessKey,
        mode: AccessMode,
        anchors: Sequence[Anchor],
        at: datetime,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
        on_files: Callable[[Mapping[str, bytes]], None] | None,
        revocation: Sequence[bytes],
        challenge: bytes | None,
        limits: ReadLimits | None,
        random: Callable[[int], bytes],
    ) -> None:
        self._on_files = on_files
        self._random = random
        self._channel = Channel(card, progress, cancelled)
        self._files_reader = FileReader(self._channel, limits, self._open_again)
        self._prover = Prover(self._channel, self._files_reader, self._open_again, challenge, random)
        self._key, self._mode, self._anchors, self._at = key, mode, anchors, at
        self._revocation = revocation
        self._offered = PaceOffered.UNKNOWN
        self._pace_infos: tuple[PaceInfo, ...] = (pace.DEFAULT,)
        self._road = Road.PACE
        self._protocol: Protocol | None = None
        self._files: dict[str, bytes] = {}
        self._sod: SecurityObject | None = None
        self._sod_check: Check | None = None  # why EF.SOD could not be parsed
        self._complete = False  # every file that is meant to be read has come
        self._mapping: Check | None = None

    def run(self) -> CardRead:
        started = time.perf_counter()
        error: AppError | None = None
        try:
            self._step_1_find_out_about_pace()
            self._step_2_open()
            self._step_3_read_lists()
            self._step_4_read_data_groups()
            self._prover.prove(self._files)
        except AppError as raised:
            error = self._with_place(raised)
            self._reset_after(raised)
        self._channel.enter(Phase.CHECKS)
        checks, findings = judge(self._evidence())
        return CardRead(
            protocol=self._protocol,
            files=dict(self._files),
            checks=checks,
            findings=findings,
            exchanges=self._channel.exchanges,
            wire_bytes=self._channel.wire_bytes,
            elapsed_ms=round((time.perf_counter() - started) * 1000),
            error=error,
            trace=tuple(self._channel.trace),
            limits=self._files_reader.limits,
        )

    # 1 -- what the chip offers -------------------------------------------------------------------------

    def _step_1_find_out_about_pace(self) -> None:
        if self._mode is not AccessMode.BAC:
            self._channel.enter(Phase.CARD_ACCESS, lds.CARD_ACCESS.name)
            raw = self._read_card_access()
            if raw is not None:
                self._take_card_access(raw)
        self._channel.enter(Phase.CARD_ACCESS)
        if self._offered is PaceOffered.NO and self._mode is not AccessMode.BAC:
            # Before saying anything about PACE: is this a card of ours at all?
            self._select_application()
        self._road = choose_road(self._offered, self._key, self._mode)

    def _read_card_access(self) -> bytes | None:
        """Look for EF.CardAccess with harmless commands, each of which may fail.

        By short identifier, which takes one exchange where it works; by name; by name from the master file.
        Chips without PACE give all kinds of answers to the first, so only "not found" by name counts.
        """
        if self._files_reader.limits.short_ids is not False:
            raw = self._read_unprotected(lds.CARD_ACCESS_SHORT_ID)
            if raw is not None and raw.startswith(bytes([lds.CARD_ACCESS.tag])):
                return raw
        answers = [self._channel.transmit(select_file(lds.CARD_ACCESS.file_id))]
        if answers[-1].sw not in (Status.OK, Status.FILE_DEACTIVATED):
            self._channel.transmit(
                _SELECT_MASTER_FILE
            )  # whatever the answer: some chips know no such command
            answers.append(self._channel.transmit(select_file(lds.CARD_ACCESS.file_id)))
        if answers[-1].sw in (Status.OK, Status.FILE_DEACTIVATED):
            return self._read_unprotected(None)
        if all(answer.sw == Status.NOT_FOUND for answer in answers):
            self._offered = PaceOffered.NO
        return None

    def _read_unprotected(self, short_id: int | None) -> bytes | None:
        try:
            return FileReader(self._channel, ONLY_SHORT).read_selected(lds.CARD_ACCESS, short_id)
        except AppError as error:
            if not error.code.startswith("emrtd.") or error.code == CANCELLED:
                raise
            return None

    def _take_card_access(self, raw: bytes) -> None:
        try:
            infos = security_infos.pace_infos(security_infos.parse_security_infos(raw))
        except AppError:
            return  # unreadable content says nothing; the built-in default is tried
        self._files[lds.CARD_ACCESS.name] = raw
        if infos:
            self._offered, self._pace_infos = PaceOffered.YES, infos

    # 2 -- access ---------------------------------------------------------------------------------------

    def _step_2_open(self) -> None:
        if self._road is Road.PACE:
            self._open_by_pace()
        elif isinstance(self._key, MrzKey):
            if self._mode is AccessMode.BAC:  # else step 1 has selected it
                self._select_application()
            self._open_by_bac(self._key)

    def _open_again(self) -> None:
        """A new session with the secret that has opened this chip already: no guess at a secret.

        Raises:
            AppError: emrtd.session_lost: the chip does not open any more; or what the channel raises.
        """
        phase, file = self._channel.phase, self._channel.file
        self._channel.reset()
        try:
            if self._road is Road.PACE:
                self._open_by_pace()
            elif isinstance(self._key, MrzKey):
                self._select_application()
                self._open_by_bac(self._key)
        except AppError as error:
            if not error.code.startswith("emrtd.") or error.code == CANCELLED:
                raise
            # What opened it a moment ago was right: "wrong number" would send the clerk astray.
            raise AppError(SESSION_LOST, {"status_word": self._channel.last_status_word}) from error
        self._channel.enter(phase, file)

    def _open_by_pace(self) -> None:
        self._channel.enter(Phase.PACE)
        offer = pace.choose_offer(self._pace_infos)
        try:
            run = pace.run_resuming(self._channel, offer, self._key, self._random)
        except AppError as error:
            if error.code == pace.PACE_REFUSED and self._offered is PaceOffered.UNKNOWN:
                self._tell_unknown_card()
            raise
        self._channel.session = run.session
        self._protocol = protocol_of(self._key)
        if run.chip_authentication_data is not None and self._mapping is None:
            self._check_mapping(offer, run)
        self._select_application()

    def _check_mapping(self, offer: pace.PaceOffer, run: pace.PaceRun) -> None:
        """The signed key that the chip has just proven stands in a file beside the application.

        Read without anything that may end the session: opened again, the chip would give EF.SOD under the
        same identifier.
        """
        self._mapping = not_possible(Reason.FILE_MISSING)
        self._channel.enter(Phase.FILES, lds.CARD_SECURITY.name)
        try:
            raw = FileReader(self._channel, ONLY_SHORT).read(lds.CARD_SECURITY)
        except AppError as error:
            if error.code != FILE_REFUSED:
                raise
            return
        if raw is not None:
            self._files[lds.CARD_SECURITY.name] = raw
            self._mapping = chip_mapping.check_chip_mapping(offer, run, raw)

    def _tell_unknown_card(self) -> None:
        """A card that refused the built-in default may be a bank card: ask for the application by name."""
        refused_at = self._channel.phase
        self._channel.reset()
        self._select_application(fail_on_other=False)
        self._channel.enter(refused_at)

    def _open_by_bac(self, key: MrzKey) -> None:
        self._channel.enter(Phase.BAC)
        self._channel.session = bac.open_session(self._channel.transmit, key, self._random)
        self._protocol = Protocol.BAC

    def _select_application(self, *, fail_on_other: bool = True) -> None:
        self._channel.enter(Phase.APPLICATION)
        answer = self._channel.transmit(_SELECT_APPLICATION)
        if answer.sw in _NO_SUCH_APPLICATION:
            raise AppError(UNKNOWN_CARD, {"status_word": answer.status_word})
        if fail_on_other:
            _expect_selected(answer)

    # 3, 4 -- files -------------------------------------------------------------------------------------

    def _step_3_read_lists(self) -> None:
        try:
            self._read_file(lds.COM)
        except AppError as error:
            if error.code not in UNREADABLE:  # nobody signs it, and EF.SOD lists the same
                raise
        raw = self._read_file(lds.SOD)
        if raw is None:
            return
        try:
            self._sod = parse_sod(raw)
        except AppError as error:
            version = error.facts.get("why") == "version"
            self._sod_check = not_possible(Reason.SOD_VERSION) if version else failed(Reason.SOD_UNREADABLE)

    def _step_4_read_data_groups(self) -> None:
        for file in files_to_read(self._listed()):
            if file is lds.DG2 and self._on_files is not None:
                self._on_files(dict(self._files))
            raw = self._read_detail(file) if file in lds.DETAILS else self._read_file(file)
            if raw is None and file is lds.DG1:
                raise AppError(FILE_MISSING, {"file": file.name})
        self._complete = True

    def _listed(self) -> set[int] | None:
        listed: set[int] = set(self._sod.hashes) if self._sod is not None else set()
        raw = self._files.get(lds.COM.name)
        if raw is not None:
            with contextlib.suppress(AppError):  # EF.COM is not signed; EF.SOD lists the same
                listed.update(lds.parse_com(raw).data_groups)
        return listed or None

    def _read_file(self, file: lds.ElementaryFile) -> bytes | None:
        self._channel.enter(Phase.FILES, file.name)
        raw = self._files_reader.read(file)
        if raw is not None:
            self._files[file.name] = raw
        return raw

    def _read_detail(self, file: lds.ElementaryFile) -> bytes | None:
        """A file that nothing rests on: a chip that breaks over it is opened again, and the rest is read."""
        try:
            return self._read_file(file)
        except AppError as error:
            if not error.code.startswith("emrtd.") or error.code == CANCELLED:
                raise
            self._open_again()
            return None

    # What it means -------------------------------------------------------------------------------------

    def _evidence(self) -> Evidence:
        return Evidence(
            files=self._files,
            sod=self._sod,
            sod_check=self._sod_check,
            protocol=self._protocol,
            mode=self._mode,
            road=self._road,
            offered=self._pace_infos if self._offered is PaceOffered.YES else None,
            anchors=self._anchors,
            revocation=self._revocation,
            at=self._at,
            complete=self._complete,
            chip_authentication=self._prover.chip,
            active_authentication=self._prover.active,
            chip_mapping=self._mapping,
        )

    def _with_place(self, raised: AppError) -> AppError:
        """The same error with the phase, the file and the status word."""
        facts = {
            "file": self._channel.file,
            "status_word": None,
            **raised.facts,
            "phase": str(self._channel.phase),
        }
        return AppError(raised.code, facts, retry=raised.retry)

    def _reset_after(self, raised: AppError) -> None:
        """Leave a card that is still there without any half-open session."""
        if not raised.code.startswith("emrtd."):
            return
        try:
            self._channel.reset()
        except AppError:
            return  # the first error is the one to tell


def _expect_selected(answer: Response) -> None:
    if answer.sw != Status.FILE_DEACTIVATED:
        expect_ok(answer)
