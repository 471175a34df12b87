"""Finding a procedure as a clerk types: the ten procedures of the portal, with the shipped synonyms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.search import Entry, SearchIndex

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
PERMANENT, TEMPORARY, CONFIRM = "1.004222", "1.004194", "1.010041"
EXTRACT, STAY, ABSENCE, SINGLE = "2.000635", "2.001159", "1.003677", "1.004873"


@pytest.fixture(scope="module")
def index(pack: Pack, testdata: Path) -> SearchIndex:
    def entry(path: Path) -> Entry:
        raw = json.loads(path.read_text(encoding="utf-8"))["data"]
        shipped = pack.procedures.get(raw["code"])
        return Entry(raw["code"], raw["name"], shipped.synonyms if shipped else ())

    return SearchIndex([entry(path) for path in sorted((testdata / "dvc" / "details").glob("*.json"))])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Đăng ký thường trú", PERMANENT),
        ("dang ky thuong tru", PERMANENT),
        ("THUONG TRU", PERMANENT),
        ("thuongtru", PERMANENT),
        ("da k thuong", PERMANENT),
        ("hộ khẩu", PERMANENT),
        ("nhap khau cho con", PERMANENT),
        ("dktt", PERMANENT),
        ("tam tru", TEMPORARY),
        ("kt3", TEMPORARY),
        ("xac nhan cu tru", CONFIRM),
        ("ct07", CONFIRM),
        ("khai sinh", BIRTH),
        ("khai sinh cho con", BIRTH),
        ("giay khai sinh", BIRTH),
        ("dkks", BIRTH),
        ("ket hon", MARRIAGE),
        ("lay vo", MARRIAGE),
        ("cuoi", MARRIAGE),
        ("hon nhan", SINGLE),
        ("khai tu", DEATH),
        ("trich luc", EXTRACT),
        ("luu tru", STAY),
        ("tam vang", ABSENCE),
        ("1.004222", PERMANENT),
        ("1004222", PERMANENT),
        ("004222", PERMANENT),
        ("1193", BIRTH),
    ],
)
def test_the_procedure_meant_comes_first(index: SearchIndex, query: str, first: str) -> None:
    assert index.find(query)[:1] == (first,)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("kai sinh", BIRTH),  # a letter left out
        ("khai snh", BIRTH),
        ("khai sinhh", BIRTH),  # a letter too many
        ("thuong tur", PERMANENT),  # letters swapped
        ("tam tur", TEMPORARY),
        ("ket hin", MARRIAGE),  # a wrong letter
        ("trich lucj", EXTRACT),  # a tone key typed without an input method
        ("dang ky thuog tru", PERMANENT),
    ],
)
def test_a_slip_is_forgiven(index: SearchIndex, slip: str, meant: str) -> None:
    assert index.find(slip)[:1] == (meant,)


def test_every_name_finds_itself_first(index: SearchIndex, testdata: Path) -> None:
    paths = (testdata / "dvc" / "details").glob("*.json")
    named = {d["code"]: d["name"] for d in (json.loads(p.read_text("utf-8"))["data"] for p in paths)}

    assert [code for code, name in named.items() if index.find(name)[:1] != (code,)] == []


def test_slips_do_not_crowd_out_what_was_typed_rightly(index: SearchIndex) -> None:
    assert index.find("tam tru") == (TEMPORARY,)


@pytest.mark.parametrize("query", ["xzzqq", "...", "giấy phép lái xe"])
def test_what_is_not_there_is_not_found(index: SearchIndex, query: str) -> None:
    assert index.find(query) == ()


def test_without_a_query_favourites_come_first_then_the_last_used(index: SearchIndex) -> None:
    found = index.find(" ", last_used=[STAY, BIRTH], favourites={PERMANENT})

    assert (found[:3], len(found)) == ((PERMANENT, STAY, BIRTH), 10)


def test_among_equal_answers_the_last_used_comes_first(index: SearchIndex) -> None:
    assert index.find("dang ky", last_used=[TEMPORARY])[0] == TEMPORARY


def test_a_better_answer_stands_before_a_favourite(index: SearchIndex) -> None:
    assert index.find("khai sinh", favourites={EXTRACT}) == (BIRTH, EXTRACT)


def test_no_more_answers_than_asked_for(index: SearchIndex) -> None:
    assert len(index.find("", limit=3)) == 3


def test_a_pack_can_be_searched_as_it_is(pack: Pack) -> None:
    assert SearchIndex(pack.procedures.values()).find("ho khau")[0] == PERMANENT
