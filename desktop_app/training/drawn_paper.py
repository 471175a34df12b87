"""A sheet that stands for a paper the citizen brought: plainly a training paper."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_A4_200_DPI = (1654, 2339)


def draw_paper(path: Path, fonts: Path, title: str = "") -> None:
    """Draw one page, A4 at 200 dpi.

    Args:
        path: of the PNG.
        fonts: folder of the paper fonts.
        title: what the paper stands for; broken into lines.
    """
    width, height = _A4_200_DPI
    sheet = Image.new("L", _A4_200_DPI, 255)
    pen = ImageDraw.Draw(sheet)
    bold = ImageFont.truetype(fonts / "LiberationSerif-Bold.ttf", 64)
    body = ImageFont.truetype(fonts / "LiberationSerif-Regular.ttf", 40)
    pen.text((width / 2, 300), "GIẤY TỜ TẬP HUẤN", font=bold, fill=0, anchor="mm")
    pen.text((width / 2, 400), "Không có giá trị pháp lý", font=body, fill=0, anchor="mm")
    for row, line in enumerate(_broken(title)):
        pen.text((width / 2, 500 + row * 56), line, font=body, fill=0, anchor="mm")
    for at in range(800, height - 300, 110):
        pen.line((200, at, width - 200, at), fill=160, width=2)
    sheet.save(path, dpi=(200, 200))


def _broken(text: str, most: int = 64) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:4]
