from tests.support.outbox import clock, store  # noqa: F401
