from tests.support.office import database, store, stores
from tests.support.postgres import postgres_cluster, postgres_url

__all__ = ["database", "postgres_cluster", "postgres_url", "store", "stores"]
