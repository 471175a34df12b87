"""The QR code of the citizen card: fields split by `|`, at least seven, eleven on cards since 2024.

A scanner that types may break the text. What can be undone in one way only is undone; a field that may be
wrong is left out and named, so that nobody takes it for what the card says; the number alone still opens the
chip. There is no check digit: a digit that a scanner put in place of another cannot be seen here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from desktop_app.cccd.dates import PartialDate, parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.number import facts_of_number
from desktop_app.cccd.printed import printed_text
from desktop_app.cccd.provinces import is_province
from desktop_app.cccd.scanned import is_broken, readings, untyped
from desktop_app.cccd.syllables import Typing
from desktop_app.core.errors import AppError, declare

QR_NOT_A_CARD = declare("cccd.qr_not_a_card")

_LEAST_FIELDS = 7
_LONGEST = 2000  # characters; a code of that size on a card cannot be printed
_LONGEST_PREFIX = 16  # characters that a scanner is set to send first
_NUMBER = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_TWO_NUMBERS = re.compile(r"(?<![0-9])[0-9]{12}(?:[0-9]{9}|[0-9]{12})(?![0-9])")
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")  # what scanners say about the kind of code (AIM)
_OLD_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_ENDS_WITH_DIGIT = re.compile(r".*[0-9]")
_DAY = re.compile(r"([0-9]+(?:[./-][0-9]+)*)[^0-9]*")
_WHOLE_DAY, _FIRST_YEAR = 8, 1900
_RUN_TOGETHER = re.compile(
    r"(?P<number>[0-9]{12})(?P<old>[0-9]{9}|[0-9]{12})?(?P<name>[^0-9]{2,80})(?P<birth>[0-9]{8})"
    r"(?P<sex>Nam|Nữ)(?P<address>.*?)(?P<issued>[0-9]{8})[^0-9]{0,200}",
    re.DOTALL,
)
_SEXES = {"Nam": "M", "Nữ": "F"}
_NAME_MARKS = frozenset(" '’.-")
# A lost letter arrives as `?`, a broken one as a currency sign, a fraction and so on: no address has them.
_ADDRESS_MARKS = _NAME_MARKS | frozenset(',;:/()&+#"_*')
_OTHER_SEPARATORS = "¦‖~\\>\x1c\x1d\x1e\x1f\t\n;"  # what a wrong keyboard layout makes of `|`
_DIGIT_AMONG_LETTERS = re.compile(r"[^\W\d_][0-9][^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class CardQr:
    """What the QR code says for certain.

    Attributes:
        number: twelve digits.
        old_number: number of an older paper, usually nine digits; None if there is none.
        full_name: None when doubtful, as the others below.
        address: permanent residence, on cards of 2024 place of residence; empty when the code has none.
        extra: fields after the seventh, empty ones included: family data in an order not known for certain.
        doubtful: names of the fields a scanner may have broken; they are None here.
    """

    number: str = field(repr=False)
    old_number: str | None = field(repr=False)
    full_name: str | None = field(repr=False)
    birth_date: PartialDate | None = field(repr=False)
    sex: str | None = field(repr=False)
    address: str | None = field(repr=False)
    issue_date: PartialDate | None = field(repr=False)
    extra: tuple[str, ...] = field(default=(), repr=False)
    doubtful: tuple[str, ...] = ()


def parse_qr(text: str) -> CardQr:
    """Read the text of the QR code as a scanner or a camera delivers it.

    Raises:
        AppError: `cccd.qr_not_a_card` with the number of `fields`: no number, or the code of something else.
    """
    if len(text) > _LONGEST:
        raise AppError(QR_NOT_A_CARD, {"fields": text.count("|") + 1})
    whole = _begun_with_number(text)
    if whole is None:
        raise AppError(QR_NOT_A_CARD, {"fields": text.count("|") + 1})
    parts = _fields(whole)
    if parts is None:
        return _number_alone(whole, fields=text.count("|") + 1)
    number, old, name, birth, sex, address, issued, *extra = parts
    old_number = _old_number(old)
    words = _words(name, sex, address)
    born, given = _day(birth), _day(issued)
    kept = tuple(printed_text(part) for part in extra)
    if (
        not words.whole
        or not _ENDS_WITH_DIGIT.fullmatch(printed_text(issued))
        or not all(_is_writing(part, _ADDRESS_MARKS) for part in extra)
    ):
        kept = ()
    said = {
        "old_number": old_number if printed_text(old) else "",
        "full_name": words.name,
        "birth_date": born,
        "sex": words.sex,
        "address": words.address,
        "issue_date": given,
        "extra": kept or None if any(map(printed_text, extra)) else (),
    }
    return CardQr(
        number=number,
        old_number=old_number,
        full_name=words.name,
        birth_date=born,
        sex=words.sex,
        address=words.address,
        issue_date=given,
        extra=kept,
        doubtful=tuple(key for key, value in said.items() if value is None),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Name, sex and address, whose letters suffer together; None what is doubtful."""

    name: str | None = None
    sex: str | None = None
    address: str | None = None
    whole: bool = False


def _words(name: str, sex: str, address: str) -> _Words:
    """The words as printed, or as they were before a scanner changed them, where that is certain."""
    taken = _judged(name, sex, address)
    if taken is not None:
        return taken
    repaired = {
        made
        for one in readings("|".join((name, sex, address)))
        if one.count("|") == 2 and (made := _judged(*one.split("|"))) is not None
    }
    if len(repaired) == 1:
        return repaired.pop()
    if repaired:
        return _Words()
    return _untyped(name, sex, address) or _in_part(name, sex, address)


