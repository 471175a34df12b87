"""The window: rail, top line, bottom line around the page of the moment; sign-in and lock in front of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QActionGroup, QCloseEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.ui.bottom_line import BottomLine
from desktop_app.ui.help_sheet import HelpSheet, window_keys
from desktop_app.ui.idle import IdleWatch
from desktop_app.ui.page import Missing, Page
from desktop_app.ui.pages.sign_in import LockScreen, SignIn
from desktop_app.ui.pages.trouble import TroublePage
from desktop_app.ui.parts import restyle
from desktop_app.ui.rail import Rail
from desktop_app.ui.reader_state import ReaderView
from desktop_app.ui.registry import PageEntry, page_entries
from desktop_app.ui.services import UiServices
from desktop_app.ui.settings import Language, ThemeName, WindowSettings
from desktop_app.ui.tab_order import TabOrder
from desktop_app.ui.top_line import TopLine

NORMAL = QSize(1366, 768)
_BORDER_MS = 100  # a window manager has answered by then; later ones only move the window once more


class MainWindow(QMainWindow):
    """The one window of the program.

    Args:
        services: the opened product.
        entries: pages in the rail; those of the registry if not given.
    """

    def __init__(self, services: UiServices, entries: Sequence[PageEntry] | None = None) -> None:
        super().__init__()
        self.services = services
        self.setObjectName("window")
        self._entries = tuple(page_entries() if entries is None else entries)
        self._pages: dict[str, Page] = {}
        self._open: str | None = None
        self._tab_order = TabOrder()
        self._stack = QStackedWidget()
        self.sign_in = SignIn(services)
        self.lock_screen = LockScreen(services)
        self._work = self._make_work()
        for part in (self.sign_in, self._work, self.lock_screen):
            self._stack.addWidget(part)
        self.setCentralWidget(self._stack)
        self._make_keys()
        self._idle = IdleWatch(self.lock, self)
        services.desk.changed.connect(self._show_desk)
        # Bound methods only: they go with the window when another takes over.
        services.settings.changed.connect(self._settings_changed)
        services.reader.changed.connect(self._card_moved)
        self._show_title()
        screen = QGuiApplication.primaryScreen()
        self.resize(NORMAL.boundedTo(screen.availableSize()) if screen else NORMAL)
        self._show_desk()

    @property
    def current_page(self) -> Page | None:
        """The page that is open, or None behind the door."""
        return self._pages.get(self._open) if self._open else None

    def page(self, key: str) -> Page:
        """A page by its key, made when it is first asked for.

        Raises:
            KeyError: no such page.
        """
        if key not in self._pages:
            entry = {entry.key: entry for entry in self._entries}[key]
            try:
                page = entry.make(self.services)
            except AppError as error:
                page = TroublePage(self.services, entry.title, error, lambda: self.go(key))
            page.setObjectName(f"page.{key}")
            page.state_changed.connect(self.refresh)
            page.rebuilt.connect(self._order_tabs)
            page.finished.connect(self._offer_primary)
            self._middle.addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def go(self, key: str) -> None:
        """Open a page; nothing happens behind the door."""
        if not self._at_work():
            return
        before = self.current_page
        if isinstance(known := self._pages.get(key), TroublePage):  # the trouble may be over
            del self._pages[key]
            self._middle.removeWidget(known)
            known.deleteLater()
        page = self.page(key)
        if before is page:
            return
        if before is not None:
            before.left()
        self._open = key
        self._middle.setCurrentWidget(page)
        self.rail.mark(key)
        self.refresh()
        self._order_tabs()
        page.entered()

    def refresh(self) -> None:
        """Ask the open page again for its actions and what is missing."""
        page = self.current_page
        self._show_title()
        if page is None:
            return
        self.bottom.set_primary(page.primary_action())
        if self.bottom.set_secondary(page.secondary_actions()):
            self._order_tabs()
        self.bottom.set_missing(page.missing())

    def keep_drafts(self) -> None:
        """Every page keeps its draft at once."""
        for page in self._pages.values():
            page.keep()

    def lock(self) -> None:
        """Lock the window; drafts are kept first."""
        if self._at_work():
            self.keep_drafts()
            self.services.desk.lock()

    def change_officer(self) -> None:
        """Let another officer sit down; drafts are kept first."""
        self.keep_drafts()
        self.services.desk.sign_out()

    def show_help(self) -> None:
        """The keys of this page."""
        page = self.current_page
        sheet = HelpSheet(
            page.title if page else "",
            page.help_keys() if page else (),
            window_keys(self._entries, training=self.services.training),
            self,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def showEvent(self, event: QShowEvent) -> None:
        """Once the window manager has put its border around: make the whole of it fit the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(_BORDER_MS, self, self._fit_with_border)

    def _fit_with_border(self) -> None:
        border = self.frameGeometry().size() - self.size()
        if border.isEmpty() and not border.height():
            return
        room = self.screen().availableGeometry()
        self.resize(self.size().boundedTo(room.size() - border))
        self.move(room.topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts; a page may ask to wait, in the bottom line."""
        self.keep_drafts()
        for key, page in self._pages.items():
            if reason := page.refuse_close():
                self.bottom.set_missing(Missing(reason, lambda key=key: self.go(key)))
                event.ignore()
                return
        super().closeEvent(event)

    def retire(self) -> None:
        """Another window has taken over: go, and ask nobody."""
        self._idle.set_minutes(0)
        self.hide()
        self.deleteLater()

    def _make_work(self) -> QWidget:
        work = QWidget()
        across = QVBoxLayout(work)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.top = TopLine(self.services, self._fill_menu)
        across.addWidget(self.top)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail(self._entries, self.go, training=self.services.training)
        middle.addWidget(self.rail)
        self._middle = QStackedWidget()
        restyle(self._middle, place="surface")
        middle.addWidget(self._middle, 1)
        across.addLayout(middle, 1)
        self.bottom = BottomLine()
        across.addWidget(self.bottom)
        return work

    def _make_keys(self) -> None:
        keys = {
            "Ctrl+Return": self._primary,
            "Ctrl+Enter": self._primary,
            "Escape": self._step_back,
            "F1": self.show_help,
            "Ctrl+L": self.lock,
        }
        for entry in self._entries:
            keys[entry.f_key] = lambda key=entry.key: self.go(key)
        for key, run in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(run)

    def _primary(self) -> None:
        if not self._at_work():
            return
        # A field that is being edited hears that it is finished before the page acts.
        QGuiApplication.inputMethod().commit()
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.bottom.run_primary()
        if focused is not None and QApplication.focusWidget() is None and focused.isVisible():
            focused.setFocus()

    def _order_tabs(self) -> None:
        if (page := self.current_page) is not None:
            self._tab_order.follow(self.rail, page, self.bottom)

    def _offer_primary(self) -> None:
        if self._at_work():
            self.bottom.focus_primary()

    def _step_back(self) -> None:
        page = self.current_page
        if self._at_work() and page is not None:
            page.step_back()

    def _at_work(self) -> bool:
        return self._stack.currentWidget() is self._work

    def _show_desk(self) -> None:
        desk = self.services.desk
        self._watch_idle()
        if desk.officer is None or desk.locked:
            # What a dialog shows is not for those who walk by.
            for dialog in self.findChildren(QWidget):
                if dialog.isWindow() and dialog.isVisible():
                    dialog.close()
            door = self.lock_screen if desk.locked else self.sign_in
            self._stack.setCurrentWidget(door)
            door.entered()
            return
        self._stack.setCurrentWidget(self._work)
        page = self.current_page
        if page is not None:
            self.refresh()
            page.entered()
        elif self._entries:
            self.go(self._entries[0].key)

    def _settings_changed(self, _values: WindowSettings) -> None:
        self._watch_idle()

    def _card_moved(self, _view: ReaderView) -> None:
        self._idle.touch()

    def _watch_idle(self) -> None:
        desk = self.services.desk
        at_desk = desk.officer is not None and not desk.locked
        self._idle.set_minutes(self.services.settings.values.lock_after_minutes if at_desk else 0)

    def _show_title(self) -> None:
        page = self.current_page
        product = QCoreApplication.translate("Window", "Một cửa")
        self.setWindowTitle(f"{page.title} – {product}" if page and page.title else product)

    def _fill_menu(self, menu: QMenu) -> None:
        translate = QCoreApplication.translate
        menu.addAction(translate("Window", "Khóa màn hình") + "\tCtrl+L", self.lock)
        menu.addAction(translate("Window", "Đổi cán bộ"), self.change_officer)
        menu.addSeparator()
        values = self.services.settings.values
        themes = {
            ThemeName.LIGHT: translate("Window", "Nền sáng"),
            ThemeName.DARK: translate("Window", "Nền tối"),
            ThemeName.HIGH_CONTRAST: translate("Window", "Tương phản cao"),
        }
        languages = {Language.VIETNAMESE: "Tiếng Việt", Language.ENGLISH: "English"}
        for names, part, now in ((themes, "theme", values.theme), (languages, "language", values.language)):
            group = QActionGroup(menu)
            for value, text in names.items():
                action = menu.addAction(text, lambda part=part, value=value: self._change(part, value))
                action.setCheckable(True)
                action.setChecked(value == now)
                group.addAction(action)
            menu.addSeparator()
        menu.addAction(translate("Window", "Các phím") + "\tF1", self.show_help)

    def _change(self, part: str, value: str) -> None:
        try:
            self.services.settings.change(**{part: value})
        except AppError as error:
            self.bottom.set_missing(Missing(self.services.messages.of_error(error).title))
