"""DG7, DG11, DG12 and DG16 of published samples; what cannot be read is left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.emrtd.details import document_details, people_to_tell, person_details, signature_pictures


@pytest.fixture
def lds(testdata: Path) -> Path:
    return testdata / "lds"


def test_a_whole_dg11(lds: Path) -> None:
    found = person_details((lds / "tsemrtd" / "EF_DG11.bin").read_bytes())
    assert dict(found.texts) == {
        "name": ("Doe John",),
        "other_names": ("William",),
        "personal_number": ("123",),
        "birth_date": ("19700101",),
        "birth_place": ("TEST", "TEST"),
        "address": ("TEST", "TEST"),
        "telephone": ("123",),
        "profession": ("TEST",),
        "title": ("TEST",),
        "summary": ("TEST",),
        "other_document_numbers": ("123", "123"),
        "custody": ("TEST",),
    }
    assert len(found.pictures["proof_of_citizenship"]) == 1


def test_the_samples_of_the_standard(lds: Path) -> None:
    folder = lds / "9303-10"
    first = person_details((folder / "EF_DG11.bin").read_bytes()).texts
    names = person_details((folder / "EF_DG11_other_names.bin").read_bytes()).texts
    foreign = person_details((folder / "EF_DG11_utf8.bin").read_bytes()).texts
    assert (first["birth_place"], first["telephone"]) == (("ANYTOWN", "MN"), ("16125551212",))
    assert names["other_names"] == ("SMITH<<JOHN", "JOHN<SMITH")
    assert foreign["name"] == ("赵彬",)


def test_a_whole_dg12(lds: Path) -> None:
    found = document_details((lds / "tsemrtd" / "EF_DG12.bin").read_bytes())
    assert dict(found.texts) == {
        "issuing_authority": ("TEST",),
        "issue_date": ("20240101",),
        "other_persons": ("William",),
        "endorsements": ("TEST",),
        "tax_or_exit": ("TEST",),
        "personalization_time": ("20240101123059",),
        "personalization_system": ("123",),
    }
    assert sorted(found.pictures) == ["front", "rear"]


def test_two_people_to_tell(lds: Path) -> None:
    people = people_to_tell((lds / "9303-10" / "EF_DG16.bin").read_bytes())
    assert [person.texts["name"] for person in people] == [("SMITH<<CHARLES<R",), ("BROWN<<MARY<J",)]
    assert people[0].texts["recorded_on"] == ("20020101",)


def test_the_picture_of_a_signature(lds: Path) -> None:
    (picture,) = signature_pictures((lds / "tsemrtd" / "EF_DG7.bin").read_bytes())
    wanted = "a3c5801a3692cf43495e391dc70d32e41526b4a5f700d5566c64688e897482e5"
    assert hashlib.sha256(picture).hexdigest() == wanted


@pytest.mark.parametrize("read", [person_details, document_details, people_to_tell, signature_pictures])
def test_nothing_is_no_file(read) -> None:
    with pytest.raises(AppError, match=r"emrtd\.bad_tlv"):
        read(b"")


@given(st.binary(max_size=120), st.sampled_from([person_details, document_details, people_to_tell]))
def test_any_bytes_are_details_or_none(raw: bytes, read) -> None:
    read(b"\x6b\x81\x78" + raw)
