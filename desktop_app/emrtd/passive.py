"""Passive authentication: do the files match the signed list, and is the list really signed?

Whether the signer is trusted is judged in `trust.py`.

Source: ICAO Doc 9303 part 11, 5.1.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from desktop_app.core.errors import AppError
from desktop_app.emrtd import cms, lds
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.signatures import digest
from desktop_app.emrtd.sod import SecurityObject


def check_hashes(files: Mapping[str, bytes], sod: SecurityObject, *, complete: bool = True) -> Check:
    """Whether every data group that was read has the hash that EF.SOD lists.

    A group that EF.SOD lists and that could not be read (DG3, a missing file) does not count against the
    card. A group that was read and is not listed does: nobody vouches for it. DG1 must be among them.

    Args:
        files: name to raw content.
        sod: the list.
        complete: False when the read ended early; then nothing is verified, but a mismatch still fails.
    """
    missing = False
    for file in lds.DATA_GROUPS:
        raw = files.get(file.name)
        if raw is None or file.number is None:
            continue
        expected = sod.hashes.get(file.number)
        if expected is None:
            missing = True
            continue
        try:
            actual = digest(sod.hash_algorithm, raw)
        except AppError:
            return not_possible(Reason.UNSUPPORTED_ALGORITHM)
        if not hmac.compare_digest(actual, expected):
            return failed(Reason.HASH_MISMATCH)
    if missing:
        return failed(Reason.HASH_MISSING)
    if not complete:
        return not_possible(Reason.READ_INCOMPLETE)
    return VERIFIED if lds.DG1.name in files else not_possible(Reason.FILE_MISSING)


def has_right_hash(file: lds.ElementaryFile, raw: bytes, sod: SecurityObject) -> bool:
    """Whether EF.SOD lists this data group with the hash of these bytes."""
    expected = sod.hashes.get(file.number) if file.number is not None else None
    try:
        return expected is not None and hmac.compare_digest(digest(sod.hash_algorithm, raw), expected)
    except AppError:
        return False


def check_sod_signature(sod: SecurityObject) -> Check:
    """Whether EF.SOD was signed with the key of the certificate that it brings."""
    return cms.check_signature(sod.message)
