"""The window speaks Vietnamese from the code and English from its file, both whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from desktop_app.bootstrap.window import Opened


def _messages(path: Path) -> list[tuple[str, str, str | None]]:
    """Context, source and finished translation (or None) of every text."""
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            None
            if (translation := message.find("translation")) is None or translation.get("type")
            else translation.text,
        )
        for context in ET.parse(path).getroot()
        for message in context.findall("message")
    ]


@pytest.fixture(scope="module")
def english(project_root: Path) -> list[tuple[str, str, str | None]]:
    return _messages(project_root / "resources" / "translations" / "motcua_en.ts")


def test_every_text_of_the_code_has_its_english(project_root: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "motcua_en.ts"
    shutil.copy(project_root / "resources" / "translations" / "motcua_en.ts", fresh)
    sources = [str(path) for path in sorted((project_root / "desktop_app" / "ui").rglob("*.py"))]
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")

    subprocess.run(
        [lupdate, "-silent", "-no-obsolete", "-locations", "none", *sources, "-ts", fresh], check=True
    )

    assert [(context, source) for context, source, text in _messages(fresh) if not text] == []


def test_english_keeps_the_places_of_values(english: list[tuple[str, str, str | None]]) -> None:
    places = re.compile(r"\{\w*\}")

    assert [
        source
        for _, source, text in english
        if set(places.findall(source)) != set(places.findall(text or ""))
    ] == []


@pytest.mark.parametrize("name", ["motcua_en", "qt_vi"])
def test_the_compiled_file_holds_what_the_written_one_says(qapp, resources: Path, name: str) -> None:
    folder, translator = resources / "translations", QTranslator()
    assert translator.load(str(folder / f"{name}.qm"))

    wrong = [
        (context, source)
        for context, source, text in _messages(folder / f"{name}.ts")
        if translator.translate(context, source) != text
    ]

    assert wrong == []


def test_buttons_that_qt_makes_speak_vietnamese_too(opened: Opened, qapp: QApplication, qtbot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)

    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Hủy"


def test_no_context_is_lost_to_a_shorter_name(english: list[tuple[str, str, str | None]]) -> None:
    # `tr = QCoreApplication.translate` makes lupdate take the context for the text.
    assert [source for context, source, _ in english if not context] == []
    assert QCoreApplication.translate("Rail", "Tiếp nhận") == "Tiếp nhận"


def test_english_never_puts_a_count_before_a_plural(
    english: list[tuple[str, str, str | None]], project_root: Path
) -> None:
    # "1 files held": a count stands behind its word instead.
    texts = [text or "" for _, _, text in english]
    for file in (project_root / "resources" / "messages" / "en").glob("*.toml"):
        texts += [
            text for words in tomllib.loads(file.read_text("utf-8")).values() for text in words.values()
        ]
    counts = (
        r"count|age|unclear|new|known|refused|procedures|forms|entries|papers|held|waiting|left|days|amount"
    )
    plural = re.compile(rf"(?<!At least ){{(?:{counts})}} (?:[a-z]+ )?[a-z]+s\b")
    more_than_one = {"{count} fields on the screen are called {where}.", "give {count} possible dates"}

    wrong = [text for text in texts if plural.search(text)]

    assert [text for text in wrong if not any(part in text for part in more_than_one)] == []
