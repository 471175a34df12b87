"""Three citizens, then a fourth: from the menu entry to paper in their hands, by keyboard alone."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import DigitizationEntry, Dossier, PrintedPaper
from db.models.outbox import OutboxEvent
from desktop_app.bootstrap.application import Application
from desktop_app.core.terms import EventType, PaperSource
from desktop_app.core.text import fold
from desktop_app.readers.simulator.citizens import TrainingCitizen, load_citizens
from tests.day.conftest import PRINTER, Office, drawn_page
from tests.support.acceptor import opened
from tests.support.clerk import Cost
from tests.support.counter_day import write_day
from tests.support.cups_pdf import printed, read_by_eye
from tests.support.pcscd import until
from tests.support.sane import FILE_READER, FLATBED, STACK
from tests.support.whole import broken_in

# Alone it takes about two minutes; on a busy machine it waits for many things.
pytestmark = [pytest.mark.pcsc, pytest.mark.postgres, pytest.mark.timeout(900)]

MOST_KEYS = 8
"""From card to receipt, for a form that the cards fill completely."""
GRANNY, FATHER, MOTHER, CHILD = "pham-thi-gia-thiet", "tran-van-huan-luyen", "nguyen-thi-mau", "bui-be-mau"
BRIDE, GROOM = "le-thi-vi-du", "pham-van-thu-nghiem"
HOUSING, BIRTH = "Thông tin chứng minh về chỗ ở hợp pháp", "Giấy chứng sinh"
BABY = "Trần Thị Khởi Đầu"
JAMMED = f'["{FLATBED}"]\nread_return_value = "SANE_STATUS_JAMMED"\n'


@dataclass(frozen=True)
class Done:
    """A dossier as the clerk saw it.

    Attributes:
        forms: declaration and receipt, as jobs of the printer are named.
        people: whose names and numbers stand on its declaration.
    """

    number: str
    forms: tuple[str, str]
    people: tuple[TrainingCitizen, ...]
    cost: Cost


class Day:
    """The clerk's acts that every dossier is made of."""

    def __init__(self, office: Office, citizens: dict[str, TrainingCitizen]) -> None:
        self._office, self._clerk, self._citizens = office, office.clerk, citizens
        self._first_card: int | None = None
        self._people: list[TrainingCitizen] = []

    def begin(self, words: str, title: str) -> None:
        """Find a procedure without accents."""
        clerk = self._clerk
        clerk.begin(title)
        self._first_card, self._people = None, []
        clerk.reader.until(lambda: (f := clerk.reader.focus()) and "Thủ tục" in f.name, "the search")
        clerk.desktop.type(words)
        clerk.cost.typed += len(words)
        clerk.wait(title, "list item")
        clerk.picture("search")
        clerk.press("Return")
        clerk.wait("Đổi thủ tục", "button")
        clerk.picture("procedure")

    def card(self, name: str) -> None:
        """A citizen's code, card and consent; the card is taken when it was read."""
        office, clerk, citizen = self._office, self._clerk, self._citizens[name]
        if self._first_card is None:
            self._first_card = clerk.keys
        self._people.append(citizen)
        reader = clerk.look("Đầu đọc: mời đặt thẻ")

        def told(words: str) -> float:
            return clerk.reader.until(lambda: words in clerk.reader.name_of(reader), f"the reader: {words}")

        clerk.desktop.scan(citizen.qr)
        clerk.reader.until_shown(citizen.full_name, "label")
        office.lay(name)
        told("có thẻ")
        clerk.press("alt+d")
        passed = told("Đọc xong")
        clerk.cost.waited_s += passed
        clerk.cost.card_waited_s += passed
        clerk.picture(f"card-{name}")
        office.take()
        told("mời đặt thẻ")

    def scan(self, paper: str, device: str = "", source: str = "") -> None:
        """Open the scanner for a paper and scan; another one than the first, or its feeder, is chosen."""
        clerk = self._clerk
        clerk.activate(f"Quét: {paper}")
        clerk.wait("Dùng các trang này")
        clerk.reader.until(
            lambda: any(s.name == "Quét" and s.enabled for s in clerk.reader.look()), "scanners"
        )
        if device:
            clerk.fill("Máy quét", device, "shift+Tab")
        if source:
            clerk.fill("Nơi đặt giấy", source, "Tab")
        clerk.activate("Quét")

    def use_pages(self, pages: int) -> None:
        """Make one file of the pages that came."""
        clerk = self._clerk
        passed = clerk.reader.until(
            lambda: (f := clerk.reader.focus()) and f.name == "Dùng các trang này", "the scan to end"
        )
        clerk.cost.waited_s += passed
        clerk.picture("pages")
        clerk.press("space")
        clerk.wait(f"{pages} trang · ")
        clerk.picture("scanned")

    def accept(self, declaration: str, receipt: str) -> Done:
        """Accept; receipt and declaration printed; the next citizen may come."""
        clerk = self._clerk
        clerk.reader.until(lambda: clerk.look("Tiếp nhận hồ sơ").enabled, "nothing to be missing")
        clerk.picture("complete")
        clerk.press("ctrl+Return")
        clerk.wait("Đã tiếp nhận hồ sơ")
        number = clerk.look("Đã tiếp nhận hồ sơ").name.removesuffix(".").split()[-1]
        clerk.wait(PRINTER)
        clerk.reader.until(lambda: (b := clerk.reader.find("In", "button")) and b.enabled, "the printer")
        clerk.picture("papers")
        self._print()
        assert self._first_card is not None
        clerk.cost.card_to_receipt = clerk.keys - self._first_card
        clerk.picture("receipt-printed")
        clerk.go("", "shift+Tab", "page tab")
        clerk.press("Right")
        self._print()
        clerk.picture("declaration-printed")
        clerk.press("Escape")
        clerk.wait_gone("Máy in")
        clerk.press("ctrl+Return")
        clerk.wait("Thủ tục người dân cần làm", "text")
        clerk.cost.keys = clerk.keys
        return Done(number, (declaration, receipt), tuple(self._people), clerk.cost)

    def _print(self) -> None:
        clerk = self._clerk
        clerk.wait_gone("Đã in xong")  # of the paper before
        clerk.press("ctrl+p")
        clerk.cost.print_waited_s += clerk.wait("Đã in xong")


