"""The look is made of tokens, and every pair of them can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QRawFont, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.bootstrap.window import Opened
from desktop_app.ui.parts import Combo, button, label
from desktop_app.ui.theme.apply import apply, current
from desktop_app.ui.theme.fonts import FILES, font
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import (
    EDGE_PAIRS,
    INPUT_HEIGHT,
    TEXT_PAIRS,
    THEMES,
    Type,
    contrast,
)

VIETNAMESE = (
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữ"
    "ỰựỲỳỴỵỶỷỸỹĐđĂăÂâÊêÔôƠơƯưÀàÁáÃãÈèÉéÌìÍíĨĩÒòÓóÕõÙùÚúŨũÝý₫"
)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_surface_it_may_stand_on(theme: str) -> None:
    colours = THEMES[theme]
    least = 7 if theme == "high_contrast" else 4.5

    weak = {
        (text, behind): round(contrast(getattr(colours, text), getattr(colours, behind)), 2)
        for text, behind in TEXT_PAIRS
        if contrast(getattr(colours, text), getattr(colours, behind)) < least
    }

    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_borders_and_the_focus_ring_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]

    assert all(contrast(getattr(colours, edge), getattr(colours, behind)) >= 3 for edge, behind in EDGE_PAIRS)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", FILES)
def test_the_window_font_has_every_vietnamese_letter(opened: Opened, resources: Path, name: str) -> None:
    raw = QRawFont(str(resources / "fonts" / name), 14)

    assert [letter for letter in VIETNAMESE if not raw.supportsCharacter(ord(letter))] == []


def test_figures_have_one_width(opened: Opened) -> None:
    metrics = QFontMetrics(font(Type.NUMBER))

    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_a_label_keeps_the_bundled_family_and_the_size_of_its_style(opened: Opened) -> None:
    shown = label("001 099 012 345", Type.NUMBER)
    shown.ensurePolished()

    assert QFontInfo(shown.font()).family() == "Inter"
    assert QFontInfo(shown.font()).pixelSize() == 28


def test_inputs_and_buttons_have_one_height_focused_or_not(opened: Opened, qtbot) -> None:
    line, other = QLineEdit(), button("Quét")
    for widget in (line, other):
        qtbot.addWidget(widget)
        widget.show()

    assert (line.sizeHint().height(), other.sizeHint().height()) == (INPUT_HEIGHT, INPUT_HEIGHT)

    line.setFocus()
    assert line.sizeHint().height() == INPUT_HEIGHT


def test_an_icon_follows_the_theme(opened: Opened, qapp: QApplication) -> None:
    shown = icon("lock", "text")

    def darkest() -> str:
        image = shown.pixmap(20, 20).toImage()
        points = ((x, y) for x in range(20) for y in range(20))
        return max((image.pixelColor(x, y) for x, y in points), key=lambda c: c.alpha()).name().upper()

    light = darkest()
    apply(qapp, "high_contrast")
    contrasting = darkest()
    apply(qapp, "light")

    assert (light, contrasting) == (THEMES["light"].text, "#FFFFFF")
    assert current() is THEMES["light"]


def test_no_widget_names_a_colour_a_size_of_type_or_a_family(project_root: Path) -> None:
    wrong = re.compile(r"#[0-9A-Fa-f]{6}\b|setPixelSize|setPointSize|QFont\(|QColor\(['\d]|setStyleSheet")
    ui = project_root / "desktop_app" / "ui"

    assert [
        path.relative_to(ui).as_posix()
        for path in sorted(ui.rglob("*.py"))
        if "theme" not in path.relative_to(ui).parts and wrong.search(path.read_text(encoding="utf-8"))
    ] == []


def test_every_icon_that_is_named_is_there_and_every_icon_there_is_named(project_root: Path) -> None:
    folder = project_root / "resources" / "icons"
    there = {path.stem for path in folder.glob("*.svg")} - {"motcua"}
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (project_root / "desktop_app").rglob("*.py")
    )

    assert sorted(name for name in there if f'"{name}"' not in code) == []


@pytest.mark.parametrize("copied", [False, True], ids=["plain", "copied"])
@pytest.mark.parametrize("style", list(Type))
def test_capitals_keep_both_their_accents(qtbot, opened: Opened, style: Type, copied: bool) -> None:
    """TUẤN and TUÂN are two names."""

    def ink(room: int) -> int:
        made = label("TUẤN", style, copied=copied)
        qtbot.addWidget(made)
        made.setFixedSize(made.sizeHint().width(), made.sizeHint().height() + room)
        picture = made.grab().toImage()
        empty = picture.pixel(picture.width() - 1, picture.height() - 1)
        points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
        return sum(picture.pixel(*point) != empty for point in points)

    assert ink(0) == ink(40)


def test_the_list_of_a_choice_shows_all_its_rows(qtbot, opened: Opened) -> None:
    box = Combo()
    qtbot.addWidget(box)
    box.addItems(["", "Nam", "Nữ"])
    box.show()
    qtbot.waitExposed(box)

    box.showPopup()

    shown = box.view().viewport().rect()
    rows = [box.view().visualRect(box.model().index(row, 0)) for row in range(box.count())]
    assert all(shown.contains(row) for row in rows)
    box.hidePopup()


def test_a_wheel_that_passes_over_a_choice_does_not_change_it(qtbot, opened: Opened) -> None:
    box = Combo()
    qtbot.addWidget(box)
    box.addItems(["Nam", "Nữ"])
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(box, turn)

    assert box.currentText() == "Nam"
    assert not turn.isAccepted()


def test_where_surfaces_have_one_colour_a_button_that_cannot_be_pressed_has_a_broken_edge(
    qtbot, qapp: QApplication, opened: Opened
) -> None:
    def edge(*, enabled: bool) -> int:
        made = button("Lưu")
        qtbot.addWidget(made)
        made.setEnabled(enabled)
        made.resize(160, made.sizeHint().height())
        picture = made.grab().toImage()
        return len({picture.pixel(x, 0) for x in range(20, 140)})

    apply(qapp, "high_contrast")
    try:
        assert (edge(enabled=True), edge(enabled=False) > 1) == (1, True)
    finally:
        apply(qapp, "light")
