"""The pages of the left rail, in their order. A module is imported before its page is first shown."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from desktop_app.ui.page import Page
    from desktop_app.ui.services import UiServices


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the rail.

    Attributes:
        key: its stable name, such as `reception`.
        title: in the language of the window.
        icon: a name of `theme.icons`.
        f_key: `F2` … `F8`; a page keeps its key when others come.
        make: makes the page.
    """

    key: str
    title: str
    icon: str
    f_key: str
    make: Callable[[UiServices], Page]


def page_entries() -> tuple[PageEntry, ...]:
    """The pages that there are, in the order of the day: F2 Tiếp nhận … F7 Đồng bộ, F8 Quản trị."""
    return (
        PageEntry("reception", QCoreApplication.translate("Rail", "Tiếp nhận"), "inbox", "F2", _reception),
        PageEntry("sync", QCoreApplication.translate("Rail", "Đồng bộ"), "cloud-upload", "F7", _sync),
        PageEntry("admin", QCoreApplication.translate("Rail", "Quản trị"), "settings", "F8", _admin),
    )


def load_pages() -> None:
    """Import the modules of all pages: on another thread, so that the first sight of one need not wait."""
    for name in ("reception", "sync", "admin"):
        importlib.import_module(f"desktop_app.ui.pages.{name}.page")


def _reception(services: UiServices) -> Page:
    from desktop_app.ui.pages.reception.page import ReceptionPage

    return ReceptionPage(services)


def _sync(services: UiServices) -> Page:
    from desktop_app.ui.pages.sync.page import SyncPage

    return SyncPage(services)


def _admin(services: UiServices) -> Page:
    from desktop_app.ui.pages.admin.page import AdminPage

    return AdminPage(services)
