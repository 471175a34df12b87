"""The office is changed afterwards: by a manager, audited, and what was accepted keeps what it pinned."""

import dataclasses

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from db.models.audit import AuditEntry
from db.models.dossier import Dossier
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole
from desktop_app.dossiers.model import Letterhead
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept, by_number
from desktop_app.security import officers
from desktop_app.security.office import OrganisationsPart, WorkstationPart, office_of
from desktop_app.security.office_admin import OfficeChange, change_office, change_workstation, is_prefix
from tests.support.office import AT, OFFICER, WORKSTATION, new_dossier, office_file, set_up

HEAD = "ld01"


@pytest.fixture
def office(store):
    set_up(store, ("Q02", 10_001, 20_000))

    def add_head(rows):
        rows.execute(sa.text("UPDATE officer SET role = 'admin' WHERE code = 'cb01'"))
        officers.add_officer(
            rows, by=OFFICER, code=HEAD, name="Lãnh Đạo", role=OfficerRole.HEAD, password_hash="x",
            clock=FixedClock(AT),
        )  # fmt: skip
        rows.execute(sa.text("UPDATE officer SET role = 'clerk' WHERE code = 'cb01'"))

    store.write("setup", add_head)
    return store


def change(*, block=(1, 9999), prefix="", organisations=None, url=None, **names):
    file = office_file()
    province = file.province.model_copy(update={"url": url} if url else {})
    return OfficeChange(
        file.office.model_copy(update=names),
        organisations or OrganisationsPart(),
        province,
        WorkstationPart(code=WORKSTATION, block_first=block[0], block_last=block[1]),
        prefix,
    )


def write(store, work):
    return store.write(HEAD, work)


def told(store, action):
    query = sa.select(AuditEntry.details).where(AuditEntry.action == action)
    return store.read(lambda rows: list(rows.scalars(query)))


def test_names_codes_and_the_province_are_changed_and_what_was_changed_is_audited(office):
    wanted = change(
        name="TRUNG TÂM MỚI", url="https://tinh.gov.vn", organisations=OrganisationsPart(competent="H00.1")
    )
    new = write(office, lambda rows: change_office(rows, wanted, by=HEAD))
    assert new == office.read(office_of)
    assert (new.name, new.province_url, new.org_competent) == (
        "TRUNG TÂM MỚI", "https://tinh.gov.vn", "H00.1",
    )  # fmt: skip
    assert told(office, "office.changed") == [{"fields": ["name", "org_competent", "province_url"]}]


def test_what_is_the_same_is_no_change(office):
    write(office, lambda rows: change_office(rows, change(), by=HEAD))
    write(office, lambda rows: change_workstation(rows, change(), by=HEAD))
    assert (told(office, "office.changed"), told(office, "workstation.changed")) == ([], [])


@pytest.mark.parametrize(
    "act",
    [
        lambda rows: change_office(rows, change(name="X"), by=OFFICER),
        lambda rows: change_workstation(rows, change(prefix="~QR"), by=OFFICER),
        lambda rows: officers.change_officer(
            rows, by=OFFICER, code=OFFICER, name="X", role=OfficerRole.ADMIN
        ),
    ],
)
def test_a_clerk_changes_nothing(office, act):
    before = office.read(office_of)
    with pytest.raises(AppError, match=r"security\.not_allowed"):
        write(office, act)
    assert office.read(office_of) == before


def test_the_unit_code_may_be_put_right_until_a_number_carries_it(office):
    write(office, lambda rows: change_office(rows, change(unit_code="H00.99.02"), by=HEAD))
    numbers = NumberFormat("{unit}-{order}", "T{order}")
    number = write(office, lambda rows: accept(rows, new_dossier(), WORKSTATION, numbers)[0].text)
    with pytest.raises(AppError, match=r"security\.unit_code_in_use"):
        write(office, lambda rows: change_office(rows, change(unit_code="H00.99.03"), by=HEAD))
    assert (number, office.read(office_of).unit_code) == ("H00.99.02-1", "H00.99.02")


def test_a_workstation_gets_another_block_and_a_prefix(office):
    line = write(office, lambda rows: change_workstation(rows, change(block=(5, 9), prefix="~QR"), by=HEAD))
    seen = office.read(lambda rows: officers.workstation(rows, WORKSTATION))
    assert seen == line
    assert (seen.block_first, seen.block_last, seen.scanner_prefix) == (5, 9, "~QR")


def test_a_block_that_another_workstation_has_is_refused(office):
    with pytest.raises(AppError, match=r"security\.block_overlaps") as refused:
        write(office, lambda rows: change_workstation(rows, change(block=(9_000, 10_001)), by=HEAD))
    assert refused.value.facts == {"workstation": "Q02"}


@pytest.mark.parametrize(
    ("text", "fits"),
    [("~QR", True), ("##", True), ("~", False), ("QR", False), ("12", False), ("~ Q", False),
     ("~é", False), ("~12345678", False), ("", False)],
)  # fmt: skip
def test_a_prefix_can_be_told_from_typing(text, fits):
    assert is_prefix(text) is fits


def test_a_prefix_that_looks_like_typing_is_refused(office):
    with pytest.raises(AppError, match=r"security\.scanner_prefix_invalid"):
        write(office, lambda rows: change_workstation(rows, change(prefix="QR"), by=HEAD))


def test_half_a_block_cannot_even_be_asked_for():
    with pytest.raises(ValidationError):
        change(block=(1, None))


def test_an_officer_gets_another_name_and_role(office):
    line = write(
        office,
        lambda rows: officers.change_officer(
            rows, by=HEAD, code=OFFICER, name="  Trần  Thị Mới ", role=OfficerRole.ADMIN
        ),
    )
    assert (line.name, line.role) == ("Trần Thị Mới", OfficerRole.ADMIN)
    assert told(office, "officer.changed") == [{"renamed": True, "role": "admin"}]


def test_the_last_manager_stays_one(office):
    with pytest.raises(AppError, match=r"security\.last_manager"):
        write(
            office,
            lambda rows: officers.change_officer(
                rows, by=HEAD, code=HEAD, name="Lãnh Đạo", role=OfficerRole.CLERK
            ),
        )


def test_an_officer_without_a_name_is_refused(office):
    with pytest.raises(AppError, match=r"security\.officer_name_missing"):
        write(
            office,
            lambda rows: officers.change_officer(
                rows, by=HEAD, code=OFFICER, name=" ", role=OfficerRole.CLERK
            ),
        )


def test_a_dossier_keeps_the_names_it_was_accepted_under(office):
    head = Letterhead("CẤP TRÊN", "CƠ QUAN CŨ", "Xã Cũ", "Cán Bộ Cũ")
    dossier = dataclasses.replace(new_dossier(), letterhead=head)
    numbers = NumberFormat("N{order}", "T{order}")
    write(office, lambda rows: accept(rows, dossier, WORKSTATION, numbers))
    write(office, lambda rows: change_office(rows, change(name="CƠ QUAN MỚI"), by=HEAD))
    assert office.read(lambda rows: by_number(rows, "N1").letterhead) == head
    query = sa.select(Dossier.org_competent)
    assert office.read(lambda rows: rows.scalars(query).one()) == "H00.99.01"
