"""`motcua play`: the real window, driven by keys, in a process of its own."""

import json

from sqlalchemy import select

from db.models.audit import AuditEntry
from db.models.dossier import Dossier
from tests.support.acceptor import opened

BY_CARD = (
    'do = "sign_in"',
    'do = "choose_procedure"\ntext = "xac nhan cu tru"',
    'do = "scan_qr"\ncitizen = "do-thi-nguoi-khac"',
    'do = "lay_card"\ncitizen = "do-thi-nguoi-khac"',
    'do = "consent"',
    'do = "wait"\nfor = "card_read"',
    'do = "take_card"',
    'do = "expect"\nmissing = 0',
    'do = "accept"',
    'do = "print"',
)


def test_the_shipped_scripts_run_from_card_to_paper(stranger, resources):
    done = stranger.play(*sorted((resources / "training").glob("*.toml")))
    told = done.value
    assert (done.code, [one["error"] for one in told]) == (0, [None, None, None])
    assert all(one["numbered"] and len(one["read"]) >= 2 and one["logged"] for one in told)
    assert all(one["synced"]["waiting"] > 0 for one in told)  # nobody answers at the province
    for one in told:
        folder = stranger.out / one["script"]
        assert {f"{paper['form']}.pdf" for paper in one["printed"]} == {p.name for p in folder.glob("*.pdf")}
        assert all((folder / name).stat().st_size > 1000 for name in one["pictures"])
    assert json.loads((stranger.out / "session.json").read_text()) == told


def test_a_foreign_script_with_a_foreign_citizen_needs_few_keys(stranger, told):
    done = stranger.play(stranger.write(*BY_CARD))
    assert (done.code, told(done)["error"]) == (0, None)
    assert told(done)["filled"]["typed"] == 0
    assert told(done)["keys_from_card"] <= 8


def test_citizens_may_lie_in_a_folder_of_their_own(stranger, told, tmp_path):
    (stranger.folder / "citizens").rename(tmp_path / "người của họ")
    done = stranger.play(stranger.write(*BY_CARD), options=("--citizens", str(tmp_path / "người của họ")))
    assert (done.code, told(done)["error"]) == (0, None)


def test_a_citizens_folder_with_something_else_in_it_plays_nothing(stranger):
    done = stranger.play(stranger.write(*BY_CARD), options=("--citizens", str(stranger.folder)))
    assert (done.code, done.value["error"]["code"]) == (2, "simulator.citizen_invalid")


def test_a_script_from_windows_begins_with_a_mark_and_ends_its_lines_in_two_signs(stranger, told):
    path = stranger.write('do = "sign_in"', 'do = "picture"\nname = "quay"')
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    citizen = stranger.folder / "citizens" / "do-thi-nguoi-khac.toml"
    citizen.write_bytes(b"\xef\xbb\xbf" + citizen.read_bytes().replace(b"\n", b"\r\n"))
    done = stranger.play(path)
    assert (done.code, told(done)["pictures"]) == (0, ["01-sign_in.png", "02-quay.png"])


def test_two_scripts_in_one_run_begin_each_with_nobody_at_the_counter(stranger):
    half = stranger.write(*BY_CARD[:5], name="nua-chung")
    whole = stranger.write(*BY_CARD, name="tron-ven")
    done = stranger.play(half, whole)
    first, second = done.value
    assert (done.code, first["numbered"], first["error"]) == (0, None, None)
    assert second["numbered"]
    assert [len(one["read"]) for one in (first, second)] == [1, 1]


def test_the_next_script_is_played_although_one_cannot_be(stranger):
    broken = stranger.write('do = "sign_in"', 'do = "turn"\nslot = "groom"', name="hong")
    whole = stranger.write(*BY_CARD, name="tron-ven")
    done = stranger.play(broken, whole)
    first, second = done.value
    assert (done.code, first["error"]["step"]) == (2, 2)
    assert second["numbered"]


def test_a_folder_with_other_things_keeps_them(stranger):
    stranger.out.mkdir()
    (stranger.out / "của người khác.txt").write_text("để yên")
    (stranger.out / "session.json").write_text("của lần trước")
    path = stranger.write('do = "sign_in"')
    assert [stranger.play(path).code for _ in range(2)] == [0, 0]
    assert (stranger.out / "của người khác.txt").read_text() == "để yên"
    assert json.loads((stranger.out / "session.json").read_text())[0]["error"] is None


def test_the_officer_of_the_command_line_wins_over_the_script(stranger, told):
    path = stranger.write('do = "sign_in"', head='officer = "cb01"\n')
    assert stranger.play(path, options=("--officer", "ld01")).code == 0
    application = opened(stranger.counter.profile)
    try:
        entries = select(AuditEntry.actor).where(AuditEntry.action == "officer.signed_in")
        assert application.store.read(lambda rows: list(rows.scalars(entries))) == ["ld01"]
    finally:
        application.close()


def test_another_officer_takes_over_in_mid_script(stranger, told):
    steps = ('do = "sign_in"\nofficer = "cb01"', 'do = "sign_in"\nofficer = "ld01"', *BY_CARD[1:9])
    done = stranger.play(stranger.write(*steps))
    assert (done.code, told(done)["error"]) == (0, None)
    application = opened(stranger.counter.profile)
    try:
        assert application.store.read(lambda rows: list(rows.scalars(select(Dossier.officer)))) == ["ld01"]
    finally:
        application.close()
