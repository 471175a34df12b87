"""Shows the very PDF that is printed: pages, zoom, keyboard."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.parts import Notice, button, label
from desktop_app.ui.theme.tokens import Space

ZOOM_STEP = 1.25
ZOOM_LEAST, ZOOM_MOST = 0.25, 5.0


class PaperPreview(QWidget):
    """A PDF, page below page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setObjectName("preview.pages")
        self.view.setAccessibleName(self.tr("Các trang của giấy tờ"))
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setDocument(self._document)
        self.view.setPageSpacing(Space.M)
        self.setFocusProxy(self.view)
        self._trouble = Notice()
        self._number = label(tone="quiet")
        self._share = label(tone="quiet")
        self._steps: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._tools())
        column.addWidget(self._trouble)
        column.addWidget(self.view, 1)
        navigator = self.view.pageNavigator()
        navigator.currentPageChanged.connect(lambda _page: self._tell())
        self.view.zoomFactorChanged.connect(lambda _factor: self._tell())
        for keys, run in (
            ("Ctrl++", lambda: self.zoom_by(ZOOM_STEP)),
            ("Ctrl+=", lambda: self.zoom_by(ZOOM_STEP)),
            ("Ctrl+-", lambda: self.zoom_by(1 / ZOOM_STEP)),
            ("Ctrl+0", self.fit_page),
            ("Ctrl+9", self.fit_width),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
        ):
            QShortcut(QKeySequence(keys), self, run, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.view.viewport().installEventFilter(self)
        self.fit_width()

    @property
    def pages(self) -> int:
        """How many pages are shown; 0 without a paper."""
        return max(self._document.pageCount(), 0)

    @property
    def page(self) -> int:
        """The page that is in sight, from 1."""
        return self.view.pageNavigator().currentPage() + 1 if self.pages else 0

    def show_pdf(self, data: bytes, name: str) -> bool:
        """Show a PDF.

        Args:
            name: what paper this is, for the ear.

        Returns:
            whether it could be read; words say so where not.
        """
        self._document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        readable = self._document.status() is QPdfDocument.Status.Ready and self.pages > 0
        if readable:
            self._trouble.clear()
        else:
            self._trouble.tell("failed", self.tr("Không mở được giấy tờ này. Đóng bản xem rồi mở lại."))
        self.view.setAccessibleDescription(name)
        self.view.verticalScrollBar().setValue(0)
        self._tell()
        return readable

    def clear(self) -> None:
        """Show nothing, and forget the bytes."""
        self._document.close()
        self._buffer.close()
        self._bytes = QByteArray()
        self._trouble.clear()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room for the pages: the share that is shown changes with it."""
        if event.type() == QEvent.Type.Resize:
            self._tell()
        return super().eventFilter(watched, event)

    def turn(self, by: int) -> None:
        """Go some pages on or back."""
        page = min(max(self.page - 1 + by, 0), max(self.pages - 1, 0))
        self.view.pageNavigator().jump(page, QPointF())

    def zoom_by(self, factor: float) -> None:
        """Show larger or smaller."""
        now = self._zoom()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * factor, ZOOM_LEAST), ZOOM_MOST))
        self._tell()

    def fit_page(self) -> None:
        """Show a whole page."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self._tell()

    def fit_width(self) -> None:
        """Show the page as wide as there is room."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._tell()

    def _zoom(self) -> float:
        """The factor that is shown now; QPdfView knows it in its custom mode only."""
        if self.view.zoomMode() is QPdfView.ZoomMode.Custom or not self.pages:
            return self.view.zoomFactor()
        size = self._document.pagePointSize(max(self.page - 1, 0))
        dpi = self.view.screen().logicalDotsPerInch() / 72 if self.view.screen() else 1.0
        room = self.view.viewport().size()
        margins = self.view.documentMargins()
        across = (room.width() - margins.left() - margins.right()) / (size.width() * dpi)
        if self.view.zoomMode() is QPdfView.ZoomMode.FitToWidth:
            return across
        return min(across, (room.height() - margins.top() - margins.bottom()) / (size.height() * dpi))

    def _tell(self) -> None:
        if self.pages:
            text = self.tr("Trang {page} / {pages}").format(page=self.page, pages=self.pages)
        else:
            text = self.tr("Chưa có giấy tờ")
        self._number.setText(text)
        self._share.setText(f"{round(self._zoom() * 100)} %" if self.pages else "")
        for step, can in zip(self._steps, (self.page > 1, 0 < self.page < self.pages), strict=True):
            step.setEnabled(can)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        back = button("‹", lambda: self.turn(-1), kind="quiet", name="preview.back")
        on = button("›", lambda: self.turn(1), kind="quiet", name="preview.on")
        self._steps = [back, on]
        smaller = button(
            "",
            lambda: self.zoom_by(1 / ZOOM_STEP),
            kind="quiet",
            icon_name="zoom-out",
            name="preview.smaller",
        )
        larger = button(
            "", lambda: self.zoom_by(ZOOM_STEP), kind="quiet", icon_name="zoom-in", name="preview.larger"
        )
        width = button(self.tr("Vừa bề ngang"), self.fit_width, kind="quiet", name="preview.width")
        whole = button(self.tr("Cả trang"), self.fit_page, kind="quiet", name="preview.whole")
        for tool, name, keys in (
            (back, self.tr("Trang trước"), "Ctrl+PgUp"),
            (on, self.tr("Trang sau"), "Ctrl+PgDn"),
            (smaller, self.tr("Thu nhỏ"), "Ctrl+-"),
            (larger, self.tr("Phóng to"), "Ctrl++"),
            (width, self.tr("Vừa bề ngang"), "Ctrl+9"),
            (whole, self.tr("Cả trang"), "Ctrl+0"),
        ):
            tool.setAccessibleName(name)
            tool.setAccessibleDescription(keys)
            tool.setToolTip(f"{name}   {keys}")
        row.addWidget(back)
        row.addWidget(self._number)
        row.addWidget(on)
        row.addStretch(1)
        for tool in (smaller, self._share, larger, width, whole):
            row.addWidget(tool)
        return row
