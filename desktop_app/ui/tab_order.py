"""Tab goes in reading order: as things are laid out, whenever they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QWidget,
)

# What is inside of these is their own business.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
_NOWHERE = (1_000_000,)  # behind what is laid out


class TabOrder:
    """Keeps the chain of the Tab key. Qt appends to it what is made later, wherever that stands."""

    def __init__(self) -> None:
        self._chain: list[QWidget] = []

    def follow(self, *roots: QWidget) -> None:
        """Chain what lies in these widgets of one window, one after the other; nothing to do costs little."""
        chain = [stop for root in roots for stop in reading_order(root)]
        if len(chain) == len(self._chain) and all(a is b for a, b in zip(chain, self._chain, strict=True)):
            return
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        self._chain = chain


def reading_order(root: QWidget) -> list[QWidget]:
    """What takes the focus by Tab within a widget, as its layouts place it; also what is hidden now."""
    found: list[QWidget] = []
    _collect(root, found)
    return found


def _collect(widget: QWidget, found: list[QWidget]) -> None:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        found.append(widget)
    if isinstance(widget, _WHOLE):
        return
    for child in _inside(widget):
        _collect(child, found)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        if (content := widget.widget()) is not None:
            yield content
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for place in range(widget.count()):
            if (page := widget.widget(place)) is not None:
                yield page
    else:
        children = [c for c in widget.children() if isinstance(c, QWidget) and not c.isWindow()]
        if layout is not None:
            places = _places(layout, children)
            children.sort(key=lambda child: places.get(child, _NOWHERE))
        yield from children


def _places(layout: QLayout, children: Sequence[QWidget]) -> dict[QWidget, tuple[int, ...]]:
    """Where in the layout children lie, as paths of places that sort as they read.

    Asked by widget, never by item: Qt may take an item away while Python still holds it.
    """
    found: dict[QWidget, tuple[int, ...]] = {}
    for child in children:
        if (place := layout.indexOf(child)) >= 0:
            found[child] = _place(layout, place)
    for inner in layout.children():
        if isinstance(inner, QLayout):
            begin = _place(layout, layout.indexOf(inner))
            found |= {child: begin + place for child, place in _places(inner, children).items()}
    return found


def _place(layout: QLayout, place: int) -> tuple[int, ...]:
    if isinstance(layout, QGridLayout):
        row, column, *_ = layout.getItemPosition(place)  # type: ignore[misc]
        return row, column
    return (place,)
