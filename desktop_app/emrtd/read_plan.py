"""Decides, without talking to the card: which files in which order, and which road to take into the chip."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import lds
from desktop_app.emrtd.access import AccessKey, AccessMode, MrzKey
from desktop_app.emrtd.lds import ElementaryFile

CAN_NEEDS_PACE = declare("emrtd.can_needs_pace")
BAC_NEEDS_MRZ = declare("emrtd.bac_needs_mrz")
PACE_NOT_OFFERED = declare("emrtd.pace_not_offered")

_ORDER = (
    *(lds.DG1, lds.DG13, lds.DG14, lds.DG15),
    *(lds.DG11, lds.DG12, lds.DG16),
    *(lds.DG2, lds.DG7),
)
"""Small files first: what the clerk needs is there while the pictures are still coming."""


class PaceOffered(StrEnum):
    """What the search for EF.CardAccess told."""

    YES = "yes"
    NO = "no"  # every try said that there is no such file
    UNKNOWN = "unknown"


class Road(StrEnum):
    """The protocol to open the chip with."""

    PACE = "pace"
    BAC = "bac"


def choose_road(offered: PaceOffered, key: AccessKey, mode: AccessMode) -> Road:
    """The protocol to take. There is no second one: a failed PACE never becomes BAC.

    Raises:
        AppError: emrtd.bac_needs_mrz, emrtd.can_needs_pace, emrtd.pace_not_offered.
    """
    if mode is AccessMode.BAC:
        if not isinstance(key, MrzKey):
            raise AppError(BAC_NEEDS_MRZ)
        return Road.BAC
    if offered is not PaceOffered.NO:
        return Road.PACE
    if not isinstance(key, MrzKey):
        raise AppError(CAN_NEEDS_PACE)
    if mode is AccessMode.PACE:
        raise AppError(PACE_NOT_OFFERED)
    return Road.BAC


def files_to_read(listed: Collection[int] | None) -> tuple[ElementaryFile, ...]:
    """The data groups to read, in order.

    Args:
        listed: numbers that EF.COM or EF.SOD list; None when neither could be read, then all are tried that
            a citizen card has.
    """
    if listed is None:
        return tuple(file for file in _ORDER if file not in lds.DETAILS)
    return tuple(file for file in _ORDER if file is lds.DG1 or file.number in listed)
