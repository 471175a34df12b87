"""All cards that differ from the plain one, by name: the oddities of genuine cards, and the forgeries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.core.errors import AppError, declare
from desktop_app.readers.simulator.behaviour_quirks import behaviour_quirks
from desktop_app.readers.simulator.content_quirks import content_quirks
from desktop_app.readers.simulator.forgeries import forgeries
from desktop_app.readers.simulator.quirk import Kind, Quirk

__all__ = ["QUIRKS", "Kind", "Quirk", "quirk_named", "quirk_names"]

QUIRK_UNKNOWN = declare("simulator.quirk_unknown")

_ALL = (*behaviour_quirks(), *content_quirks(), *forgeries())

QUIRKS: Mapping[str, Quirk] = MappingProxyType({quirk.name: quirk for quirk in _ALL})


def quirk_names() -> tuple[str, ...]:
    """What `--quirk` takes."""
    return tuple(QUIRKS)


def quirk_named(name: str) -> Quirk:
    """The quirk with this name.

    Raises:
        AppError: simulator.quirk_unknown.
    """
    try:
        return QUIRKS[name]
    except KeyError:
        raise AppError(QUIRK_UNKNOWN, {"quirk": name}) from None
