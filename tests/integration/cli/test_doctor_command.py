"""The self-test names every part with its state, code and remedy, and no broken part ends it."""

import httpx2
import pytest

from desktop_app.core.errors import AppError
from desktop_app.doctor import checks
from desktop_app.readers import pcsc

PARTS = [
    "program", "fonts", "readers", "disk", "profile", "database", "clock", "log", "numbers", "catalogue",
    "trust", "outbox", "province",
]  # fmt: skip
SECRET = "001190000117"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """A reader that is there and a province that is away, whatever this computer has."""

    def away(*_arguments, **_options):
        raise httpx2.ConnectError("away")

    monkeypatch.setattr(checks, "list_readers", lambda: ["Reader 0"])
    monkeypatch.setattr(checks.httpx2, "get", away)


@pytest.fixture
def doctor(train):
    def ask():
        ended = train("doctor", "--json")
        return ended.code, {part["part"]: part for part in ended.value["parts"]}

    return ask


def test_every_part_has_state_code_title_and_remedy(doctor):
    code, parts = doctor()
    assert code == 0
    assert list(parts) == PARTS
    for part in parts.values():
        assert set(part) == {"part", "state", "code", "facts", "title", "remedy"}
        assert part["state"] in ("good", "attention", "failed")
        assert part["code"] and part["title"] and part["remedy"]


def test_a_province_that_is_away_wants_attention_and_no_more(doctor):
    _, parts = doctor()
    assert (parts["province"]["state"], parts["province"]["code"]) == (
        "attention",
        "sync.province_unreachable",
    )


def test_people_get_a_line_for_each_part(train):
    ended = train("doctor")
    assert [part for part in PARTS if f" {part}: " not in ended.out] == []


BREAKABLE = {
    "fonts": "_fonts", "readers": "_readers", "disk": "_disk", "clock": "_clock", "log": "_log",
    "numbers": "_numbers", "catalogue": "_catalogue", "trust": "_trust", "outbox": "_outbox",
    "province": "_province",
}  # fmt: skip


@pytest.mark.parametrize("part", BREAKABLE)
def test_a_part_that_breaks_is_named_and_the_others_answer(doctor, train, monkeypatch, part):
    def broken(*_arguments):
        raise ValueError(SECRET)

    monkeypatch.setattr(checks, BREAKABLE[part], broken)
    code, parts = doctor()
    assert code == 3
    assert list(parts) == PARTS
    assert (parts[part]["code"], parts[part]["facts"]) == ("doctor.part_broken", {"kind": "ValueError"})
    assert [name for name, said in parts.items() if said["state"] == "failed"] == [part]
    assert SECRET not in str(parts)


def test_a_service_that_does_not_run_is_told_with_its_own_code(doctor, monkeypatch):
    def stopped():
        raise AppError(pcsc.SERVICE_STOPPED)

    monkeypatch.setattr(checks, "list_readers", stopped)
    code, parts = doctor()
    assert (code, parts["readers"]["code"]) == (3, "readers.service_stopped")


def test_no_reader_wants_attention(doctor, monkeypatch):
    monkeypatch.setattr(checks, "list_readers", list)
    code, parts = doctor()
    assert (code, parts["readers"]["code"]) == (0, "readers.no_reader")


def test_a_profile_that_is_not_there_ends_only_its_own_parts(motcua, tmp_path):
    ended = motcua("--profile", tmp_path / "profile", "doctor", "--json")
    parts = {part["part"]: part for part in ended.value["parts"]}
    assert ended.code == 3
    assert list(parts) == PARTS[:5]
    assert parts["profile"]["code"] == "bootstrap.not_set_up"


def test_a_nearly_full_disk_wants_attention(doctor, monkeypatch):
    monkeypatch.setattr(checks, "_FREE_MB", 10**9)
    _, parts = doctor()
    assert (parts["disk"]["state"], parts["disk"]["code"]) == ("attention", "doctor.disk_low")
