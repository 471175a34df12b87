"""What has to be said about the session as a whole, above its columns, with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.flow import FlowRow
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
        offers: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Say something until it is cleared or folded away.

        Args:
            meaning: `verified`, `attention`, `failed` or `info`.
            repair_text: on the button that does `repair`; none without it.
            offers: ways out, each with its words; the first has the key Alt+1.
        """
        said = (text, *(words for words, _ in offers))
        old = self._lines.get(key)
        if old is not None and old.said == said and not offers:
            return
        self.clear(key)
        line = _Line(meaning, text, said, lambda: self.clear(key))
        if repair is not None and repair_text:
            line.offer(repair_text, repair)
        line.offer_all(offers)
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

    def take(self, number: int) -> bool:
        """Do what the newest line offers under Alt+`number`; False: nothing is offered there."""
        for line in reversed(self._lines.values()):
            if line.offers:
                if number > len(line.offers):
                    return False
                line.offers[number - 1]()
                return True
        return False

    def dismiss(self) -> bool:
        """Fold the newest message away; False: there is none."""
        if not self._lines:
            return False
        self.clear(next(reversed(self._lines)))
        return True


class _Line(QFrame):
    def __init__(self, meaning: str, text: str, said: tuple[str, ...], close: Callable[[], None]) -> None:
        super().__init__()
        self.text = text
        self.said = said
        self.offers: tuple[Callable[[], None], ...] = ()
        restyle(self, soft=meaning)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        self._column.setSpacing(Space.XS)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row)
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

    def offer_all(self, offers: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Ways out below the words, each with its key."""
        self.offers = tuple(run for _, run in offers)
        if not offers:
            return
        row = FlowRow()
        for number, (words, run) in enumerate(offers, 1):
            made = button(f"{words}   Alt+{number}", run, name=f"offer.{number}")
            made.setAccessibleName(words)
            row.add(made)
        self._column.addWidget(row)
