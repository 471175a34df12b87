"""Form and papers on a session of the shipped pack, without the page around; keys as they really come."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.reception import events
from desktop_app.reception.session import Session, new_session
from desktop_app.reception.view import FieldView, SessionView
from desktop_app.ui.pages.reception.form import FormColumn
from desktop_app.ui.pages.reception.papers import PapersColumn
from desktop_app.ui.services import UiServices
from desktop_app.ui.tab_order import TabOrder
from tests.support.session import pack, seen

MIDDLE, RIGHT, HEIGHT = 560, 360, 640  # what a window of 1366 x 768 leaves


class FormDesk(QWidget):
    """Both columns, and a session behind them as the page's controller would keep it."""

    def __init__(self, services: UiServices, scanner: ScannerPort) -> None:
        super().__init__()
        self.session = new_session()
        self._tab_order = TabOrder()
        self.happened: list[Any] = []
        self.wishes: list[tuple[str, Any]] = []
        self.form = FormColumn(services)
        self.papers = PapersColumn(services, scanner)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form, MIDDLE)
        row.addWidget(self.papers, RIGHT)
        for column in (self.form, self.papers):
            column.happened.connect(self.tell)
            column.wish.connect(lambda name, what: self.wishes.append((name, what)))
        self.form.show_pack(pack())
        self.show_session(self.session)
        self.resize(MIDDLE + RIGHT, HEIGHT)

    @property
    def view(self) -> SessionView:
        """The session as it is shown."""
        return seen(self.session)

    def tell(self, event: Any) -> None:
        """An event happens."""
        self.happened.append(event)
        self.show_session(events.apply(self.session, pack(), event))

    def choose(self, procedure: str) -> None:
        """The procedure is chosen, elsewhere than in the list."""
        self.tell(events.ProcedureChosen(procedure))
        self.happened.clear()
        QCoreApplication.processEvents()  # new fields are laid out

    def show_session(self, session: Session) -> None:
        """Another session, or the same one changed."""
        self.session = session
        self.form.show_view(self.view)
        self.papers.show_view(self.view)
        self._tab_order.follow(self)

    def field(self, key: str) -> FieldView:
        """A field as the view has it."""
        return next(field for field in self.view.fields if field.key == key)

    def input(self, target: str) -> QWidget:
        """The input of a target."""
        found = self.form.findChild(QWidget, target)
        assert isinstance(found, QWidget)
        return found

    def focused(self, target: str) -> QWidget:
        """The input of a target, with the focus."""
        assert self.form.focus_target(target)
        assert self.input(target).hasFocus()
        return self.input(target)

    def text(self, target: str) -> str:
        """What stands in an input."""
        box = self.input(target)
        if isinstance(box, QPlainTextEdit):
            return box.toPlainText()
        if isinstance(box, QComboBox):
            return box.currentText()
        assert isinstance(box, QLineEdit)
        return box.text()


def compose(widget: QWidget, preedit: str) -> None:
    """The input method shows what it is composing."""
    QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str, back: int = 0) -> None:
    """The input method commits text in place of so many characters before the cursor."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text, -back, back)
    QCoreApplication.sendEvent(widget, event)


def key(
    widget: QWidget,
    code: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key goes down and up; its text may be any letter."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, text))


def letters(widget: QWidget, text: str) -> None:
    r"""Letters come one by one, as Unikey sends them; `\b` is its backspace."""
    for letter in text:
        key(widget, Qt.Key.Key_Backspace if letter == "\b" else Qt.Key.Key_unknown, letter)
