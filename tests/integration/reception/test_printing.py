"""The papers handed out: the first print is kept as it was, further ones say so."""

import dataclasses

import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from db.models.dossier import Receipt
from db.models.office import CataloguePack
from desktop_app.bootstrap.application import Application
from desktop_app.bootstrap.paths import resources_folder
from desktop_app.bootstrap.profile import shipped_packs
from desktop_app.catalogue.pack import parse_pack
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.messages import Messages
from desktop_app.dossiers.service import by_number
from desktop_app.reception.events import ProcedureChosen, apply
from desktop_app.reception.papers import gather
from desktop_app.reception.printing import prints_of
from desktop_app.reception.service import Reception
from desktop_app.reception.session import new_session
from desktop_app.security.office import parse_office_file
from desktop_app.security.office_admin import OfficeChange
from tests.support.office import AT
from tests.support.reception import OFFICER, citizen, opened, pdf_text, request


@pytest.fixture(scope="module")
def accepted(application):
    return application.reception.accept(request(application))


@pytest.fixture(scope="module")
def first(application, accepted):
    return application.reception.printed_papers(accepted.number, OFFICER)


@pytest.fixture(scope="module")
def second(application, accepted, first):
    return application.reception.printed_papers(accepted.number, OFFICER)


def receipt_row(application, number):
    def work(session):
        dossier = by_number(session, number)
        row = session.scalars(sa.select(Receipt).where(Receipt.dossier_id == dossier.dossier_id)).one()
        prints = prints_of(session, dossier.dossier_id, row.form)
        return prints, row.sha256, application.vault.open(session, row.file_id)

    return application.store.read(work)


def test_declaration_and_receipt_are_handed_out(first):
    assert set(first) == {"CT01", "CT04"}


def test_the_receipt_says_number_name_and_request(application, accepted, first):
    text = pdf_text(first["CT04"])
    for words in (accepted.number, citizen(application).get("full_name"), "Xác nhận thông tin về cư trú"):
        assert words in text


def test_the_first_receipt_is_kept_byte_for_byte(application, accepted, first, second):
    prints, digest, data = receipt_row(application, accepted.number)
    assert data == first["CT04"]
    assert digest == sha256_hex(first["CT04"])
    assert prints >= 2


def test_the_first_receipt_is_no_reprint_and_the_second_is(first, second):
    assert "IN LẠI" not in pdf_text(first["CT04"])
    assert "IN LẠI LẦN 1" in pdf_text(second["CT04"])


def test_the_declaration_is_always_the_one_that_was_kept(first, second):
    assert first["CT01"] == second["CT01"]


def test_each_print_is_audited_with_its_count_and_hash(application, first, second):
    query = sa.select(AuditEntry.details).where(AuditEntry.action == "paper.printed")
    told = application.store.read(lambda session: session.scalars(query).all())
    assert [(d["print"], d["sha256"]) for d in told if d["form"] == "CT04"][:2] == [
        (1, sha256_hex(first["CT04"])),
        (2, sha256_hex(second["CT04"])),
    ]


def test_papers_of_an_unknown_number_are_told(application):
    with pytest.raises(AppError, match=r"dossiers\.not_found"):
        application.reception.printed_papers("H00-404", OFFICER)


def test_a_temporary_number_is_printed_as_one(application):
    block = sa.text("UPDATE workstation SET block_first = NULL, block_last = NULL")
    restore = sa.text("UPDATE workstation SET block_first = 9001, block_last = 9299")
    application.store.write("x", lambda session: session.execute(block) and None)
    try:
        accepted = application.reception.accept(request(application))
    finally:
        application.store.write("x", lambda session: session.execute(restore) and None)
    text = pdf_text(application.reception.printed_papers(accepted.number, OFFICER)["CT04"])
    assert accepted.number_temporary
    assert accepted.number.startswith("TMP-Q01-")
    assert f"Số tạm: {accepted.number}" in text
    assert "Mã hồ sơ:" not in text


@pytest.fixture
def counter(tmp_path):
    application = opened(tmp_path / "profile", FixedClock(AT))
    yield application
    application.close()


def with_packs(application: Application, *raws: bytes) -> Reception:
    """The same counter with these catalogue packs."""
    return Reception(
        store=application.store,
        vault=application.vault,
        clock=application.clock,
        workstation=application.profile.workstation,
        office=application.office,
        packs=[(raw, parse_pack(raw)) for raw in raws],
        fonts=resources_folder() / "fonts",
        words=Messages.load(resources_folder() / "messages" / "vi"),
    )


