import pytest

from desktop_app.core.money import format_dong
from desktop_app.core.text import fold, group_number, nfc


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị ĐƯỢM", "nguyen thi duom"),
        ("đ", "d"),
        ("Đ", "d"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Hoà", "hoa"),
        ("thuỷ", "thuy"),
        ("thủy", "thuy"),
        ("ở Ở ơ ờ ớ ỡ ợ", "o o o o o o o"),
        ("ư ừ ứ ữ ự Ư", "u u u u u u"),
        ("ăằắẳẵặ ÂẦẤẨẪẬ", "aaaaaa aaaaaa"),
        ("êềếểễệ ôồốổỗộ", "eeeeee oooooo"),
        ("ỳýỷỹỵ", "yyyyy"),
        ("  Lê \t Thị\u00a0Ví\nDụ ", "le thi vi du"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("", ""),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_composed_and_decomposed_text_is_stored_alike():
    assert nfc("Nguye\u0302\u0303n ") == nfc("Nguyễn") == "Nguyễn"


def test_spaces_are_single_and_none_outside():
    assert nfc(" Số  12 \n Phố ") == "Số 12 Phố"


def test_a_number_stands_in_groups_of_three():
    assert group_number("001099012345") == "001 099 012 345"


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0 đồng"), (999, "999 đồng"), (15000, "15.000 đồng"), (1234567, "1.234.567 đồng")],
)
def test_money_is_written_with_dots(amount, text):
    assert format_dong(amount) == text


@pytest.mark.parametrize("amount", [1.5, True, "15000"])
def test_money_is_a_whole_number(amount):
    with pytest.raises(TypeError):
        format_dong(amount)
