"""The photo of a chip: opened in a process of its own and within limits, for a card may hold anything."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.readers.picture import Picture, PictureOpener
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.theme.apply import current
from desktop_app.ui.theme.icons import pixmap
from desktop_app.ui.theme.tokens import RADIUS, Space

SIZE = QSize(78, 104)  # 3 by 4
SMALL = QSize(60, 80)
_SCALE = 3  # sharp up to 250 %


# One for the window's life: the next photo does not wait for a process to start.
_OPENER = PictureOpener()
atexit.register(_OPENER.close)


@off_gui_thread
def open_photo(raw: bytes) -> Picture | None:
    """The photo in the size it is shown at; None if it is none that can be opened.

    Args:
        raw: JPEG or JPEG 2000, as it stands in DG2.
    """
    return _OPENER.open(raw, SIZE.width() * _SCALE, SIZE.height() * _SCALE)


class PhotoBox(QWidget):
    """A photo of 3 by 4, or the outline of a person as long as there is none."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._raw: bytes | None = None
        self._image: QImage | None = None
        self._opening: Cancel | None = None
        self._coming = False
        self.setFixedSize(SIZE)
        self.setAccessibleName(QCoreApplication.translate("PhotoBox", "Chưa có ảnh"))

    @property
    def has_photo(self) -> bool:
        """True once a photo can be seen."""
        return self._image is not None

    @property
    def is_opening(self) -> bool:
        """True while a photo that was read is being opened."""
        return self._opening is not None

    def show_photo(self, raw: bytes | None, *, coming: bool) -> None:
        """Show this photo as soon as it is opened.

        Args:
            coming: it is still being read.
        """
        if coming != self._coming:
            self._coming = coming
            self.update()
        if raw is self._raw or raw == self._raw:
            return
        self._raw, self._image = raw, None
        if self._opening is not None:
            self._opening.set()
            self._opening = None
        self.update()
        if raw is not None:
            self._opening = self._bridge.run(
                lambda cancel: open_photo(raw), self._opened, self._failed, owner=self
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, or the outline."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.setClipPath(shape)
        if self._image is not None:
            painter.drawImage(self.rect(), self._image)
        else:
            painter.fillRect(self.rect(), QColor(current().sunken))
            size = Space.XXL
            name = "loader-circle" if self._coming else "user"
            picture = pixmap(name, "quiet", size, self.devicePixelRatioF())
            corner = self.rect().center() - QRect(0, 0, size, size).center()
            painter.drawPixmap(corner, picture)
        painter.setClipping(False)
        painter.setPen(QColor(current().border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _opened(self, picture: Picture | None) -> None:
        self._opening = None
        if picture is None:
            self.setAccessibleName(QCoreApplication.translate("PhotoBox", "Ảnh trong chip không mở được"))
            self.setToolTip(self.accessibleName())
            return
        made = QImage(
            picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
        )
        self._image = made.copy()  # the bytes go, the picture stays
        self.setAccessibleName(QCoreApplication.translate("PhotoBox", "Ảnh trong chip"))
        self.update()

    def _failed(self, error: AppError) -> None:
        self._opening = None
