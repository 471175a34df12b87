"""The commands on a training profile, from card to province, inside one process."""

import json

import pytest

from desktop_app.bootstrap.application import open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.core.clock import SystemClock
from tests.support.processes import at_once
from tests.support.province import running_province
from tests.support.reception import COMPONENT, PAPER

TOGETHER = """
import sys
from desktop_app.cli.main import run
from tests.support.processes import wait
wait()
sys.exit(run(["--training", "--profile", sys.argv[1], "verify-log", "--json"]))
"""


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "a=b.png"
    path.write_bytes(PAPER)
    return path


@pytest.fixture
def receive(train, tmp_path):
    def command(*more):
        qr = train("card", "--show", "--json").value["qr"]
        return train(
            "receive", "--procedure", "1.010041", "--qr", "-", "--reader", "simulator",
            "--out", tmp_path / "out", *more, "--json", given=qr,
        )  # fmt: skip

    return command


def test_programs_that_start_at_once_make_one_training_profile(tmp_path):
    profile = tmp_path / "profile"
    outs = at_once([(TOGETHER, str(profile))] * 2)
    assert [json.loads(out)["whole"] for out in outs] == [True, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["profile", "profile.lock"]


def test_the_profile_is_its_owners_alone(train, profile):
    train("verify-log")
    modes = {path.stat().st_mode & 0o077 for path in profile.rglob("*") if "trust" not in path.parts}
    assert modes == {0}


def test_a_working_program_does_not_open_a_training_profile(motcua, train, profile):
    train("verify-log")
    ended = motcua("--profile", profile, "verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.other_kind")


def test_a_damaged_profile_is_told_and_left_alone(motcua, tmp_path):
    (tmp_path / "profile.json").write_text("{")
    ended = motcua("--training", "--profile", tmp_path, "verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.profile_damaged")
    assert [path.name for path in tmp_path.iterdir()] == ["profile.json"]


def test_a_folder_with_other_things_is_left_alone(motcua, tmp_path):
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile" / "photo.jpg").write_bytes(b"")
    ended = motcua("--training", "--profile", tmp_path / "profile", "verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.folder_not_empty")
    assert [path.name for path in (tmp_path / "profile").iterdir()] == ["photo.jpg"]


def test_a_place_where_nothing_can_be_written_is_a_known_error(motcua, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    ended = motcua("--training", "--profile", tmp_path / "file" / "profile", "verify-log", "--json")
    assert ended.code == 2
    assert ended.failure in ("core.not_writable", "bootstrap.profile_damaged")


def test_citizens_are_listed_and_shown_with_a_path_that_trust_takes(train):
    names = train("card", "--list", "--json").value
    shown = train("card", "--show", "--citizen", names[1], "--json").value
    ended = train(
        "read",
        "--can",
        shown["can"],
        "--citizen",
        names[1],
        "--reader",
        "simulator",
        "--trust",
        shown["csca"],
        "--json",
    )
    assert set(shown) >= {"number", "can", "mrz", "qr", "csca", "files"}
    assert ended.value["citizen"]["number"] == shown["number"]
    assert ended.value["files"]["DG13"] == shown["files"]["DG13"]


def test_a_read_gives_machines_all_they_were_promised(train):
    value = train("read", "--can", "000117", "--reader", "simulator", "--link-kbps", "106", "--json").value
    assert set(value) == {
        "citizen", "card", "protocol", "files", "checks", "findings", "exchanges", "elapsed_ms", "link_ms",
    }  # fmt: skip
    assert len(value["citizen"]) == 20
    assert value["checks"]["signer_chain"] == {"outcome": "verified", "reason": None}
    assert value["link_ms"] > 0


def test_a_wrong_number_is_told_with_phase_and_status_word_and_what_was_read(train):
    ended = train("read", "--can", "999999", "--reader", "simulator", "--json")
    assert (ended.code, ended.failure) == (2, "emrtd.wrong_can")
    assert ended.value["error"]["phase"]
    assert ended.value["citizen"] is None
    assert "CardAccess" in ended.value["files"]


def test_the_photo_is_written_where_asked(train, tmp_path):
    assert (
        train("read", "--can", "000117", "--reader", "simulator", "--photo", tmp_path / "face.jpg").code == 0
    )
    assert (tmp_path / "face.jpg").read_bytes()[:2] == b"\xff\xd8"


def test_a_dossier_is_received_and_its_papers_written(receive, paper, tmp_path):
    ended = receive("--paper", f"{paper}={COMPONENT}")
    assert ended.code == 0
    dossier = ended.value["dossier"]
    assert not dossier["number_temporary"]
    assert dossier["due_reasons"]
    assert len(dossier["papers"]) == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"{dossier['number']}-CT01.pdf",
        f"{dossier['number']}-CT04.pdf",
    ]


def test_a_receipt_can_be_had_again(receive, train, tmp_path):
    number = receive().value["dossier"]["number"]
    ended = train("receipt", "--number", number, "--out", tmp_path / "again", "--json")
    assert (ended.code, set(ended.value["files"])) == (0, {"CT01", "CT04"})


@pytest.mark.parametrize(
    ("argument", "failure"),
    [
        ("no-equals-sign", "cli.paper_argument_invalid"),
        (f"={COMPONENT}", "cli.paper_argument_invalid"),
        ("file=", "cli.paper_argument_invalid"),
        (f"/nowhere/Nguyễn Thị Mẫu.pdf={COMPONENT}", "cli.file_unreadable"),
    ],
)
def test_a_paper_that_cannot_be_had_is_told_before_the_card_is_read(receive, train, argument, failure):
    before = train("verify-log", "--json").value["entries"]
    ended = receive("--paper", argument)
    assert (ended.code, ended.failure) == (2, failure)
    assert "Mẫu" not in ended.out + ended.err
    assert train("verify-log", "--json").value["entries"] == before


def test_a_card_that_is_not_the_one_of_the_code_is_not_accepted(train, tmp_path):
    other = train("card", "--show", "--citizen", "tran-van-huan-luyen", "--json").value["qr"]
    ended = train(
        "receive",
        "--procedure",
        "1.010041",
        "--qr",
        other,
        "--reader",
        "simulator",
        "--out",
        tmp_path,
        "--json",
    )
    assert (ended.code, ended.failure) == (2, "emrtd.wrong_can")


def test_events_reach_the_province_once(receive, train, tmp_path):
    receive()
    with running_province(f"sqlite:///{tmp_path / 'province.db'}") as service:
        address = f"http://127.0.0.1:{service.port}"
        first = train("sync", "--once", "--province", address, "--json")
        second = train("sync", "--once", "--province", address, "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.value["accepted"] == first.value["sent"] > 0
    assert (second.value["sent"], second.value["waiting"]) == (0, 0)


def test_a_province_that_is_away_is_told_and_events_wait(receive, train):
    receive()
    ended = train("sync", "--once", "--province", "http://127.0.0.1:9", "--json")
    assert (ended.code, ended.failure) == (2, "sync.province_unreachable")
    assert ended.value["waiting"] > 0


def test_a_forged_log_is_3_and_says_where(receive, train, profile):
    receive()
    paths = ProfilePaths(profile)
    application = open_application(paths, training=True, clock=SystemClock(), passphrase=lambda: None)
    engine = application.store._engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        before = connection.exec_driver_sql("SELECT actor FROM audit WHERE sequence = 2").scalar()
        connection.exec_driver_sql("UPDATE audit SET actor = 'cb99' WHERE sequence = 2")
    ended = train("verify-log", "--json")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET actor = ? WHERE sequence = 2", (before,))
    application.close()
    assert (ended.code, ended.value["whole"], ended.value["broken_at"]) == (3, False, 2)
