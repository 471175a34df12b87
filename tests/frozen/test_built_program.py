"""The built program: what it is asked for at a counter works without Python, without the source tree."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from tests.frozen.conftest import Built
from tests.support.pcscd import PrivatePcscd
from tests.support.sane import FLATBED, sane_folder

pytestmark = pytest.mark.frozen

READER = "Test PCD 00 00"


def test_it_tells_its_commands(built: Built) -> None:
    done = built.run("--help")

    assert (done.code, done.err) == (0, "")
    assert all(name in done.out for name in ("window", "receive", "doctor", "train"))


def test_a_wrong_command_is_a_wrong_use(built: Built) -> None:
    assert built.run("no-such-command").code == 64


def test_a_known_error_has_its_code_and_its_words(built: Built) -> None:
    done = built.run("--profile", str(built.home / "none"), "verify-log", "--json")

    assert (done.code, done.value["error"]["code"]) == (2, "bootstrap.not_set_up")


def test_a_failed_part_is_in_doubt(built: Built) -> None:
    assert built.run("--profile", str(built.home / "none"), "doctor").code == 3


def test_every_part_of_it_is_well(built: Built) -> None:
    done = built.train("doctor", "--json")

    parts = {part["part"]: part["state"] for part in done.value["parts"]}
    assert done.code == 0
    assert {"program", "fonts", "readers", "profile", "database", "log", "catalogue"} <= parts.keys()
    assert [name for name, state in parts.items() if state == "failed"] == []
    assert (parts["readers"], parts["database"], parts["fonts"]) == ("good", "good", "good")


def test_it_reads_a_card_through_the_smart_card_service(built: Built, pcscd: PrivatePcscd) -> None:
    can = built.train("card", "--show", "--json").value["can"]

    with built.child(
        "--training", "--profile", str(built.profile), "card", "--port", str(pcscd.port)
    ) as laid:
        assert laid.stdout is not None and laid.stdout.readline()
        done = built.train("read", "--can", "-", "--reader", READER, "--wait", "20", "--json", given=can)

    assert done.code == 0, done.err
    assert {done.value["checks"][name]["outcome"] for name in ("dg_hashes", "sod_signature")} == {"verified"}


def test_it_plays_the_training_job(built: Built) -> None:
    out = built.home / "papers"

    done = built.train("train", "--out", str(out), "--json")

    result = done.value
    assert done.code == 0
    assert result["log"]["whole"] and result["sync"]["accepted"] > 0
    assert {"CT01", "CT04"} <= result["files"].keys()
    for path in result["files"].values():
        assert Path(path).parent == out
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) > 0


def test_it_starts_itself_as_the_scan_worker(built: Built) -> None:
    built = Built(built.program, built.home, sane_folder(built.home / "sane"))

    with built.child("worker", "scan") as worker:
        assert worker.stdin is not None and worker.stdout is not None
        worker.stdin.write(json.dumps({"do": "devices"}) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()

    assert FLATBED in answer


def test_a_worker_ends_with_its_parent(built: Built) -> None:
    with built.child("worker", "echo") as worker:
        worker.communicate('{"say": "ạ"}\n')

    assert worker.returncode == 0


def test_it_carries_every_resource_and_migration(built: Built, project_root: Path) -> None:
    def files(root: Path, name: str) -> set[Path]:
        return {
            path.relative_to(root)
            for path in (root / name).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }

    for name in ("resources", "db/migrations", "province/migrations"):
        assert files(built.folder, name) == files(project_root, name)


@pytest.mark.parametrize(
    "name", ["libsane*", "libcups*", "libpcsclite*", "libgtk-3*", "libqwayland*", "hypothesis"]
)
def test_what_belongs_to_the_computer_or_to_developers_is_left_out(built: Built, name: str) -> None:
    assert [path.name for path in built.folder.rglob(name) if "printsupport" not in path.parts] == []
