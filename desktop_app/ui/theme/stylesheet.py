"""The one stylesheet, made from the tokens: shapes that the palette cannot say."""

from __future__ import annotations

from math import ceil

from desktop_app.ui.theme.icons import tinted_file
from desktop_app.ui.theme.tokens import (
    ACCENT_RISE,
    FOCUS_WIDTH,
    ICON_SIZE,
    INPUT_HEIGHT,
    MEANINGS,
    RADIUS,
    TYPE_SCALE,
    Colours,
    Space,
)

# Inputs are INPUT_HEIGHT high with their border; a border grows inwards on focus so that nothing moves.
_INNER = INPUT_HEIGHT - 2 * FOCUS_WIDTH
_INPUTS = "QLineEdit, QComboBox, QSpinBox, QDateEdit, QAbstractSpinBox"


def stylesheet(c: Colours) -> str:
    """The stylesheet of a theme."""
    return "\n".join((_type(), _tones(c), _inputs(c), _buttons(c), _places(c), _lists(c)))


def _type() -> str:
    # A label is as high as its font says, and Inter's capitals with two accents are higher: cut off,
    # TUẤN would read TUÂN, another name.
    return "\n".join(
        f'QLabel[type="{name}"], QPushButton[type="{name}"], QLineEdit[type="{name}"]'
        f" {{ font-size: {style.px}px; font-weight: {600 if style.strong else 400}; }}\n"
        f'QLabel[type="{name}"] {{ padding-top: {ceil(style.px * ACCENT_RISE)}px; }}'
        for name, style in TYPE_SCALE.items()
    )


def _tones(c: Colours) -> str:
    rules = [
        f'QLabel[tone="{tone}"] {{ color: {getattr(c, tone)}; }}'
        for tone in ("quiet", "on_selection", *MEANINGS)
    ]
    rules += [
        f'*[soft="{tone}"] {{ background: {getattr(c, f"{tone}_soft")}; border-radius: {RADIUS}px; }}'
        for tone in MEANINGS
    ]
    rules.append(
        f'QLabel[mark="true"] {{ background: {c.mark}; color: {c.on_mark}; border-radius: {RADIUS}px;'
        f" padding: {Space.XS}px {Space.S}px; font-weight: 600; }}"
    )
    return "\n".join(rules)


def _inputs(c: Colours) -> str:
    thin = f"border: 1px solid {c.border}; padding: 1px {Space.S}px;"
    # What a card filled is read, not typed: a box only where surfaces have one colour, or under the pointer.
    calm = c.border if c.raised == c.surface else c.sunken
    thick = f"border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.S - 1}px;"
    down, up = tinted_file("chevron-down", c.text), tinted_file("chevron-up", c.text)
    tick = tinted_file("check", c.on_accent)
    return f"""
{_INPUTS} {{ background: {c.field}; color: {c.text}; border-radius: {RADIUS}px; min-height: {_INNER}px;
    max-height: {_INNER}px; {thin} }}
QPlainTextEdit, QTextEdit {{ background: {c.field}; color: {c.text}; border: 1px solid {c.border};
    border-radius: {RADIUS}px; padding: {Space.XS + 1}px {Space.S}px; }}
QLineEdit[calm="true"], QPlainTextEdit[calm="true"], QComboBox[calm="true"] {{ background: transparent;
    border-color: {calm}; }}
QLineEdit[calm="true"]:hover, QPlainTextEdit[calm="true"]:hover, QComboBox[calm="true"]:hover {{
    border-color: {c.border}; }}
QLineEdit[calm="true"]:focus, QPlainTextEdit[calm="true"]:focus, QComboBox[calm="true"]:focus {{
    background: {c.field}; border-color: {c.accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QAbstractSpinBox:focus {{ {thick} }}
QLineEdit[problem="true"], QComboBox[problem="true"], QPlainTextEdit[problem="true"] {{
    border-color: {c.failed}; }}
QLineEdit[problem="true"]:focus, QComboBox[problem="true"]:focus {{ border-color: {c.accent}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {c.sunken}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ background: {c.sunken};
    color: {c.quiet}; }}
QLineEdit[calm="true"]:disabled, QComboBox[calm="true"]:disabled, QPlainTextEdit[calm="true"]:disabled {{
    background: transparent; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: {FOCUS_WIDTH}px solid {c.accent};
    padding: {Space.XS}px {Space.S - 1}px; }}
QCheckBox, QRadioButton {{ border: {FOCUS_WIDTH}px solid transparent; border-radius: {RADIUS}px;
    padding: {Space.XS}px; spacing: {Space.S}px; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0 {Space.S - 2}px; min-height: 0;
    background: transparent; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: {Space.XL}px; }}
QComboBox::down-arrow {{ image: url({down}); width: {Space.L}px; height: {Space.L}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent;
    width: {Space.XL}px; }}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: {Space.M}px; height: {Space.M}px; }}
QAbstractSpinBox::down-arrow {{ image: url({down}); width: {Space.M}px; height: {Space.M}px; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ background: {c.field};
    border: 1px solid {c.border}; border-radius: {Space.XS}px; width: {ICON_SIZE - 2}px;
    height: {ICON_SIZE - 2}px; }}
QRadioButton::indicator {{ border-radius: {ICON_SIZE // 2}px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent};
    border-color: {c.accent}; image: url({tick}); }}
QRadioButton::indicator:checked {{ border: {Space.XS + 2}px solid {c.accent}; width: {Space.S}px;
    height: {Space.S}px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {c.sunken}; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
QComboBox QAbstractItemView {{ background: {c.field}; color: {c.text};
    border: {FOCUS_WIDTH}px solid {c.accent}; selection-background-color: {c.selection};
    selection-color: {c.on_selection}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {Space.XL + Space.XS}px; padding: 0 {Space.S - 2}px; }}
QComboBox QAbstractItemView::item:selected {{ background: {c.selection}; color: {c.on_selection}; }}
"""


