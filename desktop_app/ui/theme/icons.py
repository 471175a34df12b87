"""Outline icons of the one bundled set, tinted by role at the moment they are painted."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme.tokens import ICON_SIZE, THEMES

_folder: Path | None = None


def use_icons(folder: Path) -> None:
    """Say where the set lies; the theme does it once."""
    global _folder
    _folder = folder


def icon(name: str, role: str = "text") -> QIcon:
    """An icon in the colour of a role; it follows when the theme changes.

    Args:
        name: file name in the set, without `.svg`.
        role: a colour role of the tokens.

    Raises:
        RuntimeError: the set has no such icon (a bug; a test walks the names in the code).
    """
    _svg(name)
    return QIcon(_TintedEngine(name, role))


def pixmap(name: str, role: str = "text", size: int = ICON_SIZE, ratio: float = 1.0) -> QPixmap:
    """A picture of an icon for a label, in the colour that the role has now."""
    return _drawn(name, _colour(role), QSize(size, size) * ratio, ratio)


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
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


class _TintedEngine(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF() if painter.device() is not None else 1.0
        painter.drawPixmap(rect, self._picture(rect.size() * ratio, mode, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, mode, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._picture(size, mode, scale)

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._role)

    def _picture(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        role = "quiet" if mode is QIcon.Mode.Disabled else self._role
        return _drawn(self._name, _colour(role), size, ratio)