def test_a_dossier_keeps_the_pack_it_was_accepted_under(counter):
    ((old, _),) = shipped_packs()
    new = (
        old.replace(b'version = "2026.11.2"', b'version = "2026.11.9"')
        .replace(b"effective_from = 2026-11-01", b"effective_from = 2026-11-15", 1)
        .replace('name = "Xác nhận thông tin về cư trú"'.encode(), 'name = "Tên mới"'.encode())
    )
    accepted = with_packs(counter, old).accept(request(counter))
    both = with_packs(counter, old, new)
    later = both.accept(request(counter, procedure="1.010041"))
    pinned = [
        counter.store.read(lambda s, number=one.number: by_number(s, number).pack_version)
        for one in (accepted, later)
    ]
    papers = [pdf_text(both.printed_papers(one.number, OFFICER)["CT04"]) for one in (accepted, later)]
    assert both.pack().version == "2026.11.9"
    assert pinned == ["2026.11.2", "2026.11.9"]
    assert ["Tên mới" in text for text in papers] == [False, True]


def test_a_reprint_says_the_names_of_the_day_the_dossier_was_accepted(counter):
    reception, head = counter.reception, "ld01"
    accepted = reception.accept(request(counter))
    file = parse_office_file((resources_folder() / "training" / "office" / "office.toml").read_bytes())
    renamed = file.office.model_copy(update={"name": "TRUNG TÂM ĐỔI TÊN", "place": "Xã Mới"})
    reception.change_office(OfficeChange(renamed, file.organisations, file.province, file.workstation), head)
    later = reception.accept(request(counter))
    reprint, new = (
        pdf_text([reception.printed_papers(one.number, OFFICER) for _ in range(2)][-1]["CT04"])
        for one in (accepted, later)
    )
    assert ("TRUNG TÂM ĐỔI TÊN" in reprint, "TRUNG TÂM ĐỔI TÊN" in new) == (False, True)
    assert "IN LẠI LẦN 1" in reprint


@pytest.mark.parametrize("part", [1, 2])
def test_a_receipt_of_a_dossier_under_an_early_pack_can_still_be_made(counter, part, project_root):
    raw = (project_root / f"tests/vectors/catalogue/pack-2026.11.1-part{part}.toml").read_bytes()
    accepted = counter.reception.accept(request(counter))

    def pin(rows):
        kept = rows.get(CataloguePack, "2026.11.2")
        rows.add(CataloguePack(version="2026.11.1", sha256=sha256_hex(raw), raw=raw,
                               effective_from=kept.effective_from, imported_at=kept.imported_at))  # fmt: skip
        rows.flush()
        rows.execute(sa.text("UPDATE dossier SET pack_version = '2026.11.1'"))

    counter.store.write("x", pin)
    text = pdf_text(counter.reception.printed_papers(accepted.number, OFFICER)["CT04"])
    assert accepted.number in text
    counter.reception.refresh()
    assert counter.reception.pack().version == "2026.11.2"


def test_a_draft_rests_on_the_pack_its_procedure_was_chosen_in(counter):
    ((old, _),) = shipped_packs()
    new = old.replace(b'version = "2026.11.2"', b'version = "2026.11.9"').replace(
        b"effective_from = 2026-11-01", b"effective_from = 2026-11-15", 1
    )
    before = with_packs(counter, old)
    session = apply(new_session(), before.pack(), ProcedureChosen("1.010041"))
    before.save_draft(session, OFFICER)
    after = with_packs(counter, new)  # a later program that ships another pack alone
    after.refresh()
    again = after.load_draft(session.session_id)
    assert (after.pack().version, again.pack, after.pack_of(again).version) == (
        "2026.11.9", "2026.11.2", "2026.11.2",
    )  # fmt: skip
    assert after.pack_of(new_session()).version == "2026.11.9"


def test_without_a_pack_in_force_nothing_is_accepted(counter):
    wanted = dataclasses.replace(request(counter), officer=OFFICER)
    with pytest.raises(AppError, match=r"reception\.no_pack_in_force"):
        with_packs(counter).accept(wanted)


def test_a_receipt_that_another_program_made_in_the_meantime_is_the_original(counter):
    accepted = counter.reception.accept(request(counter))
    before = counter.store.read(lambda rows: gather(rows, accepted.number))
    first = counter.reception.papers_of(accepted.number, OFFICER)["CT04"]
    assert counter.reception._receipt(before, OFFICER) == first


def test_looking_at_papers_counts_nothing_and_a_failed_print_leaves_the_original(counter):
    accepted = counter.reception.accept(request(counter))
    for _ in range(2):
        shown = counter.reception.papers_of(accepted.number, OFFICER)["CT04"]
    refused = counter.reception.begin_print(accepted.number, "CT04", OFFICER)
    counter.reception.end_print(refused, OFFICER, taken=False)
    printed = counter.reception.begin_print(accepted.number, "CT04", OFFICER)
    assert (refused.pdf, printed.pdf, printed.reprints) == (shown, shown, 0)
    assert counter.reception.end_print(printed, OFFICER, taken=True) == 1


def test_a_paper_that_the_dossier_does_not_have_is_not_begun(counter):
    accepted = counter.reception.accept(request(counter))
    with pytest.raises(AppError, match=r"reception\.form_not_of_dossier"):
        counter.reception.begin_print(accepted.number, "Mau01", OFFICER)
