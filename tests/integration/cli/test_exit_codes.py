"""0 done, 2 known error, 3 in doubt, 64 usage, 70 bug; and nobody's values in any of them."""

import errno
import io
import json
import os
import signal
import subprocess
import sys

import pytest

from desktop_app.cli import verify
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.reception.service import Reception
from tests.support.counter import Counter

SECRET = "001190000117"
NAME = "Nguyễn Thị Mẫu"


def test_done_is_zero(train):
    assert train("verify-log").code == 0


def test_help_is_zero(motcua):
    assert motcua("--help").code == 0


def test_a_known_error_has_code_cause_and_step_in_vietnamese_and_no_traceback(train):
    ended = train("receipt", "--number", "N404", "--out", "out")
    assert ended.code == 2
    assert ended.err.startswith("[dossiers.not_found] Không tìm thấy hồ sơ")
    assert len(ended.err.splitlines()) == 3
    assert "→" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_a_known_error_for_machines_is_an_object_on_standard_output(train):
    ended = train("receipt", "--number", "N404", "--out", "out", "--json")
    assert ended.code == 2
    assert ended.value == {
        "error": {"code": "dossiers.not_found", "phase": None, "status_word": None, "facts": {}}
    }


def test_words_come_in_english_too(train):
    assert "dossier" in train("--lang", "en", "receipt", "--number", "N404", "--out", "out").err.lower()


def test_a_language_of_the_environment_that_is_unknown_is_vietnamese(train, monkeypatch):
    monkeypatch.setenv("MOTCUA_LANG", "fr")
    ended = train("receipt", "--number", "N404", "--out", "out")
    assert (ended.code, "Không tìm thấy" in ended.err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        (SECRET,),
        ("read",),
        ("read", "--can", "000117", "--id", SECRET),
        ("read", SECRET),
        ("read", "--can", "000117", "--protocol", SECRET),
        ("read", "--can", "000117", "--link-kbps", SECRET + NAME),
        ("read", "--number", SECRET),
        ("receive", "--qr", f"{SECRET}||{NAME}"),
        ("card", "--port", NAME),
        ("card", "--port", "65536"),
        ("card", "--link-kbps", "0"),
        ("read", "--can", "000117", "--overhead-ms", "nan"),
        ("read", "--can", "000117", "--wait", "-1"),
        ("sync", "--province", "ftp://" + SECRET),
        ("sync", "--province", "http://[" + SECRET),
        ("--lang", NAME, "doctor"),
        ("setup",),
        ("setup", "office.toml", "--write-join", "file"),
    ],
)
def test_a_wrong_command_is_64_and_repeats_nothing(train, arguments):
    ended = train(*arguments)
    said = ended.out + ended.err
    assert ended.code == 64
    assert SECRET not in said
    assert NAME not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "place"),
    [(("card", "--port", NAME), "--port"), (("receive", "--qr", SECRET), "--procedure, --out")],
)
def test_a_wrong_command_names_the_argument(train, arguments, place):
    assert train(*arguments).err.startswith(f"Lệnh chưa đúng. Xem lại: {place}.")


def test_ctrl_c_is_130_in_one_line(train, monkeypatch):
    def stopped(_context, _options):
        raise KeyboardInterrupt

    monkeypatch.setattr(verify, "run", stopped)
    ended = train("verify-log")
    assert (ended.code, len(ended.err.splitlines())) == (130, 1)


WHILE_LOADING = """
import importlib.abc, os, signal, sys

class Impatient(importlib.abc.MetaPathFinder):
    def find_spec(self, name, *_):
        if name == "desktop_app.cli.main":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born without
sys.meta_path.insert(0, Impatient())
from desktop_app.__main__ import main
main()
"""


