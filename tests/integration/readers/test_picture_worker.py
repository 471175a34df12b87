"""Pictures are opened in a process of their own; whatever one does there, the next one is opened."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from desktop_app.emrtd.face import face_image
from desktop_app.readers.picture import MOST_BYTES, PictureOpener
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.runtime.workers import WorkerProcess


@pytest.fixture(scope="module")
def opener():
    opener = PictureOpener(30)
    yield opener
    opener.close()


def encoded(kind, size=(40, 50), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, 128).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_both_kinds_of_picture_are_opened_and_fill_the_size_asked_for(opener, kind):
    picture = opener.open(encoded(kind), 30, 40)

    assert (picture.width, picture.height, len(picture.rgb)) == (30, 40, 30 * 40 * 3)


def test_a_codestream_without_its_box_is_opened(opener):
    raw = encoded("JPEG2000")

    assert opener.open(raw[raw.index(b"\xff\x4f\xff\x51") :], 30, 40) is not None


def test_kept_whole_a_picture_keeps_its_shape(opener):
    picture = opener.open(draw_face("x", 3000), 64, 64, whole=True)

    assert max(picture.width, picture.height) == 64
    assert picture.width < picture.height


@pytest.mark.parametrize("end", [b"", b"\x00" * 300])
def test_a_picture_without_its_end_or_with_zeros_behind_it_is_opened(opener, end):
    assert opener.open(draw_face("x", 3000).removesuffix(b"\xff\xd9") + end, 30, 40) is not None


def test_published_faces_are_opened(opener, testdata):
    for name in ("iso19794_DG2", "iso39794_DG2_all_fields"):
        assert opener.open(face_image((testdata / "lds" / "faces" / f"{name}.bin").read_bytes()), 30, 40)


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"GIF89a"])
def test_what_is_no_picture_is_refused_and_the_next_one_opened(opener, raw):
    assert opener.open(raw, 30, 40) is None
    assert opener.open(encoded("JPEG"), 30, 40) is not None


def test_a_picture_of_too_many_pixels_is_refused(opener):
    assert opener.open(encoded("JPEG", (4500, 4500), "L"), 30, 40) is None
    assert opener.open(encoded("JPEG", (4400, 4400), "L"), 30, 40) is not None


def test_a_head_that_promises_gigabytes_is_refused(opener):
    raw = bytearray(encoded("JPEG", (8, 8)))
    frame = raw.index(b"\xff\xc0")
    raw[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"

    assert opener.open(bytes(raw), 30, 40) is None


def test_too_many_bytes_do_not_even_reach_the_worker():
    assert PictureOpener(1, start=lambda: pytest.fail("asked")).open(bytes(MOST_BYTES + 1), 30, 40) is None


def test_a_worker_that_hangs_is_killed_and_the_next_picture_has_a_new_one():
    hanging = WorkerProcess("echo")
    hanging.send({"do": "wait"})  # what it does from now on, for ever
    opener = PictureOpener(0.2, start=lambda: hanging)

    assert opener.open(encoded("JPEG"), 30, 40) is None
    assert hanging._process.poll() is not None


def test_a_worker_that_dies_costs_one_picture():
    opener = PictureOpener(30)
    assert opener.open(encoded("JPEG"), 30, 40) is not None
    opener._worker.kill()

    assert opener.open(encoded("JPEG"), 30, 40) is None
    assert opener.open(encoded("JPEG"), 30, 40) is not None
    opener.close()


def test_as_png_it_can_be_opened_by_others(opener):
    png = opener.open_png(encoded("JPEG2000"), 30, 40)

    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (30, 38))
