"""Printing on a real print service whose printer is a folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import AppError
from desktop_app.paperwork.two_up import fits_two_up, two_on_a4
from desktop_app.ui import printing
from desktop_app.ui.print_queue import OUT_OF_PAPER, queue_state
from desktop_app.ui.printing import print_pdf, printers
from tests.gui.printing.conftest import is_dark, sheets_mm, sizes_mm, words
from tests.support.cups import PrivateCups
from tests.support.pages import away
from tests.support.pcscd import until

pytestmark = pytest.mark.usefixtures("qapp", "way")


@pytest.fixture(params=["as it is", "drawn"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Queues that take a PDF, and those of a system without libcups."""
    if request.param == "drawn":
        monkeypatch.setattr(printing, "takes_pdf", lambda: False)


def test_what_comes_out_has_the_pages_and_the_size_of_what_was_shown(
    cups: PrivateCups, two_a4: bytes
) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_a4, "MayIn", title="CT01"))

    assert sizes_mm(cups.papers(out, 1)[0]) == [(210, 297), (210, 297)]


def test_a_queue_that_takes_a_pdf_gets_its_words_and_no_picture_of_them(
    cups: PrivateCups, two_a4: bytes
) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_a4, "MayIn", title="CT01"))

    sent = ["page 1", "page 2"] if away(printing.takes_pdf) else ["", ""]
    assert words(cups.papers(out, 1)[0]) == sent


def test_the_ink_stands_where_it_was_shown(cups: PrivateCups, two_a4: bytes) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_a4, "MayIn", title="CT01"))

    paper = cups.papers(out, 1)[0]
    assert [is_dark(paper, *place) for place in ((11, 11), (29, 29), (8, 8), (32, 32))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a5_is_printed_on_a5(cups: PrivateCups, two_a5: bytes) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_a5, "MayIn", title="CT04"))

    assert sizes_mm(cups.papers(out, 1)[0]) == [(148, 210), (148, 210)]


def test_two_a5_share_one_lying_a4_in_true_size(cups: PrivateCups, two_a5: bytes) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_on_a4(two_a5), "MayIn", title="CT04"))

    paper = cups.papers(out, 1)[0]
    [(width, _)] = sizes_mm(paper)
    assert sheets_mm(paper) == [(210, 297)]
    seen = [
        [is_dark(paper, *place, turned=turned) for place in ((12, 12), (160, 12), (140, 12), (280, 12))]
        for turned in ((0,) if width == 297 else (90, 270))  # a queue feeds the sheet as it likes
    ]
    assert [True, True, False, False] in seen


def test_only_small_pages_may_share_a_sheet(two_a4: bytes, two_a5: bytes) -> None:
    assert (away(fits_two_up, two_a4), away(fits_two_up, two_a5)) == (False, True)


def test_two_copies_come_out_twice(cups: PrivateCups, two_a4: bytes) -> None:
    out = cups.queue("MayIn")

    away(lambda: print_pdf(two_a4, "MayIn", title="CT01", copies=2))

    assert len(sizes_mm(cups.papers(out, 1)[0])) == 4


def test_a_printer_without_paper_says_so_and_goes_on_when_it_is_filled(
    cups: PrivateCups, two_a5: bytes
) -> None:
    out = cups.queue("MayIn")
    (out / "no-paper").touch()
    away(lambda: print_pdf(two_a5, "MayIn", title="CT04"))
    until(lambda: away(queue_state, "MayIn").trouble == OUT_OF_PAPER, "the printer to miss its paper")

    (out / "no-paper").unlink()

    assert sizes_mm(cups.papers(out, 1)[0]) == [(148, 210), (148, 210)]
    until(lambda: away(queue_state, "MayIn").jobs == 0, "the queue to be empty")


def test_a_cancelled_job_leaves_nothing_in_the_queue(cups: PrivateCups, two_a4: bytes) -> None:
    cups.queue("MayIn")

    pages = away(lambda: print_pdf(two_a4, "MayIn", title="CT01", cancelled=lambda: True))

    assert (pages, away(queue_state, "MayIn").jobs) == (0, 0)


def test_a_printer_that_is_gone_is_named(cups: PrivateCups, two_a4: bytes) -> None:
    cups.queue("MayIn")

    assert refusal(lambda: print_pdf(two_a4, "May cu", title="CT01")) == ("printing.printer_gone", "May cu")


def test_without_a_print_service_nothing_is_printed_into_a_file(cups: PrivateCups, two_a4: bytes) -> None:
    cups.queue("MayIn")
    cups.stop()

    assert refusal(lambda: print_pdf(two_a4, "MayIn", title="CT01"))[0] == "printing.no_printer"


def test_bytes_that_are_no_pdf_are_refused(cups: PrivateCups) -> None:
    cups.queue("MayIn")

    assert refusal(lambda: print_pdf(b"no paper", "MayIn", title="CT01"))[0] == "printing.page_unreadable"


def test_the_printers_of_the_system_are_listed(cups: PrivateCups, qapp: QApplication) -> None:
    cups.queue("MayB")
    cups.queue("MayA")

    assert away(printers) == ("MayA", "MayB")


def refusal(work: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(AppError) as caught:
        away(work)
    return caught.value.code, caught.value.facts.get("printer")
