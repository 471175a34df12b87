"""Drawn portraits for training cards: nobody's face, the same bytes for the same seed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_Colour = tuple[int, int, int]
_Box = tuple[float, float, float, float]

USUAL_SIZE_BYTES = 18_000
_USUAL_WIDTH = 360  # at the usual size; 3 : 4 like a card photo
_OVERSAMPLING = 2
_TOLERANCE = 0.05

_SKINS: Sequence[_Colour] = ((246, 214, 186), (238, 200, 168), (226, 184, 148), (212, 168, 130))
_HAIRS: Sequence[_Colour] = ((28, 24, 26), (42, 32, 28), (58, 42, 34))
_GREYS: Sequence[_Colour] = ((178, 178, 182), (140, 140, 146), (208, 208, 210))
_SHIRTS: Sequence[_Colour] = (
    (66, 104, 150),
    (238, 238, 240),
    (122, 60, 72),
    (62, 118, 96),
    (92, 88, 128),
    (196, 158, 92),
)
_GROUNDS: Sequence[_Colour] = ((214, 228, 242), (226, 232, 238), (206, 224, 232))


@dataclass(frozen=True, slots=True)
class Look:
    """What the drawing should agree with.

    Attributes:
        woman: longer hair, no beard.
        age: in years; grey hair and lines come with it.
    """

    woman: bool
    age: int


def draw_face(seed: str, size_bytes: int = USUAL_SIZE_BYTES, look: Look | None = None) -> bytes:
    """Draw a portrait.

    Args:
        seed: the same seed gives the same face and the same bytes.
        size_bytes: of the file, met within 5 %; from 3,000 upwards.
        look: None lets the seed decide.

    Returns:
        A baseline JPEG, 3 : 4.

    Raises:
        ValueError: the size cannot be met.
    """
    chance = Random(hashlib.sha256(seed.encode()).digest())
    look = look or Look(chance.random() < 0.5, chance.randint(16, 75))
    width = max(96, round(_USUAL_WIDTH * (size_bytes / USUAL_SIZE_BYTES) ** 0.5 / 12) * 12)
    picture = _Portrait(width * _OVERSAMPLING, chance, look).draw()
    picture = picture.resize((width, width * 4 // 3), Image.Resampling.LANCZOS)
    return _encode(picture, size_bytes, chance)


def _encode(picture: Image.Image, size_bytes: int, chance: Random) -> bytes:
    """Film grain and JPEG quality are the two screws that set the size."""
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    for strength in (6, 3, 12, 0, 24, 40):
        dust = grain.point([128 + (v - 128) * strength // 128 for v in range(256)])
        grainy = ImageChops.add(picture, Image.merge("RGB", (dust, dust, dust)), 1, -128)
        low, high = 20, 96
        while low < high:  # the highest quality that is not too large
            quality = (low + high + 1) // 2
            if len(_jpeg(grainy, quality)) <= size_bytes * (1 + _TOLERANCE):
                low = quality
            else:
                high = quality - 1
        data = _jpeg(grainy, low)
        if abs(len(data) - size_bytes) <= size_bytes * _TOLERANCE:
            return data
    raise ValueError(f"no portrait of {size_bytes} bytes")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=2, optimize=False)
    return buffer.getvalue()


def _tone(colour: _Colour, factor: float) -> _Colour:
    r, g, b = (min(255, max(0, round(part * factor))) for part in colour)
    return r, g, b


class _Portrait:
    """A canvas with the unit square 0..1 across and 0..4/3 down."""

    def __init__(self, width: int, chance: Random, look: Look) -> None:
        self._w = width
        self._chance = chance
        self._look = look
        self._skin = chance.choice(_SKINS)
        self._hair = chance.choice(_GREYS if look.age >= 62 else _HAIRS)
        self._shirt = chance.choice(_SHIRTS)
        self._ground = chance.choice(_GROUNDS)
        self._face_width = chance.uniform(0.215, 0.24) if not look.woman else chance.uniform(0.2, 0.222)
        self._face_height = chance.uniform(0.285, 0.31)
        self._eye_gap = chance.uniform(0.093, 0.106)
        self._child = look.age < 12
        self._image = Image.new("RGB", (width, width * 4 // 3), self._ground)
        self._pen = ImageDraw.Draw(self._image)

    def draw(self) -> Image.Image:
        """All layers from back to front."""
        self._background()
        self._hair_behind()
        self._shoulders()
        self._neck_and_head()
        self._features()
        self._hair_in_front()
        if not self._child and self._chance.random() < (0.5 if self._look.age > 45 else 0.25):
            self._glasses()
        return self._image

    def _px(self, *values: float) -> list[float]:
        return [value * self._w for value in values]

    def _oval(self, box: _Box, colour: _Colour) -> None:
        self._pen.ellipse(self._px(*box), fill=colour)

    def _around(self, x: float, y: float, half_width: float, half_height: float, colour: _Colour) -> None:
        self._oval((x - half_width, y - half_height, x + half_width, y + half_height), colour)

    def _line(self, points: Sequence[tuple[float, float]], colour: _Colour, width: float) -> None:
        self._pen.line(
            [(x * self._w, y * self._w) for x, y in points],
            fill=colour,
            width=max(1, round(width * self._w)),
            joint="curve",
        )

    def _arc(self, box: _Box, start: int, end: int, colour: _Colour, width: float) -> None:
        self._pen.arc(self._px(*box), start, end, fill=colour, width=max(1, round(width * self._w)))

    def _polygon(self, points: Sequence[tuple[float, float]], colour: _Colour) -> None:
        self._pen.polygon([(x * self._w, y * self._w) for x, y in points], fill=colour)

    def _shade(self, box: _Box, colour: _Colour, opacity: int, blur: float) -> None:
        """A soft spot, for light, shadow and blush."""
        mask = Image.new("L", self._image.size, 0)
        ImageDraw.Draw(mask).ellipse(self._px(*box), fill=opacity)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self._w))
        self._image.paste(Image.new("RGB", self._image.size, colour), (0, 0), mask)

    def _background(self) -> None:
        self._shade((0.05, 0.05, 0.95, 1.0), (255, 255, 255), 150, 0.14)

    def _hair_behind(self) -> None:
        if not self._look.woman:
            return
        dark = _tone(self._hair, 0.85)
        reach = self._chance.choice((0.78, 0.9, 1.0))
        self._pen.rounded_rectangle(
            self._px(0.5 - self._face_width - 0.055, 0.33, 0.5 + self._face_width + 0.055, reach),
            radius=0.13 * self._w,
            fill=dark,
        )

    def _shoulders(self) -> None:
        shirt, top = self._shirt, 0.97
        half = 0.4 if not self._look.woman else 0.36
        self._pen.rounded_rectangle(
            self._px(0.5 - half, top, 0.5 + half, 1.6), radius=0.17 * self._w, fill=shirt
        )
        self._shade((0.5 - half, 1.12, 0.5 + half, 1.5), _tone(shirt, 0.75), 120, 0.06)

    def _neck_and_head(self) -> None:
        skin, shirt = self._skin, self._shirt
        neck = 0.098 if not self._look.woman else 0.082
        self._pen.rounded_rectangle(
            self._px(0.5 - neck, 0.74, 0.5 + neck, 1.06), radius=0.05 * self._w, fill=skin
        )
        self._polygon(((0.5 - neck, 1.0), (0.5 + neck, 1.0), (0.5, 1.12)), skin)
        for side in (-1, 1):  # the collar
            light = _tone(shirt, 1.12 if side < 0 else 1.05)
            self._polygon(
                (
                    (0.5 + side * (neck + 0.03), 0.945),
                    (0.5 + side * (neck - 0.012), 0.96),
                    (0.5, 1.12),
                    (0.5 + side * 0.1, 1.19),
                    (0.5 + side * (neck + 0.06), 1.0),
                ),
                light,
            )
        self._shade((0.5 - neck, 0.82, 0.5 + neck, 0.96), _tone(skin, 0.7), 130, 0.022)
        for side in (-1, 1):  # ears
            x = 0.5 + side * (self._face_width - 0.004)
            self._around(x, 0.6, 0.034, 0.055, _tone(skin, 0.94))
            self._around(x + side * 0.004, 0.602, 0.016, 0.032, _tone(skin, 0.84))
        self._around(0.5, 0.56, self._face_width, self._face_height, skin)
        jaw = self._face_width * (0.8 if self._look.woman else 0.9)
        self._pen.rounded_rectangle(
            self._px(0.5 - jaw, 0.55, 0.5 + jaw, 0.56 + self._face_height * 0.985),
            radius=jaw * 0.86 * self._w,
            fill=skin,
        )
        self._shade((0.3, 0.4, 0.52, 0.72), _tone(skin, 1.06), 90, 0.05)
        self._shade((0.62, 0.45, 0.78, 0.85), _tone(skin, 0.86), 80, 0.05)
        for side in (-1, 1):  # blush
            x = 0.5 + side * 0.115
            self._shade((x - 0.05, 0.65, x + 0.05, 0.72), (232, 140, 130), 70, 0.025)

    def _features(self) -> None:
        chance, skin, look = self._chance, self._skin, self._look
        line = _tone(skin, 0.62)
        brow_width = 0.011 if look.woman else 0.017
        lift = chance.uniform(-0.006, 0.008)
        brow = _tone(self._hair, 0.9)
        for side in (-1, 1):
            x, y = 0.5 + side * self._eye_gap, 0.575
            self._line(
                ((x - side * 0.048, y - 0.056), (x, y - 0.07 - lift), (x + side * 0.052, y - 0.054)),
                brow,
                brow_width,
            )
            height = 0.022 if not self._child else 0.027
            self._around(x, y, 0.044, height, (252, 252, 250))
            self._around(x, y + 0.001, 0.0215, 0.0215, (58, 38, 28))
            self._around(x, y + 0.001, 0.011, 0.011, (16, 12, 12))
            self._around(x - 0.007, y - 0.007, 0.0055, 0.0055, (255, 255, 255))
            self._arc(
                (x - 0.047, y - height - 0.003, x + 0.047, y + height + 0.01), 190, 350, (40, 30, 30), 0.008
            )
            self._arc((x - 0.042, y - height - 0.016, x + 0.042, y + height), 205, 335, line, 0.004)
            if look.woman:
                corner = x + side * 0.045
                self._line(((corner, y - 0.006), (corner + side * 0.013, y - 0.016)), (40, 30, 30), 0.006)
            if look.age > 50:
                self._arc((x - 0.045, y - 0.005, x + 0.045, y + 0.048), 40, 140, _tone(skin, 0.82), 0.005)
        self._nose(line)
        self._mouth()
        if look.age > 58:
            for side in (-1, 1):
                x = 0.5 + side * 0.085
                self._line(
                    ((x - side * 0.02, 0.68), (x, 0.715), (x + side * 0.004, 0.75)), _tone(skin, 0.8), 0.005
                )
            for y in (0.42, 0.445):
                self._line(((0.42, y + 0.004), (0.5, y), (0.58, y + 0.004)), _tone(skin, 0.86), 0.004)

    def _nose(self, line: _Colour) -> None:
        width = self._chance.uniform(0.026, 0.034)
        self._shade((0.48, 0.58, 0.51, 0.67), _tone(self._skin, 1.1), 120, 0.012)
        self._arc((0.5 - width, 0.645, 0.5 + width, 0.69), 20, 160, line, 0.006)
        for side in (-1, 1):
            x = 0.5 + side * width
            self._arc(
                (x - 0.01, 0.655, x + 0.01, 0.684),
                300 if side > 0 else 90,
                90 if side > 0 else 240,
                line,
                0.004,
            )

    def _mouth(self) -> None:
        width = self._chance.uniform(0.062, 0.076)
        lips = (196, 92, 92) if self._look.woman else (188, 118, 104)
        y = 0.757
        self._polygon(
            (
                (0.5 - width, y - 0.002),
                (0.5 - 0.02, y - 0.013),
                (0.5, y - 0.008),
                (0.5 + 0.02, y - 0.013),
                (0.5 + width, y - 0.002),
                (0.5 + width * 0.5, y + 0.019),
                (0.5, y + 0.025),
                (0.5 - width * 0.5, y + 0.019),
            ),
            lips,
        )
        self._arc(
            (0.5 - width - 0.006, y - 0.05, 0.5 + width + 0.006, y + 0.011), 25, 155, _tone(lips, 0.62), 0.006
        )

    def _hair_in_front(self) -> None:
        hair, top = self._hair, 0.56 - self._face_height
        wide = self._face_width + 0.022
        cap = Image.new("L", self._image.size, 0)
        pen = ImageDraw.Draw(cap)
        crown = (0.5 - wide, top - 0.06, 0.5 + wide, top + 0.46)
        pen.ellipse(self._px(*crown), fill=255)
        # An oval is cut out for forehead and face; off the middle it makes a parting. Sideburns stay.
        middle = 0.5 + self._chance.choice((-0.022, 0.0, 0.022))
        forehead = top + self._chance.uniform(0.085, 0.115)
        inner = self._face_width * (0.86 if self._look.woman else 0.88)
        pen.ellipse(self._px(middle - inner, forehead, middle + inner, forehead + 0.62), fill=0)
        pen.rectangle(self._px(0, 0.66 if self._look.woman else 0.57, 1, 4 / 3), fill=0)
        cap = cap.filter(ImageFilter.GaussianBlur(0.003 * self._w))
        shine = Image.new("RGB", self._image.size, hair)
        glow = Image.new("L", self._image.size, 0)
        ImageDraw.Draw(glow).ellipse(self._px(0.36, top - 0.02, 0.6, top + 0.09), fill=90)
        glow = glow.filter(ImageFilter.GaussianBlur(0.03 * self._w))
        shine.paste(
            Image.new("RGB", self._image.size, _tone(hair, 1.0 if hair[0] > 120 else 2.2)), (0, 0), glow
        )
        self._image.paste(shine, (0, 0), cap)
        self._pen = ImageDraw.Draw(self._image)

    def _glasses(self) -> None:
        frame = self._chance.choice(((40, 40, 46), (92, 62, 44), (120, 120, 128)))
        for side in (-1, 1):
            x = 0.5 + side * self._eye_gap
            self._pen.rounded_rectangle(
                self._px(x - 0.07, 0.533, x + 0.07, 0.625),
                radius=0.035 * self._w,
                outline=frame,
                width=max(1, round(0.008 * self._w)),
            )
            edge = 0.5 + side * (self._face_width - 0.005)
            self._line(((x + side * 0.07, 0.568), (edge, 0.56)), frame, 0.007)
        gap = self._eye_gap - 0.07
        self._arc((0.5 - gap - 0.004, 0.555, 0.5 + gap + 0.004, 0.595), 190, 350, frame, 0.008)
