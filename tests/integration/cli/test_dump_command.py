"""`motcua dump --redacted`: everything support needs of a card, and nothing of the person."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Iterator

import pytest

from desktop_app.cli import look_up
from desktop_app.cli.context import Context
from desktop_app.core.text import fold
from desktop_app.readers.simulator.cards import CardShelf


@pytest.fixture
def dump(train):
    """Runs it on a card; `given` is the secret."""

    def command(*options: str, given: str):
        return train("dump", "--redacted", "--reader", "simulator", *options, given=given)

    return command


def _shown(train, *options: str) -> dict[str, str]:
    return train("card", "--show", "--json", *options).value


def _dates(day: str) -> Iterator[str]:
    """A date in the ways it stands on a card, given as YYMMDD of the zone or DD/MM/YYYY."""
    if "/" in day:
        d, m, y = day.split("/")
        yield from (day, f"{d}{m}{y}", f"{y}-{m}-{d}", f"{y}{m}{d}", f"{y[2:]}{m}{d}")
    else:
        yield day


def _personal_texts(shown: dict[str, str], files: dict[str, bytes]) -> set[str]:
    zone = shown["mrz"].splitlines()
    qr = shown["qr"].split("|")
    texts = {shown["number"], shown["can"], shown["mrz"], "".join(zone), *zone, *qr}
    texts |= {part for field in qr for part in field.replace(",", " ").split()}
    texts |= {part for part in zone[2].split("<") if part} | {zone[0][5:14], zone[1][:6], zone[1][8:14]}
    for day in [field for field in qr if len(field) == 8 and field.isdigit()]:
        texts |= set(_dates(f"{day[:2]}/{day[2:4]}/{day[4:]}"))
    texts |= {text for raw in files.values() for text in _texts_in(raw)}
    return {text for text in texts if len(text) >= 3}


def _texts_in(raw: bytes) -> Iterator[str]:
    """Runs of readable characters in a file about the person."""
    for readable, run in itertools.groupby(raw.decode("utf-8", "replace"), str.isprintable):
        text = "".join(run).replace("\ufffd", "")
        if readable and len(text) >= 4:
            yield text


def _forms(text: str) -> set[str]:
    raw = text.encode()
    return {
        text,
        fold(text),
        raw.hex(),
        base64.b64encode(raw).decode().rstrip("="),
        hashlib.sha256(raw).hexdigest(),
    }


def _assert_says_nothing(printed: str, shown: dict[str, str], files: dict[str, bytes]) -> None:
    low = printed.casefold()
    words = set(json.dumps(json.loads(printed), ensure_ascii=False).casefold().split('"'))
    for text in _personal_texts(shown, files):
        for form in _forms(text):
            # Short words such as "nam" may stand inside others; they may not stand by themselves.
            assert form.casefold() not in (low if len(form) > 5 else words), "a personal value is shown"
    for raw in files.values():
        for name in ("sha1", "sha224", "sha256", "sha384", "sha512"):
            digest = hashlib.new(name, raw)
            assert digest.hexdigest() not in low
            assert base64.b64encode(digest.digest()).decode() not in printed
        assert raw.hex()[:40] not in low and base64.b64encode(raw).decode()[:30] not in printed


def _personal_files(shelf: CardShelf, *load: str | None) -> dict[str, bytes]:
    files = shelf.load(*load).named_files()
    return {
        name: raw for name, raw in files.items() if name in ("DG1", "DG2", "DG11", "DG12", "DG13", "DG16")
    }


@pytest.fixture
def kept(train, monkeypatch) -> CardShelf:
    """The shelf that the commands take their cards from."""
    held: list[CardShelf] = []
    original = Context.application.func
    monkeypatch.setattr(
        Context.application, "func", lambda self: held.append((made := original(self)).shelf) or made
    )
    train("card", "--show", "--json")
    return held[0]


@pytest.mark.parametrize(
    ("options", "secret"),
    [
        (("--can", "-"), "can"),
        (("--id", "-"), "number"),
        (("--mrz", "-"), "mrz"),
        (("--qr", "-"), "qr"),
        (("--mrz", "-", "--protocol", "bac"), "mrz"),
    ],
)
def test_nothing_of_the_person_is_shown(train, dump, kept, options, secret):
    shown = _shown(train)

    ended = dump(*options, given=shown[secret])

    assert (ended.code, ended.value["error"]) == (0, None)
    assert ended.value["protocol"] == ("BAC" if "bac" in options else ended.value["protocol"])
    _assert_says_nothing(ended.out, shown, _personal_files(kept))


@pytest.mark.parametrize(
    ("quirk", "code"),
    [("altered_dg13", 3), ("cloned", 3), ("more_groups", 0), ("dg13_flat", 0), ("sod_bare", 0)],
)
def test_nothing_is_shown_of_odd_and_forged_cards_either(train, dump, kept, quirk, code):
    shown = _shown(train, "--quirk", quirk)

    ended = dump("--can", "-", "--quirk", quirk, given=shown["can"])

    assert ended.code == code
    _assert_says_nothing(ended.out, shown, _personal_files(kept, None, quirk))


def test_a_read_that_fails_shows_what_there_was_until_then(train, dump, kept):
    shown = _shown(train, "--quirk", "session_lost_6987")

    ended = dump("--can", "-", "--quirk", "session_lost_6987", given=shown["can"])

    assert (ended.code, ended.value["error"]["code"]) == (2, "emrtd.session_lost")
    assert "DG1" in ended.value["files"] and ended.value["trace"]
    _assert_says_nothing(ended.out, shown, _personal_files(kept, None, "session_lost_6987"))


def test_a_wrong_number_is_told_without_the_number(train, dump):
    shown = _shown(train)
    wrong = f"{(int(shown['can']) + 1) % 1_000_000:06d}"

    ended = dump("--can", "-", given=wrong)

    assert (ended.code, ended.value["error"]["code"]) == (2, "emrtd.wrong_can")
    assert list(ended.value["files"]) == ["ATR/INFO", "DIR", "CardAccess"]
    assert wrong not in ended.out


def test_support_sees_files_protocols_keys_and_exchanges(train, dump):
    value = dump("--can", "-", given=_shown(train)["can"]).value

    files = value["files"]
    assert set(files) >= {"ATR/INFO", "DIR", "CardAccess", "COM", "SOD", "DG1", "DG2", "DG13", "DG14", "DG15"}
    assert {"oid": "0.4.0.127.0.7.2.2.4.2.2", "numbers": [2, 13]} in files["CardAccess"]["infos"]
    assert files["COM"]["data_groups"] == [1, 2, 3, 13, 15, 14]
    assert files["SOD"]["signature"]["signer"]["country"] == "VN"
    assert files["DG2"]["pictures"][0]["kind"] == "jpeg"
    assert [info["key"] for info in files["DG14"]["infos"] if "key" in info] == [
        {"algorithm": "1.2.840.10045.2.1", "curve": "brainpoolP256r1", "bits": 256, "form": "explicit"}
    ]
    assert files["DG15"]["key"]["curve"]
    assert len(value["trace"]) == value["exchanges"] and value["limits"]["short"] == 223
    assert {check["outcome"] for check in value["checks"].values()} <= {"verified", "not_possible"}


def test_the_shape_of_the_texts_tells_no_woman_from_a_man_and_no_single_from_a_married_person(train, dump):
    # Named, not listed: somebody's own citizen may have no family at all, which leaves out a whole branch.
    names = ("nguyen-thi-mau", "tran-van-huan-luyen", "le-thi-vi-du", "hoang-thi-vo-han", "bui-be-mau")

    shapes = {
        json.dumps(
            dump("--can", "-", "--citizen", name, given=_shown(train, "--citizen", name)["can"]).value[
                "files"
            ]["DG13"]["structure"]
        )
        for name in names
    }

    assert len(shapes) == 1


def test_there_is_no_other_form(train):
    ended = train("dump", "--reader", "simulator", "--can", "-", given="000000")

    assert (ended.code, ended.failure) == (2, "cli.dump_redacted_only")


def test_it_is_logged_as_a_look_up(train, dump, kept, monkeypatch):
    logged: list[str] = []
    original = look_up.record_lookup

    def record(*values, **named):
        logged.append(named["purpose"])
        return original(*values, **named)

    monkeypatch.setattr(look_up, "record_lookup", record)

    dump("--can", "-", "--purpose", "hỗ trợ kỹ thuật", given=_shown(train)["can"])

    assert logged == ["ho_tro_ky_thuat"]
