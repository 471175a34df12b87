from pathlib import Path

import platformdirs
import pytest

from desktop_app.bootstrap.paths import ProfilePaths, resources_folder


@pytest.fixture(autouse=True)
def users_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_names, **_options: tmp_path / "user")
    monkeypatch.delenv("MOTCUA_PROFILE", raising=False)


def found(given=None, *, training=False):
    return ProfilePaths.find(given, training=training).root


def test_the_folder_asked_for_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_PROFILE", str(tmp_path / "named"))
    assert found(tmp_path / "asked") == tmp_path / "asked"


def test_the_environment_may_name_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_PROFILE", str(tmp_path / "named"))
    assert found() == tmp_path / "named"


def test_work_and_training_never_share_a_folder(tmp_path):
    assert {found(), found(training=True)} == {tmp_path / "user" / "office", tmp_path / "user" / "training"}


def test_a_relative_folder_is_bound_to_where_the_program_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert found(Path("profile")) == tmp_path / "profile"


def test_the_lock_lies_beside_the_profile_and_everything_else_in_it(tmp_path):
    paths = ProfilePaths(tmp_path / "p")
    assert paths.lock == tmp_path / "p.lock"
    inside = (paths.marker, paths.database, paths.files, paths.cards, paths.training_province)
    assert {path.parent for path in inside} == {paths.root}


def test_resources_are_found(resources):
    assert resources_folder() == resources


def test_a_frozen_program_has_its_resources_inside(tmp_path, monkeypatch):
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"
