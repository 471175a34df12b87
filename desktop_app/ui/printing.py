"""Prints the very PDF that was shown, through the system's queue: as it is where the queue takes a PDF, else
page by page at the printer's resolution.

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
from desktop_app.ui.print_queue import FAILED, send_pdf, takes_pdf

NO_PRINTER = declare("printing.no_printer")
PRINTER_GONE = declare("printing.printer_gone")
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
        if cancelled():  # what comes now reaches the queue
            return 0
        if takes_pdf():
            send_pdf(data, printer_name, title=title, copies=copies, media=_media(document.pagePointSize(0)))
            return document.pageCount()
        printer.setDocName(title)
        printer.setCopyCount(copies)
        printer.setFullPage(True)
        return _draw(document, printer)
    finally:
        document.close()
        buffer.close()


def _media(size: QSizeF) -> str:
    """The paper for a page of this size, as CUPS names it."""
    paper = _paper(size)
    if paper.id() is not QPageSize.PageSizeId.Custom:
        return paper.key()
    upright = paper.size(QPageSize.Unit.Millimeter)
    return f"Custom.{upright.width():.1f}x{upright.height():.1f}mm"


def _draw(document: QPdfDocument, printer: QPrinter) -> int:
    pages = document.pageCount()
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
    turned = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    layout = QPageLayout(_paper(size), turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _paper(size: QSizeF) -> QPageSize:
    """The sheet, upright, for a page of this size in points."""
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    paper = QPageSize(QPageSize.id(upright, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch))
    if paper.id() is QPageSize.PageSizeId.Custom or not paper.isValid():
        paper = QPageSize(upright, QPageSize.Unit.Point)
    return paper
