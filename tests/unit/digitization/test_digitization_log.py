import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from db.models.dossier import DigitizationEntry
from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import Channel, PaperKind, PaperSource
from desktop_app.digitization.log import DigitizedPaper, LogCheck, LogContext, record, verify
from desktop_app.digitization.vault import Vault, keep
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.security.audit import verify_chain
from tests.support.office import AT, OFFICER, UNIT, WORKSTATION, new_dossier, open_engine

PAPERS = 3


@pytest.fixture
def logged(store, tmp_path):
    """A dossier with three papers in the log; their ids."""
    dossier, vault = new_dossier(), Vault(tmp_path / "files")
    papers = [
        DigitizedPaper(
            log_id=uuid7(),
            component="KQ003647",
            ordinal=ordinal,
            kind=PaperKind.COMPONENT,
            source=PaperSource.SCAN,
            pages=1,
            dpi=300,
            colour=True,
            compared_with_original=False,
            started_at=AT,
            finished_at=FixedClock(AT).now(),
            file=vault.seal(bytes([ordinal]), "image/png"),
        )
        for ordinal in range(1, PAPERS + 1)
    ]
    context = LogContext(
        dossier_id=dossier.dossier_id,
        dossier_number="1",
        procedure=dossier.procedure,
        unit_code=UNIT,
        workstation=WORKSTATION,
        officer=OFFICER,
        channel=Channel.DIRECT,
        owner_hash="0" * 64,
        app_version="0.1.0",
    )

    def work(session):
        accept(session, dossier, WORKSTATION, NumberFormat("{order}", "T{order}"))
        for paper in papers:
            keep(session, dossier.dossier_id, paper.file, AT)
            record(session, paper, context)

    store.write(OFFICER, work)
    return [paper.log_id for paper in papers]


@pytest.fixture
def forge(logged, tmp_path):
    """Runs SQL behind the product's back."""
    engine = open_engine(str(tmp_path / "office.db"))

    def run(statement):
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql(statement)

    yield run
    engine.dispose()


def test_each_paper_has_its_row_and_its_audit_row(store, logged):
    subjects = sa.select(AuditEntry.subject_id).where(AuditEntry.action == "paper.digitized")
    assert store.read(lambda session: session.scalars(subjects).all()) == logged
    assert store.read(verify) == LogCheck(PAPERS, ())


UNBOUND = [
    column
    for column in DigitizationEntry.__table__.columns
    if not column.foreign_keys and not column.primary_key
]


@pytest.mark.parametrize("column", UNBOUND, ids=lambda column: column.key)
def test_a_change_in_any_column_is_found(store, logged, forge, column):
    number = isinstance(column.type, sa.Integer | sa.Boolean)
    value = f"1 - {column.key}" if number else "'changed'"
    forge(f"UPDATE digitization_log SET {column.key} = {value} WHERE id = '{logged[1]}'")
    assert store.read(verify) == LogCheck(PAPERS, (logged[1],))


def test_a_row_that_is_gone_is_found(store, logged, forge):
    forge(f"DELETE FROM digitization_log WHERE id = '{logged[0]}'")
    assert store.read(verify) == LogCheck(PAPERS - 1, (logged[0],))


def test_a_row_without_an_audit_row_is_found(store, logged, forge):
    forge(f"DELETE FROM audit WHERE subject_id = '{logged[2]}'")
    assert store.read(verify) == LogCheck(PAPERS, (logged[2],))


def test_a_row_whose_audit_row_tells_something_else_is_found(store, logged, forge):
    forge(f"UPDATE audit SET details = 'no json' WHERE subject_id = '{logged[2]}'")
    assert store.read(verify) == LogCheck(PAPERS, (logged[2],))


def test_a_cut_tail_of_the_chain_is_found_by_the_papers_in_it(store, logged, forge):
    # The chain alone still fits: see test_audit_chain.
    forge("DELETE FROM audit WHERE sequence > 3")
    assert store.read(verify_chain).broken_at is None
    assert store.read(verify) == LogCheck(PAPERS, tuple(logged[1:]))
