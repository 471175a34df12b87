"""A script that cannot be played on: exit code 2, the step and its line, and a picture of that moment."""

import json

import pytest

SIGN_IN = 'do = "sign_in"'
CHOSEN = (SIGN_IN, 'do = "choose_procedure"\ntext = "xac nhan cu tru"')
SCANNED = (*CHOSEN, 'do = "scan_qr"\ncitizen = "do-thi-nguoi-khac"')


FIRST_IN = 1
PAPER = 'component = "000.00.00.G01-KQ003647"'
STOPS = [
    (('do = "sign_in"\nofficer = "khong"',), "training.control_missing"),
    ((SIGN_IN, 'do = "expect"\nmissing = 7'), "training.expectation_failed"),
    ((SIGN_IN, 'do = "lay_card"\ncitizen = "khong-co"'), "simulator.citizen_unknown"),
    ((SIGN_IN, 'do = "scan_qr"\ncitizen = "khong-co"'), "simulator.citizen_unknown"),
    ((SIGN_IN, 'do = "choose_procedure"\ntext = "khai sinh"'), "training.expectation_failed"),
    ((SIGN_IN, 'do = "attach"'), "training.no_paper_needed"),
    ((SIGN_IN, 'do = "print"'), "training.state_not_reached"),
    ((*CHOSEN, 'do = "type"\nfield = "khong_co_o_nay"\ntext = "x"'), "training.control_missing"),
    ((*CHOSEN, 'do = "turn"\nslot = "groom"'), "training.control_missing"),
    ((*CHOSEN, 'do = "press"\nkey = "Nut"'), "training.control_missing"),
    ((*CHOSEN, 'do = "wait"\nfor = "complete"\nseconds = 1'), "training.state_not_reached"),
    ((*CHOSEN, 'do = "wait"\nfor = "card_read"\nseconds = 1'), "training.state_not_reached"),
    ((*CHOSEN, 'do = "accept"'), "training.not_complete"),
    ((*CHOSEN, f'do = "attach"\n{PAPER}\nfile = "khong-co.pdf"'), "training.file_missing"),
    ((*CHOSEN, 'do = "attach"\ncomponent = "KHONG-CO"'), "training.control_missing"),
    ((*SCANNED, 'do = "expect"\nbadge = "badge.intact"'), "training.expectation_failed"),
    ((*SCANNED, 'do = "expect"\nfailure = "emrtd.wrong_can"'), "training.expectation_failed"),
    ((*SCANNED, 'do = "expect"\nnotice = "reception.person_already_here"'), "training.expectation_failed"),
    ((*SCANNED, 'do = "expect"\nmissing_code = "missing.person"'), "training.expectation_failed"),
    ((*SCANNED, 'do = "expect"\nfield = "full_name"\ntext = "Ai Đó"'), "training.expectation_failed"),
]


@pytest.fixture(scope="module")
def stopped(stranger_of_the_module):
    """All of them, played in one run."""
    # The first that gets in waits for the pages to be made, the others find them.
    head = '# Dòng đầu là lời nói.\ntitle = "Hỏng"\nlimit_s = {}\n'
    paths = [
        stranger_of_the_module.write(
            *steps, name=f"hong-{place:02}", head=head.format(30 if place == FIRST_IN else 2)
        )
        for place, (steps, _) in enumerate(STOPS)
    ]
    return stranger_of_the_module, paths, stranger_of_the_module.play(*paths)


@pytest.mark.parametrize("place", range(len(STOPS)), ids=[f"{code}-{n}" for n, (_, code) in enumerate(STOPS)])
def test_a_step_that_cannot_be_done_is_told_with_its_line_and_a_picture(stopped, place):
    stranger, paths, done = stopped
    (steps, code), path, told = STOPS[place], paths[place], done.value[place]
    assert (told["error"]["code"], told["error"]["step"]) == (code, len(steps))
    lines = path.read_text("utf-8").splitlines()
    assert lines[told["error"]["line"] - 1 :] == ["[[step]]", *steps[-1].splitlines()]
    picture = stranger.out / path.stem / f"{len(steps):02}-stopped.png"
    assert picture.stat().st_size > 1000
    assert told["pictures"][-1] == picture.name


def test_scripts_that_stopped_end_in_two_and_all_is_told(stopped):
    stranger, _, done = stopped
    assert done.code == 2
    assert all(f"dòng {told['error']['line']} ({told['error']['code']})" in done.err for told in done.value)
    assert json.loads((stranger.out / "session.json").read_text()) == done.value


def test_a_broken_script_plays_nothing(stranger):
    path = stranger.write('do = "sign_in"', 'do = "dance"')
    done = stranger.play(stranger.write('do = "sign_in"', name="dung"), path)
    assert (done.code, done.value["error"]["code"]) == (2, "training.script_invalid")
    assert done.value["error"]["facts"]["line"] == 5
    assert not stranger.out.exists()


def test_a_broken_citizen_plays_nothing(stranger):
    stranger.citizen("hong", 'number = "1"\n')
    done = stranger.play(stranger.write('do = "sign_in"'))
    assert (done.code, done.value["error"]["code"]) == (2, "simulator.citizen_invalid")
    assert not list(stranger.out.glob("*"))


def test_a_folder_that_cannot_be_made_is_told(stranger):
    stranger.out.write_text("một tệp, không phải thư mục")
    done = stranger.play(stranger.write('do = "sign_in"'))
    assert (done.code, done.value["error"]["code"]) == (2, "core.not_writable")
