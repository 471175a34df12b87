"""The face is found whatever surrounds it: 19794-5 and 39794-5, several faces, padding, wrong lengths."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.emrtd import tlv
from desktop_app.emrtd.face import face_image, face_images

JPEG = b"\xff\xd8\xff\xe0 first \xff\xd9"
JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n second \xff\x4f\xff\x51 inside \xff\xd9"


def one_face(image: bytes, points: int = 0, kind: int = 0) -> bytes:
    size = 20 + 8 * points + 12 + len(image)
    head = size.to_bytes(4, "big") + points.to_bytes(2, "big") + bytes(14)
    return head + bytes(8 * points) + bytes((1, kind)) + bytes(10) + image


def record(*faces: bytes, count: int | None = None) -> bytes:
    body = b"".join(faces)
    number = len(faces) if count is None else count
    return b"FAC\x00010\x00" + (14 + len(body)).to_bytes(4, "big") + number.to_bytes(2, "big") + body


def dg2(*records: bytes, tag: int = 0x5F2E) -> bytes:
    groups = b"".join(
        tlv.encode(0x7F60, tlv.encode(0xA1, b"\x81\x01\x02") + tlv.encode(tag, one)) for one in records
    )
    return tlv.encode(0x75, tlv.encode(0x7F61, bytes((2, 1, len(records))) + groups))


def test_feature_points_are_stepped_over_although_they_look_like_a_picture() -> None:
    face = one_face(JPEG, points=3)
    with_points = face[:20] + JPEG.ljust(24, b"\x00") + face[44:]
    assert face_images(dg2(record(with_points))) == (JPEG,)


def test_two_faces_in_one_record_and_in_two_are_all_found() -> None:
    assert face_images(dg2(record(one_face(JPEG), one_face(JP2)))) == (JPEG, JP2)
    assert face_images(dg2(record(one_face(JPEG)), record(one_face(JP2)))) == (JPEG, JP2)


def test_the_bytes_decide_and_not_the_type_the_record_names() -> None:
    assert face_images(dg2(record(one_face(JP2, kind=0), one_face(JPEG, kind=1)))) == (JP2, JPEG)


def test_zeros_behind_the_file_do_not_hide_the_face() -> None:
    assert face_images(dg2(record(one_face(JPEG))) + bytes(40)) == (JPEG,)


def test_a_wrong_length_in_the_record_still_gives_the_picture() -> None:
    face = bytearray(one_face(JPEG))
    face[:4] = (10_000).to_bytes(4, "big")
    assert face_image(dg2(record(bytes(face)))).startswith(JPEG)


def test_a_picture_without_any_record_around_it_is_found() -> None:
    assert face_image(dg2(JP2, tag=0x7F2E)) == JP2


def test_a_file_without_a_picture_says_so() -> None:
    with pytest.raises(AppError, match=r"emrtd\.face_missing"):
        face_image(dg2(record(one_face(b"BM nothing we know"))))


def test_absurd_counts_end() -> None:
    assert face_images(dg2(record(one_face(JPEG), count=65_535))) == (JPEG,)


FACES = ("iso19794_DG2", "iso19794_facial_record", "iso39794_DG2_all_fields", "iso39794_DG2_mandatory_fields",
         "iso39794_record_all_fields", "iso39794_record_mandatory_fields")  # fmt: skip


@pytest.mark.parametrize("name", [f"faces/{name}.bin" for name in FACES] + ["tsemrtd/EF_DG2.bin"])
def test_published_samples_give_exactly_their_picture(testdata: Path, name: str) -> None:
    index = json.loads((testdata / "lds" / "index.json").read_text("utf-8"))
    entries = index["files"] if isinstance(index, dict) else index
    wanted = next(e["expected"]["image_sha256"] for e in entries if e["file"] == name)
    image = face_image((testdata / "lds" / name).read_bytes())
    assert hashlib.sha256(image).hexdigest() == wanted


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_a_card_holds_nothing_but_a_picture_or_nothing_comes_out(data: st.DataObject) -> None:
    whole = bytearray(dg2(record(one_face(JPEG, points=2), one_face(JP2))))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    assert all(
        image.startswith((b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP", b"\xff\x4f")) for image in face_images(cut)
    )
