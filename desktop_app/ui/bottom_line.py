"""The bottom line: the one primary action, those beside it, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.ui.page import Action, Missing
from desktop_app.ui.parts import BUTTON_ICON, button, restyle
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import BOTTOM_HEIGHT, Space

PRIMARY_KEY = "Ctrl+Return"
_PRIMARY_HINT = "Ctrl+Enter"
_SENTENCE_WIDTH = 200  # what is missing has at least that much before keys are left out
_SHORTEST_SENTENCE = 96


class _Keys(Enum):
    """Whose keys stand beside their words."""

    ALL = auto()
    PRIMARY = auto()
    NONE = auto()


def _words(text: str, key: str, primary: bool, keys: _Keys) -> str:
    shown = keys is _Keys.ALL or (primary and keys is _Keys.PRIMARY)
    return f"{text}   {key}" if key and shown else text


class _Sentence(QPushButton):
    """What is missing; ends in an ellipsis where there is no room, the whole stands in its tip and name."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setObjectName("bottom.missing")
        self.setAutoDefault(False)
        restyle(self, kind="quiet")
        self.setIcon(icon("triangle-alert", "attention"))
        self.setIconSize(BUTTON_ICON)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, sentence: str) -> None:
        """Show another sentence."""
        self._whole = sentence
        self.setAccessibleName(sentence)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the whole sentence."""
        return QSize(self._around() + self.fontMetrics().horizontalAdvance(self._whole) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(min(_SHORTEST_SENTENCE, self.sizeHint().width()), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide for the new width."""
        super().resizeEvent(event)
        self._elide()

    def _around(self) -> int:
        """What icon and edges take, in pixels."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def _height(self) -> int:
        return super().sizeHint().height()

    def _elide(self) -> None:
        room = self.width() - self._around()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class BottomLine(QFrame):
    """Shows what the page of the moment offers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom")
        self.setAccessibleName(QCoreApplication.translate("BottomLine", "Việc có thể làm"))
        restyle(self, place="line")
        self.setFixedHeight(BOTTOM_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L, 0, Space.L, 0)
        self._row.setSpacing(Space.S)
        self._missing = _Sentence()
        self._missing.clicked.connect(self._jump)
        self._row.addWidget(self._missing)
        self._row.addStretch(1)
        self._secondary: list[QPushButton] = []
        self._primary = button("", self._run_primary, kind="primary", name="bottom.primary")
        self._primary.setIconSize(BUTTON_ICON)
        self._row.addWidget(self._primary)
        self._actions: tuple[Action, ...] = ()
        self._action: Action | None = None
        self._where: Callable[[], object] | None = None
        self.set_missing(None)
        self.set_primary(None)

    def set_primary(self, action: Action | None) -> None:
        """Show the primary action, or none."""
        self._action = action
        self._primary.setVisible(action is not None)
        if action is not None:
            self._primary.setAccessibleName(action.text)
            self._primary.setAccessibleDescription(_PRIMARY_HINT)
            self._primary.setEnabled(action.enabled)
            if action.icon:
                self._primary.setIcon(icon(action.icon, "on_accent" if action.enabled else "quiet"))
        self._fit()

    def set_secondary(self, actions: Sequence[Action]) -> bool:
        """Show the other actions; buttons are kept where the same actions come again.

        Returns:
            Whether buttons were made.
        """
        new = [(a.text, a.key, a.icon) for a in actions] != [(a.text, a.key, a.icon) for a in self._actions]
        if new:
            for old in self._secondary:
                self._row.removeWidget(old)
                old.setParent(None)
                old.deleteLater()
            self._secondary = [self._made(place, action) for place, action in enumerate(actions)]
        self._actions = tuple(actions)
        for shown, action in zip(self._secondary, actions, strict=True):
            shown.setEnabled(action.enabled)
        self._fit()
        return new

    def set_missing(self, missing: Missing | None) -> None:
        """Say what is still missing; a click, or its key, jumps there."""
        self._missing.setVisible(missing is not None)
        self._where = missing.jump if missing else None
        if missing is not None:
            self._missing.say(missing.sentence)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Without keys; the sentence gives way first."""
        return QSize(self._needed(_Keys.NONE, self._missing.minimumSizeHint().width()), BOTTOM_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        self._fit()

    def run_primary(self) -> bool:
        """Do the primary action as its key does; jumps to what is missing when it cannot be done."""
        action = self._action
        if action is not None and action.enabled:
            action.run()
            return True
        self._jump()
        return False

    def focus_primary(self) -> None:
        """Put the focus on the primary action; while it cannot be done, nothing happens."""
        if self._action is not None and self._action.enabled:
            self._primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> list[tuple[QPushButton, str, str]]:
        """What is shown, with its words and its key."""
        shown = [(b, a.text, a.key) for b, a in zip(self._secondary, self._actions, strict=True)]
        if self._action is not None:
            shown.append((self._primary, self._action.text, _PRIMARY_HINT))
        return shown

    def _needed(self, keys: _Keys, sentence: int) -> int:
        """The width with these keys shown and that much for the sentence, in pixels."""
        shown = self._buttons()
        margins = self._row.contentsMargins()
        width = margins.left() + margins.right() + Space.S * (len(shown) + 1)
        for made, text, key in shown:
            metrics = made.fontMetrics()
            words = _words(text, key, made is self._primary, keys)
            width += made.sizeHint().width()
            width += metrics.horizontalAdvance(words) - metrics.horizontalAdvance(made.text())
        return width + (sentence if self._missing.isVisibleTo(self) else 0)

    def _fit(self) -> None:
        """Where there is little room the keys of the other actions go first, then that of the primary one."""
        sentence = min(self._missing.sizeHint().width(), _SENTENCE_WIDTH)
        room = self.width()
        keys = next((keys for keys in _Keys if self._needed(keys, sentence) <= room), _Keys.NONE)
        for made, text, key in self._buttons():
            made.setText(_words(text, key, made is self._primary, keys))
            made.setToolTip("" if made.text() != text else key)
        self._row.activate()

    def _made(self, place: int, action: Action) -> QPushButton:
        made = button(
            action.text,
            lambda: self._actions[place].run(),
            icon_name=action.icon,
            name=f"bottom.secondary.{place}",
        )
        made.setAccessibleName(action.text)
        if action.key:
            # Not the button's own shortcut, which waits a tenth of a second to look pressed.
            QShortcut(QKeySequence(action.key), made).activated.connect(made.click)
        self._row.insertWidget(self._row.count() - 1, made)
        return made

    def _run_primary(self) -> None:
        self.run_primary()

    def _jump(self) -> None:
        if self._where is not None:
            self._where()
