"""Quản trị: officers, trust, catalogue, window, self-test."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap.profile import shipped_packs
from desktop_app.bootstrap.window import Opened
from desktop_app.catalogue.pack import Pack
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.terms import TrustScope
from desktop_app.doctor.model import DoctorCode, PartReport, PartState
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.security import trust_admin
from desktop_app.security.passwords import check_password
from desktop_app.ui.pages.admin.catalogue_section import CatalogueSection, card_marks
from desktop_app.ui.pages.admin.office_section import OfficeSection
from desktop_app.ui.pages.admin.officers_section import OfficersSection
from desktop_app.ui.pages.admin.page import AdminPage
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.pages.admin.self_test_section import SelfTestSection
from desktop_app.ui.pages.admin.trust_section import TrustSection
from desktop_app.ui.pages.admin.window_section import WindowSection
from desktop_app.ui.services import UiServices
from desktop_app.ui.settings import ThemeName
from tests.support.pages import CLERK, HEAD, away, no_bugs, settled


class Admin:
    """The page with one part open."""

    def __init__(self, services: UiServices, opened: Opened, qtbot: QtBot) -> None:
        self.services, self.qtbot, self.store = services, qtbot, opened.application.store
        self.page = AdminPage(services)
        self.page.resize(1180, 620)
        qtbot.addWidget(self.page)
        self.page.show()

    def open(self, kind: type[Section]) -> Section:
        self.page.show_section(kind)
        self.page.section.entered()
        return self.page.section

    def wait(self, condition) -> None:  # type: ignore[no-untyped-def]
        settled(self.qtbot, condition)

    def officers(self) -> OfficersSection:
        section = self.open(OfficersSection)
        assert isinstance(section, OfficersSection)
        self.wait(lambda: section.model.rowCount() > 0)
        return section


@pytest.fixture
def admin(services: UiServices, opened: Opened, qtbot: QtBot) -> Iterator[Admin]:
    services.desk.sign_in(HEAD)
    with no_bugs(services.bridge):
        yield Admin(services, opened, qtbot)


def test_the_office_and_the_numbers_left_today_are_shown(admin: Admin) -> None:
    section = admin.open(OfficeSection)
    assert isinstance(section, OfficeSection)

    admin.wait(lambda: section.station.value("Còn lại hôm nay").isdigit())

    assert section.office.value("Mã đơn vị") == "H00.99.01"
    assert section.station.value("Dải số được giao") == "9001 – 9299"


def test_a_head_adds_an_officer_who_can_sign_in(admin: Admin) -> None:
    section = admin.officers()
    section.primary_action().run()
    fill(section, code="cb77", name="Trần  Thị Đượm", password="mat-khau-1", again="mat-khau-1")

    section.primary_action().run()

    admin.wait(lambda: section.model.row_of("cb77") is not None)
    assert away(admin.store.read, lambda session: check_password(session, "cb77", "mat-khau-1")) == "cb77"
    admin.wait(lambda: not section.form.isVisible())  # the list may know first


def test_passwords_that_differ_are_told_beside_the_field(admin: Admin) -> None:
    section = admin.officers()
    section.primary_action().run()
    fill(section, code="cb78", name="A", password="mat-khau-1", again="mat-khau-2")

    section.primary_action().run()

    assert section.form.problems() == {"again": "Hai lần gõ mật khẩu chưa giống nhau."}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("code", {"code": "cb01"}),
        ("code", {"code": "cán bộ"}),
        ("name", {"name": "  "}),
        ("password", {"password": "ngan", "again": "ngan"}),
    ],
)
def test_what_is_refused_is_told_beside_its_field(admin: Admin, field: str, changes: dict[str, str]) -> None:
    section = admin.officers()
    section.primary_action().run()
    fill(section, **{"code": "cb79", "name": "B", "password": "mat-khau-1", "again": "mat-khau-1"} | changes)

    section.primary_action().run()

    admin.wait(lambda: list(section.form.problems()) == [field])


def test_escape_closes_the_form_and_forgets_the_password(admin: Admin) -> None:
    section = admin.officers()
    section.primary_action().run()
    fill(section, code="cb80", name="C", password="mat-khau-1", again="mat-khau-1")

    assert admin.page.step_back()

    assert (section.form.isVisible(), section.form.password.text()) == (False, "")


def test_a_clerk_sees_the_officers_and_changes_nothing(admin: Admin) -> None:
    admin.services.desk.sign_in(CLERK)

    section = admin.officers()

    assert not section.primary_action().enabled
    assert not (section._password.isEnabled() or section._active.isEnabled())
    assert "lãnh đạo hoặc quản trị" in section.notice.text


def test_the_last_manager_cannot_be_stopped(admin: Admin) -> None:
    section = admin.officers()
    section.table.selectRow(section.model.row_of("ld01") or 0)

    section._active.click()

    admin.wait(lambda: "người quản lý cuối cùng" in section.notice.text)


def test_an_officer_is_stopped_and_let_in_again(admin: Admin) -> None:
    section = admin.officers()
    row = section.model.row_of("cb01")
    section.table.selectRow(row or 0)

    section._active.click()
    admin.wait(lambda: "không đăng nhập được nữa" in section.notice.text)
    admin.wait(lambda: stopped(section, "cb01"))
    section.table.selectRow(section.model.row_of("cb01") or 0)
    section._active.click()

    admin.wait(lambda: not stopped(section, "cb01"))


def test_a_certificate_is_brought_in_by_hand_for_citizen_cards_and_taken_out(
    admin: Admin, tmp_path: Path
) -> None:
    der = Issuer.create(admin.services.clock.now()).csca_der
    (tmp_path / "csca.der").write_bytes(der)
    section = admin.open(TrustSection)
    assert isinstance(section, TrustSection)

    section.bring_in(tmp_path / "csca.der")

    admin.wait(lambda: section.model.row_of(sha256_hex(der)) is not None)
    line = section.model.line(section.model.row_of(sha256_hex(der)) or 0)
    assert line is not None
    assert (line.scope, line.origin, line.added_by) == (TrustScope.CITIZEN_CARD, trust_admin.BY_HAND, "ld01")
    section.table.selectRow(section.model.row_of(line.sha256) or 0)
    admin.wait(section._remove.isEnabled)
    section._remove.click()
    assert section.question.isVisible()
    section.question.yes.click()
    admin.wait(lambda: section.model.row_of(line.sha256) is None)


def test_a_file_that_is_no_certificate_is_refused_in_words(admin: Admin, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    section = admin.open(TrustSection)
    assert isinstance(section, TrustSection)

    section.bring_in(tmp_path / "x.pem")

    admin.wait(lambda: "Tệp không có gì để tin cậy" in section.notice.text)


def test_a_master_list_comes_in_for_passports_once_its_signer_is_known(admin: Admin, testdata: Path) -> None:
    folder = testdata / "master-lists"
    section = admin.open(TrustSection)
    assert isinstance(section, TrustSection)
    section.bring_in(folder / "NL_ML_2026-07-22.ml")
    admin.wait(lambda: "người ký" in section.notice.text)
    before = section.model.rowCount()

    section.scope.setCurrentIndex(section.scope.findData(TrustScope.PASSPORT))
    section.bring_in(folder / "NL_ROOT_CA.cer")
    admin.wait(lambda: "Thêm 1 chứng thư" in section.notice.text)
    section.bring_in(folder / "NL_ML_2026-07-22.ml")

    admin.wait(lambda: "Thêm 40" in section.notice.text or "Thêm 41" in section.notice.text)
    admin.wait(lambda: section.model.rowCount() > before + 400)
    purposes = [section.model.line(row).purpose() for row in range(section.model.rowCount())]  # type: ignore[union-attr]
    assert purposes.count("Hộ chiếu") > 400


def test_weak_facts_are_found_without_accents(admin: Admin) -> None:
    section = admin.open(CatalogueSection)
    assert isinstance(section, CatalogueSection)
    admin.wait(lambda: section.model.rowCount() > 0)
    everything = section.model.rowCount()

    section.search.setText("ket hon le phi")

    assert 0 < section.model.rowCount() < everything
    assert "kết hôn" in section.detail.words and "Nguồn" in section.detail.words


def test_every_weak_fact_of_the_pack_and_of_the_program_is_listed(admin: Admin) -> None:
    section = admin.open(CatalogueSection)
    assert isinstance(section, CatalogueSection)

    admin.wait(lambda: section.model.rowCount() > 0)

    own = card_marks(admin.services)
    assert len(own) > 0
    assert section.model.rowCount() == len(admin.services.reception.pack().verify_marks()) + len(own)


def test_the_marks_on_how_long_cards_are_valid_are_found_with_their_source(admin: Admin) -> None:
    section = admin.open(CatalogueSection)
    assert isinstance(section, CatalogueSection)
    admin.wait(lambda: section.model.rowCount() > 0)

    section.search.setText("thoi han cua the 26/2023")

    assert section.model.rowCount() == 1
    assert "thẻ cấp từ 01/07/2024" in section.detail.words and "Điều 21" in section.detail.words


def test_the_theme_changes_at_once(admin: Admin) -> None:
    section = admin.open(WindowSection)
    assert isinstance(section, WindowSection)
    index = section.theme.findData(ThemeName.DARK)

    section.theme.setCurrentIndex(index)
    section.theme.activated.emit(index)

    assert admin.services.settings.values.theme is ThemeName.DARK
    admin.services.settings.change(theme=ThemeName.LIGHT)


def test_the_self_test_puts_what_needs_a_person_first(
    services: UiServices, opened: Opened, qtbot: QtBot
) -> None:
    services.desk.sign_in(HEAD)
    reports = (
        PartReport("fonts", PartState.GOOD, DoctorCode.FONTS_GOOD),
        PartReport("readers", PartState.FAILED, "readers.no_reader"),
        PartReport("trust", PartState.ATTENTION, DoctorCode.NO_CSCA),
    )
    admin = Admin(dataclasses.replace(services, self_test=lambda: reports), opened, qtbot)

    section = admin.open(SelfTestSection)
    assert isinstance(section, SelfTestSection)

    admin.wait(lambda: len(section.words()) == len(reports))
    expected = [services.messages.of(r.code).title for r in (reports[1], reports[2], reports[0])]
    assert [words.split(". ")[0] for words in section.words()] == expected


def fill(section: OfficersSection, **values: str) -> None:
    for name, value in values.items():
        getattr(section.form, name).setText(value)


def stopped(section: OfficersSection, code: str) -> bool:
    line = section.model.line(section.model.row_of(code) or 0)
    return line is not None and line.code == code and not line.active


def office_section(admin: Admin) -> OfficeSection:
    section = admin.open(OfficeSection)
    assert isinstance(section, OfficeSection)
    admin.wait(lambda: section.primary_action().enabled)
    return section


def test_a_head_changes_the_office_and_the_window_shows_it_at_once(admin: Admin) -> None:
    section = office_section(admin)
    section.primary_action().run()
    before = section.editor.control("office.phone").text()
    section.editor.control("office.phone").setText("0123 456 789")
    section.editor.control("workstation.scanner_prefix").setText("~QR")

    section.primary_action().run()

    admin.wait(lambda: "Đã lưu" in section.notice.text)
    admin.wait(lambda: section.office.value("Điện thoại") == admin.services.office.phone == "0123 456 789")
    assert section.station.value("Tiền tố của máy quét QR") == "~QR"
    section.primary_action().run()
    section.editor.control("office.phone").setText(before)
    section.editor.control("workstation.scanner_prefix").clear()
    section.primary_action().run()
    admin.wait(lambda: admin.services.office.phone == before)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("office.name", "  "),
        ("office.unit_code", "mã đơn vị"),
        ("office.unit_code", "001099012345"),
        ("organisations.competent", "có dấu"),
        ("province.url", "tinh.gov.vn"),
        ("workstation.block_first", "chín"),
        ("workstation.scanner_prefix", "QR"),
    ],
)
def test_what_cannot_be_saved_of_the_office_is_told_beside_its_field(
    admin: Admin, field: str, text: str
) -> None:
    section = office_section(admin)
    section.primary_action().run()
    section.editor.control(field).setText(text)

    section.primary_action().run()

    assert list(section.editor.problems()) == [field]
    assert section.editor.control(field).hasFocus()


def test_escape_leaves_the_office_as_it_was(admin: Admin) -> None:
    section = office_section(admin)
    section.primary_action().run()
    section.editor.control("office.name").setText("Khác")

    assert admin.page.step_back()

    assert section.office.isVisible()
    assert section.office.value("Tên cơ quan") == admin.services.office.name != "Khác"


def test_a_clerk_only_reads_the_office(admin: Admin) -> None:
    admin.services.desk.sign_in(CLERK)
    section = admin.open(OfficeSection)
    assert isinstance(section, OfficeSection)
    admin.wait(lambda: section.station.value("Còn lại hôm nay").isdigit())

    assert not section.primary_action().enabled


def test_an_officer_is_renamed(admin: Admin) -> None:
    section = admin.officers()
    section.table.selectRow(section.model.row_of("cb01") or 0)
    line = section.model.line(section.model.row_of("cb01") or 0)
    assert line is not None

    section._change.click()
    section.form.name.setText("Cán Bộ Đổi Tên")
    section.primary_action().run()

    admin.wait(lambda: "Đã sửa cb01" in section.notice.text)
    admin.wait(lambda: section.model.line(section.model.row_of("cb01") or 0).name == "Cán Bộ Đổi Tên")  # type: ignore[union-attr]
    section._change.click()
    section.form.name.setText(line.name)
    section.primary_action().run()
    admin.wait(lambda: section.model.line(section.model.row_of("cb01") or 0) == line)


def catalogue(admin: Admin) -> CatalogueSection:
    section = admin.open(CatalogueSection)
    assert isinstance(section, CatalogueSection)
    admin.wait(lambda: section.packs.rowCount() > 0)
    return section


def pack_of(folder: Path, year: int) -> tuple[Path, Pack]:
    """A file with the shipped pack as of a year to come, and the shipped pack."""
    ((raw, shipped),) = shipped_packs()
    text = raw.decode().replace(f'version = "{shipped.version}"', f'version = "{year}.1.1"', 1)
    path = folder / "goi.toml"
    path.write_text(text.replace("effective_from = 2026-11-01", f"effective_from = {year}-01-01", 1), "utf-8")
    return path, shipped


def test_a_pack_is_brought_in_and_waits_for_its_day(admin: Admin, tmp_path: Path) -> None:
    path, shipped = pack_of(tmp_path, 2099)
    section = catalogue(admin)

    section.bring_in(path)

    admin.wait(lambda: "Đã nhập gói 2099.1.1. Gói được dùng từ ngày 01/01/2099" in section.notice.text)
    admin.wait(lambda: section.pack.value("Phiên bản") == "2099.1.1")
    assert admin.services.reception.pack().version == shipped.version


def test_a_pack_that_is_refused_is_told_in_words(admin: Admin, tmp_path: Path) -> None:
    path = tmp_path / "goi.toml"
    path.write_bytes(b"version = 1")
    section = catalogue(admin)

    section.bring_in(path)

    admin.wait(lambda: "Gói danh mục" in section.notice.text)
    assert section.packs.row_of("1") is None


def test_the_parts_stand_below_each_other(admin: Admin) -> None:
    parts = admin.page.parts
    admin.wait(parts.isVisible)

    places = [parts.visualItemRect(parts.item(row)) for row in range(parts.count())]

    assert all(above.bottom() < below.top() for above, below in pairwise(places))


def test_a_pack_that_was_brought_in_is_taken_out_after_a_question(admin: Admin, tmp_path: Path) -> None:
    path, shipped = pack_of(tmp_path, 2098)
    section = catalogue(admin)
    section.pack_table.selectRow(section.packs.row_of(shipped.version) or 0)
    assert not section._remove.isEnabled()
    section.bring_in(path)
    admin.wait(lambda: section.pack.value("Phiên bản") == "2098.1.1" and section._remove.isEnabled())

    section._remove.click()
    assert section.question.isVisible()
    section.question.yes.click()

    admin.wait(lambda: "Đã gỡ gói 2098.1.1" in section.notice.text)
    admin.wait(lambda: section.packs.row_of("2098.1.1") is None)


def test_a_pack_that_holds_again_shows_the_marks_of_the_card_too(admin: Admin, tmp_path: Path) -> None:
    ((raw, shipped),) = shipped_packs()
    path = tmp_path / "goi.toml"
    path.write_bytes(raw.replace(f'version = "{shipped.version}"'.encode(), b'version = "2026.11.7"', 1))
    section = catalogue(admin)
    section.pack_table.selectRow(section.packs.row_of(shipped.version) or 0)
    before = section.found.text()
    section.bring_in(path)
    admin.wait(lambda: section.pack.value("Phiên bản") == "2026.11.7" and section._remove.isEnabled())

    section.remove()
    admin.wait(lambda: section.packs.row_of("2026.11.7") is None)
    section.pack_table.selectRow(section.packs.row_of(shipped.version) or 0)

    admin.wait(lambda: section.pack.value("Phiên bản") == shipped.version and section.found.text() == before)


def test_a_clerk_is_told_who_changes_a_part(admin: Admin) -> None:
    admin.services.desk.sign_in(CLERK)
    admin.open(CatalogueSection)

    missing = admin.page.missing()

    assert missing is not None
    assert "lãnh đạo" in missing.sentence
