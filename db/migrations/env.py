"""Alembic's entry: runs on the connection that `db.migrate` hands over."""

from alembic import context

from db.models import audit, base, dossier, draft, office, outbox, revocation

TABLES = (audit, dossier, draft, office, outbox, revocation)  # importing them fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=base.Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
