"""Does every text fit its box? Measured with the fonts and boxes that are shown."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from desktop_app.ui.parts import Elided

TOLERANCE_PX = 1  # advances are rounded up, boxes down
RISE = 1.106  # of Inter's Ấ above the baseline, in parts of the font's size; its ascent is 0.969


def cut_off(root: QWidget) -> list[str]:
    """Visible labels, buttons and choices below `root` whose text is wider or higher than their room.

    Labels that shorten themselves are meant to (`parts.Elided`: the whole stands in tip and accessible name),
    and so are choices of names from outside, whose tip is the whole.
    """
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QPushButton) and widget.text() != widget.accessibleName() == widget.toolTip():
            continue  # shortened, and meant to be
        if isinstance(widget, QLabel) and widget.text() and (missing := _accent_cut(widget)) > 0:
            found.append(f"{widget.objectName() or type(widget).__name__} cuts {missing} px off Ấ")
        if isinstance(widget, Elided):
            continue
        if isinstance(widget, QLabel) and widget.text():
            needed, room = _of_label(widget)
        elif isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
            needed, room = _of_button(widget)
        elif isinstance(widget, QComboBox) and widget.currentText() not in ("", widget.toolTip()):
            needed, room = _of_choice(widget)
        else:
            continue
        if needed.width() > room.width() + TOLERANCE_PX or needed.height() > room.height() + TOLERANCE_PX:
            name = widget.objectName() or type(widget).__name__
            found.append(
                f"{name} needs {needed.width()}x{needed.height()}, has {room.width()}x{room.height()}"
            )
    return found


def _accent_cut(label: QLabel) -> int:
    """Pixels that the first line lacks for the highest capital of Vietnamese, whatever stands there now."""
    room, metrics = label.contentsRect(), label.fontMetrics()
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    limits = QRect(0, 0, room.width(), 100_000)
    text = metrics.boundingRect(limits, flags.value, label.text()).height()
    slack = room.height() - text
    above = {Qt.AlignmentFlag.AlignTop: 0, Qt.AlignmentFlag.AlignBottom: slack}.get(
        label.alignment() & Qt.AlignmentFlag.AlignVertical_Mask, slack // 2
    )
    rise = round(RISE * label.font().pixelSize()) - metrics.ascent()
    return rise - (room.top() + above)


def _of_label(label: QLabel) -> tuple[QRect, QRect]:
    room = label.contentsRect()
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    limits = QRect(0, 0, room.width() if label.wordWrap() else 100_000, 100_000)
    return label.fontMetrics().boundingRect(limits, flags.value, label.text()), room


def _of_choice(box: QComboBox) -> tuple[QRect, QRect]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    metrics = box.fontMetrics()
    return QRect(0, 0, metrics.horizontalAdvance(box.currentText()), metrics.height()), room


def _of_button(button: QAbstractButton) -> tuple[QRect, QRect]:
    needed, size = button.sizeHint(), button.size()
    inside = sum(label.sizeHint().width() for label in button.findChildren(QLabel))  # a key beside the words
    return QRect(0, 0, needed.width() + inside, needed.height()), QRect(0, 0, size.width(), size.height())
