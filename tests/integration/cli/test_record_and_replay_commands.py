"""`motcua read --record` and `--replay`: in training a read is kept, and looked at again without a card."""

from __future__ import annotations

import pytest

READ = ("read", "--reader", "simulator", "--json")


@pytest.fixture
def recorded(train, tmp_path):
    """A recorded read, and what it gave."""
    can = train("card", "--show", "--json").value["can"]
    path = tmp_path / "read.jsonl"
    ended = train(*READ, "--can", "-", "--record", path, given=can)
    assert ended.code == 0
    return path, can, ended.value


def test_a_replayed_read_gives_the_same_result(train, recorded):
    path, can, first = recorded

    ended = train("read", "--can", "-", "--replay", path, "--json", given=can)

    times = ("elapsed_ms", "link_ms")
    assert ended.code == 0
    assert {k: v for k, v in ended.value.items() if k not in times} == {
        k: v for k, v in first.items() if k not in times
    }


def test_another_number_does_not_open_a_recording(train, recorded):
    path, can, _ = recorded
    other = f"{(int(can) + 1) % 1_000_000:06d}"

    ended = train("read", "--can", "-", "--replay", path, "--json", given=other)

    assert (ended.code, ended.failure) == (2, "readers.replay_differs")


def test_a_recording_with_more_than_was_read_differs(train, recorded):
    path, can, _ = recorded
    path.write_text(path.read_text() + '{"reset": true, "ms": 1}\n')

    ended = train("read", "--can", "-", "--replay", path, "--json", given=can)

    assert (ended.code, ended.failure) == (2, "readers.replay_differs")


def test_a_file_that_is_not_there_is_told(train, tmp_path):
    ended = train("read", "--can", "-", "--replay", tmp_path / "none", "--json", given="123456")

    assert (ended.code, ended.failure) == (2, "cli.file_unreadable")


@pytest.mark.parametrize("option", ["--record", "--replay"])
def test_a_working_profile_neither_records_nor_replays(motcua, tmp_path, option):
    ended = motcua("--profile", tmp_path / "profile", "read", "--can", "-", option, tmp_path / "f", "--json")

    assert (ended.code, ended.failure) == (2, "cli.recording_in_training_only")
    assert not list(tmp_path.iterdir())
