"""A folder of somebody else: three scripts of theirs, with citizens of theirs. Nothing of it ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

CITIZENS = {
    "ba-ngoai": ("020155000871", "Đoàn Thị Bạch Tuyết", "Nữ", "1955-03-09", 2021, "Không thời hạn"),
    "me": ("020192000313", "Quách Ngọc Ánh", "Nữ", "1992-11-30", 2024, "2032-11-30"),
    "cha": ("022089004410", "Ứng Hòa Bằng", "Nam", "1989-02-28", 2024, "2029-02-28"),
}
_FIELDS = """\
number = "{}"
full_name = "{}"
sex = "{}"
birth_date = {}
card = {}
expiry_date = {}
issue_date = 2024-10-15
ethnicity = "Nùng"
address = "Tổ {}, Phường Đâu Đó, Thành phố Nơi Khác"
father = "Cha Của Người Lạ"
"""

Lines = Sequence[str]


def _by_card(citizen: str) -> Lines:
    return (
        f'do = "scan_qr"\ncitizen = "{citizen}"',
        f'do = "lay_card"\ncitizen = "{citizen}"',
        'do = "consent"',
        'do = "wait"\nfor = "card_read"',
        'do = "take_card"',
    )


def _typed(field: str, text: str) -> str:
    return f'do = "type"\nfield = "{field}"\ntext = "{text}"'


BIRTH = (
    "1.001193",
    "khai sinh",
    (
        *_by_card("ba-ngoai"),
        *_by_card("me"),
        *_by_card("cha"),
        _typed("declarant_relation", "Bà ngoại"),
        _typed("child_name", "Ứng Hòa Mầm"),
        _typed("child_birth_date", "01/11/2026"),
        _typed("child_sex", "Nam"),
        _typed("child_birth_place", "Bệnh viện Nơi Khác"),
        _typed("child_origin", "Phường Đâu Đó, Thành phố Nơi Khác"),
        'do = "attach"\ncomponent = "000.00.00.G15-KQ004389"',
    ),
)
MARRIAGE = (
    "1.000894",
    "ket hon",
    (
        *_by_card("me"),
        *_by_card("cha"),
        _typed("bride_marriage_order", "1"),
        _typed("groom_marriage_order", "2"),
    ),
)
RESIDENCE = (
    "1.004222",
    "thuong tru",
    (
        *_by_card("ba-ngoai"),
        *_by_card("cha"),
        _typed("head_relation", "Mẹ vợ"),
        _typed("phone", "0987 654 321"),
        'do = "attach"\ncomponent = "000.00.00.G01-KQ003605"',
    ),
)
PROCEDURES = {"cua-ho-1": BIRTH, "cua-ho-2": MARRIAGE, "cua-ho-3": RESIDENCE}


def script(procedure: str, steps: Lines) -> str:
    """A script as text."""
    return f'procedure = "{procedure}"\n' + "".join(f"[[step]]\n{lines}\n" for lines in steps)


def write_scripts(folder: Path, end: Lines) -> tuple[Path, ...]:
    """Write citizens and scripts; each script leads to a number and then does what is to be the end."""
    citizens = folder / "citizens"
    citizens.mkdir(parents=True)
    for place, (name, (number, full_name, sex, birth, card, expiry)) in enumerate(CITIZENS.items(), 1):
        until = expiry if expiry[0].isdigit() else f'"{expiry}"'
        text = _FIELDS.format(number, full_name, sex, birth, card, until, place)
        (citizens / f"{name}.toml").write_text(text, "utf-8")
    paths = []
    for name, (procedure, search, steps) in PROCEDURES.items():
        begin = ('do = "sign_in"', f'do = "choose_procedure"\ntext = "{search}"')
        paths.append(folder / f"{name}.toml")
        paths[-1].write_text(script(procedure, (*begin, *steps, 'do = "accept"', *end)), "utf-8")
    return tuple(paths)
