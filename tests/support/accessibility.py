"""The walk of the accessibility tree: what a screen reader would meet, and what it could not name."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

# What a person can act on; the rest is read on the way.
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
TYPED_INTO = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


def unnamed(root: QWidget) -> list[str]:
    """Visible controls below `root` without accessible name, with no role, or inputs without a buddy."""
    found: list[str] = []
    buddies = {id(label.buddy()) for label in root.findChildren(QLabel) if label.buddy() is not None}
    for control in root.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or not control.isVisible() or _is_part(control):
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        where = f"{type(control).__name__} {control.objectName() or '?'}"
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{where}: no name")
        elif interface.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"{where}: no role")
        if isinstance(control, TYPED_INTO) and id(control) not in buddies:
            found.append(f"{where}: no buddy")
    return found


def focus_order(root: QWidget) -> list[QWidget]:
    """The visible controls in the order of the Tab key, once around, starting after `root`."""
    order: list[QWidget] = []
    widget = root.nextInFocusChain()
    while widget is not root:
        if root.isAncestorOf(widget) and isinstance(widget, CONTROLS) and widget.isVisible():
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def names_below(root: QWidget) -> list[str]:
    """All accessible names below `root`, as the tree gives them."""
    names: list[str] = []

    def walk(interface: QAccessibleInterface | None) -> None:
        if interface is None or not interface.isValid():
            return
        if name := interface.text(QAccessible.Text.Name):
            names.append(name)
        for place in range(interface.childCount()):
            walk(interface.child(place))

    walk(QAccessible.queryAccessibleInterface(root))
    return names


def _is_part(control: QWidget) -> bool:
    """The line edit inside a spin box, the clear button inside a line edit: their owner speaks for them."""
    parent = control.parentWidget()
    return isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit) or control.objectName().startswith(
        "qt_"
    )
