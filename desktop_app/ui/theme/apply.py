"""Puts a theme on the application: Fusion, a palette and one stylesheet, all made from the tokens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.runtime.singletons import hold_singletons
from desktop_app.ui.garbage import collect_here
from desktop_app.ui.theme.fonts import font, load_fonts
from desktop_app.ui.theme.icons import use_icons
from desktop_app.ui.theme.stylesheet import stylesheet
from desktop_app.ui.theme.tokens import THEMES, Colours, Type

_PROPERTY = "motcuaTheme"


def install(app: QApplication, resources: Path) -> None:
    """Once, before the first widget: the bundled fonts, and where the icons lie."""
    hold_singletons()
    collect_here(app)
    load_fonts(resources / "fonts")
    use_icons(resources / "icons")
    app.setStyle("Fusion")
    app.setFont(font(Type.BODY))


def apply(app: QApplication, name: str) -> None:
    """Show the application in a theme, now and for every widget to come.

    Raises:
        KeyError: no such theme.
    """
    colours = THEMES[name]
    app.setProperty(_PROPERTY, name)
    app.setPalette(palette(colours))
    app.setStyleSheet(stylesheet(colours))


def current() -> Colours:
    """The colours of the theme that is applied; light before that."""
    app = QApplication.instance()
    return THEMES[(app.property(_PROPERTY) if app is not None else None) or "light"]


def palette(colours: Colours) -> QPalette:
    """The palette of a theme."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, colour in {
        role.Window: colours.surface,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.on_selection,
        role.Link: colours.info,
        role.LinkVisited: colours.info,
        role.Accent: colours.accent,
        role.BrightText: colours.failed,
        role.Light: colours.raised,
        role.Midlight: colours.hover,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Shadow: colours.border,
    }.items():
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.quiet))
    return made
