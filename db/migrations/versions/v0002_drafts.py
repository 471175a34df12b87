"""Drafts of sessions at the counter

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("workstation", sa.String(length=64), nullable=False),
        sa.Column("updated_at", db.models.base.Instant(length=24), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("body", db.models.base.Json(), nullable=False),
        sa.Column("files", db.models.base.Json(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_table("draft")
