"""The bundled family of the window: Inter, with figures of one width."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from desktop_app.ui.theme.tokens import TYPE_SCALE, Type

FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
FAMILY = "Inter"


def load_fonts(folder: Path) -> None:
    """Load the family from its files; what the computer has under this name does not matter.

    Raises:
        RuntimeError: a file is missing or no font: the program is not whole.
    """
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise RuntimeError(f"font {name} cannot be loaded")


def font(style: Type | str = Type.BODY) -> QFont:
    """The font of a style of the type scale, with tabular figures."""
    scale = TYPE_SCALE[Type(style)]
    made = QFont(FAMILY)
    made.setPixelSize(scale.px)
    made.setWeight(QFont.Weight.DemiBold if scale.strong else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
