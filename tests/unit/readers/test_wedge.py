"""A scanner that types is told from a person by its pace."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.readers.wedge import FASTEST_TYPIST_MS, LEAST_CHARACTERS, SILENCE_MS, Seen, WedgeRecogniser

QR = "001190000117||Nguyễn Thị Mẫu|17051990|Nữ|Hà Nội|02092021"


def typed(recogniser: WedgeRecogniser, text: str, *, gap_ms: float, start_ms: float = 1000) -> list[Seen]:
    return [recogniser.character(c, start_ms + i * gap_ms) for i, c in enumerate(text)]


def test_the_twelfth_quick_character_shows_the_scanner() -> None:
    seen = typed(WedgeRecogniser(), QR, gap_ms=5)
    assert seen[0] is Seen.FIRST
    assert set(seen[1 : LEAST_CHARACTERS - 1]) == {Seen.NEXT}
    assert seen[LEAST_CHARACTERS - 1] is Seen.CAUGHT
    assert set(seen[LEAST_CHARACTERS:]) == {Seen.MORE}


def test_a_scan_ends_with_enter_and_is_whole() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR, gap_ms=5)
    assert recogniser.end() == QR


def test_what_a_person_types_is_never_a_scan() -> None:
    recogniser = WedgeRecogniser()
    assert set(typed(recogniser, QR, gap_ms=FASTEST_TYPIST_MS)) == {Seen.FIRST}
    assert recogniser.end() is None


def test_eleven_quick_characters_are_a_persons() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR[:11], gap_ms=5)
    assert recogniser.end() is None


def test_typing_before_a_scan_is_no_part_of_it() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, "Hà", gap_ms=200)
    typed(recogniser, QR, gap_ms=5, start_ms=5000)
    assert recogniser.end() == QR


def test_the_configured_prefix_shows_the_scanner_at_once_and_is_left_out() -> None:
    recogniser = WedgeRecogniser("~")
    assert typed(recogniser, "~A1", gap_ms=5) == [Seen.CAUGHT, Seen.MORE, Seen.MORE]
    assert recogniser.end() == "A1"


def test_a_caught_scan_may_stutter() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR[:20], gap_ms=5, start_ms=0)
    assert recogniser.character(QR[20], 19 * 5 + SILENCE_MS - 1) is Seen.MORE


def test_a_caught_scan_is_over_when_nothing_follows() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR, gap_ms=5, start_ms=0)
    last_ms = (len(QR) - 1) * 5
    assert not recogniser.is_over(last_ms + SILENCE_MS - 1)
    assert recogniser.is_over(last_ms + SILENCE_MS)


def test_half_of_an_alt_code_keeps_a_scan_alive() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR[:20], gap_ms=5, start_ms=0)
    recogniser.touch(200)
    assert not recogniser.is_over(300)


def test_a_clock_that_runs_back_starts_anew() -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, QR[:11], gap_ms=5)
    assert recogniser.character("x", 10) is Seen.FIRST


@given(st.text(min_size=LEAST_CHARACTERS, max_size=80), st.floats(0, FASTEST_TYPIST_MS - 1))
def test_every_quick_text_comes_out_as_it_went_in(text: str, gap_ms: float) -> None:
    recogniser = WedgeRecogniser()
    typed(recogniser, text, gap_ms=gap_ms)
    assert recogniser.end() == text
