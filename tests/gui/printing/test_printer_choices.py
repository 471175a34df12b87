"""Which printer each kind of paper went to."""

from __future__ import annotations

from pathlib import Path

from desktop_app.ui.printer_choices import PrinterChoice, PrinterChoices


def test_each_kind_of_paper_has_its_own_printer(tmp_path: Path) -> None:
    choices = PrinterChoices(tmp_path / "printers.json")
    choices.remember("CT01", PrinterChoice("Lớn"))
    choices.remember("CT04", PrinterChoice("Nhỏ", two_up=True))

    again = PrinterChoices(tmp_path / "printers.json")

    assert (again.of("CT01"), again.of("CT04")) == (PrinterChoice("Lớn"), PrinterChoice("Nhỏ", two_up=True))


def test_a_damaged_file_means_that_nothing_was_chosen(tmp_path: Path) -> None:
    (tmp_path / "printers.json").write_text('{"CT01": 3}')

    assert PrinterChoices(tmp_path / "printers.json").of("CT01") == PrinterChoice()
