"""The papers of an accepted dossier: as the next print will have them, and what is printed."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from db.store import Store
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.messages import Messages
from desktop_app.digitization.vault import Vault
from desktop_app.reception.papers import PrintJob, gather, keep_receipt, owes_receipt, receipt_pdf
from desktop_app.reception.printing import BegunPrint, begin_print, end_print
from desktop_app.security.office import OfficeView

FORM_NOT_OF_DOSSIER = declare("reception.form_not_of_dossier")


@dataclass(frozen=True, slots=True)
class PrintTurn:
    """A print that was begun: these bytes, and no others, go to the printer now.

    Attributes:
        reprints: how often it came out before; 0 is the original.
        pdf: marked as a reprint unless it is the original.
    """

    print_id: str
    form: str
    reprints: int
    pdf: bytes = field(repr=False)


class PrintDesk(ABC):
    """Prints of one profile. Every method may block.

    Args:
        workstation: code of the computer.
        fonts: folder of the paper fonts.
        words: Vietnamese words for the explanations on paper.
    """

    def __init__(
        self, store: Store, vault: Vault, clock: Clock, workstation: str, fonts: Path, words: Messages
    ) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._workstation = workstation
        self._fonts = fonts
        self._words = words

    @property
    @abstractmethod
    def office(self) -> OfficeView:
        """The office of this profile."""

    def papers_of(self, number: str, officer: str, *, receipt_asked: bool = False) -> dict[str, bytes]:
        """The PDFs of a dossier by form, as the next print of each will be. Nothing is counted.

        Args:
            receipt_asked: the citizen wants a receipt where the law asks for none.

        Raises:
            AppError: `dossiers.not_found`, `digitization.*`, `paperwork.*`, `core.disk_full`.
        """
        job = self._store.read(lambda rows: gather(rows, number))
        papers: dict[str, bytes] = {}
        if job.declaration_file is not None:
            papers[job.declaration_form] = self._stored(job.declaration_file)
        # One that was made once is owed no more, and stays in reach all the same.
        if receipt_asked or job.receipt_file is not None or owes_receipt(job):
            papers[job.receipt_form] = self._receipt(job, officer)
        return papers

    def begin_print(self, number: str, form: str, officer: str) -> PrintTurn:
        """Begin a print: the first one of a receipt is the original, each further one is marked and counted.

        End it with `end_print`, however it went; one that is never ended counts as printed.

        Raises:
            AppError: `dossiers.not_found`, `reception.form_not_of_dossier`, `digitization.*`, `paperwork.*`.
        """
        job = self._store.read(lambda rows: gather(rows, number))
        if form not in (job.receipt_form, job.declaration_form if job.declaration_file else None):
            raise AppError(FORM_NOT_OF_DOSSIER, {"form": form})
        at = self._clock.now()
        begun = self._store.write(
            officer,
            lambda rows: begin_print(
                rows, number, form=form, officer=officer, workstation=self._workstation, at=at
            ),
        )
        try:
            pdf = self._pdf(job, begun, officer)
        except AppError:
            self._end(begun.print_id, officer, taken=False, copies=0, sha256="")
            raise
        return PrintTurn(begun.print_id, form, begun.before, pdf)

    def end_print(
        self, turn: PrintTurn, officer: str, *, taken: bool, copies: int = 1, sha256: str = ""
    ) -> int:
        """Say how a print ended.

        Args:
            taken: the print queue has it; False: nothing came out.
            sha256: of the bytes that were sent, where they were laid out anew (two A5 on an A4).

        Returns:
            how often papers of the dossier were printed by now.

        Raises:
            AppError: `reception.print_ended`.
        """
        digest = sha256 or sha256_hex(turn.pdf)
        return self._end(turn.print_id, officer, taken=taken, copies=copies, sha256=digest)

    def printed_papers(self, number: str, officer: str, *, receipt_asked: bool = False) -> dict[str, bytes]:
        """Hand the PDFs out as files, by form: that counts as a print of each.

        Raises:
            AppError: as `papers_of`.
        """
        papers: dict[str, bytes] = {}
        for form in self.papers_of(number, officer, receipt_asked=receipt_asked):
            turn = self.begin_print(number, form, officer)
            self.end_print(turn, officer, taken=True)
            papers[form] = turn.pdf
        return papers

    def _end(self, print_id: str, officer: str, *, taken: bool, copies: int, sha256: str) -> int:
        at = self._clock.now()
        return self._store.write(
            officer,
            lambda rows: end_print(rows, print_id, taken=taken, copies=copies, sha256=sha256, at=at),
        )

    def _pdf(self, job: PrintJob, begun: BegunPrint, officer: str) -> bytes:
        if begun.form == job.receipt_form:
            return self._receipt(dataclasses.replace(job, prints=begun.before), officer)
        assert job.declaration_file is not None  # begin_print looked
        return self._stored(job.declaration_file)

    def _receipt(self, job: PrintJob, officer: str) -> bytes:
        """The original as it is kept, or a reprint made anew with its mark."""
        if job.prints:
            return receipt_pdf(job, self.office, self._words, self._fonts)
        if job.receipt_file is None:
            pdf = receipt_pdf(job, self.office, self._words, self._fonts)
            sealed = self._vault.seal(pdf, "application/pdf")
            kept = self._store.write(officer, lambda rows: keep_receipt(rows, job, pdf, sealed, self._clock))
            if kept == sealed.file_id:
                return pdf
            return self._stored(kept)  # another program was faster: what it made is the original
        return self._stored(job.receipt_file)

    def _stored(self, file_id: str) -> bytes:
        return self._store.read(lambda rows: self._vault.open(rows, file_id))