def _judged(name: str, sex: str, address: str) -> _Words | None:
    """All three, when they can be as printed."""
    plain = printed_text(sex)
    if plain not in _SEXES or not _is_name(name) or not _is_address(address) or _is_bare(name + address):
        return None
    return _Words(printed_text(name), plain, printed_text(address), whole=True)


def _in_part(name: str, sex: str, address: str) -> _Words:
    """Single fields as printed beside broken ones. The sex is the canary: it is one of two words."""
    plain = printed_text(sex)
    if plain not in _SEXES:
        return _Words()
    named = _is_name(name) and not _is_bare(name) and not any(is_broken(w) for w in _LETTERS.findall(address))
    return _Words(printed_text(name) if named and _is_writing(address, _ADDRESS_MARKS) else None, plain)


def _untyped(name: str, sex: str, address: str) -> _Words | None:
    """The words behind the keys of a typing mode; None when they are not of any.

    Letters that lost their marks make a key here and there too, so half of the words have to hold one.
    """
    for way in Typing:
        made, plain, where = (untyped(printed_text(text), way) for text in (name, sex, address))
        if made is None or plain is None or plain.text not in _SEXES or not made.changed:
            continue
        if way is Typing.VNI:
            where = None  # a digit behind a letter may be a tone or the number of a house
        elif where is None or 2 * (made.changed + where.changed) < made.words + where.words:
            continue
        return _Words(
            made.text if made.certain and _is_name(made.text) else None,
            plain.text,
            where.text if where is not None and where.certain and _is_address(where.text) else None,
        )
    return None


def _is_name(text: str) -> bool:
    name = printed_text(text)
    return (
        bool(name)
        and _is_writing(text, _NAME_MARKS)
        and not any(char.isdigit() for char in name)
        and all(word[:1] == word[:1].upper() for word in name.split())
        and not any(is_broken(word) for word in _LETTERS.findall(name))
    )


def _is_address(text: str) -> bool:
    address = printed_text(text)
    words = _LETTERS.findall(address)
    return (
        _is_writing(text, _ADDRESS_MARKS)
        and not _DIGIT_AMONG_LETTERS.search(address)
        and not any(is_broken(word) for word in words if not word.isupper())
    )


def _is_writing(text: str, marks: frozenset[str]) -> bool:
    """False if the text holds what no card prints; a control character inside stands for a lost letter."""
    kinds = ((unicodedata.category(char), char) for char in text.strip())
    return all(kind[0] in "LMN" or kind == "Cf" or char in marks for kind, char in kinds)


def _is_bare(text: str) -> bool:
    """No letter with a mark anywhere: a scanner that knows plain letters only has dropped them."""
    return text.isascii()


def _begun_with_number(text: str) -> str | None:
    """The text from its number on: a scanner may send something first."""
    bare = "".join(char for char in text if char != "\x00" and unicodedata.category(char) != "Cf")
    bare = _SYMBOLOGY.sub("", bare.lstrip("\x02"))
    found = _NUMBER.search(bare) or _TWO_NUMBERS.search(bare)
    if found is None or found.start() > _LONGEST_PREFIX or "|" in bare[: found.start()]:
        return None
    return bare[found.start() :]


def _fields(text: str) -> list[str] | None:
    """The fields; None when they cannot be told apart."""
    parts = text.split("|")
    if len(parts) >= _LEAST_FIELDS and _NUMBER.fullmatch(parts[0].strip()):
        return [parts[0].strip(), *parts[1:]]
    for separator in _OTHER_SEPARATORS:
        parts = text.rstrip().split(separator)
        if len(parts) >= _LEAST_FIELDS and _is_cut_right(parts):
            return parts
    together = text.replace("|", "").strip()
    for reading in (together, *readings(together)):
        if (found := _RUN_TOGETHER.fullmatch(reading)) is not None:
            keys = ("number", "old", "name", "birth", "sex", "address", "issued")
            parts = [found[key] or "" for key in keys]
            if _is_cut_right(parts):
                return parts
    return None


def _is_cut_right(parts: list[str]) -> bool:
    """Without the card's own separators only this says so: the number holds sex and year of birth."""
    if not _NUMBER.fullmatch(parts[0]):
        return False
    facts, born = facts_of_number(parts[0]), _day(parts[3])
    return (
        born is not None
        and born.year == facts.birth_year
        and _SEXES.get(parts[4]) == facts.sex
        and _day(parts[6]) is not None
    )


def _number_alone(text: str, fields: int) -> CardQr:
    """Only the number is left; it has to be one of a place, for other codes have twelve digits too."""
    found = _NUMBER.match(text)
    if found is None or not is_province(found.group()[:3]):
        raise AppError(QR_NOT_A_CARD, {"fields": fields})
    lost = ("old_number", "full_name", "birth_date", "sex", "address", "issue_date")
    return CardQr(found.group(), None, None, None, None, None, None, doubtful=lost)


def _old_number(text: str) -> str | None:
    digits = printed_text(text)
    return digits if _OLD_NUMBER.fullmatch(digits) else None


def _day(text: str) -> PartialDate | None:
    """The day at the start; what a scanner sends last may stand behind a whole one."""
    plain = printed_text(text)
    found = _DAY.fullmatch(plain)
    if found is None or (len(found[1]) < _WHOLE_DAY and found[1] != text):
        return None
    day = parse_ddmmyyyy(found[1]) or parse_dd_mm_yyyy(found[1])
    return day if day is not None and day.year >= _FIRST_YEAR else None
