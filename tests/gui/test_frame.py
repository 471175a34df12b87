"""The frame around the pages: rail, lines, keys, door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole
from desktop_app.readers.monitor import ReaderAdded
from desktop_app.reception.packs import NO_PACK_IN_FORCE
from desktop_app.sync.outbox import summary
from desktop_app.ui.columns import ThreeColumns
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.page import Action, HelpKey, Missing, Page
from desktop_app.ui.pages.trouble import TroublePage
from desktop_app.ui.parts import Field
from desktop_app.ui.registry import PageEntry
from desktop_app.ui.services import UiServices
from tests.support.accessibility import unnamed
from tests.support.fit import cut_off
from tests.support.pages import away, is_active

OFFICER = SignedIn("cb01", "Cán Bộ Tập Huấn", OfficerRole.CLERK)


class PlainPage(Page):
    """A page with one field, whose primary action needs it."""

    title = "Trang thử"

    def __init__(self, services: UiServices) -> None:
        super().__init__(services)
        self.done: list[str] = []
        self.kept = 0
        self.backs = 0
        self.closing = ""
        self.name = QLineEdit()
        self.name.editingFinished.connect(self.state_changed)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addWidget(Field("Họ và tên", self.name, hint="Viết như trên thẻ"))
        self.columns = ThreeColumns([("Người dân", holder), ("Tờ khai", QWidget()), ("Giấy tờ", QWidget())])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns)

    def primary_action(self) -> Action:
        return Action("Tiếp nhận", lambda: self.done.append(self.name.text()), enabled=bool(self.name.text()))

    def secondary_actions(self) -> list[Action]:
        return [Action("Xem trước", lambda: self.done.append("xem"), "Ctrl+P")]

    def missing(self) -> Missing | None:
        return None if self.name.text() else Missing("Còn thiếu họ và tên.", self.name.setFocus)

    def help_keys(self) -> list[HelpKey]:
        return [HelpKey("Ctrl+P", "Xem trước")]

    def entered(self) -> None:
        self.name.setFocus()

    def keep(self) -> None:
        self.kept += 1

    def step_back(self) -> bool:
        self.backs += 1
        return True

    def refuse_close(self) -> str:
        return self.closing


ENTRIES = (
    PageEntry("one", "Trang một", "inbox", "F2", PlainPage),
    PageEntry("two", "Trang hai", "settings", "F8", PlainPage),
)


@pytest.fixture
def window(services: UiServices, qtbot) -> Iterator[MainWindow]:
    made = MainWindow(services, ENTRIES)
    made.setWindowState(Qt.WindowState.WindowNoState)  # the screen of these tests is small: it came maximized
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: is_active(made))
    yield made
    QApplication.instance().removeEventFilter(made._idle)


@pytest.fixture
def page(window: MainWindow, services: UiServices) -> PlainPage:
    services.desk.sign_in(OFFICER)
    page = window.current_page
    assert isinstance(page, PlainPage)
    return page


def _primary(window: MainWindow) -> QPushButton:
    return window.bottom.findChild(QPushButton, "bottom.primary")


def test_nothing_is_shown_before_somebody_signs_in(window: MainWindow) -> None:
    assert window.sign_in.isVisible()
    assert not window.rail.isVisible()
    assert window.current_page is None


def test_keys_of_pages_do_nothing_behind_the_door(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F8)

    assert window.current_page is None


def test_in_training_a_choice_is_enough_to_sign_in(window: MainWindow, services: UiServices, qtbot) -> None:
    first = lambda: window.sign_in.findChild(QPushButton, "door.officer.cb01")  # noqa: E731
    qtbot.waitUntil(lambda: first() is not None and first().isVisible())

    qtbot.keyClick(first(), Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: services.desk.officer is not None)
    assert services.desk.actor == "cb01"
    assert window.current_page is not None and window.current_page.name.hasFocus()


def test_ctrl_enter_finishes_what_is_being_typed_and_acts(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClicks(page.name, "Lan")

    qtbot.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert page.done == ["Lan"]
    assert page.name.hasFocus()


def test_ctrl_enter_jumps_to_what_is_missing(window: MainWindow, page: PlainPage, qtbot) -> None:
    page.name.clearFocus()

    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert page.done == []
    assert page.name.hasFocus()


def test_what_is_missing_stands_in_the_bottom_line_and_jumps(
    window: MainWindow, page: PlainPage, qtbot
) -> None:
    missing = window.bottom.findChild(QPushButton, "bottom.missing")
    page.name.clearFocus()

    qtbot.mouseClick(missing, Qt.MouseButton.LeftButton)

    assert missing.text() == "Còn thiếu họ và tên."
    assert page.name.hasFocus()


def test_the_line_follows_the_page(window: MainWindow, page: PlainPage) -> None:
    assert not _primary(window).isEnabled()

    page.name.setText("Lan")
    page.state_changed.emit()

    assert _primary(window).isEnabled()
    assert not window.bottom.findChild(QPushButton, "bottom.missing").isVisible()


def test_a_secondary_action_has_its_key(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClick(page.name, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert page.done == ["xem"]


def test_an_f_key_opens_its_page(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClick(page.name, Qt.Key.Key_F8)

    assert window.current_page is window.page("two")
    assert window.rail.findChild(QPushButton, "rail.two").isChecked()


def test_escape_steps_back_on_the_page(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClick(page.name, Qt.Key.Key_Escape)

    assert page.backs == 1


def test_locking_keeps_drafts_hides_all_and_comes_back(
    window: MainWindow, page: PlainPage, services: UiServices, qtbot
) -> None:
    page.name.setText("Lan")

    qtbot.keyClick(page.name, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert (page.kept, page.isVisible(), window.lock_screen.isVisible()) == (1, False, True)

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not services.desk.locked)
    assert page.isVisible() and page.name.text() == "Lan"


def test_locking_closes_what_a_dialog_shows(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClick(page.name, Qt.Key.Key_F1)
    sheet = window.findChild(QDialog, "help")
    assert sheet.isVisible()

    window.lock()

    assert not sheet.isVisible()


def test_the_help_sheet_shows_the_keys_of_the_page(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.keyClick(page.name, Qt.Key.Key_F1)

    sheet = window.findChild(QDialog, "help")
    assert "Xem trước" in [label.text() for label in sheet.findChildren(QLabel)]
    sheet.close()


def test_nobody_touching_it_locks_the_window(window: MainWindow, page: PlainPage) -> None:
    assert window._idle.interval_ms == 10 * 60_000

    window._idle._timer.timeout.emit()

    assert window.lock_screen.isVisible()


def test_a_page_may_ask_to_wait_with_closing(window: MainWindow, page: PlainPage) -> None:
    page.closing = "Đang quét, chờ một chút."

    closed = window.close()

    assert (closed, page.kept) == (False, 1)
    assert window.bottom.findChild(QPushButton, "bottom.missing").text() == page.closing
    page.closing = ""


def test_the_top_line_tells_the_reader_in_words(
    window: MainWindow, page: PlainPage, services: UiServices
) -> None:
    services.reader.see(ReaderAdded("a"))
    assert window.top.reader.text == "Đầu đọc: mời đặt thẻ"

    services.reader.reading(3, 7)
    assert window.top.reader.text == "Đang đọc 3/7, giữ yên thẻ"

    services.reader.failed("readers.card_removed")
    assert window.top.reader.text == services.messages.of("readers.card_removed").title


def test_the_top_line_tells_what_waits_for_the_province(window: MainWindow, page: PlainPage, qtbot) -> None:
    waiting = away(page.services.store.read, lambda session: summary(session, datetime.now(UTC))).waiting
    words = f"chờ gửi {waiting}" if waiting else "không có gì chờ"

    qtbot.waitUntil(lambda: window.top.sync.text.startswith(f"Đồng bộ: {words}"))


def test_columns_become_tabs_where_there_is_no_room(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.waitUntil(lambda: not page.columns.tabbed)

    window.resize(911, 512)
    qtbot.waitUntil(lambda: page.columns.tabbed)
    assert page.name.hasFocus()

    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not page.columns.tabbed)
    assert page.name.hasFocus() and page.name.isVisible()


def test_every_control_has_a_name_a_role_and_a_buddy(window: MainWindow, page: PlainPage) -> None:
    assert unnamed(window) == []


def test_no_text_is_cut_off(window: MainWindow, page: PlainPage, qtbot) -> None:
    qtbot.wait(1)

    assert cut_off(window) == []


def test_a_page_that_cannot_be_made_says_why_and_is_tried_again(services: UiServices, qtbot) -> None:
    packs = 0

    def make(services: UiServices) -> Page:
        if not packs:
            raise AppError(NO_PACK_IN_FORCE)
        return PlainPage(services)

    window = MainWindow(services, [PageEntry("work", "Tiếp nhận", "inbox", "F2", make)])
    qtbot.addWidget(window)
    window.show()
    services.desk.sign_in(OFFICER)
    trouble = window.current_page
    assert isinstance(trouble, TroublePage)
    said = " ".join(part.text() for part in trouble.findChildren(QLabel))
    assert "danh mục" in said and "Quản trị" in said and "reception.no_pack_in_force" in said

    packs = 1
    _primary(window).click()

    assert isinstance(window.current_page, PlainPage)


class BusyPage(PlainPage):
    """A page with much to say below."""

    def primary_action(self) -> Action:
        return Action("Tiếp nhận hồ sơ", self.left, icon="check")

    def secondary_actions(self) -> Sequence[Action]:
        words = (("Hoàn tác", "undo-2"), ("Xem bản in", "eye"), ("Hồ sơ mới", ""))
        return [Action(text, self.left, "Ctrl+K", icon=icon) for text, icon in words]

    def missing(self) -> Missing:
        return Missing("Thiếu giấy tờ: " + "văn bản của người làm chứng xác nhận về việc sinh " * 4)


@pytest.fixture
def busy(services: UiServices, qtbot) -> MainWindow:
    window = MainWindow(services, [PageEntry("busy", "Tiếp nhận", "inbox", "F2", BusyPage)])
    qtbot.addWidget(window)
    window.show()
    services.desk.sign_in(OFFICER)
    return window


def test_the_window_fits_a_small_screen_at_twice_its_size(busy: MainWindow) -> None:
    assert busy.minimumSizeHint().width() <= 1366 // 2


def test_a_long_sentence_is_shortened_for_the_eye_and_whole_for_the_ear(busy: MainWindow, qtbot) -> None:
    busy.resize(1366, 700)
    missing = busy.bottom.findChild(QPushButton, "bottom.missing")

    qtbot.waitUntil(lambda: missing.text().endswith("…"))
    assert missing.accessibleName() == missing.toolTip() == BusyPage.missing(busy.current_page).sentence


def test_keys_leave_the_bottom_line_where_there_is_no_room_and_come_back(busy: MainWindow, qtbot) -> None:
    first = busy.bottom.findChild(QPushButton, "bottom.secondary.0")

    busy.resize(1366, 700)
    qtbot.waitUntil(lambda: first.text() == "Hoàn tác   Ctrl+K")
    busy.resize(900, 500)
    qtbot.waitUntil(lambda: first.text() == "Hoàn tác")
    assert _primary(busy).text() == "Tiếp nhận hồ sơ   Ctrl+Enter"
    assert first.toolTip() == "Ctrl+K"
    busy.resize(1366, 700)
    qtbot.waitUntil(lambda: first.text() == "Hoàn tác   Ctrl+K")
