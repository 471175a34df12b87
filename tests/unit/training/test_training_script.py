"""What a training script may say, and what is said about one that is wrong."""

import pytest

from desktop_app.core.errors import AppError
from desktop_app.training.play import load_scripts
from desktop_app.training.script import StepKind, parse_script

HEAD = 'procedure = "1.010041"\n'


def step(lines: str) -> bytes:
    return f"{HEAD}[[step]]\n{lines}\n".encode()


def where(raw: bytes) -> object:
    with pytest.raises(AppError) as caught:
        parse_script("bai-tap", raw)
    assert caught.value.code == "training.script_invalid"
    return caught.value.facts["where"]


def test_a_script_is_read_in_the_order_of_its_steps():
    script = parse_script(
        "bai-tap", step('do = "type"\nfield = "phone"\ntext = ""') + b'[[step]]\ndo = "accept"\n'
    )
    assert [one.kind for one in script.steps] == [StepKind.TYPE, StepKind.ACCEPT]
    assert (script.name, script.procedure, script.steps[0].text("field")) == ("bai-tap", "1.010041", "phone")


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"\xff", "toml"),
        (b"a = ", "toml"),
        (b"[[step]]\ndo = 'accept'", "procedure"),
        (HEAD.encode(), "step"),
        (b"surprise = 1\n" + step('do = "accept"'), "surprise"),
        (step('do = "dance"'), "step 1: do"),
        (step("field = 'x'"), "step 1: do"),
        (step('do = "accept"\nfield = "x"'), "step 1: field"),
        (step('do = "lay_card"'), "step 1: citizen"),
        (step('do = "lay_card"\ncitizen = "x"\nquirk = "tilted"'), "step 1: quirk"),
        (step('do = "type"\nfield = "x"\ntext = 3'), "step 1: text"),
        (step('do = "wait"\nfor = "christmas"'), "step 1: for"),
        (step('do = "residence_method"\nmethod = "9"'), "step 1: method"),
        (step('do = "expect"'), "step 1: expect"),
        (step('do = "expect"\nmissing = 0\nbadge = "badge.intact"'), "step 1: expect"),
        (step('do = "expect"\nfield = "phone"'), "step 1: expect"),
        (step('do = "attach"\nfile = "../../etc/passwd"'), "step 1: file"),
        (step('do = "attach"\nfile = "/etc/passwd"'), "step 1: file"),
        (step('do = "picture"\nname = "a/b"'), "step 1: name"),
    ],
)
def test_a_wrong_script_is_told_by_the_place(raw, place):
    assert where(raw) == place


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"# first\n\xff", 2),
        (b"title = 'x'\r\na = \r\n", 2),
        (b"a = '''", 1),
        (b"title = 'x'\n[[step]]\ndo = 'accept'", 1),
        (HEAD.encode() + b"\nlimit_s = 0\n[[step]]\ndo = 'accept'", 3),
        (HEAD.encode() + b"surprise = 1\n[[step]]\ndo = 'accept'", 2),
        (step('do = "accept"') + b"\n[[step]]\n# here\ndo = 'dance'\n", 7),
        (step('do = "accept"') + b"[[step]]\nfield = 'x'\n", 4),
        (step('do = "accept"') + b'[[ "step" ]]\ndo = "accept"\n"field" = "x"\n', 6),
        (b'step = [{do = "accept"},\n {do = "dance"}]\n' + HEAD.encode(), 1),
    ],
)
def test_a_wrong_script_is_told_by_its_line(raw, line):
    with pytest.raises(AppError) as caught:
        parse_script("bai-tap", raw)
    assert caught.value.facts["line"] == line


def test_steps_know_their_lines():
    raw = b"\xef\xbb\xbf# from Windows\r\n" + step('do = "lock"').replace(b"\n", b"\r\n")
    script = parse_script("bai-tap", raw + b'[[step]]\r\ndo = "unlock"\r\n')
    assert [one.line for one in script.steps] == [3, 5]


def test_a_script_that_is_not_there_is_told_by_its_ordinal(tmp_path):
    with pytest.raises(AppError) as caught:
        load_scripts([tmp_path / "none.toml"])
    assert (caught.value.code, caught.value.facts["ordinal"]) == ("training.script_unreadable", 1)


def test_scripts_of_one_name_get_folders_of_their_own(tmp_path):
    paths = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "same.toml")
        paths[-1].write_bytes(step('do = "accept"'))
    assert [file.script.name for file in load_scripts(paths)] == ["same", "same-2"]


def test_every_shipped_script_is_right(resources):
    files = load_scripts(sorted((resources / "training").glob("*.toml")))
    assert {file.script.procedure for file in files} == {"1.004222", "1.001193", "1.000894"}
    assert load_scripts([resources / "training" / "the-la" / "the-la.toml"])
