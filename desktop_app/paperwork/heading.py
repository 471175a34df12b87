"""What stands above every form: legend, names of the offices, the name of the state, title."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from desktop_app.catalogue.form_model import Form
from desktop_app.core.clock import local
from desktop_app.paperwork.sheet import MM, Sheet
from desktop_app.paperwork.typeface import Face, width_of, wrap


def draw_legend(sheet: Sheet) -> None:
    """Which circular the form comes from: small, italic, at the right."""
    legend, size = sheet.form.legend, sheet.size * 0.72
    if not legend:
        return
    g = sheet.geometry
    for line in wrap(legend, Face.ITALIC, size, g.body, g.body):
        sheet.text(g.width - g.right - width_of(line, Face.ITALIC, size), sheet.y, line, Face.ITALIC, size)
        sheet.y -= sheet.leading(size)
    sheet.skip(2)


def draw_state(sheet: Sheet, x: float, width: float, size: float) -> None:
    """The name of the state and its motto, with the line below; the cursor moves."""
    texts = sheet.form.texts
    sheet.centered(x, width, wrap(texts["country"], Face.BOLD, size, width, width), Face.BOLD, size)
    sheet.centered(x, width, [texts["motto"]], Face.BOLD, size + 0.5)
    motto = width_of(texts["motto"], Face.BOLD, size + 0.5)
    middle = x + width / 2
    sheet.rule(middle - motto / 2, middle + motto / 2, sheet.y - 1.5)
    sheet.skip(4)


def draw_offices(sheet: Sheet, x: float, width: float, size: float, parent: str, office: str) -> None:
    """The office's name below that of the body it belongs to, with the short line; the cursor moves."""
    if parent:
        sheet.centered(x, width, wrap(parent, Face.REGULAR, size, width, width), Face.REGULAR, size)
    sheet.centered(x, width, wrap(office, Face.BOLD, size, width, width), Face.BOLD, size)
    middle = x + width / 2
    sheet.rule(middle - 9 * MM, middle + 9 * MM, sheet.y - 1.5)
    sheet.skip(4)


def draw_title(sheet: Sheet, size: float, beside: float = 0.0) -> None:
    """The form's title, in the middle, in lines of like length if it needs more than one.

    Args:
        sheet: where to draw.
        size: in points.
        beside: room kept free at both sides.
    """
    g = sheet.geometry
    room = g.body - 2 * beside
    title = sheet.form.title
    count = len(wrap(title, Face.BOLD, size, room, room))
    width = room
    while count > 1 and len(wrap(title, Face.BOLD, size, width - 4, width - 4)) == count:
        width -= 4
    sheet.centered(g.left, g.body, wrap(title, Face.BOLD, size, width, width), Face.BOLD, size)


def page_number_room(form: Form, pages: int) -> float:
    """Height the page number takes at the foot; nothing when there is none."""
    return form.font_size / 4 * 1.2 if form.page_numbers and pages > 1 else 0.0


def draw_page_number(sheet: Sheet, page: int, pages: int, beside: str = "") -> None:
    """`Trang 1/2` at the foot, inside the margins; at the left what the sheets belong to."""
    size = sheet.size * 0.8
    label = sheet.form.texts["page_label"].format(page=page, pages=pages)
    g = sheet.geometry
    x = g.width - g.right - width_of(label, Face.REGULAR, size)
    top = g.bottom + sheet.leading(size)
    sheet.text(x, top, label, Face.REGULAR, size)
    sheet.text(g.left, top, beside, Face.REGULAR, size)


def date_line(texts: Mapping[str, str], place: str, day: date | None) -> str:
    """`Nơi, ngày 21 tháng 11 năm 2026`, with dots for what is not known."""
    return texts["date_line"].format(
        place=place or texts["blank_place"],
        day=f"{day.day:02}" if day else texts["blank_day"],
        month=f"{day.month:02}" if day else texts["blank_month"],
        year=str(day.year) if day else texts["blank_year"],
    )


def instant_text(texts: Mapping[str, str], instant: datetime) -> str:
    """`08 giờ 30 phút, ngày 21 tháng 11 năm 2026` by the clock in Vietnam."""
    moment = local(instant)
    return texts["instant"].format(
        hour=f"{moment:%H}", minute=f"{moment:%M}", day=f"{moment:%d}", month=f"{moment:%m}", year=moment.year
    )


def date_text(iso: str) -> str:
    """An ISO date for the eye: `15/01/1999`, `01/1999`, `1999`; other text stays as it is."""
    parts = iso.split("-")
    if 1 <= len(parts) <= 3 and len(parts[0]) == 4 and all(p.isdecimal() for p in parts):
        return "/".join(reversed(parts))
    return iso


def draw_draft_mark(sheet: Sheet, text: str) -> None:
    """Large, pale, across the page, behind everything else."""
    g = sheet.geometry
    angle = 52
    size = 10.0
    # The mark's diagonal keeps inside the margins: 0.62 is cos 52°, where the width of the page binds.
    size *= (g.body - 8 * MM) / 0.62 / width_of(text, Face.BOLD, size) * 0.92
    sheet.canvas.saveState()
    sheet.canvas.setFillGray(0.88)
    sheet.canvas.translate(g.left + g.body / 2, g.height / 2)
    sheet.canvas.rotate(angle)
    sheet.canvas.setFont(Face.BOLD.value, size)
    sheet.canvas.drawString(-width_of(text, Face.BOLD, size) / 2, -size / 3, text)
    sheet.canvas.restoreState()
