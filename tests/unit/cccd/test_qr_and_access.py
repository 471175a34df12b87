"""The QR code, and the keys that open the chip."""

from __future__ import annotations

import pytest

from desktop_app.cccd.access import can_key, key_from_mrz, key_from_number, key_from_qr
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.errors import AppError

QR = "001099012345|012345678|Nguyễn Văn A|15011999|Nam|Số 1 Phố Mẫu, Ba Đình, Hà Nội|01022022"
LINES = ["IDVNM0990123459001099012345<<0", "9901155M3901153VNM<<<<<<<<<<<6", "NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"]
INFORMATION = "099012345999011553901153"


def failure_of(act, *arguments) -> AppError:
    with pytest.raises(AppError) as caught:
        act(*arguments)
    return caught.value


def test_a_qr_of_seven_fields_is_read():
    qr = parse_qr(QR)
    assert (qr.number, qr.old_number, qr.full_name, qr.birth_date.iso(), qr.sex, qr.issue_date.iso()) == (
        "001099012345",
        "012345678",
        "Nguyễn Văn A",
        "1999-01-15",
        "Nam",
        "2022-02-01",
    )


def test_fields_after_the_seventh_are_kept():
    assert parse_qr(QR + "|Nguyễn Văn B|Trần Thị C||").extra == ("Nguyễn Văn B", "Trần Thị C", "", "")


def test_an_empty_old_number_is_none():
    assert parse_qr(QR.replace("012345678", "")).old_number is None


def test_dates_with_slashes_are_read():
    assert parse_qr(QR.replace("15011999", "15/01/1999")).birth_date.iso() == "1999-01-15"


@pytest.mark.parametrize("noise", ["\ufeff{}", "{}\r\n", "\x02{}\x03", "ï»¿{}"], ids=ascii)
def test_noise_of_scanners_is_dropped(noise):
    assert parse_qr(noise.format(QR)) == parse_qr(QR)


def test_decomposed_letters_are_composed():
    assert parse_qr(QR.replace("ễ", "e\u0302\u0303")).full_name == "Nguyễn Văn A"


@pytest.mark.parametrize("code_page", ["cp1252", "latin-1"])
def test_utf8_read_as_a_western_code_page_is_refused(code_page):
    broken = QR.encode().decode(code_page, errors="replace")
    assert failure_of(parse_qr, broken).facts == {"reason": "letters"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (QR.encode("ascii", "replace").decode(), "letters"),
        ("001099012345||Nguyeenx Vawn A|15011999|Nam|Soos 1 Phoos Maaux, Haf Nooji|01022022", "typing_mode"),
        ("001099012345||Nguye6n4 Va8n A|15011999|Nam|So61 1|01022022", "typing_mode"),
        ("001199012345||Lê A|15011999|Nuwx|Hà Nội|01022022", "sex"),
        ("001099012345||Lê A|99999999|Nam|Hà Nội|01022022", "birth_date"),
        ("001099012345||Lê A|15011999|Nam|Hà Nội|x", "issue_date"),
    ],
)
def test_text_that_a_scanner_broke_is_refused_plainly(text, reason):
    error = failure_of(parse_qr, text)
    assert (error.code, error.facts) == ("cccd.qr_unreadable", {"reason": reason})


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Ñeo Êban", "K’Brêu", "Lai An Giang", "Đỗ Ngọc Ánh-Tú"])
def test_names_of_all_peoples_are_taken(name):
    assert parse_qr(QR.replace("Nguyễn Văn A", name)).full_name == name


@pytest.mark.parametrize(
    ("text", "fields"), [("https://example.vn", 1), ("", 1), (QR.replace("0010", "x"), 7)]
)
def test_another_code_is_no_card(text, fields):
    error = failure_of(parse_qr, text)
    assert (error.code, error.facts) == ("cccd.qr_not_a_card", {"fields": fields})


def test_number_qr_and_access_number_give_the_same_key():
    assert key_from_number("001 099 012 345") == key_from_qr(QR) == can_key(" 012 345 ")


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a"])
def test_what_is_no_access_number_is_refused(text):
    assert failure_of(can_key, text).code == "cccd.can_malformed"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\r\n".join(LINES) + "\r\n",
        "|".join(LINES),
        "".join(LINES),
        "".join(LINES).lower(),
        INFORMATION,
        "099012345,990115,390115",
        "001099012345 990115 390115",
    ],
)
def test_every_form_of_the_zone_gives_the_same_key(text):
    assert key_from_mrz(text).information == INFORMATION


def test_a_passport_zone_gives_a_key():
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    assert key_from_mrz(zone).information == "L898902C3674081221204159"


def test_a_document_number_longer_than_nine_goes_on_in_the_optional_data():
    # The example of ICAO Doc 9303 part 5: twelve characters, check digit 9.
    key = key_from_mrz("I<UTOD23145890<7349<<<<<<<<<<<" + LINES[1] + LINES[2])
    assert key.document_number == "D23145890734"


@pytest.mark.parametrize(
    ("line", "at", "field"), [(0, 6, "document_number"), (1, 1, "birth_date"), (1, 9, "expiry_date")]
)
def test_a_misread_character_names_its_line(line, at, field):
    lines = list(LINES)
    lines[line] = lines[line][:at] + "8" + lines[line][at + 1 :]
    error = failure_of(key_from_mrz, "\n".join(lines))
    assert (error.code, error.facts) == ("cccd.mrz_check_digit", {"line": line + 1, "field": field})


@pytest.mark.parametrize("text", ["", LINES[0], "\n".join(LINES)[:-1], "a,b,c", "é" * 90, "<" * 24 + "!"])
def test_what_is_no_zone_is_refused(text):
    assert failure_of(key_from_mrz, text).code == "cccd.mrz_malformed"
