"""Outline icons of the one bundled set, tinted by role at the moment they are painted."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme.tokens import ICON_SIZE, THEMES

_folder: Path | None = None
# Stylesheets take pictures from files only; these are small, of no secret, and go with the process.
_tinted: tempfile.TemporaryDirectory[str] | None = None


def use_icons(folder: Path) -> None:
    """Say where the set lies; the theme does it once."""
    global _folder
    _folder = folder


def icon(name: str, role: str = "text", checked: str = "") -> QIcon:
    """An icon in the colour of a role; it follows when the theme changes.

    Args:
        name: file name in the set, without `.svg`.
        role: a colour role of the tokens.
        checked: the role on a checked button; the same if not given.

    Raises:
        RuntimeError: the set has no such icon (a bug; a test walks the names in the code).
    """
    _svg(name)
    return QIcon(_TintedEngine(name, role, checked or role))


def pixmap(name: str, role: str = "text", size: int = ICON_SIZE, ratio: float = 1.0) -> QPixmap:
    """A picture of an icon for a label, in the colour that the role has now."""
    return _drawn(name, _colour(role), QSize(size, size) * ratio, ratio)


@lru_cache
def tinted_file(name: str, colour: str) -> str:
    """Path of an icon in one colour, for the stylesheet."""
    global _tinted
    if _tinted is None:
        _tinted = tempfile.TemporaryDirectory(prefix="motcua-icons-")
    path = Path(_tinted.name) / f"{name}-{colour.removeprefix('#')}.svg"
    path.write_bytes(_svg(name).replace(b"currentColor", colour.encode()))
    return path.as_posix()


def _colour(role: str) -> str:
    app = QApplication.instance()
    name = (app.property("motcuaTheme") if app is not None else None) or "light"
    return getattr(THEMES[name], role)


@lru_cache
def _svg(name: str) -> bytes:
    if _folder is None:
        raise RuntimeError("the theme was not installed")
    try:
        return (_folder / f"{name}.svg").read_bytes()
    except OSError as error:
        raise RuntimeError(f"no icon {name}") from error


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: QSize, ratio: float) -> QPixmap:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg = _svg(name).replace(b"currentColor", colour.encode())
    # What is wider than high leaves a gap on the right: Qt sets words too close to an icon.
    side = min(size.width(), size.height())
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, (size.height() - side) / 2, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


class _TintedEngine(QIconEngine):
    def __init__(self, name: str, role: str, checked: str) -> None:
        super().__init__()
        self._name, self._role, self._checked = name, role, checked

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        painter.drawPixmap(rect, self._picture(rect.size() * ratio, mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._picture(size, mode, state, scale)

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._role, self._checked)

    def _picture(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, ratio: float) -> QPixmap:
        role = self._checked if state is QIcon.State.On else self._role
        # On a selected row only the text's own colour is sure to be seen; the words carry the meaning.
        role = {QIcon.Mode.Disabled: "quiet", QIcon.Mode.Selected: "on_selection"}.get(mode, role)
        return _drawn(self._name, _colour(role), size, ratio)