def _buttons(c: Colours) -> str:
    # Where surfaces have one colour, a button that cannot be pressed is told by its broken edge.
    off = f"{c.border}; border-style: dashed" if c.raised == c.surface else c.sunken
    return f"""
QPushButton, QToolButton {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border};
    border-radius: {RADIUS}px; min-height: {_INNER}px; padding: 1px {Space.M + 1}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton:focus, QToolButton:focus {{ border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.M}px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.quiet}; background: {c.sunken};
    border-color: {off}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent};
    border: {FOCUS_WIDTH}px solid {c.accent}; padding: 0 {Space.L}px; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_strong}; border-color: {c.accent_strong}; }}
QPushButton[kind="primary"]:focus {{ border-color: {c.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.sunken}; color: {c.quiet}; border-color: {off}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; text-align: left;
    border: {FOCUS_WIDTH}px solid transparent; padding: 0 {Space.S}px; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border-color: {c.accent}; }}
QPushButton[kind="rail"] {{ background: transparent; text-align: left; padding: 0 {Space.S}px;
    border: {FOCUS_WIDTH}px solid transparent; min-height: {INPUT_HEIGHT + Space.XS}px; }}
QPushButton[kind="rail"]:hover {{ background: {c.hover}; }}
QPushButton[kind="rail"]:checked {{ background: {c.selection}; color: {c.on_selection}; font-weight: 600; }}
QPushButton[kind="rail"]:focus {{ border-color: {c.accent}; }}
QPushButton::menu-indicator {{ image: url({tinted_file("chevron-down", c.text)}); width: {Space.L}px;
    height: {Space.L}px; subcontrol-position: right center; right: {Space.S}px; }}
QPushButton[kind="choice"] {{ text-align: left; min-height: {INPUT_HEIGHT + Space.L}px; }}
"""


def _places(c: Colours) -> str:
    # Where surfaces have one colour, areas are told apart by an edge.
    edge = f"1px solid {c.border}" if c.raised == c.surface else "none"
    return f"""
QMainWindow, QDialog, QWidget[place="surface"], QScrollArea {{ background: {c.surface}; }}
QScrollArea {{ border: none; }}
QFrame[place="rail"] {{ background: {c.sunken}; border: none; border-right: {edge}; }}
QFrame[place="line"] {{ background: {c.raised}; border: none; }}
QFrame#top {{ border-bottom: {edge}; }}
QFrame#bottom {{ border-top: {edge}; }}
QFrame[place="panel"] {{ background: {c.raised}; border: {edge}; border-radius: {RADIUS}px; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; padding: {Space.XS}px; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {c.sunken}; border: 1px solid {c.border}; border-radius: {RADIUS // 2}px;
    text-align: center; color: {c.text}; }}
QProgressBar::chunk {{ background: {c.selection}; }}
QProgressBar[thin="true"] {{ min-height: {Space.S}px; max-height: {Space.S}px; }}
"""


def _lists(c: Colours) -> str:
    return f"""
QAbstractItemView {{ background: {c.field}; color: {c.text}; border: 1px solid {c.border};
    border-radius: {RADIUS}px; selection-background-color: {c.selection};
    selection-color: {c.on_selection}; outline: none; gridline-color: {c.sunken}; }}
QAbstractItemView:focus {{ border: {FOCUS_WIDTH}px solid {c.accent}; }}
QHeaderView {{ border: none; border-radius: 0; background: {c.sunken}; }}
QTableCornerButton::section {{ background: {c.sunken}; border: none; }}
QTableView::item {{ padding: 0 {Space.XS}px; }}
QListWidget {{ padding: {FOCUS_WIDTH}px; }}
QListWidget::item {{ padding: 0 {Space.S}px; min-height: {INPUT_HEIGHT}px; }}
QHeaderView::section {{ background: {c.sunken}; color: {c.quiet}; border: none; font-weight: 600;
    padding: {Space.S}px; }}
QTabWidget::pane {{ border: none; padding: {Space.S}px {Space.L}px; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabWidget::tab-bar {{ left: {Space.L}px; }}
QTabBar::tab {{ background: transparent; color: {c.quiet}; padding: {Space.S}px {Space.L}px;
    border: {FOCUS_WIDTH}px solid transparent; border-radius: {RADIUS}px; }}
QTabBar::tab:selected {{ background: {c.selection}; color: {c.on_selection}; }}
QTabBar::tab:focus {{ border-color: {c.accent}; }}
QScrollBar:vertical {{ background: transparent; width: {Space.M}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {Space.M}px; margin: 0; }}
QScrollBar::handle {{ background: {c.border}; border-radius: {Space.XS}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {Space.XXL}px; }}
QScrollBar::handle:horizontal {{ min-width: {Space.XXL}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; width: 0; height: 0; }}
QMenu {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; padding: {Space.XS}px; }}
QMenu::item {{ padding: {Space.S}px {Space.L}px; border-radius: {RADIUS}px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.on_selection}; }}
"""
