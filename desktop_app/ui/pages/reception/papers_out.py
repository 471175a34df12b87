"""The papers of the session on their way out: as drafts before acceptance, to be printed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.catalogue.pack import Pack
from desktop_app.core.errors import AppError
from desktop_app.reception.model import Accepted
from desktop_app.reception.session import Session
from desktop_app.ui.papers_dialog import PapersDialog
from desktop_app.ui.papers_panel import Paper
from desktop_app.ui.services import UiServices


class PapersOut(QObject):
    """Makes the papers beside the window and shows them in the dialog for printing.

    Args:
        pack: that of the session in view.
        window: the dialog lies over it.
        failed: gets the known error when a paper cannot be made.
    """

    def __init__(
        self,
        services: UiServices,
        pack: Callable[[], Pack],
        window: QWidget,
        failed: Callable[[AppError], None],
    ) -> None:
        super().__init__(window)
        self._services = services
        self._pack = pack
        self._window = window
        self._failed = failed
        self._busy = False

    def show_drafts(self, session: Session) -> None:
        """The papers as they would be now, each marked as a draft."""
        officer = self._services.desk.actor
        self._make(
            lambda: self._services.reception.preview_papers(session, officer),
            lambda pdfs: self._open(pdfs, ""),
        )

    def show_accepted(self, accepted: Accepted, receipt_form: str) -> None:
        """The papers of an accepted dossier, to be printed.

        Args:
            receipt_form: id of the form that is marked when it is printed again.
        """
        reception, officer, number = self._services.reception, self._services.desk.actor, accepted.number

        def ask(dialog: PapersDialog) -> None:
            self._make(
                lambda: reception.papers_of(number, officer, receipt_asked=True),
                lambda pdfs: self._show(dialog, pdfs, receipt_form, number),
            )

        def then(pdfs: Mapping[str, bytes]) -> None:
            dialog = self._open(pdfs, receipt_form, number)
            if dialog is not None and receipt_form not in pdfs:
                dialog.offer_receipt(lambda: ask(dialog))

        self._make(lambda: reception.papers_of(number, officer), then)

    def _make(
        self, make: Callable[[], Mapping[str, bytes]], then: Callable[[Mapping[str, bytes]], object]
    ) -> None:
        if self._busy:
            return
        self._busy = True

        def taken(pdfs: Mapping[str, bytes]) -> None:
            then(pdfs)

        self._services.bridge.run(lambda cancel: make(), taken, self._failed, ended=self._ended)

    def _ended(self) -> None:
        self._busy = False

    def _open(
        self, pdfs: Mapping[str, bytes], receipt_form: str, number: str | None = None
    ) -> PapersDialog | None:
        if not pdfs:
            return None
        dialog = PapersDialog(self._services, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._show(dialog, pdfs, receipt_form, number)
        dialog.open()
        return dialog

    def _show(
        self, dialog: PapersDialog, pdfs: Mapping[str, bytes], receipt_form: str, number: str | None
    ) -> None:
        if not isValid(dialog):  # closed in the meantime
            return
        # The receipt first: it is what the citizen waits for.
        forms = sorted(pdfs, key=lambda form: form != receipt_form)
        dialog.show_papers(
            [
                Paper(form, self._pack().form(form).title, pdfs[form], marked=form == receipt_form)
                for form in forms
            ],
            number,
        )
