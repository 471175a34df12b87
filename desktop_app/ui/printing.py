"""Prints the very PDF that was shown, through the system's queue, page by page at the printer's resolution.

Without a print service Qt quietly makes a printer that writes a file; nothing is printed before the queue is
known to be a real one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread

NO_PRINTER = declare("printing.no_printer")
PRINTER_GONE = declare("printing.printer_gone")
FAILED = declare("printing.failed")
PAGE_UNREADABLE = declare("printing.page_unreadable")

MIN_DPI, MAX_DPI = 300, 600  # below, small letters fray; above, a page of pixels is only slower
_POINTS_PER_INCH = 72


@off_gui_thread
def printers() -> tuple[str, ...]:
    """Names of the printers of this computer, the usual one first; empty when there is none or no service."""
    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


@off_gui_thread
def print_pdf(
    data: bytes,
    printer_name: str,
    *,
    title: str,
    copies: int = 1,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Hand a PDF to a printer's queue.

    Args:
        data: the PDF, as it was shown.
        printer_name: one of `printers()`.
        title: of the job in the queue, which others may see; never a personal value.
        copies: how many of the whole.
        cancelled: asked before the job is begun; then it goes to the queue.

    Returns:
        pages of one copy; 0 when it was cancelled.

    Raises:
        AppError: `printing.no_printer`, `printing.printer_gone`, `printing.failed`,
            `printing.page_unreadable`.
    """
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        raise AppError(NO_PRINTER)
    if printer_name not in names:
        raise AppError(PRINTER_GONE, {"printer": printer_name})
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    if printer.outputFormat() is not QPrinter.OutputFormat.NativeFormat:
        raise AppError(NO_PRINTER)
    # The buffer is closed after the document that reads it.
    bytes_ = QByteArray(data)
    buffer = QBuffer(bytes_)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.status() is not QPdfDocument.Status.Ready or document.pageCount() == 0:
            raise AppError(PAGE_UNREADABLE)
        printer.setDocName(title)
        printer.setCopyCount(copies)
        printer.setFullPage(True)
        return _draw(document, printer, cancelled)
    finally:
        document.close()
        buffer.close()


def _draw(document: QPdfDocument, printer: QPrinter, cancelled: Callable[[], bool]) -> int:
    pages = document.pageCount()
    # Once painting has begun the job reaches the queue, whatever QPrinter.abort says.
    if cancelled():
        return 0
    painter = QPainter()
    for number in range(pages):
        size = document.pagePointSize(number)
        printer.setPageLayout(_layout(size))
        if not (painter.begin(printer) if number == 0 else printer.newPage()):
            raise AppError(FAILED)
        _draw_page(document, number, size, painter, printer)
    if not painter.end() or printer.printerState() in (
        QPrinter.PrinterState.Error,
        QPrinter.PrinterState.Aborted,
    ):
        raise AppError(FAILED)
    return pages


def _draw_page(
    document: QPdfDocument, number: int, size: QSizeF, painter: QPainter, printer: QPrinter
) -> None:
    dpi = min(max(printer.resolution(), MIN_DPI), MAX_DPI)
    pixels = QSize(
        round(size.width() / _POINTS_PER_INCH * dpi), round(size.height() / _POINTS_PER_INCH * dpi)
    )
    drawn = document.render(number, pixels)
    if drawn.isNull():
        painter.end()
        raise AppError(PAGE_UNREADABLE)
    # The page's own ground is transparent; a printer would take that for black.
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    ground = QPainter(image)
    ground.drawImage(0, 0, drawn)
    ground.end()
    if image.allGray():
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(_fitted(size, QRectF(0, 0, sheet.width(), sheet.height()), printer.resolution()), image)


def _fitted(size: QSizeF, sheet: QRectF, dpi: int) -> QRectF:
    """The page in its true size in the corner of the sheet; smaller only where the sheet is smaller."""
    width, height = (side / _POINTS_PER_INCH * dpi for side in (size.width(), size.height()))
    scale = min(1.0, sheet.width() / width, sheet.height() / height)
    if scale > 0.99:  # rounding of paper sizes must not blur the page by scaling it
        scale = 1.0
    return QRectF(0, 0, width * scale, height * scale)


def _layout(size: QSizeF) -> QPageLayout:
    lying = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    paper = QPageSize(QPageSize.id(upright, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch))
    if paper.id() is QPageSize.PageSizeId.Custom or not paper.isValid():
        paper = QPageSize(upright, QPageSize.Unit.Point)
    turned = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    layout = QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
