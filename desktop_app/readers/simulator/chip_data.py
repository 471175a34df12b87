"""What is written into a simulated chip when it is personalized: files, secrets, switches."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.switches import Switches

__all__ = ["ChipData", "ChipKey", "Mapping", "PaceOffer", "Switches"]

MASTER_FILE = 0x3F00
DIR = 0x2F00
ATR_INFO = 0x2F01
CARD_SECURITY = 0x011D
CARD_ACCESS = 0x011C
SOD = 0x011D
COM = 0x011E
LDS_APPLICATION = bytes.fromhex("A0000002471001")

# Files below the application; everything else that is selected does not exist.
_NAMES = {CARD_ACCESS: "CardAccess", COM: "COM", SOD: "SOD"} | {0x0100 + n: f"DG{n}" for n in range(1, 17)}

_PACE = bytes.fromhex("04007F0007020204")  # id-PACE; a byte for mapping and group follows, then the suite
_CA = bytes.fromhex("04007F0007020203")  # id-CA; a byte for the group follows, then the suite
_OVER_PRIMES, _OVER_CURVES = 1, 2
_LAST_PRIME = 2  # parameter ids 0 to 2 are groups modulo a prime
_SUITE_NUMBERS = {Suite.TDES: 1, Suite.AES128: 2, Suite.AES192: 3, Suite.AES256: 4}

BRAINPOOL_P256R1 = 13  # standardized domain parameters of ICAO Doc 9303 part 11


class Mapping(StrEnum):
    """How PACE makes a generator out of the nonce."""

    GENERIC = "generic"
    INTEGRATED = "integrated"
    CHIP = "chip"  # generic, and the chip proves its key of Chip Authentication on the way


_MAPPINGS = {  # the byte in the object identifier, modulo primes and over curves
    Mapping.GENERIC: (1, 2),
    Mapping.INTEGRATED: (3, 4),
    Mapping.CHIP: (6, 6),  # over curves only
}


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """One way to run PACE that the chip offers.

    Attributes:
        suite: cipher and MAC.
        parameter_id: standardized domain parameters: 0 to 2 modulo a prime, 8 to 18 over a curve.
        mapping: how the nonce becomes a generator.
    """

    suite: Suite = Suite.AES128
    parameter_id: int = BRAINPOOL_P256R1
    mapping: Mapping = Mapping.GENERIC

    @property
    def oid(self) -> bytes:
        """Object identifier, the value without tag and length."""
        number = _MAPPINGS[self.mapping][self.parameter_id > _LAST_PRIME]
        return _PACE + bytes([number, _SUITE_NUMBERS[self.suite]])


@dataclass(frozen=True, slots=True)
class ChipKey:
    """The static key of Chip Authentication.

    Attributes:
        private: scalar, big endian.
        suite: of the session that it makes.
        parameter_id: standardized domain parameters: 0 to 2 modulo a prime, 8 to 18 over a curve.
        key_id: number of the key, None when there is only one and it has none.
    """

    private: bytes = field(repr=False)
    suite: Suite = Suite.AES128
    parameter_id: int = BRAINPOOL_P256R1
    key_id: int | None = None

    @property
    def oid(self) -> bytes:
        """Object identifier of the protocol, the value without tag and length."""
        kind = _OVER_CURVES if self.parameter_id > _LAST_PRIME else _OVER_PRIMES
        return _CA + bytes([kind, _SUITE_NUMBERS[self.suite]])


@dataclass(frozen=True, slots=True)
class ChipData:
    """A personalized chip. Nothing of it is shown by `repr`.

    Attributes:
        files: file identifier to contents, whole data objects; EF.CardAccess is among them.
        master_files: likewise, the other files of the master file: EF.DIR, EF.ATR/INFO, EF.CardSecurity.
        mrz_information: document number, birth and expiry, each with its check digit: the MRZ secret.
        can: six digits, the card access number; None: the chip knows no such secret.
        locked: files that exist and are never given out: fingerprints.
        pace: what PACE the chip offers.
        chip_key: for Chip Authentication; None: not offered.
        other_chip_keys: more of them, each with its number.
        active_key: private key of Active Authentication, PKCS #8 DER, EC or RSA; None: not offered.
        active_hash: with which Active Authentication signs.
        active_answer: what it answers always, recorded from a genuine chip; None: it signs.
        switches: deviations.
    """

    files: MappingOf[int, bytes] = field(repr=False)
    mrz_information: str = field(repr=False)
    can: str | None = field(default=None, repr=False)
    locked: frozenset[int] = frozenset({0x0103})
    pace: tuple[PaceOffer, ...] = (PaceOffer(),)
    chip_key: ChipKey | None = None
    active_key: bytes | None = field(default=None, repr=False)
    switches: Switches = field(default_factory=Switches)
    master_files: MappingOf[int, bytes] = field(default_factory=dict, repr=False)
    other_chip_keys: tuple[ChipKey, ...] = ()
    active_hash: str | None = None
    active_answer: bytes | None = field(default=None, repr=False)

    @property
    def chip_keys(self) -> tuple[ChipKey, ...]:
        """All keys of Chip Authentication."""
        return (*(() if self.chip_key is None else (self.chip_key,)), *self.other_chip_keys)

    def with_switches(self, switches: Switches) -> ChipData:
        """The same chip with other switches."""
        return replace(self, switches=switches)

    def with_file(self, identifier: int, contents: bytes) -> ChipData:
        """The same chip with one file changed; hashes and signatures are left as they were."""
        return replace(self, files={**self.files, identifier: contents})

    def without_file(self, identifier: int) -> ChipData:
        """The same chip with one file gone."""
        return replace(self, files={k: v for k, v in self.files.items() if k != identifier})

    def named_files(self) -> dict[str, bytes]:
        """Readable files by name: `CardAccess`, `CardSecurity`, `COM`, `SOD`, `DG1` and so on."""
        hidden = not self.switches.pace or self.switches.access_refusal is not None
        names = {k: name for k, name in _NAMES.items() if not (hidden and k == CARD_ACCESS)}
        files = {names[k]: v for k, v in sorted(self.files.items()) if k in names}
        if CARD_SECURITY in self.master_files:
            files["CardSecurity"] = self.master_files[CARD_SECURITY]
        return files

    def to_bytes(self) -> bytes:
        """For the training profile, which holds no real secret: JSON, switches left out."""
        return json.dumps(
            {
                "files": _texts(self.files),
                "master_files": _texts(self.master_files),
                "mrz_information": self.mrz_information,
                "can": self.can,
                "locked": sorted(self.locked),
                "pace": [[offer.suite, offer.parameter_id, offer.mapping] for offer in self.pace],
                "chip_key": self.chip_key and _key_to_json(self.chip_key),
                "other_chip_keys": [_key_to_json(key) for key in self.other_chip_keys],
                "active_key": self.active_key and _text(self.active_key),
                "active_hash": self.active_hash,
                "active_answer": self.active_answer and _text(self.active_answer),
            }
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> ChipData:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError, KeyError, TypeError: it is something else.
        """
        held = json.loads(raw)
        return cls(
            files=_files(held["files"]),
            master_files=_files(held["master_files"]),
            mrz_information=held["mrz_information"],
            can=held["can"],
            locked=frozenset(held["locked"]),
            pace=tuple(PaceOffer(Suite(suite), number, Mapping(how)) for suite, number, how in held["pace"]),
            chip_key=held["chip_key"] and _key_from_json(held["chip_key"]),
            other_chip_keys=tuple(_key_from_json(key) for key in held["other_chip_keys"]),
            active_key=held["active_key"] and base64.b64decode(held["active_key"]),
            active_hash=held["active_hash"],
            active_answer=held["active_answer"] and base64.b64decode(held["active_answer"]),
        )


def _texts(files: MappingOf[int, bytes]) -> dict[str, str]:
    return {f"{k:04X}": _text(v) for k, v in files.items()}


def _files(texts: MappingOf[str, str]) -> dict[int, bytes]:
    return {int(k, 16): base64.b64decode(v) for k, v in texts.items()}


def _key_to_json(key: ChipKey) -> list[str | int | None]:
    return [_text(key.private), key.suite, key.parameter_id, key.key_id]


def _key_from_json(held: list[Any]) -> ChipKey:
    return ChipKey(base64.b64decode(held[0]), Suite(held[1]), held[2], held[3])


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
