"""Every unusual card and every forgery, read by our reader in one process: exactly what is expected of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.terms import Outcome, TrustScope
from desktop_app.emrtd import mrz
from desktop_app.emrtd.access import AccessKey, CanKey, MrzKey, PinKey, PukKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator import link
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.expectation import PLAIN, Expectation, Secret
from desktop_app.readers.simulator.quirks import QUIRKS, Kind
from desktop_app.readers.simulator.switches import Pins
from desktop_app.reception.reading import crossed
from tests.support.scripted_card import MeddledCard

FORGERIES = [name for name, quirk in QUIRKS.items() if quirk.kind is Kind.FORGERY]
# The slow card has a test of its own, which turns the clock instead of waiting.
EVERY = [name for name in QUIRKS if name != "slow"]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), resources / "training" / "citizens")


class TurnedClock:
    """Stands for the module `time`: sleeping turns it on, and so does looking at it, by ten microseconds."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def perf_counter(self) -> float:
        self.now_s += 0.000_01
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


def _key(shelf: CardShelf, quirk: str | None, expect: Expectation) -> AccessKey:
    citizen = shelf.citizen(None, quirk)
    if expect.secret is Secret.CAN:
        return CanKey(citizen.can if expect.right else f"{(int(citizen.can) + 1) % 1_000_000:06d}")
    if expect.secret in (Secret.PIN, Secret.PUK):
        pins = shelf.load(None, quirk).switches.pins or Pins()
        if expect.secret is Secret.PUK:
            return PukKey(pins.puk)
        can = CanKey(citizen.can) if expect.last_try else None
        return PinKey(pins.pin if expect.right else "111111", can, expect.last_try)
    zone = mrz.parse_td1(citizen.mrz)
    return MrzKey(zone.document_number if expect.right else "987654321", zone.birth, zone.expiry)


def _read(shelf: CardShelf, card: Card, quirk: str | None, expect: Expectation) -> CardRead:
    return read_card(
        card,
        _key(shelf, quirk, expect),
        mode=expect.protocol,
        anchors=[Anchor(shelf.csca_path.read_bytes(), TrustScope.CITIZEN_CARD)],
        at=SystemClock().now(),
        revocation=[shelf.crl_path.read_bytes()] if expect.revocation else (),
    )


def _assert_as_expected(result: CardRead, expect: Expectation, files: dict[str, bytes]) -> None:
    assert (result.error.code if result.error else None) == expect.error
    if expect.error is not None:
        return
    assert dict(result.checks) == expect.all_checks
    found = (*result.findings, *crossed(result, None, SystemClock().now()))
    assert sorted(one.code for one in found) == sorted(one.code for one in expect.findings)
    assert set(found) == set(expect.findings)
    if expect.protocol == "bac":  # then nobody asks what PACE there is
        files = {name: raw for name, raw in files.items() if name != "CardAccess"}
    assert dict(result.files) == files


@pytest.mark.parametrize("name", EVERY)
def test_a_card_reads_exactly_as_its_expectation_says(shelf: CardShelf, name: str) -> None:
    quirk, card = QUIRKS[name], shelf.card(None, name)
    files = shelf.load(None, name).named_files()

    for expect in (quirk.expect, *quirk.expect.also):
        _assert_as_expected(_read(shelf, card, name, expect), expect, files)


def test_the_slow_card_reads_like_any_other_and_takes_the_time_of_its_link(
    shelf: CardShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, quirk = TurnedClock(), QUIRKS["slow"]
    monkeypatch.setattr(link, "time", clock)
    card = shelf.card(None, "slow")

    result = _read(shelf, card, "slow", quirk.expect)

    _assert_as_expected(result, quirk.expect, shelf.load(None, "slow").named_files())
    assert isinstance(card, link.TimedCard)
    slow = link.Link(kbps=106, overhead_ms=60)
    assert quirk.link == slow
    of_the_link = slow.ms(result.wire_bytes, result.exchanges)
    assert clock.now_s * 1000 == pytest.approx(of_the_link, rel=0.01)


def test_the_plain_card_has_every_check_verified_and_no_finding(shelf: CardShelf) -> None:
    result = _read(shelf, shelf.card(), None, PLAIN)

    _assert_as_expected(result, PLAIN, shelf.load().named_files())


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_passes_for_genuine(name: str) -> None:
    assert QUIRKS[name].expect.exit_code != 0


@pytest.mark.parametrize("name", [name for name in QUIRKS if name not in FORGERIES])
def test_no_oddity_of_a_genuine_card_is_called_a_forgery(name: str) -> None:
    assert QUIRKS[name].expect.exit_code in (0, 2)


def test_a_revoked_signer_is_seen_only_by_who_has_the_list(shelf: CardShelf) -> None:
    result = _read(shelf, shelf.card(None, "revoked_signer"), "revoked_signer", PLAIN)

    assert dict(result.checks) == PLAIN.all_checks


@pytest.mark.parametrize("citizen", ["tran-van-huan-luyen", "bui-be-mau"])
def test_other_citizens_have_forged_cards_too(shelf: CardShelf, citizen: str) -> None:
    result = read_card(
        shelf.card(citizen, "swapped_groups"),
        CanKey(shelf.citizen(citizen).can),
        mode=PLAIN.protocol,
        anchors=[Anchor(shelf.csca_path.read_bytes(), TrustScope.CITIZEN_CARD)],
        at=SystemClock().now(),
    )

    assert dict(result.checks) == QUIRKS["swapped_groups"].expect.all_checks


def test_an_answer_of_the_session_that_is_played_again_is_found_out(shelf: CardShelf) -> None:
    """Somebody between reader and chip repeats what the chip said before."""
    chip, said = shelf.card(), []

    def meddle(command: bytes) -> bytes | None:
        if command[0] == 0x0C and len(said) == 8:
            return said[-1]
        said.append(chip.transmit(command))
        return said[-1]

    result = _read(shelf, MeddledCard(chip, meddle), None, PLAIN)

    assert result.error is not None and result.error.code == "emrtd.secure_messaging_failed"
    assert not [check for check in result.checks.values() if check.outcome is Outcome.VERIFIED]
