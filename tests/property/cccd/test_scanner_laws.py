"""Whatever a scanner does to a code: what is given as certain is what the card says, the rest is doubtful."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_app.cccd.qr import CardQr, parse_qr
from desktop_app.cccd.syllables import Typing, is_syllable, typed
from desktop_app.core.errors import AppError

NAMES = (
    "Nguyễn Văn A",
    "Trần Thị Bích Ngọc",
    "Lê Hoàng Quỳnh Hương",
    "Đặng Hữu Phước",
    "Phạm Thuỳ Dương",
    "Lai An Giang",
    "H'Hen Niê",
    "Vũ Khuyến",
)
PLACES = (
    "Số 1 Phố Mẫu, Ba Đình, Hà Nội",
    "Tổ 3, KP 5, TP. Thủ Đức, Hồ Chí Minh",
    "Thôn Đoài, Xã Yên Hòa, Huyện Mỹ Hào, Hưng Yên",
    "12/3A Quốc lộ 1, Ấp Bình Thuận, Đồng Tháp",
)
TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
MARKS = {"\u0302": "^6", "\u031b": "w7", "\u0306": "w8"}
FIELDS = ("number", "old_number", "full_name", "birth_date", "sex", "address", "issue_date")


@st.composite
def codes(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2020, 1, 1)))
    sex = draw(st.sampled_from(("Nam", "Nữ")))
    century = (born.year // 100 - 19) * 2 + (sex == "Nữ")
    tail = draw(st.integers(0, 999_999))
    number = f"001{century}{born:%y}{tail:06}"
    old = draw(st.sampled_from(("", "012345678")))
    parts = [number, old, draw(st.sampled_from(NAMES)), f"{born:%d%m%Y}", sex]
    parts += [draw(st.sampled_from(PLACES)), "04102024"]
    return "|".join(parts + draw(st.sampled_from(([], [""] * 4))))


def keys(text: str, way: Typing) -> str:
    """The text as the keys a person would press for it."""
    return "".join(_word_keys(word, way) if word.isalpha() else word for word in _words(text))


def _words(text: str) -> list[str]:
    words = [""]
    for char in text:
        if char.isalpha() != words[-1][:1].isalpha():
            words.append("")
        words[-1] += char
    return words


def _word_keys(word: str, way: Typing) -> str:
    column = 0 if way is Typing.TELEX else 1
    out, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            tone = TONES[char][column]
        elif char in MARKS:
            key = MARKS[char][column]
            out += out[-1].lower() if key == "^" else key
        elif char in "đĐ":
            out += char.replace("đ", "d").replace("Đ", "D") + ("d" if column == 0 else "9")
        else:
            out += char
    return out + tone


def taken_for(text: str, code_page: str) -> str:
    out = []
    for byte in text.encode():
        try:
            out.append(bytes((byte,)).decode(code_page))
        except UnicodeDecodeError:
            out.append(chr(byte))
    return "".join(out)


def lost(text: str, mark: str) -> str:
    return "".join(char if char.isascii() else mark for char in text)


DAMAGES = {
    "nothing": lambda text: text,
    "telex": lambda text: keys(text, Typing.TELEX),
    "vni": lambda text: keys(text, Typing.VNI),
    "cp1252": lambda text: taken_for(text, "cp1252"),
    "cp1258": lambda text: taken_for(text, "cp1258"),
    "latin": lambda text: taken_for(text, "latin-1"),
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "question": lambda text: lost(text, "?"),
    "dropped": lambda text: lost(text, ""),
    "folded": lambda text: unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode(),
    "joined": lambda text: text.replace("|", ""),
    "turned": lambda text: text.replace("|", ">"),
    "case": lambda text: text.swapcase(),
    "prefix": lambda text: "]Q1" + text,
    "ends": lambda text: "\x02" + text + "\x03\r\n",
    "zeros": lambda text: "\x00".join(text),
    "marked": lambda text: "\ufeff" + text,
}


@settings(max_examples=150, deadline=None)
@given(codes(), st.lists(st.sampled_from(sorted(DAMAGES)), max_size=2))
def test_what_is_certain_is_what_the_card_says(code: str, damages: list[str]) -> None:
    told = code
    for damage in damages:
        told = DAMAGES[damage](told)
    try:
        read = parse_qr(told)
    except AppError as error:
        assert error.code == "cccd.qr_not_a_card"
        return
    _nothing_wrong(parse_qr(code), read)


@settings(max_examples=100, deadline=None)
@given(codes(), st.data())
def test_characters_that_no_card_has_never_make_a_wrong_word(code: str, data: st.DataObject) -> None:
    told = list(code)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(told) - 1))
        told[at] = data.draw(st.sampled_from("?\x07\x1b¿€¤\ufffd"))
    try:
        read = parse_qr("".join(told))
    except AppError:
        return
    _nothing_wrong(parse_qr(code), read)


@given(st.sampled_from(NAMES).flatmap(lambda name: st.sampled_from(name.split())), st.sampled_from(Typing))
def test_keys_of_a_syllable_give_the_syllable_again_or_say_that_they_may_not(word: str, way: Typing) -> None:
    assume(is_syllable(word))
    found = typed(_word_keys(word, way), way)
    assert found is not None
    assert found[0] == word or found[1]


def _nothing_wrong(card: CardQr, read: CardQr) -> None:
    for name in FIELDS:
        said = getattr(read, name)
        assert said == getattr(card, name) or (not said and name in read.doubtful)
    assert not any(read.extra)
