from tests.support.outbox import clock, store  # noqa: F401
from tests.support.postgres import postgres_cluster, postgres_url  # noqa: F401
from tests.support.province import province, province_url  # noqa: F401
