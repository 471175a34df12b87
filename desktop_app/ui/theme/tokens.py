"""The look as values: colour roles in three themes, type, space, radius. No widget names a colour or size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Colours:
    """The colour roles of one theme, each as `#RRGGBB`.

    Attributes:
        surface: behind everything.
        raised: panels, top and bottom line.
        sunken: the rail, read-only places.
        field: inside inputs.
        text: on any of these surfaces.
        quiet: text that may be overlooked, and disabled text.
        accent: the primary action and focus, and nothing else.
        accent_strong: the primary action under the pointer.
        on_accent: text on both.
        border: of inputs, buttons and panels that need one.
        selection: behind selected text and rows.
        on_selection: text on it.
        hover: a button or row under the pointer.
        verified, attention, failed, info: the four meanings, as text and icon on any surface.
        verified_soft … info_soft: behind text of that meaning.
        mark: the training mark.
        on_mark: text on it.
    """

    surface: str
    raised: str
    sunken: str
    field: str
    text: str
    quiet: str
    accent: str
    accent_strong: str
    on_accent: str
    border: str
    selection: str
    on_selection: str
    hover: str
    verified: str
    verified_soft: str
    attention: str
    attention_soft: str
    failed: str
    failed_soft: str
    info: str
    info_soft: str
    mark: str
    on_mark: str


LIGHT = Colours(
    surface="#F4F6F8",
    raised="#FFFFFF",
    sunken="#E9EDF1",
    field="#FFFFFF",
    text="#1A232E",
    quiet="#51606F",
    accent="#1D5FB8",
    accent_strong="#174E99",
    on_accent="#FFFFFF",
    border="#7A8796",
    selection="#D6E5F8",
    on_selection="#12305A",
    hover="#E3E9F0",
    verified="#176A3A",
    verified_soft="#E2F2E8",
    attention="#7D4700",
    attention_soft="#FBEED5",
    failed="#A92319",
    failed_soft="#FBE7E5",
    info="#1A56A6",
    info_soft="#E5EEFA",
    mark="#5B3A8C",
    on_mark="#FFFFFF",
)
DARK = Colours(
    surface="#171C22",
    raised="#1F262E",
    sunken="#12161B",
    field="#161B21",
    text="#E7ECF2",
    quiet="#A9B4C1",
    accent="#7DB2F7",
    accent_strong="#9CC5FA",
    on_accent="#0B1C33",
    border="#7C8896",
    selection="#2A4A73",
    on_selection="#EAF2FC",
    hover="#2B343F",
    verified="#7FD8A2",
    verified_soft="#17301F",
    attention="#F2C06E",
    attention_soft="#35290F",
    failed="#FFA39A",
    failed_soft="#3D1C1A",
    info="#93C1F9",
    info_soft="#182C47",
    mark="#C9B0F2",
    on_mark="#24133F",
)
HIGH_CONTRAST = Colours(
    surface="#000000",
    raised="#000000",
    sunken="#000000",
    field="#000000",
    text="#FFFFFF",
    quiet="#E4E4E4",
    accent="#5CC8FF",
    accent_strong="#A6E1FF",
    on_accent="#000000",
    border="#FFFFFF",
    selection="#5CC8FF",
    on_selection="#000000",
    hover="#2A2A2A",
    verified="#7CFFA8",
    verified_soft="#00210D",
    attention="#FFD866",
    attention_soft="#261C00",
    failed="#FFB3AB",
    failed_soft="#2E0704",
    info="#9FDBFF",
    info_soft="#001A2B",
    mark="#FFFFFF",
    on_mark="#000000",
)

THEMES: Mapping[str, Colours] = MappingProxyType(
    {"light": LIGHT, "dark": DARK, "high_contrast": HIGH_CONTRAST}
)

SURFACES = ("surface", "raised", "sunken", "field")
MEANINGS = ("verified", "attention", "failed", "info")
# Every pair (text, background) that a widget may show; the contrast test walks them.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, surface) for text in ("text", "quiet", *MEANINGS) for surface in SURFACES),
    *((meaning, f"{meaning}_soft") for meaning in MEANINGS),
    *(("text", f"{meaning}_soft") for meaning in MEANINGS),
    *((text, "hover") for text in ("text", "quiet")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("on_selection", "selection"),
    ("on_mark", "mark"),
)
# What only has to be seen, not read.
EDGE_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (edge, surface) for edge in ("border", "accent") for surface in SURFACES
)


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """A size of type.

    Attributes:
        px: height in device-independent pixels.
        strong: semi-bold.
    """

    px: int
    strong: bool = False


class Type(StrEnum):
    """The type scale."""

    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    LABEL = "label"
    NAME = "name"
    NUMBER = "number"


TYPE_SCALE: Mapping[Type, TypeStyle] = MappingProxyType(
    {
        Type.SMALL: TypeStyle(12),
        Type.BODY: TypeStyle(14),
        Type.STRONG: TypeStyle(14, strong=True),
        Type.LABEL: TypeStyle(16, strong=True),
        Type.NAME: TypeStyle(20, strong=True),
        Type.NUMBER: TypeStyle(28, strong=True),
    }
)


# How far capitals with two accents (Ấ, Ổ) rise above the font's ascent, as a part of its size. Measured from
# Inter's outlines: 1.106 against 0.969, and what hinting adds to the largest size.
ACCENT_RISE = 0.145


class Space:
    """Distances."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


RADIUS = 6
FOCUS_WIDTH = 2
INPUT_HEIGHT = 34
ICON_SIZE = 20
SMALL_ICON_SIZE = 16  # beside small text
RAIL_WIDTH = 168
TOP_HEIGHT = 48
BOTTOM_HEIGHT = 60
COLUMN_MIN_WIDTH = 300  # below this a third of the middle area is no column any more
DIALOG_WIDTH = 440


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1.

    Source: WCAG 2.2, definition of relative luminance.
    """
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
