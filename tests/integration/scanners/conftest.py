"""The real worker with the real SANE, and a session to scan into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop_app.catalogue.pack import parse_pack
from desktop_app.core.terms import Channel
from desktop_app.digitization.scanners.client import Patience, WorkerScanner
from desktop_app.digitization.scanners.session import ScanSession
from desktop_app.paperwork.receipt import Receipt, ReceiptCopy, ReceiptPaper, render_receipt
from tests.support.sane import sane_folder

MakeScanners = Callable[..., WorkerScanner]


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


@pytest.fixture
def session(scans: Path) -> Iterator[ScanSession]:
    session = ScanSession.create(scans)
    yield session
    session.close()


@pytest.fixture
def sane(tmp_path: Path) -> Path:
    return tmp_path / "sane"


@pytest.fixture
def make_scanners(sane: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeScanners]:
    """Scanners set up as `sane_folder` says, with a worker that is already running."""
    made: list[WorkerScanner] = []

    def make(patience: Patience | None = None, **how: object) -> WorkerScanner:
        env = sane_folder(sane, **how)  # pyright: ignore[reportArgumentType]
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        made.append(WorkerScanner(patience))
        made[-1].devices()
        return made[-1]

    yield make
    for scanners in made:
        scanners.close()


@pytest.fixture(scope="session")
def printed_page(resources: Path) -> Image.Image:
    """A receipt (A5) as our own paperwork prints it, lying on the glass: A4 at 200 dpi."""
    pack = parse_pack((resources / "catalogue" / "2026.11.2.toml").read_bytes())
    receipt = Receipt(
        parent_office="UBND PHƯỜNG MẪU THỬ",
        office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        counter="Trung tâm Phục vụ hành chính công phường Mẫu Thử",
        number="H99.01.02-261123-9001",
        copy=ReceiptCopy.GIVEN,
        place="Mẫu Thử",
        owner_name="NGUYỄN THỊ ĐƯỢM THỬ NGHIỆM",
        owner_number="000199012345",
        owner_address="Số 12, phường Mẫu Thử",
        owner_phone="",
        owner_email="",
        submitter_name="TRẦN VĂN MẪU",
        request="Xác nhận thông tin về cư trú",
        papers=(ReceiptPaper("Tờ khai thay đổi thông tin cư trú", originals=1),),
        channel=Channel.DIRECT,
        term="01 ngày làm việc",
        received_at=datetime(2026, 11, 23, 2, 15, tzinfo=UTC),
        due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
        due_reason="Không tính ngày nhận.",
        result_place="Quầy số 3",
        fee_dong=15000,
        officer_name="LÊ THỊ CÁN BỘ",
    )
    pdf = render_receipt(receipt, form=pack.form("CT04"), fonts=resources / "fonts")
    document = pypdfium2.PdfDocument(pdf)
    glass = Image.new("RGB", (1654, 2339), (235, 235, 230))
    try:
        glass.paste(document[0].render(scale=200 / 72).to_pil(), (0, 0))
        return glass
    finally:
        document.close()
