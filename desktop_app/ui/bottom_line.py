"""The bottom line: the one primary action, those beside it, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.page import Action, Missing
from desktop_app.ui.parts import BUTTON_ICON, button, restyle
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import BOTTOM_HEIGHT, Space

PRIMARY_KEY = "Ctrl+Return"


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
        self._missing = button("", self._jump, kind="quiet", name="bottom.missing")
        self._missing.setIcon(icon("triangle-alert", "attention"))
        self._missing.setIconSize(BUTTON_ICON)
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
            key = QKeySequence(PRIMARY_KEY).toString(QKeySequence.SequenceFormat.NativeText)
            key = key.replace("Return", "Enter")
            self._primary.setText(f"{action.text}   {key}")
            self._primary.setAccessibleName(action.text)
            self._primary.setAccessibleDescription(key)
            self._primary.setEnabled(action.enabled)
            if action.icon:
                self._primary.setIcon(icon(action.icon, "on_accent" if action.enabled else "quiet"))

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
        return new

    def set_missing(self, missing: Missing | None) -> None:
        """Say what is still missing; a click, or its key, jumps there."""
        self._missing.setVisible(missing is not None)
        self._where = missing.jump if missing else None
        if missing is not None:
            self._missing.setText(missing.sentence)
            self._missing.setAccessibleName(missing.sentence)

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

    def _made(self, place: int, action: Action) -> QPushButton:
        made = button(
            f"{action.text}   {action.key}" if action.key else action.text,
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
