"""What does not fit together on a card is noticed, and nothing is rejected for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.cccd.crosscheck import CrossCode, cross_check, same_name
from desktop_app.cccd.dg13 import Dg13, encode
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.terms import Severity
from desktop_app.emrtd import tlv
from desktop_app.readers.simulator import lds
from desktop_app.readers.simulator.citizens import TrainingCitizen
from tests.support.training_card import citizens

CARD = Dg13(
    number="001099012345",
    full_name="Nguyễn Văn A",
    birth_date="15/01/1999",
    sex="Nam",
    residence="Số 1 Phố Mẫu",
    issue_date="01/02/2022",
    expiry_text="15/01/2039",
)
ZONE = "IDVNM0990123459001099012345<<09901155M3901153VNM<<<<<<<<<<<6NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
QR = "001099012345|012345678|Nguyễn Văn A|15011999|Nam|Số 1, phố Mẫu|01022022"
TODAY = date(2026, 11, 22)


def found(
    card: Dg13 | None = CARD, zone: str | None = ZONE, qr: str | None = QR, today: date = TODAY
) -> list:
    files = {}
    if card is not None:
        files["DG13"] = encode(card)
    if zone is not None:
        files["DG1"] = tlv.encode(0x61, tlv.encode(0x5F1F, zone.encode()))
    return [finding.code for finding in cross_check(files, parse_qr(qr) if qr else None, today)]


@pytest.mark.parametrize("card", [CARD, None])
@pytest.mark.parametrize("zone", [ZONE, None])
@pytest.mark.parametrize("qr", [QR, None])
def test_a_card_that_agrees_with_itself_has_no_finding_whatever_was_read(card, zone, qr) -> None:
    assert found(card, zone, qr) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"full_name": "Nguyễn Văn Bê"}, CrossCode.NAME_DIFFERS),
        ({"birth_date": "16/01/1999"}, CrossCode.BIRTH_DATE_DIFFERS),
        ({"expiry_text": "15/01/2040"}, CrossCode.EXPIRY_DIFFERS),
    ],
)
def test_the_chips_text_that_differs_from_its_zone_is_noticed(change, code) -> None:
    assert found(replace(CARD, **change), qr=None) == [code]


def test_a_sex_that_differs_from_zone_and_number_is_noticed_for_both() -> None:
    codes = found(replace(CARD, sex="Nữ"), qr=None)
    assert codes == [CrossCode.SEX_DIFFERS, CrossCode.NUMBER_SEX_DIFFERS]


def test_another_number_in_the_zone_is_noticed() -> None:
    codes = found(replace(CARD, number="001099012346"), qr=None)
    assert codes == [CrossCode.NUMBER_DIFFERS, CrossCode.DOCUMENT_NUMBER_DIFFERS]


def test_a_wrong_check_digit_in_the_chip_is_noticed() -> None:
    assert found(zone=ZONE.replace("9901155", "9901156")) == [CrossCode.ZONE_CHECK_DIGIT]


def test_a_number_of_another_year_is_noticed_also_with_the_zone_alone() -> None:
    other = ZONE.replace("001099012345", "001098012345")
    assert CrossCode.NUMBER_BIRTH_DIFFERS in found(None, other, None)


def test_a_number_of_no_province_is_noticed() -> None:
    codes = found(replace(CARD, number="777099012345"), None, None)
    assert codes == [CrossCode.PROVINCE_UNKNOWN]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Nguyễn Văn A", "Nguyễn Văn Bê", CrossCode.QR_NAME_DIFFERS),
        ("15011999", "16011999", CrossCode.QR_BIRTH_DATE_DIFFERS),
        ("|Nam|", "|Nữ|", CrossCode.QR_SEX_DIFFERS),
        ("Số 1, phố Mẫu", "Số 2, phố Mẫu", CrossCode.QR_RESIDENCE_DIFFERS),
        ("01022022", "01022021", CrossCode.QR_ISSUE_DATE_DIFFERS),
    ],
)
def test_a_code_that_differs_from_the_chip_is_noticed(old, new, code) -> None:
    assert found(qr=QR.replace(old, new)) == [code]


def test_of_the_code_of_another_card_nothing_else_is_said() -> None:
    qr = QR.replace("001099012345", "001099099999").replace("Văn", "Hữu")
    assert found(qr=qr) == [CrossCode.QR_OF_ANOTHER_CARD]


def test_what_a_scanner_made_doubtful_differs_from_nothing() -> None:
    assert found(qr=QR.encode("ascii", "replace").decode()) == []


@pytest.mark.parametrize(
    ("today", "codes"), [(date(2039, 1, 15), []), (date(2039, 1, 16), [CrossCode.CARD_EXPIRED])]
)
def test_a_card_is_old_the_day_after_its_last_day(today, codes) -> None:
    assert found(today=today) == codes


def test_a_card_without_end_is_never_old_whatever_the_zone_says() -> None:
    assert found(replace(CARD, expiry_text="Không thời hạn"), today=date(2090, 1, 1)) == []


@pytest.mark.parametrize(
    ("full", "zone"),
    [
        ("Đặng Thị Ưng", "DANG THI UNG"),
        ("H'Hen Niê", "HHEN NIE"),
        ("K’Brêu", "KBREU"),
        ("Tôn Nữ Hoàng Phương Quỳnh Anh Thư", "TON NU HOANG PHUONG QUYNH ANH"),
        ("Công Tằng Tôn Nữ Hoàng Phương Quỳnh", "CONG TANG TON NU HOAN PHUO QUY"),
    ],
)
def test_a_name_without_accents_or_cut_by_the_zone_is_the_same(full, zone) -> None:
    assert same_name(full, zone)


@pytest.mark.parametrize("other", ["TRAN VAN A", "NGUYEN VAN", "NGUYEN VAN AN", "A VAN NGUYEN"])
def test_another_name_is_another(other) -> None:
    assert not same_name("Nguyễn Văn A", other)


def test_damaged_files_give_no_finding_and_no_crash() -> None:
    assert cross_check({"DG13": b"\x6d\x01", "DG1": b"\x61"}, None, TODAY) == ()


def test_every_finding_is_a_notice() -> None:
    findings = cross_check({"DG13": encode(replace(CARD, sex="Nữ", number="777099012345"))}, None, TODAY)
    assert {finding.severity for finding in findings} == {Severity.NOTICE}


@pytest.mark.parametrize("citizen", citizens().values(), ids=lambda citizen: citizen.name)
def test_the_citizens_of_the_training_agree_with_themselves(citizen: TrainingCitizen) -> None:
    files = {"DG1": lds.dg1(citizen), "DG13": lds.dg13_of(citizen)}
    assert cross_check(files, parse_qr(citizen.qr), date(2022, 1, 1)) == ()
