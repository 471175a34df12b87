"""The QR code, and the keys that open the chip."""

from __future__ import annotations

import pytest

from desktop_app.cccd.access import can_key, key_from_mrz, key_from_number, key_from_qr
from desktop_app.cccd.dates import PartialDate
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
    assert (qr.number, qr.old_number, qr.full_name, qr.birth_date, qr.sex, qr.issue_date, qr.doubtful) == (
        "001099012345",
        "012345678",
        "Nguyễn Văn A",
        PartialDate(1999, 1, 15),
        "Nam",
        PartialDate(2022, 2, 1),
        (),
    )


def test_fields_after_the_seventh_are_kept():
    assert parse_qr(QR + "|Nguyễn Văn B|Trần Thị C||").extra == ("Nguyễn Văn B", "Trần Thị C", "", "")


def test_an_empty_old_number_is_none():
    assert parse_qr(QR.replace("012345678", "")).old_number is None


def test_dates_with_slashes_are_read():
    assert parse_qr(QR.replace("15011999", "15/01/1999")).birth_date == PartialDate(1999, 1, 15)


@pytest.mark.parametrize("noise", ["\ufeff{}", "{}\r\n", "\x02{}\x03", "ï»¿{}"], ids=ascii)
def test_noise_of_scanners_is_dropped(noise):
    assert parse_qr(noise.format(QR)) == parse_qr(QR)


def test_decomposed_letters_are_composed():
    assert parse_qr(QR.replace("ễ", "e\u0302\u0303")).full_name == "Nguyễn Văn A"


def windows(raw: bytes, code_page: str) -> str:
    """Bytes as Windows shows them: places the code page leaves empty stay what they are."""
    return "".join(_windows_letter(byte, code_page) for byte in raw)


def _windows_letter(byte: int, code_page: str) -> str:
    try:
        return bytes((byte,)).decode(code_page)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("code_page", ["cp1252", "cp1258", "latin-1"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_taken_for_a_code_page_once_or_twice_is_undone(code_page, times):
    broken = QR
    for _ in range(times):
        broken = windows(broken.encode(), code_page)
    assert broken != QR
    assert parse_qr(broken) == parse_qr(QR)


def test_the_keys_of_telex_are_undone():
    qr = parse_qr("001099012345||Nguyeenx Vawn A|15011999|Nam|Soos 1 Phoos Maaux, TP Haf Nooji|01022022")
    assert (qr.full_name, qr.address, qr.doubtful) == ("Nguyễn Văn A", "Số 1 Phố Mẫu, TP Hà Nội", ())


def test_the_keys_of_vni_are_undone_in_the_name_and_leave_the_address_doubtful():
    qr = parse_qr("001199012345||Nguye6n4 Thi5 Va8n|15011999|Nu74|So61 1|01022022")
    assert (qr.full_name, qr.sex, qr.address, qr.doubtful) == ("Nguyễn Thị Văn", "Nữ", None, ("address",))


def test_a_tone_that_may_stand_in_two_places_makes_the_name_doubtful():
    qr = parse_qr("001099012345||Nguyeenx Hoaf|15011999|Nam|Soos 1 Phoos Maaux|01022022")
    assert (qr.full_name, qr.doubtful) == (None, ("full_name",))


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        (QR.encode("ascii", "replace").decode(), ("full_name", "address")),
        (QR.encode("ascii", "ignore").decode(), ("full_name", "address")),
        (QR.replace("ễ", "\x07"), ("full_name", "address")),
        (QR.swapcase(), ("full_name", "sex", "address")),
        (QR.upper(), ("full_name", "sex", "address")),
        (QR.replace("ă", ""), ("full_name", "address")),
        (QR.replace("Nam", "Nữa"), ("full_name", "sex", "address")),
        (QR.replace("15011999", "99999999"), ("birth_date",)),
        (QR.replace("01022022", "x"), ("issue_date",)),
        (QR.replace("012345678", "01234567"), ("old_number",)),
        (QR + "|Tr?n B", ("extra",)),
        (
            "001099012345|~~~",
            ("old_number", "full_name", "birth_date", "sex", "address", "issue_date"),
        ),
        ("001099012345", ("old_number", "full_name", "birth_date", "sex", "address", "issue_date")),
    ],
)
def test_what_a_scanner_broke_is_left_out_and_named_and_the_number_still_opens_the_chip(text, doubtful):
    qr = parse_qr(text)
    assert qr.doubtful == doubtful
    assert all(getattr(qr, name) in (None, ()) for name in doubtful)
    assert key_from_qr(text) == can_key("012345")


@pytest.mark.parametrize("separator", ["", ">", "~", "\\", "\x1d", "\t", "¦"])
def test_separators_that_are_lost_or_changed_are_found_again(separator):
    assert parse_qr(QR.replace("|", separator)) == parse_qr(QR)


def test_single_lost_separators_are_found_again():
    assert parse_qr(QR.replace("|", "", 3)) == parse_qr(QR)


def test_digits_that_run_together_are_not_cut_where_sex_and_year_do_not_fit():
    with pytest.raises(AppError, match=r"cccd\.qr_not_a_card"):
        parse_qr(QR.replace("|", "").replace("15011999", "15011998"))


@pytest.mark.parametrize("noise", ["]Q1{}", "CCCD:{}", "{}#", "{}\t"])
def test_what_a_scanner_sends_before_and_after_is_dropped(noise):
    assert parse_qr(noise.format(QR)) == parse_qr(QR)


@pytest.mark.parametrize("text", ["999999999999", "8934567890123", "12345", "ab" * 20 + QR])
def test_other_codes_with_many_digits_are_no_card(text):
    with pytest.raises(AppError, match=r"cccd\.qr_not_a_card"):
        parse_qr(text)


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
