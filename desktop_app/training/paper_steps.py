"""Steps about papers: those the citizen brings, and those that are handed out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast

import pypdfium2
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QTabBar, QWidget

from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import write_atomically
from desktop_app.reception.checklist import PaperState, is_open
from desktop_app.training.drawn_paper import draw_paper
from desktop_app.training.hands import Hands
from desktop_app.training.script import Step
from desktop_app.ui.pages.reception.paper_row import PaperRow
from desktop_app.ui.papers_dialog import PapersDialog

NO_PAPER_NEEDED = declare("training.no_paper_needed")
FILE_MISSING = declare("training.file_missing")

_INK = 100  # of 255


class PaperSteps(Hands):
    """Attaches, scans, prints."""

    def _component(self, step: Step) -> str:
        """The paper that is named, else the first that is still needed, else the first that may be given."""
        if step.text("component"):
            return step.text("component")
        papers = self._page.controller.view.checklist
        may = [paper for paper in papers if paper.state is not PaperState.MADE_HERE]
        wanted = next((paper for paper in papers if is_open(paper)), None) or next(iter(may), None)
        if wanted is None:
            raise AppError(NO_PAPER_NEEDED)
        return wanted.component

    def _attach(self, step: Step) -> None:
        driver, component = self._driver, self._component(step)
        path = self._folder / step.text("file") if step.text("file") else self._drawn(component)
        if not path.is_file():
            raise AppError(FILE_MISSING, {"where": step.text("file")})
        before = len(self._page.controller.session.papers)
        driver.click(cast(PaperRow, driver.find(f"paper.{component}")).attach)
        self._until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "files")
        driver.paste(str(path.absolute()))
        driver.press("Return")
        self._paper_comes(before)

    def _drawn(self, component: str) -> Path:
        papers = self._page.controller.view.checklist
        name = next((paper.name for paper in papers if paper.component == component), "")
        path = self._out / f"paper-{len(self._page.controller.session.papers) + 1}.png"
        draw_paper(path, self._stage.fonts, name)
        return path

    def _scan_paper(self, step: Step) -> None:
        driver, component = self._driver, self._component(step)
        before = len(self._page.controller.session.papers)
        panel = self._page.papers.scanning
        driver.click(cast(PaperRow, driver.find(f"paper.{component}")).scan)
        self._until(panel.scan.isEnabled, "scanner")
        if step.text("device"):
            driver.fill(panel.device, step.text("device"))
            self._until(panel.scan.isEnabled, "scanner")
        driver.click(panel.scan)
        self._until(lambda: not panel.busy and panel.use.isEnabled(), "pages")
        self._picture("pages")
        driver.click(panel.use)
        self._paper_comes(before)

    def _paper_comes(self, before: int) -> None:
        controller, self._told = self._page.controller, None
        self._until(lambda: len(controller.session.papers) > before or self._told is not None, "paper")
        self._raise_told()

    def _papers(self) -> PapersDialog | None:
        dialog = QApplication.activeModalWidget()
        return dialog if isinstance(dialog, PapersDialog) and dialog.panel.shown_pdf else None

    def _print(self, step: Step) -> None:
        driver = self._driver
        if self._papers() is None:
            driver.press("Ctrl+P")
            self._until(lambda: self._papers() is not None, "papers")
        dialog = self._papers()
        assert dialog is not None  # it was just seen
        pack = self._page.controller.pack
        procedure = pack.procedure(self._script.procedure)
        forms = {
            pack.form(form).title: form
            for form in (procedure.receipt_form, procedure.declaration_form)
            if form
        }
        tabs = cast(QTabBar, dialog.findChild(QTabBar, "papers.tabs"))
        for place in range(tabs.count()):
            if place:
                driver.reach(tabs)
                driver.press("Right")
                self._until(lambda place=place: tabs.currentIndex() == place, "paper")
            form = forms.get(tabs.tabText(place), f"paper-{place + 1}")
            self._keep_pdf(form, dialog.panel.shown_pdf)
            if step.text("printer"):
                self._send_to(dialog, step.text("printer"))
            self._until(lambda: _is_drawn(dialog.panel.preview.view.viewport()), "preview")
            self._picture(f"paper-{form}")
        driver.press("Escape")
        self._until(lambda: QApplication.activeModalWidget() is None, "papers_closed")

    def _send_to(self, dialog: PapersDialog, printer: str) -> None:
        sent: list[str] = []
        dialog.panel.printed.connect(lambda form, _count: sent.append(form))
        box = cast(QComboBox, self._driver.find("papers.printer"))
        self._until(lambda: box.count() > 0, "printers")
        self._driver.fill(box, printer)
        self._until(dialog.panel.print_button.isEnabled, "printer")
        self._driver.press("Ctrl+P")
        self._until(lambda: bool(sent), "printed")

    def _keep_pdf(self, form: str, data: bytes) -> None:
        write_atomically(self._out / f"{form}.pdf", data, mode=0o600)
        pdf = pypdfium2.PdfDocument(data)
        self.played.printed.append(
            {"form": form, "sha256": hashlib.sha256(data).hexdigest(), "pages": len(pdf)}
        )
        pdf.close()


def _is_drawn(pages: QWidget) -> bool:
    """Whether something dark stands on the pages: they are drawn by a thread that tells nobody."""
    seen = pages.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return min(bytes(seen.constBits()), default=255) < _INK
