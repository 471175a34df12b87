"""The language of the window. Texts stand in Vietnamese in the code; English and Qt's own texts are files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.ui.settings import Language

# Qt ships no Vietnamese texts for its own buttons and menus, so ours has a file for them.
FILES = {Language.VIETNAMESE: "qt_vi.qm", Language.ENGLISH: "motcua_en.qm"}
_PROPERTY = "motcuaTranslators"


def use_language(app: QApplication, language: Language, folder: Path) -> None:
    """Show the window in a language; widgets made afterwards speak it.

    Args:
        folder: of the `.qm` files.

    Raises:
        RuntimeError: a file is missing: the program is not whole.
    """
    for old in app.property(_PROPERTY) or ():
        app.removeTranslator(old)
    translator = QTranslator(app)
    if not translator.load(str(folder / FILES[language])):
        raise RuntimeError(f"translation {FILES[language]} cannot be loaded")
    app.installTranslator(translator)
    app.setProperty(_PROPERTY, [translator])
    # Dates and numbers on screen follow the office, not the computer it stands on.
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
