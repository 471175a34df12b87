"""The QR code of the citizen card: fields split by `|`, at least seven, eleven on cards since 2024."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from desktop_app.cccd.dates import PartialDate, parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.number import is_number
from desktop_app.cccd.printed import printed_text
from desktop_app.core.errors import AppError, declare

QR_NOT_A_CARD = declare("cccd.qr_not_a_card")
QR_UNREADABLE = declare("cccd.qr_unreadable")

_LEAST_FIELDS = 7
_BYTE_ORDER_MARKS = "\ufeff\u00ef\u00bb\u00bf"  # as one character, and as its UTF-8 bytes read one by one
_SEXES = frozenset({"Nam", "Nữ"})
_NAME_MARKS = frozenset(" '’.-")
# A lost letter arrives as `?`, a broken one as a currency sign, a fraction and so on: no address has them.
_ADDRESS_MARKS = _NAME_MARKS | frozenset(',;:/()&+#"_*')
# No Vietnamese syllable ends like this or holds these pairs: they are keys of the Telex way of typing.
_TELEX = re.compile(r"(?i)\b[a-z]*(?:[sfrxj]|aa|ee|dd|[aou]w)\b|\b[a-z]*(?:aa|ee|dd|[aou]w)[a-z]*\b")
_TELEX_WORDS = 2  # one such word may be a foreign name


@dataclass(frozen=True, slots=True)
class CardQr:
    """What the QR code says.

    Attributes:
        number: twelve digits.
        old_number: number of an older paper, usually nine digits; None if there is none.
        address: permanent residence, on cards of 2024 place of residence.
        extra: fields after the seventh, empty ones included: family data in an order not known for certain.
    """

    number: str = field(repr=False)
    old_number: str | None = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: PartialDate = field(repr=False)
    sex: str = field(repr=False)
    address: str = field(repr=False)
    issue_date: PartialDate = field(repr=False)
    extra: tuple[str, ...] = field(default=(), repr=False)


def parse_qr(text: str) -> CardQr:
    """Read the text of the QR code as a scanner or a camera delivers it.

    Raises:
        AppError: `cccd.qr_not_a_card` with the number of `fields` if it is the code of something else;
            `cccd.qr_unreadable` with a `reason` (`letters`, `typing_mode`, `sex`, `birth_date`, `issue_date`)
            if a scanner has broken the text: it is refused, never guessed.
    """
    fields = [printed_text(part) for part in text.lstrip(_BYTE_ORDER_MARKS).split("|")]
    if len(fields) < _LEAST_FIELDS or not is_number(fields[0]):
        raise AppError(QR_NOT_A_CARD, {"fields": len(fields)})
    number, old_number, full_name, birth, sex, address, issued = fields[:_LEAST_FIELDS]
    if not full_name or _is_broken(full_name, _NAME_MARKS) or _is_broken(address, _ADDRESS_MARKS):
        raise AppError(QR_UNREADABLE, {"reason": "letters"})
    if any(char.isdigit() for char in full_name) or _was_typed(f"{full_name} {address}"):
        raise AppError(QR_UNREADABLE, {"reason": "typing_mode"})
    if sex not in _SEXES:
        raise AppError(QR_UNREADABLE, {"reason": "sex"})
    return CardQr(
        number=number,
        old_number=old_number or None,
        full_name=full_name,
        birth_date=_date(birth, "birth_date"),
        sex=sex,
        address=address,
        issue_date=_date(issued, "issue_date"),
        extra=tuple(fields[_LEAST_FIELDS:]),
    )


def _date(text: str, name: str) -> PartialDate:
    found = parse_ddmmyyyy(text) or parse_dd_mm_yyyy(text)
    if found is None:
        raise AppError(QR_UNREADABLE, {"reason": name})
    return found


def _is_broken(text: str, marks: frozenset[str]) -> bool:
    """True if the text holds what no card prints, or is UTF-8 that was read as a Western code page."""
    if any(unicodedata.category(c)[0] not in "LMN" and c not in marks for c in text):
        return True
    if text.isascii():
        return False
    for code_page in ("cp1252", "latin-1"):
        try:
            text.encode(code_page).decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False


def _was_typed(text: str) -> bool:
    """True if a keyboard scanner sent letters through an active Vietnamese typing mode that left its keys."""
    return text.isascii() and len(_TELEX.findall(text)) >= _TELEX_WORDS
