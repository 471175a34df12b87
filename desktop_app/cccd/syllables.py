"""Vietnamese syllables, and the keys they are typed with: Telex and VNI.

Used to tell text that a scanner sent through a typing mode from text as printed, and to undo it where only
one reading is possible.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

_ONSETS = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x"
_RIMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|"
    "âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|"
    "iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|"
    "oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|"
    "ong|ooc|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|"
    "uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|up|ut|uy|"
    "uya|uych|uyên|uyêt|uynh|uyt|uyu|uơ|ư|ưa|ưc|ưi|ưm|ưn|ưng|ươc|ươi|ươm|ươn|"
    "ương|ươp|ươt|ươu|ưt|ưu|y|yêm|yên|yêng|yêt|yêu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RIMES})")
_TONES = {"́": 1, "̀": 2, "̉": 3, "̃": 4, "̣": 5}
_MARKS = {tone: mark for mark, tone in _TONES.items()}
_VOWELS = frozenset("aăâeêioôơuưy")
_TWO_WAYS = ("oa", "oe", "uy")  # "hoà" and "hòa": both are written


class Typing(Enum):
    """Ways of typing Vietnamese on a keyboard without its letters."""

    TELEX = "telex"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class _Keys:
    tones: dict[str, int]
    roof: dict[str, str]  # key to the letters it may stand after
    horn: str
    breve: str
    stroke: str


_KEYS = {
    Typing.TELEX: _Keys(
        {"s": 1, "f": 2, "r": 3, "x": 4, "j": 5}, {"a": "a", "e": "e", "o": "o"}, "w", "w", "d"
    ),
    Typing.VNI: _Keys({str(n): n for n in range(1, 6)}, {"6": "aeo"}, "7", "8", "9"),
}
_ROOF = {"a": "â", "e": "ê", "o": "ô"}


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese one, in any case and with any tone."""
    letters, _ = _without_tone(word.lower())
    return _SYLLABLE.fullmatch(letters) is not None


def typed(word: str, way: Typing) -> tuple[str, bool] | None:
    """What a word of keys stands for.

    Returns:
        The word as printed, and whether its tone could stand elsewhere too; None if the keys give no word.
    """
    keys = _KEYS[way]
    letters: list[str] = []
    tone = 0
    for key in word.lower():
        if key in keys.tones and any(c in _VOWELS for c in letters):
            if tone:
                return None
            tone = keys.tones[key]
        elif not _changed(letters, key, keys):
            letters.append(key)
    bare = "".join(letters)
    if not _SYLLABLE.fullmatch(bare):
        return None
    text, two_ways = _with_tone(bare, tone)
    return _in_case(text, word), two_ways


def _changed(letters: list[str], key: str, keys: _Keys) -> bool:
    """True when the key is none of the word's letters but changes one of them."""
    if key == keys.stroke and letters[:1] == ["d"]:
        letters[0] = "đ"
        return True
    text = "".join(letters)
    if key in keys.roof:
        for at in range(len(letters) - 1, -1, -1):
            if letters[at] in keys.roof[key]:
                letters[at] = _ROOF[letters[at]]
                return True
            if letters[at] in _VOWELS:
                return False
    if key == keys.horn and "uo" in text:
        at = text.rindex("uo")
        letters[at : at + 2] = ["ư", "ơ"]
        return True
    if key == keys.horn and "ươ" not in text and "ưo" in text:
        letters[text.rindex("ưo") + 1] = "ơ"
        return True
    marks = {
        **({"a": "ă"} if key == keys.breve else {}),
        **({"o": "ơ", "u": "ư"} if key == keys.horn else {}),
    }
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in marks:
            letters[at] = marks[letters[at]]
            return True
    return False


def _with_tone(bare: str, tone: int) -> tuple[str, bool]:
    if not tone:
        return bare, False
    start = 2 if bare[:2] in ("qu", "gi") and any(c in _VOWELS for c in bare[2:]) else 0
    vowels = [at for at in range(start, len(bare)) if bare[at] in _VOWELS]
    marked = [at for at in vowels if bare[at] in "ăâêôơư"]
    closed = bare[-1] not in _VOWELS
    if marked:
        at = marked[-1]
    elif len(vowels) == 1 or (len(vowels) == 2 and not closed):
        at = vowels[0]
    else:
        at = vowels[1]
    two_ways = not closed and len(vowels) == 2 and bare[vowels[0] :] in _TWO_WAYS
    text = bare[: at + 1] + _MARKS[tone] + bare[at + 1 :]
    return unicodedata.normalize("NFC", text), two_ways


def _in_case(text: str, word: str) -> str:
    if word.isupper() and len(text) > 1:
        return text.upper()
    return text.capitalize() if word[:1].isupper() else text


def _without_tone(word: str) -> tuple[str, int]:
    tone, kept = 0, []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone
