import struct
import sys

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization import papers as room
from desktop_app.digitization.papers import recognise
from tests.support import papers


def described(data):
    paper = recognise(data, 1)
    return paper.media_type, paper.pages, paper.dpi, paper.colour


def trouble(data):
    with pytest.raises(AppError) as error:
        recognise(data, 3)
    return error.value.code, error.value.facts


@pytest.mark.parametrize("pages", [1, 3])
def test_a_pdf_is_recognised_with_its_pages(pages):
    assert described(papers.pdf(pages)) == ("application/pdf", pages, None, None)


def test_a_pdf_may_begin_with_blank_bytes():
    assert described(b"\n\n" + papers.pdf())[0] == "application/pdf"


def test_a_pdf_may_begin_with_what_a_mail_program_left():
    assert described(b"X-Mailer: 1\r\n\x00" + papers.pdf())[0] == "application/pdf"


def test_a_pdf_with_a_password_is_told_as_such():
    assert trouble(papers.encrypted_pdf()) == ("digitization.paper_locked", {"ordinal": 3})


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("TIFF", "image/tiff")]
)
def test_a_picture_is_recognised_by_its_content(kind, media_type):
    assert described(papers.image(kind)) == (media_type, 1, None, True)


def test_a_tiff_has_all_its_pages():
    assert described(papers.image("TIFF", pages=4))[:2] == ("image/tiff", 4)


@pytest.mark.parametrize("mode", ["L", "1"])
def test_grey_and_black_are_not_colour(mode):
    assert described(papers.image("PNG", mode=mode))[3] is False


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_the_resolution_is_taken_from_the_picture(kind):
    assert described(papers.image(kind, dpi=(300, 300)))[2] == 300


@pytest.mark.parametrize("told", [(0, 0), (0.2, 0.2), (60_000, 60_000), ("x",), (float("nan"),), (), 5, None])
def test_a_resolution_that_is_nonsense_is_none(told):
    assert room._dpi(told) is None


def test_the_bytes_are_kept_as_they_came():
    data = papers.image("JPEG")
    assert recognise(data, 1).data is data
    assert "data" not in repr(recognise(data, 1))


def test_an_empty_file_is_told():
    assert trouble(b"") == ("digitization.paper_empty", {"ordinal": 3})


def test_a_file_that_is_too_large_is_told_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(room, "MAX_BYTES", 1024 * 1024)
    assert trouble(bytes(1024 * 1024 + 1)) == ("digitization.paper_too_large", {"ordinal": 3, "limit_mb": 1})


@pytest.mark.parametrize(
    "data",
    [
        b"just text",
        bytes(100),
        b"GIF89a" + bytes(50),
        papers.image("BMP"),
        papers.image("GIF"),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"II*\x00",
        b"PK\x03\x04" + bytes(50),
    ],
)
def test_what_is_no_paper_is_told(data):
    assert trouble(data) == ("digitization.paper_unreadable", {"ordinal": 3, "kind": "image"})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_cut_picture_is_unreadable(kind, share):
    data = papers.image(kind, size=(200, 200))
    assert trouble(data[: int(len(data) * share)])[0] == "digitization.paper_unreadable"


def test_a_tiff_whose_last_page_is_broken_is_unreadable():
    data = bytearray(papers.image("TIFF", pages=2, size=(100, 100), compression="tiff_lzw"))
    last = data.rindex(struct.pack("<HHI", 273, 4, 1))  # StripOffsets of the second page
    data[last + 8 : last + 12] = struct.pack("<I", len(data) + 1000)
    assert trouble(bytes(data))[0] == "digitization.paper_unreadable"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\nnothing\n%%EOF", papers.pdf(2)[:200]])
def test_a_broken_pdf_is_unreadable(data):
    assert trouble(data) == ("digitization.paper_unreadable", {"ordinal": 3, "kind": "pdf"})


@pytest.mark.parametrize("size", [(10_000, 10_000), (20_000, 20_000)])
def test_a_picture_that_would_fill_the_memory_is_unreadable(size):
    # The first size is what Pillow warns of, the second what it refuses.
    assert trouble(papers.bomb(*size))[0] == "digitization.paper_unreadable"


def test_a_decoder_that_breaks_is_no_bug_of_ours(monkeypatch):
    def fail(*_args, **_kwargs):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(room.Image, "open", fail)
    assert trouble(papers.image("PNG"))[0] == "digitization.paper_unreadable"


def test_recognising_leaves_the_programs_warnings_as_they_were():
    before = list(sys.modules["warnings"].filters)
    trouble(papers.bomb(10_000, 10_000))
    assert sys.modules["warnings"].filters == before