def test_three_dossiers_of_three_kinds_by_keyboard_alone_from_the_menu_entry(
    office: Office, tmp_path: Path, resources: Path
) -> None:
    citizens = load_citizens(resources / "training" / "citizens")
    clerk, day = office.clerk, Day(office, citizens)
    entry = clerk.desktop.home / ".local/share/applications/motcua-training.desktop"
    assert subprocess.run(["desktop-file-validate", entry], check=False).returncode == 0
    page = tmp_path / "page.ppm"
    drawn_page(page)
    office.scanner_set(f'["{FILE_READER}"]\nfilename = "{page}"\n' + JAMMED)

    clerk.desktop.launch(entry, office.env)
    clerk.wait("Ai làm việc ở quầy này?")
    clerk.picture("door")
    clerk.press("Return")
    clerk.wait("Đầu đọc: mời đặt thẻ")

    residence = _residence(day, office)
    birth = _birth(day, office)
    marriage = _marriage(day, office)
    confirmation = _confirmation(day, office)
    done = [residence, birth, marriage, confirmation]

    clerk.begin("")  # what follows is no part of a dossier
    clerk.press("F7", "ctrl+Return")
    clerk.wait("không có gì chờ")
    clerk.picture("sent")
    pid = clerk.reader.pid()
    clerk.press("alt+F4")
    until(lambda: not Path(f"/proc/{pid}").exists(), "the window to close")

    write_day([one.cost for one in done])
    assert confirmation.cost.card_to_receipt <= MOST_KEYS
    assert confirmation.cost.typed <= len("xac nhan"), "something had to be typed into the form"
    _here_and_there(office, done)
    _on_paper(office, done, tmp_path / "out")


def _residence(day: Day, office: Office) -> Done:
    """Granny moves in with her son and brings a grandchild: three cards, a page from the scanner."""
    clerk = office.clerk
    day.begin("thuong tru", "Đăng ký thường trú")
    day.card(GRANNY)
    day.card(FATHER)
    clerk.fill("8. Mối quan hệ với chủ hộ", "Mẹ", "Tab")
    clerk.picture("typed")
    day.scan(HOUSING)
    day.use_pages(1)
    return day.accept("CT01", "CT04")


def _birth(day: Day, office: Office) -> Done:
    """Granny registers her grandchild's birth: three cards, a stack of pages; the feeder jams first."""
    clerk = office.clerk
    day.begin("khai sinh", "Thủ tục đăng ký khai sinh")
    for name in (GRANNY, MOTHER, FATHER):
        day.card(name)
    for field, text in (
        ("Quan hệ với người được khai sinh", "Bà nội"),
        ("Họ, chữ đệm, tên", BABY),
        ("Ngày, tháng, năm sinh", "02/11/2026"),
        ("Giới tính", "Nữ"),
        ("Nơi sinh", "Trạm Y tế xã Tập Huấn"),
        ("Quê quán", "Xã Tập Dượt"),
    ):
        clerk.fill(field, text)
    clerk.picture("typed")
    day.scan(BIRTH, "frontend-tester", "Khay nạp")
    clerk.wait("kẹt")
    clerk.picture("jammed")
    office.scanner_set(JAMMED.replace("SANE_STATUS_JAMMED", "Default"))
    clerk.activate("Quét")
    day.use_pages(STACK)
    return day.accept("KhaiSinh", "Mau01")


