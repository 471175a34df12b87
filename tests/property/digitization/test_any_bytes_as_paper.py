from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.digitization.papers import recognise
from tests.support import papers

SAMPLES = [
    papers.pdf(2),
    papers.encrypted_pdf(),
    papers.image("PNG", dpi=(200, 200)),
    papers.image("JPEG", dpi=(200, 200)),
    papers.image("TIFF", pages=2, dpi=(200, 200), compression="tiff_lzw"),
    papers.image("TIFF", mode="1", compression="group4"),
]
CODES = {"digitization.paper_unreadable", "digitization.paper_locked", "digitization.paper_empty"}


@st.composite
def damaged(draw):
    """A real paper with some bytes changed, and perhaps cut."""
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, min(len(data) - 1, 400)) | st.integers(0, len(data) - 1))
        data[place] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)) | st.just(len(data)))])


def is_described_or_refused(data):
    try:
        paper = recognise(data, 1)
    except AppError as error:
        return error.code in CODES
    return paper.pages >= 1 and (paper.dpi is None or 10 <= paper.dpi <= 10_000)


@given(damaged())
def test_a_damaged_paper_is_described_or_refused_by_code(data):
    assert is_described_or_refused(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_described_or_refused_by_code(data):
    assert is_described_or_refused(data)
