import pytest

from tests.support.office import office_store, set_up


@pytest.fixture
def store(tmp_path):
    store = office_store(str(tmp_path / "office.db"))
    set_up(store)
    yield store
    store.close()