def _marriage(day: Day, office: Office) -> Done:
    """Bride and groom: two cards, and what no card knows."""
    clerk = office.clerk
    day.begin("ket hon", "Thủ tục đăng ký kết hôn")
    day.card(BRIDE)
    day.card(GROOM)
    clerk.fill("Bên nữ: Kết hôn lần thứ mấy", "1")
    clerk.fill("Bên nam: Kết hôn lần thứ mấy", "1")
    clerk.picture("typed")
    return day.accept("KetHon", "Mau01")


def _confirmation(day: Day, office: Office) -> Done:
    """Where she lives, confirmed: her card fills everything."""
    day.begin("xac nhan", "Xác nhận thông tin về cư trú")
    day.card(MOTHER)
    return day.accept("CT01", "CT04")


def _on_paper(office: Office, done: list[Done], out: Path) -> None:
    """What lies in the printer's tray, read as a person reads it; and the same papers as text."""
    tray = printed(office.printed, 2 * len(done))
    assert len(tray) == 2 * len(done), "a paper came out twice"
    for place, one in enumerate(done):
        declaration, receipt = one.forms
        for form, file in zip((receipt, declaration), tray[2 * place :], strict=False):
            assert form in file.name
            seen = read_by_eye(file)
            assert fold(one.people[0].full_name) in fold(seen), f"{form} of {one.number} cannot be read"
            if form == receipt:
                assert _digits(one.number) in _digits(seen)
        made = office.counter.run("receipt", "--number", one.number, "--out", str(out), "--json").value
        texts = {form: _text(Path(path)) for form, path in made["files"].items()}
        assert set(texts) == set(one.forms)
        assert one.number in texts[receipt]
        for person in one.people:
            assert person.full_name in texts[declaration]


def _here_and_there(office: Office, done: list[Done]) -> None:
    """Rows here, events at the province: each once, without a personal value."""
    application = opened(office.counter.profile)
    try:
        assert broken_in(application) == []
        here = _rows(application)
    finally:
        application.close()
    numbers = [one.number for one in done]
    assert here["numbers"] == numbers
    assert here["scans"] == [(numbers[0], 1), (numbers[1], STACK)]
    assert here["prints"] == sorted((one.number, form, "taken") for one in done for form in one.forms)

    events = office.events()
    everything = json.dumps(events, ensure_ascii=False)
    assert sorted(event["id"] for event in events) == here["events"]
    accepted = [event["data"]["number"] for event in events if event["type"] == EventType.DOSSIER_ACCEPTED]
    looked_up = [event for event in events if event["type"] == EventType.CARD_LOOKED_UP]
    papers = [event["data"]["sha256"] for event in events if event["type"] == EventType.PAPER_DIGITIZED]
    assert sorted(accepted) == numbers
    assert len(looked_up) == sum(len(one.people) for one in done)
    assert sorted(papers) == here["papers"]
    values = {BABY, *(v for one in done for p in one.people for v in (p.full_name, p.number, p.address))}
    assert [value for value in values if value in everything] == []
    verified = office.counter.run("verify-log", "--json")
    assert (verified.code, verified.value["whole"]) == (0, True)


def _rows(application: Application) -> dict[str, list[Any]]:
    def work(rows: Session) -> dict[str, list[Any]]:
        number = {dossier.id: dossier.number for dossier in rows.scalars(select(Dossier))}
        scans = select(DigitizationEntry).where(DigitizationEntry.source == PaperSource.SCAN)
        prints = rows.scalars(select(PrintedPaper))
        return {
            "numbers": sorted(number.values()),
            "scans": sorted((entry.dossier_number, entry.pages) for entry in rows.scalars(scans)),
            "papers": sorted(rows.scalars(select(DigitizationEntry.sha256))),
            "prints": sorted((number[row.dossier_id], row.form, row.state) for row in prints),
            "events": sorted(rows.scalars(select(OutboxEvent.event_id))),
        }

    return application.store.read(work)


def _text(path: Path) -> str:
    """All words of a PDF, lines joined."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
