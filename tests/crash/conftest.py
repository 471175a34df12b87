from tests.support.postgres import postgres_cluster, postgres_url  # noqa: F401
