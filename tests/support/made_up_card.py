"""The made-up cards of the test data, as files and as simulated chips."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization

from desktop_app.core.terms import TrustScope
from desktop_app.emrtd import lds
from desktop_app.emrtd.access import CanKey, MrzKey
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip_data import ChipData, Switches

CAN = CanKey("123456")
WRONG_CAN = CanKey("654321")
MRZ = MrzKey("099000017", "990215", "390215")
WRONG_MRZ = MrzKey("099000018", "990215", "390215")

_FILES = (lds.CARD_ACCESS, lds.COM, lds.SOD, *lds.DATA_GROUPS)


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a set of the test data, by name."""
    paths = {file.name: folder / f"EF_{file.name}.bin" for file in _FILES}
    return {name: path.read_bytes() for name, path in paths.items() if path.exists()}


def chip_d(testdata: Path, switches: Switches | None = None) -> ChipData:
    """Card D: PACE and BAC, with every file and the key that DG15 names."""
    folder = testdata / "lds" / "made-up-card" / "trace-card-d"
    files = files_of(folder)
    key = serialization.load_der_private_key((folder / "aa_private_key_pkcs1.der").read_bytes(), None)
    ids = {file.name: file.file_id for file in _FILES}
    return ChipData(
        files={ids[name]: content for name, content in files.items()},
        mrz_information=MRZ.information,
        can=CAN.can,
        active_key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        switches=switches or Switches(),
    )


def anchor_d(testdata: Path, scope: TrustScope = TrustScope.CITIZEN_CARD) -> Anchor:
    """The issuer of card D."""
    return Anchor((testdata / "lds" / "made-up-card" / "trace-card-d" / "csca.cer").read_bytes(), scope)
