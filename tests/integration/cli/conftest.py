import pytest

from tests.support.command import motcua  # noqa: F401


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Where a training profile makes itself, for the commands of one file."""
    return tmp_path_factory.mktemp("training") / "profile"


@pytest.fixture
def train(motcua, profile):  # noqa: F811
    """Runs a command on the training profile."""
    return lambda *arguments, given="": motcua("--training", "--profile", profile, *arguments, given=given)
