"""Our reader and the simulated chip, which share no protocol step, in one process."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.terms import CheckName, Outcome, Protocol, TrustScope
from desktop_app.emrtd import lds, mrz
from desktop_app.emrtd.access import AccessKey, AccessMode, CanKey, MrzKey
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import VERIFIED, CardRead, failed, not_possible
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from tests.support.scripted_card import MeddledCard

CITIZENS = sorted(
    path.stem for path in (Path(__file__).parents[2] / "resources" / "training" / "citizens").glob("*.toml")
)
WAYS = [
    (Protocol.PACE_CAN, AccessMode.AUTO),
    (Protocol.PACE_MRZ, AccessMode.AUTO),
    (Protocol.BAC, AccessMode.BAC),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), resources / "training" / "citizens")


def _key(shelf: CardShelf, name: str, protocol: Protocol) -> AccessKey:
    citizen = shelf.citizen(name)
    if protocol is Protocol.PACE_CAN:
        return CanKey(citizen.can)
    zone = mrz.parse_td1(citizen.mrz)
    return MrzKey(zone.document_number, zone.birth, zone.expiry)


def _read(
    shelf: CardShelf,
    card: Chip | MeddledCard,
    key: AccessKey,
    mode: AccessMode = AccessMode.AUTO,
    scope: TrustScope = TrustScope.CITIZEN_CARD,
) -> CardRead:
    anchor = Anchor(shelf.csca_path.read_bytes(), scope)
    return read_card(card, key, mode=mode, anchors=[anchor], at=SystemClock().now())


@pytest.mark.parametrize(("protocol", "mode"), WAYS)
@pytest.mark.parametrize("name", CITIZENS)
def test_every_training_card_is_read_whole(
    shelf: CardShelf, name: str, protocol: Protocol, mode: AccessMode
) -> None:
    data = shelf.load(name)

    result = _read(shelf, Chip(data), _key(shelf, name, protocol), mode)

    expected = data.named_files()
    wanted = {file.name for file in (lds.COM, lds.SOD, *lds.DATA_GROUPS)} & set(expected)
    assert (result.error, result.protocol) == (None, protocol)
    assert {n: hashlib.sha256(raw).hexdigest() for n, raw in result.files.items() if n != "CardAccess"} == {
        n: hashlib.sha256(expected[n]).hexdigest() for n in wanted
    }


@pytest.mark.parametrize("name", CITIZENS)
def test_every_training_card_is_sound_where_its_issuer_is_trusted(shelf: CardShelf, name: str) -> None:
    checks = _read(shelf, Chip(shelf.load(name)), _key(shelf, name, Protocol.PACE_CAN)).checks

    for check in (CheckName.DG_HASHES, CheckName.SOD_SIGNATURE, CheckName.SIGNER_CHAIN):
        assert checks[check] == VERIFIED


def test_where_its_issuer_is_not_trusted_the_chain_is_not_possible(shelf: CardShelf) -> None:
    chip = Chip(shelf.load())

    result = _read(shelf, chip, _key(shelf, shelf.default, Protocol.PACE_CAN), scope=TrustScope.PASSPORT)

    assert result.checks[CheckName.SIGNER_CHAIN] == not_possible("no_csca")


def test_a_card_of_another_training_issuer_is_unknown(
    shelf: CardShelf, tmp_path: Path, resources: Path
) -> None:
    other = CardShelf(tmp_path, resources / "training" / "citizens")
    key = _key(shelf, shelf.default, Protocol.PACE_CAN)

    assert _read(shelf, Chip(other.load()), key).checks[CheckName.SIGNER_CHAIN] == failed("unknown_issuer")


def test_one_changed_bit_in_dg13_fails(shelf: CardShelf) -> None:
    data = shelf.load()
    raw = bytearray(data.files[lds.DG13.file_id])
    raw[len(raw) // 2] ^= 1
    changed = data.with_file(lds.DG13.file_id, bytes(raw))

    result = _read(shelf, Chip(changed), _key(shelf, shelf.default, Protocol.PACE_CAN))

    assert (result.error, result.checks[CheckName.DG_HASHES]) == (None, failed("hash_mismatch"))


def test_a_wrong_number_is_tried_once(shelf: CardShelf) -> None:
    card = MeddledCard(Chip(shelf.load()))
    right = shelf.citizen().can

    result = _read(shelf, card, CanKey(f"{(int(right) + 1) % 1_000_000:06d}"))

    assert result.error is not None
    assert (result.error.code, card.count(0x22), card.count(0x82)) == ("emrtd.wrong_can", 1, 0)
    assert all(check.outcome is not Outcome.VERIFIED for check in result.checks.values())
