"""Small pieces that every page is made of: labels, buttons, panels, badges, fields with their words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.theme.icons import icon, pixmap
from desktop_app.ui.theme.tokens import ICON_SIZE, Space, Type

BUTTON_ICON = QSize(ICON_SIZE + Space.XS, ICON_SIZE)


def restyle(widget: QWidget, **properties: str) -> None:
    """Set properties that the stylesheet looks at (`type`, `tone`, `kind`, `place`, `soft`, `problem`)."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class _Copied(QLabel):
    """Words that the mouse can select. Qt clips such words to the font's height, accents of capitals too."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as any label does, as long as nothing is selected."""
        if self.hasSelectedText():
            super().paintEvent(event)
            return
        wrap = Qt.TextFlag.TextWordWrap.value if self.wordWrap() else 0
        how = QStyle.visualAlignment(self.layoutDirection(), self.alignment()).value | wrap
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                self.contentsRect(),
                how,
                self.palette(),
                self.isEnabled(),
                self.text(),
                self.foregroundRole(),
            )


def label(
    text: str = "", type: Type = Type.BODY, tone: str = "", *, wrap: bool = False, copied: bool = False
) -> QLabel:
    """A label of the type scale.

    Args:
        tone: `quiet`, a meaning (`verified`, `attention`, `failed`, `info`), or "" for plain text.
        wrap: breaks into lines.
        copied: the mouse can select it.
    """
    made = _Copied(text) if copied else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setIndent(0)  # Qt takes the room above the accents for a frame, and would move the text away from it
    made.setWordWrap(wrap)
    restyle(made, type=type.value, tone=tone)
    return made


def button(
    text: str, run: Callable[[], object] | None = None, *, kind: str = "", icon_name: str = "", name: str = ""
) -> QPushButton:
    """A button.

    Args:
        kind: `primary`, `quiet` (no box), `choice` (tall, for lists of choices), or "".
        name: object name, by which scripts and tests find it.
    """
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setObjectName(name)
    restyle(made, kind=kind)
    if icon_name:
        made.setIcon(icon(icon_name, "on_accent" if kind == "primary" else "text"))
        made.setIconSize(BUTTON_ICON)
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def announce(widget: QWidget, text: str) -> None:
    """Tell assistive technology a live status, politely."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class IconLabel(QLabel):
    """An icon of the set beside words; the words carry the meaning, so it is no stop for a screen reader."""

    def __init__(
        self, name: str = "", role: str = "text", parent: QWidget | None = None, *, size: int = ICON_SIZE
    ) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setFixedSize(size, size)
        self._draw()

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()

    def _draw(self) -> None:
        if self._name:
            self.setPixmap(pixmap(self._name, self._role, self.width(), self.devicePixelRatioF()))
        else:
            self.clear()


MEANING_ICONS = {
    "verified": "shield-check",
    "attention": "triangle-alert",
    "failed": "circle-x",
    "info": "info",
}


class Combo(QComboBox):
    """A choice whose list has rows as high as other lists, and which a passing wheel does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # the one that heeds the stylesheet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Without the focus the wheel scrolls what is around."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Notice(QFrame):
    """A meaning with icon and words, where the eye is: a badge (one line) or a notice (more lines).

    Args:
        badge: compact, as wide as its words.
    """

    def __init__(self, *, badge: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.S)
        self._icon = IconLabel()
        self._words = label(type=Type.SMALL if badge else Type.BODY, wrap=not badge)
        row.addWidget(
            self._icon, 0, Qt.AlignmentFlag.AlignTop if not badge else Qt.AlignmentFlag.AlignVCenter
        )
        row.addWidget(self._words, 1)
        if badge:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """The words that are shown."""
        return self._words.text()

    def tell(self, meaning: str, text: str, *, icon_name: str = "") -> None:
        """Show words with a meaning; no words hide it."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self._icon.show_icon(icon_name or MEANING_ICONS[meaning], meaning)
        restyle(self, soft=meaning)
        if self._badge:
            restyle(self._words, tone=meaning)
        self.setVisible(bool(text))
        if text and not self._badge:
            announce(self, text)

    def clear(self) -> None:
        """Show nothing."""
        self._words.clear()
        self.hide()


class Panel(QFrame):
    """A raised area with a title; `body` is its layout."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        restyle(self, place="panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        self.setAccessibleName(title)
        if title:
            self.body.addWidget(label(title, Type.LABEL))


class Field(QWidget):
    """A label above an input, with what is wrong in words below it.

    Args:
        title: the label, the input's buddy and accessible name.
        control: the input.
        hint: quiet words below the input, also its accessible description.
        required: says so beside the title.
    """

    def __init__(
        self,
        title: str,
        control: QWidget,
        *,
        hint: str = "",
        required: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        name = label(title, Type.STRONG)
        name.setBuddy(control)
        control.setAccessibleName(title)
        control.setAccessibleDescription(hint)
        top.addWidget(name)
        if required:
            top.addWidget(label(required, Type.SMALL, "quiet"))
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(control)
        self._below = label(hint, Type.SMALL, "quiet", wrap=True)
        column.addWidget(self._below)
        self._below.setVisible(bool(hint))  # only now: without a parent it would be a window
        self.setFocusProxy(control)

    @property
    def problem(self) -> str:
        """What is wrong, in words, or ""."""
        return self._below.text() if self.control.property("problem") == "true" else ""

    def show_problem(self, text: str) -> None:
        """Say what is wrong beside the field; "" says that nothing is."""
        restyle(self.control, problem="true" if text else "false")
        restyle(self._below, tone="failed" if text else "quiet")
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        self.control.setAccessibleDescription(text or self._hint)


class Elided(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole stands in its tip and its name."""

    def __init__(self, text: str = "", type: Type = Type.BODY, tone: str = "") -> None:
        super().__init__()
        self.whole = ""
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(0)
        restyle(self, type=type.value, tone=tone)
        self.show_whole(text)

    def show_whole(self, text: str, tip: str = "") -> None:
        """Show another text; `tip` is said when there is room too."""
        self.whole, self._tip = text, tip
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide for the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self.whole, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.setText(shown)
        self.setToolTip(self._tip or (self.whole if shown != self.whole else ""))
