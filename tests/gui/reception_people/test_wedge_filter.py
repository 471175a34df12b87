"""A scanner that types leaves no trace in the field that has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.wedge import WedgeFilter
from tests.support.pages import is_active

QR = "001190000117||Nguyễn Thị Mẫu|17051990|Nữ|Hà Nội|02092021"


class Window(QWidget):
    """A window with fields, and a clock that the test moves."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 1000.0
        self.open = True
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("OK")
        self.clicks: list[bool] = []
        self.button.clicked.connect(self.clicks.append)
        column = QVBoxLayout(self)
        for widget in (self.line, self.text, self.button):
            column.addWidget(widget)
        self.filter = WedgeFilter(self, is_open=lambda: self.open, now_ms=lambda: self.now_ms)
        self.filter.install()
        self.scans: list[str] = []
        self.filter.scanned.connect(self.scans.append)

    def key(self, text: str = "", key: int = 0, *, gap_ms: float = 4, repeat: bool = False) -> None:
        """A key at the widget that has the focus, as the system would send it."""
        self.now_ms += gap_ms
        target = QApplication.focusWidget()
        assert target is not None
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, none, text, repeat))

    def scan(self, text: str, *, gap_ms: float = 4, end: bool = True) -> None:
        """What a scanner does."""
        for character in text:
            self.key(character, gap_ms=gap_ms)
        if end:
            self.key("\r", Qt.Key.Key_Return)


@pytest.fixture
def window(qtbot, qapp: QApplication) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: is_active(made))
    made.line.setFocus()
    return made


def test_a_scan_is_told_and_taken_back_from_a_line(window: Window) -> None:
    window.line.setText("Hà Nội")
    window.scan(QR)
    assert (window.scans, window.line.text()) == ([QR], "Hà Nội")


def test_keys_that_waited_behind_a_busy_window_belong_to_the_scan(window: Window, qtbot: QtBot) -> None:
    window.scan(QR[:30], end=False)
    for character in (*QR[30:], "\r"):
        window.now_ms += 4
        key = Qt.Key.Key_Return if character == "\r" else 0
        press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        QApplication.postEvent(window.line, press)

    window.filter._silence.timeout.emit()  # the silence was measured while the window was busy

    qtbot.waitUntil(lambda: bool(window.scans))
    assert window.scans == [QR]


def test_what_listens_to_typing_hears_that_it_is_taken_back(window: Window) -> None:
    heard: list[str] = []
    window.line.textEdited.connect(heard.append)
    window.line.insert("Lê")
    window.scan(QR)
    assert heard[-1] == "Lê"


def test_selected_text_that_the_first_character_replaced_comes_back_selected(window: Window) -> None:
    window.line.setText("Hà Nội")
    window.line.setSelection(0, 2)
    window.scan(QR)
    assert (window.line.text(), window.line.selectedText()) == ("Hà Nội", "Hà")


def test_a_scan_is_taken_back_from_several_lines(window: Window) -> None:
    window.text.setPlainText("một\nhai")
    window.text.setFocus()
    window.scan(QR)
    assert (window.scans, window.text.toPlainText()) == ([QR], "một\nhai")


def test_spaces_and_enter_of_a_scan_press_no_button(window: Window) -> None:
    window.button.setFocus()
    window.scan(QR)
    assert (window.scans, window.clicks) == ([QR], [])


def test_a_person_types_undisturbed(window: Window) -> None:
    window.scan("Nguyễn Văn Người Dân", gap_ms=60)
    assert (window.scans, window.line.text()) == ([], "Nguyễn Văn Người Dân")


def test_a_key_held_down_is_no_scanner(window: Window) -> None:
    for _ in range(30):
        window.key("0", repeat=True)
    assert (window.scans, window.line.text()) == ([], "0" * 30)


def test_a_scan_without_enter_is_told_after_a_silence(window: Window, qtbot) -> None:
    with qtbot.waitSignal(window.filter.scanned):
        window.scan(QR, end=False)
    assert window.line.text() == ""


def test_behind_the_lock_keys_go_where_they_go(window: Window) -> None:
    window.open = False
    window.scan(QR, end=False)
    assert (window.scans, window.line.text()) == ([], QR)


def test_a_long_text_at_once_comes_from_an_input_method(window: Window) -> None:
    event = QInputMethodEvent()
    event.setCommitString(QR)
    QApplication.sendEvent(window.line, event)
    assert (window.scans, window.line.text()) == ([], QR)


def test_a_scan_through_an_input_method_is_caught_letter_by_letter(window: Window) -> None:
    for character in QR:
        window.now_ms += 4
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(window.line, event)
    window.key("\r", Qt.Key.Key_Return)
    assert (window.scans, window.line.text()) == ([QR], "")
