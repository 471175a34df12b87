"""`motcua play`: the real window, driven by keys, in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

FOREIGN_CITIZEN = """
card = 2024
number = "036095000111"
full_name = "Đỗ Thị Người Khác"
sex = "Nữ"
birth_date = 1995-12-24
ethnicity = "Nùng"
address = "Tổ 9, Phường Lạ, Thành phố Khác"
issue_date = 2024-12-01
expiry_date = 2035-12-24
"""
FOREIGN_SCRIPT = """
procedure = "1.010041"
{steps}
"""


def steps(*lines: str) -> str:
    return FOREIGN_SCRIPT.format(steps="".join(f"[[step]]\n{line}\n" for line in lines))


CITIZEN = 'citizen = "do-thi-nguoi-khac"'
BY_CARD = (
    'do = "sign_in"',
    'do = "choose_procedure"\ntext = "xac nhan cu tru"',
    f'do = "scan_qr"\n{CITIZEN}',
    f'do = "lay_card"\n{CITIZEN}',
    'do = "consent"',
    'do = "wait"\nfor = "card_read"',
    'do = "take_card"',
    'do = "expect"\nmissing = 0',
    'do = "accept"',
    'do = "print"',
)


@pytest.fixture
def play(tmp_path, project_root):
    """Plays scripts in a fresh profile, without PC/SC and with the province down."""

    def command(*scripts):
        program = [sys.executable, "-m", "desktop_app", "--training", "--profile", str(tmp_path / "profile")]
        options = ["--out", str(tmp_path / "out"), "--reader", "simulator", "--json"]
        done = subprocess.run(
            [*program, "play", *map(str, scripts), *options],
            cwd=project_root,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=240,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    return command


@pytest.fixture
def foreign(tmp_path):
    """Writes a script of somebody else, with a citizen of theirs."""

    def write(*lines):
        folder = tmp_path / "theirs"
        (folder / "citizens").mkdir(parents=True, exist_ok=True)
        (folder / "citizens" / "do-thi-nguoi-khac.toml").write_text(FOREIGN_CITIZEN, "utf-8")
        path = folder / "cua-ho.toml"
        path.write_text(steps(*lines), "utf-8")
        return path

    return write


def test_the_shipped_scripts_run_from_card_to_paper(play, resources, tmp_path):
    code, told = play(*sorted((resources / "training").glob("*.toml")))
    assert (code, [one["error"] for one in told]) == (0, [None, None, None])
    assert all(one["numbered"] and len(one["read"]) >= 2 and one["logged"] for one in told)
    assert all(one["synced"]["waiting"] > 0 for one in told)  # nobody answers at the province
    for one in told:
        folder = tmp_path / "out" / one["script"]
        assert {f"{paper['form']}.pdf" for paper in one["printed"]} == {p.name for p in folder.glob("*.pdf")}
        assert all((folder / name).stat().st_size > 1000 for name in one["pictures"])
    assert json.loads((tmp_path / "out" / "session.json").read_text()) == told


def test_a_foreign_script_with_a_foreign_citizen_needs_few_keys(play, foreign):
    code, [told] = play(foreign(*BY_CARD))
    assert (code, told["error"]) == (0, None)
    assert told["filled"]["typed"] == 0
    assert told["keys_from_card"] <= 8


def test_a_script_that_waits_for_what_does_not_come_is_told_with_its_step(play, foreign):
    code, told = play(foreign('do = "sign_in"', 'do = "expect"\nmissing = 7'))
    assert code == 2
    assert (told[0]["error"]["code"], told[0]["error"]["step"]) == ("training.expectation_failed", 2)


def test_a_citizen_that_nobody_knows_is_told(play, foreign):
    code, told = play(foreign('do = "sign_in"', 'do = "lay_card"\ncitizen = "khong-co"'))
    assert (code, told[0]["error"]["code"]) == (2, "simulator.citizen_unknown")


def test_a_broken_script_plays_nothing(play, foreign):
    code, told = play(foreign('do = "dance"'))
    assert (code, told["error"]["code"]) == (2, "training.script_invalid")
