"""What is written into a simulated chip when it is personalized: files, secrets, switches."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop_app.emrtd.ciphers import Suite

MASTER_FILE = 0x3F00
CARD_ACCESS = 0x011C
SOD = 0x011D
COM = 0x011E
LDS_APPLICATION = bytes.fromhex("A0000002471001")

# Files below the application; everything else that is selected does not exist.
_NAMES = {CARD_ACCESS: "CardAccess", COM: "COM", SOD: "SOD"} | {0x0100 + n: f"DG{n}" for n in range(1, 17)}

_PACE_GM_ECDH = bytes.fromhex("04007F000702020402")  # id-PACE-ECDH-GM; the last byte is the suite
_CA_ECDH = bytes.fromhex("04007F000702020302")  # id-CA-ECDH; the last byte is the suite
_SUITE_NUMBERS = {Suite.TDES: 1, Suite.AES128: 2, Suite.AES192: 3, Suite.AES256: 4}

BRAINPOOL_P256R1 = 13  # standardized domain parameters of ICAO Doc 9303 part 11


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """One way to run PACE that the chip offers: generic mapping over an elliptic curve.

    Attributes:
        suite: cipher and MAC.
        parameter_id: standardized domain parameters, 8 to 18.
    """

    suite: Suite = Suite.AES128
    parameter_id: int = BRAINPOOL_P256R1

    @property
    def oid(self) -> bytes:
        """Object identifier, the value without tag and length."""
        return _PACE_GM_ECDH + bytes([_SUITE_NUMBERS[self.suite]])


@dataclass(frozen=True, slots=True)
class ChipKey:
    """The static key of Chip Authentication.

    Attributes:
        private: scalar, big endian.
        suite: of the session that it makes.
        parameter_id: curve.
        key_id: number of the key, None when there is only one and it has none.
    """

    private: bytes = field(repr=False)
    suite: Suite = Suite.AES128
    parameter_id: int = BRAINPOOL_P256R1
    key_id: int | None = None

    @property
    def oid(self) -> bytes:
        """Object identifier of the protocol, the value without tag and length."""
        return _CA_ECDH + bytes([_SUITE_NUMBERS[self.suite]])


@dataclass(frozen=True, slots=True)
class Switches:
    """How this chip differs from the usual one.

    Attributes:
        pace: offers PACE; off: EF.CardAccess is not there (6A82).
        bac: offers Basic Access Control; off: 6A88.
        access_refusal: status word for every touch of EF.CardAccess, such as 0x6982; None: it is free.
        extended_limit: most plain bytes in one answer to an extended command; None: extended lengths are
            refused (6700).
    """

    pace: bool = True
    bac: bool = True
    access_refusal: int | None = None
    extended_limit: int | None = 4096


@dataclass(frozen=True, slots=True)
class ChipData:
    """A personalized chip. Nothing of it is shown by `repr`.

    Attributes:
        files: file identifier to contents, whole data objects.
        mrz_information: document number, birth and expiry, each with its check digit: the MRZ secret.
        can: six digits, the card access number; None: the chip knows no such secret.
        locked: files that exist and are never given out: fingerprints.
        pace: what PACE the chip offers.
        chip_key: for Chip Authentication; None: not offered.
        active_key: private key of Active Authentication, PKCS #8 DER, EC or RSA; None: not offered.
        switches: deviations.
    """

    files: Mapping[int, bytes] = field(repr=False)
    mrz_information: str = field(repr=False)
    can: str | None = field(default=None, repr=False)
    locked: frozenset[int] = frozenset({0x0103})
    pace: tuple[PaceOffer, ...] = (PaceOffer(),)
    chip_key: ChipKey | None = None
    active_key: bytes | None = field(default=None, repr=False)
    switches: Switches = Switches()

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
        """Readable files by name: `CardAccess`, `COM`, `SOD`, `DG1` and so on."""
        return {_NAMES[k]: v for k, v in sorted(self.files.items()) if k in _NAMES}

    def to_bytes(self) -> bytes:
        """For the training profile, which holds no real secret: JSON, switches left out."""
        key = self.chip_key
        return json.dumps(
            {
                "files": {f"{k:04X}": _text(v) for k, v in self.files.items()},
                "mrz_information": self.mrz_information,
                "can": self.can,
                "locked": sorted(self.locked),
                "pace": [[offer.suite, offer.parameter_id] for offer in self.pace],
                "chip_key": key and [_text(key.private), key.suite, key.parameter_id, key.key_id],
                "active_key": self.active_key and _text(self.active_key),
            }
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> ChipData:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError, KeyError, TypeError: it is something else.
        """
        held = json.loads(raw)
        key = held["chip_key"]
        return cls(
            files={int(k, 16): base64.b64decode(v) for k, v in held["files"].items()},
            mrz_information=held["mrz_information"],
            can=held["can"],
            locked=frozenset(held["locked"]),
            pace=tuple(PaceOffer(Suite(suite), number) for suite, number in held["pace"]),
            chip_key=key and ChipKey(base64.b64decode(key[0]), Suite(key[1]), key[2], key[3]),
            active_key=held["active_key"] and base64.b64decode(held["active_key"]),
        )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
