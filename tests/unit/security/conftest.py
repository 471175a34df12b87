import pytest

from tests.support.office import office_store, set_up


@pytest.fixture(scope="package")
def store(tmp_path_factory):
    """One office for the tests that only look at it, or add what is theirs."""
    store = office_store(str(tmp_path_factory.mktemp("office") / "office.db"))
    set_up(store)
    yield store
    store.close()
