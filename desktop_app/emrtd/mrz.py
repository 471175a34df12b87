"""The machine-readable zone: check digits, identity cards (TD1), key information of any size.

Source: ICAO Doc 9303 part 3, 4.9 (check digits); parts 4 to 6 (TD3, TD1, TD2); part 11, D.2 (long numbers).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.core.errors import AppError, declare

BAD_MRZ = declare("emrtd.bad_mrz")

_WEIGHTS = (7, 3, 1)
_TD1_SIZE, _TD2_SIZE, _TD3_SIZE = 90, 72, 88
_NUMBER_SIZE = 9


def check_digit(text: str) -> str:
    """The check digit over a field of the zone.

    Args:
        text: capital letters, digits and `<` only.

    Raises:
        ValueError: another character (the text is not repeated: it may be personal).
    """
    return str(sum(_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


def _value(character: str) -> int:
    if character == "<":
        return 0
    if "0" <= character <= "9":
        return ord(character) - ord("0")
    if "A" <= character <= "Z":
        return ord(character) - ord("A") + 10
    raise ValueError("a character that no machine-readable zone has")


@dataclass(frozen=True, slots=True)
class Td1:
    """The three lines of an identity card. Fillers at the end of a field are taken away.

    Attributes:
        document_code: such as `ID`.
        issuer: three letters.
        document_number: whole, also when it runs over into the optional data.
        optional_1: optional data of line 1 (without the rest of a long number).
        birth: YYMMDD; `<<` where day or month is unknown.
        sex: `M`, `F` or `<`.
        expiry: YYMMDD, as it stands.
        nationality: three letters.
        optional_2: optional data of line 2.
        surname: before `<<`.
        given_names: after it, single spaces.
        wrong_check_digits: names of the fields whose check digit is wrong; empty when all are right.
    """

    document_code: str
    issuer: str
    document_number: str = field(repr=False)
    optional_1: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str = field(repr=False)
    nationality: str
    optional_2: str = field(repr=False)
    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    wrong_check_digits: tuple[str, ...]


def parse_td1(text: str) -> Td1:
    """Read the zone of an identity card; wrong check digits are reported, not refused.

    Args:
        text: 90 characters; line breaks and blanks do not count.

    Raises:
        AppError: emrtd.bad_mrz: another size or another character.
    """
    zone = _clean(text)
    if len(zone) != _TD1_SIZE:
        raise AppError(BAD_MRZ, {"size": len(zone)})
    line_1, line_2, line_3 = zone[:30], zone[30:60], zone[60:]
    number, number_digit, optional_1 = _document_number(line_1[5:14], line_1[14], line_1[15:30])
    birth, expiry = line_2[:6], line_2[8:14]
    pairs = {
        "document_number": (number, number_digit),
        "birth": (birth, line_2[6]),
        "expiry": (expiry, line_2[14]),
        "composite": (line_1[5:30] + line_2[:7] + line_2[8:15] + line_2[18:29], line_2[29]),
    }
    surname, _, given = line_3.partition("<<")
    return Td1(
        document_code=line_1[:2].rstrip("<"),
        issuer=line_1[2:5].rstrip("<"),
        document_number=number.rstrip("<"),
        optional_1=optional_1.rstrip("<"),
        birth=birth,
        sex=line_2[7],
        expiry=expiry,
        nationality=line_2[15:18].rstrip("<"),
        optional_2=line_2[18:29].rstrip("<"),
        surname=_words(surname),
        given_names=_words(given),
        wrong_check_digits=tuple(name for name, (value, digit) in pairs.items() if not _fits(value, digit)),
    )


def key_information(text: str) -> str:
    """The MRZ information of a whole zone of any size: what BAC and PACE make a key of.

    Args:
        text: TD1 (90 characters), TD2 (72) or TD3 (88); line breaks and blanks do not count.

    Raises:
        AppError: emrtd.bad_mrz: another size or another character.
    """
    zone = _clean(text)
    if len(zone) == _TD1_SIZE:
        number, digit, _ = _document_number(zone[5:14], zone[14], zone[15:30])
        return number + digit + zone[30:37] + zone[38:45]
    if len(zone) == _TD2_SIZE:
        number, digit, _ = _document_number(zone[36:45], zone[45], zone[64:71])
        return number + digit + zone[49:56] + zone[57:64]
    if len(zone) == _TD3_SIZE:
        return zone[44:54] + zone[57:64] + zone[65:72]
    raise AppError(BAD_MRZ, {"size": len(zone)})


def _clean(text: str) -> str:
    zone = "".join(text.split())
    try:
        check_digit(zone)
    except ValueError as error:
        raise AppError(BAD_MRZ, {"size": len(zone)}) from error
    return zone


def _document_number(number: str, digit: str, optional: str) -> tuple[str, str, str]:
    """Number, its check digit, and what is left of the optional data.

    A number longer than nine characters has `<` for its check digit; its rest and the digit stand at the
    start of the optional data.
    """
    rest, filler, after = optional.partition("<")
    if digit != "<" or len(rest) < 2:
        return number, digit, optional
    return number + rest[:-1], rest[-1], (filler + after).lstrip("<")


def _fits(value: str, digit: str) -> bool:
    return check_digit(value) == ("0" if digit == "<" else digit)


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split())
