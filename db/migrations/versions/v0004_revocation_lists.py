"""Revocation lists of the issuers of cards

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revocation_list",
        sa.Column("issuer_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", db.models.base.Instant(length=24), nullable=False),
        sa.PrimaryKeyConstraint("issuer_sha256", name=op.f("pk_revocation_list")),
    )


def downgrade() -> None:
    op.drop_table("revocation_list")