@pytest.fixture
def with_ctrl_c():
    """Ctrl+C as in a terminal, whatever the tests were started from and other commands left behind."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_the_program_loads_leaves_no_traceback():
    done = subprocess.run([sys.executable, "-c", WHILE_LOADING], capture_output=True, text=True, timeout=240)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_ctrl_c_does_not_swallow_a_number_that_was_given(with_ctrl_c, train, tmp_path, monkeypatch):
    accept = Reception.accept

    def interrupted(self, request):
        accepted = accept(self, request)
        signal.raise_signal(signal.SIGINT)
        return accepted

    monkeypatch.setattr(Reception, "accept", interrupted)
    qr = f"{SECRET}||{NAME}|17051990|Nữ|Số 12|02092021"
    ended = train(
        "receive", "--procedure", "1.010041", "--qr", qr, "--reader", "simulator", "--out", tmp_path, "--json"
    )
    assert (ended.code, ended.value["dossier"]["number"] != "") == (0, True)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_was_read_is_told_although_the_photo_could_not_be_written(train, tmp_path):
    ended = train(
        "read", "--id", SECRET, "--reader", "simulator", "--json", "--photo", tmp_path / "no" / "face.jp2"
    )
    assert (ended.code, ended.failure) == (2, "core.not_writable")
    assert ended.value["citizen"]["number"] == SECRET


def test_training_knows_its_officers_too(train):
    ended = train("read", "--id", SECRET, "--reader", "simulator", "--officer", "cb99", "--json")
    assert (ended.code, ended.failure) == (2, "security.officer_unknown")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_bug_is_70_and_shows_places_but_no_value(train, monkeypatch, options):
    def broken(_context, _options):
        citizen = SECRET
        raise ValueError(f"{NAME} {citizen}")

    monkeypatch.setattr(verify, "run", broken)
    ended = train("verify-log", *options)
    said = ended.out + ended.err
    assert ended.code == 70
    assert "ValueError" in said
    assert "test_exit_codes.py" in said
    assert [text for text in (SECRET, NAME, "Traceback") if text in said] == []


def test_a_bug_on_the_writer_thread_is_70_too(train, monkeypatch):
    def broken(*_arguments, **_options):
        raise KeyError(SECRET)

    monkeypatch.setattr("desktop_app.cli.look_up.record_lookup", broken)
    ended = train("read", "--id", "-", "--reader", "simulator", given=SECRET)
    assert ended.code == 70
    assert SECRET not in ended.out + ended.err


@pytest.fixture
def changed_card(monkeypatch):
    """The shelf gives out cards whose DG13 has one bit changed."""
    load = CardShelf.load

    def changed(self, name=None, quirk=None):
        data = load(self, name, quirk)
        raw = bytearray(data.files[0x010D])
        raw[-1] ^= 1
        return data.with_file(0x010D, bytes(raw))

    monkeypatch.setattr(CardShelf, "load", changed)


@pytest.mark.usefixtures("changed_card")
def test_a_failed_check_is_3(train):
    ended = train("read", "--id", SECRET, "--reader", "simulator", "--json")
    assert ended.code == 3
    assert ended.value["checks"]["dg_hashes"]["outcome"] == "failed"


@pytest.mark.usefixtures("changed_card")
def test_nothing_is_accepted_on_a_card_in_doubt(train, tmp_path):
    qr = f"{SECRET}||{NAME}|17051990|Nữ|Số 12|02092021"
    before = train("verify-log", "--json").value["entries"]
    ended = train(
        "receive", "--procedure", "1.010041", "--qr", qr, "--reader", "simulator", "--out", tmp_path, "--json"
    )
    after = train("verify-log", "--json").value
    assert (ended.code, ended.failure) == (3, "reception.card_in_doubt")
    assert ended.value["dossier"] is None
    assert list(tmp_path.iterdir()) == []
    # Agreement and look-up are logged all the same.
    assert after["entries"] == before + 2


class FullDisk(io.StringIO):
    """Standard output led into a file for which there is no room."""

    def write(self, _text):
        raise OSError(errno.ENOSPC, "no room")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_result_led_onto_a_full_disk_is_told(train, monkeypatch, options):
    monkeypatch.setattr("sys.stdout", FullDisk())
    ended = train("verify-log", *options)
    assert (ended.code, ended.err.startswith("[core.disk_full]")) == (2, True)


def test_output_is_utf_8_whatever_the_pipe_says(profile, train):
    train("verify-log")
    done = Counter(profile, env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}).run("verify-log")
    assert (done.code, "nguyên vẹn" in done.out) == (0, True)


def test_a_folder_whose_name_is_no_text_can_be_told(profile, train, tmp_path):
    train("verify-log")
    odd = tmp_path / os.fsdecode(b"n\xff")
    odd.symlink_to(profile, target_is_directory=True)
    done = Counter(odd).run("card", "--show", "--json")
    assert done.code == 0
    assert json.loads(done.out)["csca"].startswith(str(odd))


def test_the_window_without_a_screen_is_told_by_its_code(train, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    ended = train()
    assert (ended.code, "cli.no_screen" in ended.err) == (2, True)
