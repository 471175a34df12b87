from tests.support.postgres import postgres_cluster, postgres_url  # noqa: F401
from tests.support.province import province, province_url  # noqa: F401
