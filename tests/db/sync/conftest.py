from tests.support.outbox import any_store, any_stores, clock  # noqa: F401
from tests.support.postgres import postgres_cluster, postgres_url  # noqa: F401
