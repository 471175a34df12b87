"""Code, then chip, in one step: also a code that a scanner broke, also a chip that needs its last day."""

from __future__ import annotations

import pytest


@pytest.fixture
def shown(train):
    return train("card", "--show", "--citizen", "nguyen-thi-mau", "--json").value


@pytest.fixture
def read(train):
    def run(qr, *more):
        return train(
            "read",
            "--qr",
            "-",
            "--reader",
            "simulator",
            "--citizen",
            "nguyen-thi-mau",
            *more,
            "--json",
            given=qr,
        )

    return run


def test_the_code_opens_the_chip_and_nothing_in_it_is_doubtful(read, shown):
    ended = read(shown["qr"])

    assert (ended.code, ended.value["protocol"], ended.value["qr"]) == (0, "PACE-CAN", {"doubtful": []})
    assert ended.value["findings"] == []


def test_a_broken_code_opens_the_chip_and_the_name_comes_from_there(read, shown):
    ended = read(shown["qr"].encode("ascii", "replace").decode())

    assert ended.code == 0
    assert ended.value["qr"] == {"doubtful": ["full_name", "sex", "address"]}
    assert ended.value["citizen"]["full_name"] == read(shown["qr"]).value["citizen"]["full_name"]


def test_a_code_that_says_another_name_is_noticed_and_nothing_is_rejected(read, shown):
    name = shown["qr"].split("|")[2]

    ended = read(shown["qr"].replace(name, "Đỗ Thị Khác"))

    assert ended.code == 0
    assert ended.value["findings"] == [{"code": "qr_name_differs", "severity": "notice"}]


def test_the_dates_of_expiry_are_listed_without_touching_a_card(read, shown):
    ended = read(shown["qr"], "--try-expiry")

    assert ended.code == 0
    assert 1 <= len(ended.value["expiry_candidates"]) <= 2


def test_one_date_of_expiry_is_tried_at_a_call_and_opens_the_chip_by_bac(read, shown):
    ended = read(shown["qr"], "--protocol", "bac", "--try-expiry", "1")

    assert (ended.code, ended.value["protocol"]) == (0, "BAC")


def test_a_date_that_is_not_in_the_list_is_not_tried(read, shown):
    ended = read(shown["qr"], "--protocol", "bac", "--try-expiry", "9")

    assert (ended.code, ended.failure) == (2, "cccd.expiry_unknown")


def test_without_a_code_there_is_no_date_to_try(train):
    ended = train("read", "--can", "000117", "--reader", "simulator", "--try-expiry", "1")

    assert ended.code == 64


def test_the_photo_is_written_as_png_where_the_name_says_so(read, shown, tmp_path):
    ended = read(shown["qr"], "--photo", tmp_path / "face.png")

    assert ended.code == 0
    assert (tmp_path / "face.png").read_bytes().startswith(b"\x89PNG")
