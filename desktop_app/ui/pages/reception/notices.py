"""What has to be said about the session as a whole, above its columns, with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.parts import MEANING_ICONS, IconLabel, announce, button, label, restyle
from desktop_app.ui.theme.tokens import Space


class MessageBar(QWidget):
    """Messages by key: the same key says another thing instead of one thing more."""

    rebuilt = Signal()
    """Lines came or went."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, _Line] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, 0)
        self._column.setSpacing(Space.XS)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said now."""
        return tuple(line.text for line in self._lines.values())

    def tell(
        self,
        key: str,
        meaning: str,
        text: str,
        repair_text: str = "",
        repair: Callable[[], None] | None = None,
    ) -> None:
        """Say something until it is cleared or folded away.

        Args:
            meaning: `verified`, `attention`, `failed` or `info`.
            repair_text: on the button that does `repair`; none without it.
        """
        old = self._lines.get(key)
        if old is not None and old.text == text:
            return
        self.clear(key)
        line = _Line(meaning, text, lambda: self.clear(key))
        if repair is not None and repair_text:
            line.offer(repair_text, repair)
        self._lines[key] = line
        self._column.addWidget(line)
        self.show()
        self.rebuilt.emit()
        announce(self, text)

    def clear(self, key: str) -> None:
        """Say this no more."""
        line = self._lines.pop(key, None)
        if line is not None:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.setVisible(bool(self._lines))

    def dismiss(self) -> bool:
        """Fold the newest message away; False: there is none."""
        if not self._lines:
            return False
        self.clear(next(reversed(self._lines)))
        return True


class _Line(QFrame):
    def __init__(self, meaning: str, text: str, close: Callable[[], None]) -> None:
        super().__init__()
        self.text = text
        restyle(self, soft=meaning)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        self._row.setSpacing(Space.S)
        self._row.addWidget(IconLabel(MEANING_ICONS[meaning], meaning))
        self._row.addWidget(label(text, wrap=True), 1)
        shut = button("", close, kind="quiet", icon_name="x")
        shut.setAccessibleName(QCoreApplication.translate("MessageBar", "Ẩn thông báo này"))
        self._row.addWidget(shut)
        self.setAccessibleName(text)

    def offer(self, text: str, run: Callable[[], None]) -> None:
        """A button for what may be done about it."""
        self._row.insertWidget(self._row.count() - 1, button(text, run))
