"""The papers of a dossier in a window of their own, over the page they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.papers_panel import Paper, PapersPanel
from desktop_app.ui.parts import button
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space


class PapersDialog(QDialog):
    """The panel as a window of its own; Esc closes it and loses nothing."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Xem và in giấy tờ"))
        self.setModal(True)
        self.panel = PapersPanel(services)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.panel, 1)
        row = QHBoxLayout()
        self.receipt = button(
            self.tr("Người dân muốn có giấy tiếp nhận"), icon_name="file-text", name="papers.receipt"
        )
        row.addWidget(self.receipt)
        self.receipt.hide()
        row.addStretch(1)
        close = button(f"{self.tr('Đóng')}   Esc", self.reject, name="papers.close")
        close.setAccessibleName(self.tr("Đóng"))
        row.addWidget(close)
        column.addLayout(row)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._print_or_close)
        if parent is not None:
            self.resize(parent.window().size())  # over all of it: half a line below would be read as one

    def show_papers(self, papers: Sequence[Paper], number: str | None = None) -> None:
        """Show papers and take the focus."""
        self.panel.show_papers(papers, number)
        self.panel.preview.setFocus()

    def offer_receipt(self, make: Callable[[], object]) -> None:
        """Offer a receipt where the law asks for none: the citizen may want one all the same."""
        self.receipt.show()
        self.receipt.clicked.connect(lambda: (self.receipt.setEnabled(False), make()))

    def _print_or_close(self) -> None:
        """The one key: paper after paper to the printer, then on; never a second print by mistake."""
        if not self.panel.print_next():
            self.accept()

    def done(self, result: int) -> None:
        """Close; nothing is waited for any more."""
        self.panel.stop()
        super().done(result)
