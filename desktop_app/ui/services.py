"""What pages get: the opened product as values and ports. Bootstrap makes it, widgets only hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from desktop_app.core.bus import Bus
from desktop_app.core.clock import Clock
from desktop_app.core.errors import Fact
from desktop_app.core.messages import Messages
from desktop_app.digitization.vault import Vault
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.reception.service import Reception
from desktop_app.security.office import OfficeView
from desktop_app.sync.engine import SyncReport
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.desk import Desk
from desktop_app.ui.reader_state import ReaderState
from desktop_app.ui.settings import Settings

T = TypeVar("T")


class StorePort(Protocol):
    """The store, as far as the window knows it. Both functions refuse the GUI thread: use the bridge."""

    bus: Bus

    def read(self, work: Callable[[Any], T], /) -> T:
        """Run a room's function on a session that only reads."""
        ...

    def write(self, actor: str, work: Callable[[Any], T], /) -> T:
        """Run a room's function in one transaction."""
        ...


class SelfTestPart(Protocol):
    """A part of the self-test; the room that asks them stands above this floor, so its shape is said here."""

    @property
    def state(self) -> str:
        """`good`, `attention` or `failed`."""
        ...

    @property
    def code(self) -> str:
        """Its words, remedy included."""
        ...

    @property
    def facts(self) -> Mapping[str, Fact]:
        """For the words; without personal data."""
        ...


@dataclass(frozen=True, slots=True)
class UiServices:
    """The product as the window sees it.

    Attributes:
        store: reads and writes; only inside `bridge.run`.
        reception: use cases of the counter; its catalogue pack is `reception.pack()`.
        vault: sealed files of papers.
        workstation: code of this computer.
        clock: where the time comes from.
        messages: words for codes in the window's language.
        words_vi: words for codes in Vietnamese, for paper.
        bridge: threads.
        desk: the officer at the counter.
        reader: what the reader is doing, for the top line; pages tell it of reads.
        settings: of the window (theme, language, minutes until the lock).
        training: fictional data; no password is asked.
        shelf: simulated cards; training only.
        resources: the product's resources.
        folder: the profile's own folder (private files of pages lie below it).
        send_now: sends what waits to the province and says how it went; blocks, use the bridge.
        self_test: asks every part how it is; blocks, use the bridge.
    """

    store: StorePort
    reception: Reception
    vault: Vault
    workstation: str
    clock: Clock
    messages: Messages
    words_vi: Messages
    bridge: Bridge
    desk: Desk
    reader: ReaderState
    settings: Settings
    training: bool
    shelf: CardShelf | None
    resources: Path
    folder: Path
    send_now: Callable[[], SyncReport]
    self_test: Callable[[], Sequence[SelfTestPart]]

    @property
    def office(self) -> OfficeView:
        """The office of this profile as it is now: Quản trị may change it."""
        return self.reception.office
