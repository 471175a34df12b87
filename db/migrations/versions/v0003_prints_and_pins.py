"""Prints as rows of their own; what papers say of the office; who brought a pack; a scanner's prefix

Revision: 0003
Follows: 0002
"""

import json
import uuid

import sqlalchemy as sa
from alembic import op

import db.models.base
from desktop_app.core.clock import from_text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT = db.models.base.Instant(length=24)


def upgrade() -> None:
    printed = op.create_table(
        "printed_paper",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("workstation", sa.String(length=64), nullable=False),
        sa.Column("begun_at", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_printed_paper_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_paper")),
        sa.UniqueConstraint(
            "dossier_id", "form", "ordinal", name=op.f("uq_printed_paper_dossier_id_form_ordinal")
        ),
    )
    op.add_column("dossier", sa.Column("letterhead", db.models.base.Json(), nullable=True))
    op.add_column("catalogue_pack", sa.Column("imported_by", sa.String(length=64), nullable=True))
    op.add_column("workstation", sa.Column("scanner_prefix", sa.String(length=16), nullable=True))
    op.bulk_insert(printed, _prints_before())
    op.drop_column("receipt", "prints")


def _prints_before() -> list[dict[str, object]]:
    """What was printed so far: the audit chain says what the queue took; a receipt that was made oftener than
    that may have come out as well, so the next one stays a reprint."""
    bind = op.get_bind()
    dossiers = {row.id: row for row in bind.execute(sa.text("SELECT id, officer, workstation FROM dossier"))}
    found: dict[tuple[str, str], list[dict[str, object]]] = {}

    def note(dossier_id: str, form: str, state: str, at: str, **more: object) -> None:
        rows = found.setdefault((dossier_id, form), [])
        moment = from_text(at)
        rows.append(
            {
                "id": str(uuid.uuid4()),
                "dossier_id": dossier_id,
                "form": form,
                "ordinal": len(rows) + 1,
                "state": state,
                "copies": 1,
                "sha256": None,
                "officer": dossiers[dossier_id].officer,
                "workstation": dossiers[dossier_id].workstation,
                "begun_at": moment,
                "ended_at": moment if state == "taken" else None,
            }
            | more
        )

    taken = sa.text(
        "SELECT subject_id, actor, at, details FROM audit WHERE action = 'paper.printed' ORDER BY sequence"
    )
    for row in bind.execute(taken):
        details = json.loads(row.details)
        if row.subject_id in dossiers:
            note(
                row.subject_id, details["form"], "taken", row.at,
                officer=row.actor, copies=details["copies"], sha256=details["sha256"],
            )  # fmt: skip
    for row in bind.execute(sa.text("SELECT dossier_id, form, sha256, prints, made_at FROM receipt")):
        while len(found.get((row.dossier_id, row.form), ())) < row.prints:
            note(row.dossier_id, row.form, "begun", row.made_at, sha256=row.sha256)
    return [row for rows in found.values() for row in rows]


def downgrade() -> None:
    op.add_column("receipt", sa.Column("prints", sa.Integer(), nullable=False, server_default="1"))
    op.drop_column("workstation", "scanner_prefix")
    op.drop_column("catalogue_pack", "imported_by")
    op.drop_column("dossier", "letterhead")
    op.drop_table("printed_paper")
