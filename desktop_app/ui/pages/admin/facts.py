"""Names and values below each other, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.ui.parts import Panel, label
from desktop_app.ui.theme.tokens import RAIL_WIDTH, Space


def fingerprint_words(sha256: str) -> str:
    """A SHA-256 in groups of eight: the eye can compare them, and lines can break between them."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


class Facts(Panel):
    """A panel of facts with a title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnMinimumWidth(0, RAIL_WIDTH + Space.XXL)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._values: dict[str, QLabel] = {}

    def put(self, name: str, value: str) -> None:
        """Show a value under a name; the same name again changes it."""
        shown = self._values.get(name)
        if shown is None:
            row = len(self._values)
            title = label(name, tone="quiet")
            shown = label(wrap=True, copied=True)
            title.setBuddy(shown)
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignTop)
            self._values[name] = shown
        shown.setText(value or "–")
        shown.setAccessibleName(f"{name}: {value}")

    def value(self, name: str) -> str:
        """What is shown under a name."""
        return self._values[name].text()
