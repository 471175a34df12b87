"""Every step of docs/training-scripts.md in one script, with a scanner and a printer."""

import re

import pytest

from desktop_app.training.play import load_scripts
from desktop_app.training.script import StepKind, WaitFor
from tests.support.cups import cups  # noqa: F401
from tests.support.papers import image
from tests.support.sane import sane_folder

PAPER = "000.00.00.G01-KQ003605"
HEAD = """
# Chủ hộ là người khác; con đi cùng.
officer = "cb01"
limit_s = 60
title = "Mọi bước"
"""
STEPS = (
    'do = "sign_in"\nofficer = "ld01"',
    'do = "sign_in"\nofficer = "cb01"',
    'do = "wait"\nfor = "reader"\nseconds = 60',
    'do = "choose_procedure"\ntext = "dang ky thuong tru"',
    'do = "turn"\nslot = "household_head"',
    'do = "scan_qr"\ncitizen = "Tran Van Huan Luyen"',
    'do = "lay_card"\ncitizen = "tran-van-huan-luyen"',
    'do = "consent"',
    'do = "wait"\nfor = "card_read"',
    'do = "expect"\nbadge = "badge.genuine"',
    'do = "take_card"',
    'do = "turn"\nslot = "declarant"',
    'do = "scan_qr"\ncitizen = "036195000111"',
    'do = "scan_qr"\ncitizen = "tran-van-huan-luyen"\nquirk = "expired_card"',
    'do = "expect"\nnotice = "reception.qr_of_another_person"',
    'do = "lay_card"\ncitizen = "Đỗ Thị Người Khác"',
    'do = "consent"',
    'do = "wait"\nfor = "rest"',
    'do = "take_card"',
    'do = "type"\nfield = "head_relation"\ntext = "Vợ"',
    'do = "type"\nfield = "phone"\ntext = "1"',
    'do = "type"\nfield = "phone"\ntext = ""',
    'do = "expect"\nfield = "phone"\ntext = ""',
    'do = "add_member"',
    'do = "type"\nfield = "row.1.full_name"\ntext = "Trần Thị Mầm"',
    'do = "type"\nfield = "row.1.birth_date"\ntext = "5/10/2026"',
    'do = "type"\nfield = "row.1.sex"\ntext = "Nữ"',
    'do = "type"\nfield = "row.1.number"\ntext = "036326000119"',
    'do = "type"\nfield = "row.1.relation"\ntext = "Con"',
    'do = "expect"\nfield = "row.1.full_name"\ntext = "Trần Thị Mầm"',
    'do = "residence_method"\nmethod = "6"',
    f'do = "scan_paper"\ncomponent = "{PAPER}"\ndevice = "frontend-tester"',
    f'do = "attach"\ncomponent = "{PAPER}"\nfile = "giấy tờ/hợp đồng.png"',
    'do = "attach"',
    'do = "lock"',
    'do = "unlock"',
    'do = "press"\nkey = "F1"',
    'do = "press"\nkey = "Escape"',
    'do = "picture"\nname = "truoc-khi-nhan"',
    'do = "wait"\nfor = "complete"',
    'do = "expect"\nmissing = 0',
    'do = "accept"',
    'do = "print"\nprinter = "MayIn"',
    'do = "sync"',
)


@pytest.fixture
def ready(stranger, tmp_path, cups):  # noqa: F811
    """A scanner, a printer and a paper of theirs; what came out of the printer lies in `out`."""
    stranger.env = {**sane_folder(tmp_path / "sane"), "CUPS_SERVER": cups.address}
    (stranger.folder / "giấy tờ").mkdir()
    (stranger.folder / "giấy tờ" / "hợp đồng.png").write_bytes(image("PNG", size=(400, 600)))
    return stranger, cups.queue("MayIn")


def test_every_step_does_what_is_documented(ready, told):
    stranger, printed = ready
    path = stranger.write(*STEPS, head=HEAD, procedure="1.004222")
    done = stranger.play(path)
    one = told(done)
    assert (done.code, one["error"]) == (0, None)
    assert [paper["component"] for paper in one["logged"]].count(PAPER) >= 2
    assert {paper["form"] for paper in one["printed"]} == {"CT01", "CT04"}
    assert len(list(printed.glob("*.pdf"))) == 2
    [file] = load_scripts([path])
    silent = {StepKind.EXPECT, StepKind.WAIT, StepKind.PICTURE}
    seen = {f"{step.place:02}-{step.kind}.png" for step in file.script.steps if step.kind not in silent}
    assert seen <= set(one["pictures"])


def test_no_step_and_no_state_is_left_out_here_or_in_the_document(project_root):
    text = (project_root / "docs" / "training-scripts.md").read_text("utf-8")
    used = set(re.findall(r'do = "(\w+)"', "\n".join(STEPS)))
    assert used == set(StepKind)
    assert set(re.findall(r"`(\w+)`", text)) >= {*StepKind, *WaitFor}
