import pytest

from desktop_app.core.clock import FixedClock
from tests.support.office import AT
from tests.support.reception import opened


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """One counter for the tests of a file; each adds what is its own."""
    application = opened(tmp_path_factory.mktemp("counter") / "profile", FixedClock(AT))
    yield application
    application.close()
