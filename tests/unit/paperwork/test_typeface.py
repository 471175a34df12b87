"""The bundled typeface: every Vietnamese letter in every cut, and nothing cut off by wrapping."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from desktop_app.core.errors import AppError
from desktop_app.paperwork.typeface import Face, load_typeface, printable, width_of, wrap

# The 134 accented letters of Vietnamese: 67, small and capital.
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_SMALL = {unicodedata.normalize("NFC", v + t) for v in _VOWELS for t in _TONES} | set("ăâđêôơư")
LETTERS = _SMALL | {c.upper() for c in _SMALL}


def test_there_are_134_accented_letters() -> None:
    assert (len(LETTERS), all(len(c) == 1 for c in LETTERS)) == (134, True)


@pytest.mark.parametrize("face", Face)
def test_every_cut_has_every_vietnamese_letter(fonts: Path, face: Face) -> None:
    glyphs = TTFontFile(str(fonts / f"{face.value}.ttf")).charToGlyph

    assert {c for c in LETTERS if not glyphs.get(ord(c))} == set()


def test_a_letter_that_one_cut_lacks_counts_as_missing(fonts: Path) -> None:
    load_typeface(fonts)
    cuts = [set(TTFontFile(str(fonts / f"{face.value}.ttf")).charToGlyph) for face in Face]
    lacking = sorted(set.union(*cuts) - set.intersection(*cuts))[0]

    with pytest.raises(AppError):
        printable(chr(lacking))


def test_the_licence_of_the_typeface_stands_beside_it(fonts: Path) -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / "LICENSE-LiberationSerif.txt").read_text("utf-8")


def test_decomposed_letters_are_composed(fonts: Path) -> None:
    load_typeface(fonts)

    assert printable(unicodedata.normalize("NFD", "Nguyễn Thị Đượm")) == "Nguyễn Thị Đượm"


def test_invisible_characters_are_dropped(fonts: Path) -> None:
    load_typeface(fonts)

    assert printable("Mẫu\u200b \ufeffThử") == "Mẫu Thử"


def test_letters_the_typeface_lacks_are_counted_and_not_shown(fonts: Path) -> None:
    load_typeface(fonts)
    with pytest.raises(AppError) as caught:
        printable("Mẫu 漢字 🙂")

    assert (caught.value.code, caught.value.facts) == ("paperwork.glyph_missing", {"count": 3})


def test_a_missing_font_file_is_a_known_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.paperwork.typeface.pdfmetrics.getRegisteredFontNames", list)
    with pytest.raises(AppError) as caught:
        load_typeface(tmp_path)

    assert caught.value.code == "paperwork.font_unreadable"


def test_a_word_longer_than_the_line_is_broken_and_kept_whole(fonts: Path) -> None:
    load_typeface(fonts)
    lines = wrap("a" * 100, Face.REGULAR, 10, 50, 50)

    assert "".join(lines) == "a" * 100
    assert all(width_of(line, Face.REGULAR, 10) <= 50 for line in lines)


def test_a_value_that_does_not_fit_behind_its_label_begins_below(fonts: Path) -> None:
    load_typeface(fonts)

    assert wrap("Nguyễn", Face.REGULAR, 10, 5, 100) == ["", "Nguyễn"]
