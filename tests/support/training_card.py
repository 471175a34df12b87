"""Cards for tests of the chip: one by the training issuer, and the two of the traces of other readers."""

from __future__ import annotations

import dataclasses
import functools
import json
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from desktop_app.readers.simulator.chip_data import CARD_ACCESS, ChipData, PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen, load_citizens
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.issuer import Issuer

CITIZENS = Path(__file__).resolve().parents[2] / "resources" / "training" / "citizens"
_LAST_PLACE = 1000  # where a file without `order` stands
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@functools.cache
def citizens() -> dict[str, TrainingCitizen]:
    """Those that come with the product; somebody's own, dropped beside them, take the last place."""
    return {name: person for name, person in load_citizens(CITIZENS).items() if person.order < _LAST_PLACE}


@functools.cache
def issuer() -> Issuer:
    return Issuer.create(NOW)


def first_citizen() -> TrainingCitizen:
    return next(iter(citizens().values()))


@functools.cache
def card() -> ChipData:
    return issuer().personalize(first_citizen(), draw_face("test", 3000))


def with_(data: ChipData, **switches) -> ChipData:
    return data.with_switches(dataclasses.replace(data.switches, **switches))


def trace_card(testdata: Path, letter: str) -> ChipData:
    """Card `a` (BAC only) or `d` (PACE too) of the traces, with its RSA key."""
    folder = testdata / "lds" / "made-up-card" / f"trace-card-{letter}"
    access = json.loads((folder / "access.json").read_text())
    names = {"COM": 0x011E, "SOD": 0x011D, "CardAccess": CARD_ACCESS} | {
        f"DG{n}": 0x0100 + n for n in range(1, 17)
    }
    files = {names[p.stem.removeprefix("EF_")]: p.read_bytes() for p in folder.glob("EF_*.bin")}
    key = serialization.load_der_private_key((folder / "aa_private_key_pkcs1.der").read_bytes(), None)
    return ChipData(
        files=files,
        mrz_information=access["mrz_information"],
        can=access["can"],
        locked=frozenset(),
        pace=(PaceOffer(),) if access["can"] else (),
        active_key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
