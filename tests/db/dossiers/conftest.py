from tests.support.office import database, store, stores  # noqa: F401
from tests.support.postgres import postgres_cluster, postgres_url  # noqa: F401
