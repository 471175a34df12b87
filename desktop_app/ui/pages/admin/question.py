"""The question before something is taken out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from desktop_app.ui.parts import Panel, button, label
from desktop_app.ui.theme.tokens import Space


class Question(Panel):
    """A decision where the eye is: whether to take something out. Hidden until it is asked.

    Args:
        name: beginning of the object names of its buttons.
    """

    def __init__(self, name: str) -> None:
        super().__init__("")
        self._words = label(wrap=True)
        self.body.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.no = button(QCoreApplication.translate("Question", "Giữ lại"), name=f"{name}.keep")
        self.yes = button(
            QCoreApplication.translate("Question", "Gỡ"), icon_name="trash-2", name=f"{name}.yes"
        )
        row.addWidget(self.no)
        row.addWidget(self.yes)
        row.addStretch(1)
        self.body.addLayout(row)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask; no is the answer that has the focus."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.no.setFocus()
