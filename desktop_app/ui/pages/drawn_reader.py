"""The drawn reader of a training profile: made-up citizens whose cards are laid by a key or a click.

Where a virtual reader of PC/SC runs, a card goes through it, and all that follows is real; else the page
gets the simulated chip in process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError
from desktop_app.core.text import group_number
from desktop_app.emrtd.card import Card
from desktop_app.readers.monitor import CardInserted, CardRemoved, ReaderAdded, ReaderRemoved
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.faces import Look, draw_face
from desktop_app.readers.simulator.vpcd import present
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.parts import Notice, button, label, restyle
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space, Type

KEY = "F12"
DRAWN_READER = "training"
VIRTUAL_READER = "Virtual PCD"
_HOST, _PORT = "127.0.0.1", 35963  # the first slot of vpcd
_FACE = QSize(42, 56)
_FACE_BYTES = 4000  # small ones are drawn quickly
_SIZE = QSize(380, 640)
_NAME = Qt.ItemDataRole.UserRole

_SCANNER_PACE_MS = 5
LayCard = Callable[[Card], None]


def type_like_a_scanner(target: QWidget, text: str) -> None:
    """Type a line as a QR scanner does that is a keyboard: each character a key, faster than any person.

    Keys carry the system's time, as real ones do: a window that is busy meanwhile does not make them slow.
    """
    begun_ms = int(time.monotonic() * 1000)
    for place, character in enumerate(f"{text}\r"):
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(0)
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(begun_ms + place * _SCANNER_PACE_MS)
            # A list that unfolds meanwhile, such as suggestions, gets the keys: so it is with real ones.
            popup = QApplication.activePopupWidget()
            first = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()
            QCoreApplication.sendEvent(first or target, event)


@dataclass(frozen=True, slots=True)
class _Laid:
    name: str
    full_name: str
    virtual: bool
    cancel: Cancel | None = field(default=None)


class CardHand(QObject):
    """The hand that lays a card on the reader and takes it away. Make it before readers are watched.

    Args:
        services: of a training profile.
        lay: gives a chip to the page, in process.
        lift: takes it away again.
    """

    changed = Signal()
    """Another card lies there, or none."""
    failed = Signal(object)
    """The `AppError` why a card cannot be laid."""

    def __init__(
        self,
        services: UiServices,
        lay: LayCard,
        lift: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._lay, self._lift = services, lay, lift
        self._virtual: set[str] = set()
        self._insertions = 0
        self._card: _Laid | None = None
        self._busy = self._in_process = False
        services.bridge.reader_event.connect(self._see)

    @property
    def laid(self) -> str | None:
        """Name of the citizen whose card lies there."""
        return self._card.name if self._card is not None else None

    @property
    def laid_name(self) -> str:
        """Full name on the card that lies there, or ""."""
        return self._card.full_name if self._card is not None else ""

    @property
    def busy(self) -> bool:
        """True while a card is being made."""
        return self._busy

    @property
    def through_pcsc(self) -> bool:
        """Whether cards go through a virtual reader of PC/SC."""
        return bool(self._virtual) and not self._in_process

    def stay_in_process(self) -> None:
        """Use no virtual reader, whichever comes."""
        self._in_process = True

    def lay(self, name: str, shelf: CardShelf | None = None, quirk: str | None = None) -> None:
        """Lay the card of a citizen; one that lies there is taken away first.

        Args:
            shelf: of other citizens than the training profile's own.
            quirk: what is wrong with the card, by its name in `readers.simulator.quirks`; None: nothing.
        """
        self.take()
        shelf = shelf or self._services.shelf
        if shelf is None or self._busy:
            return
        self._busy = True
        self._services.bridge.run(
            lambda _cancel: shelf.card(name, quirk),
            lambda card: self._lay_made(shelf.citizen(name), card),
            self.failed.emit,
            ended=self._made,
        )

    def take(self) -> None:
        """Take away what lies there."""
        card, self._card = self._card, None
        if card is None:
            return
        if card.cancel is not None:
            card.cancel.set()
        elif not card.virtual:
            self._lift()
            self._services.reader.see(CardRemoved(DRAWN_READER, self._insertions))
        self.changed.emit()

    def _made(self) -> None:
        self._busy = False
        self.changed.emit()

    def _lay_made(self, citizen: TrainingCitizen, card: Card) -> None:
        if self.through_pcsc:
            cancel = self._services.bridge.run(
                # A Cancel answers the two questions that are asked of the event: is it set, wait for it.
                lambda cancel: present(card, _HOST, _PORT, stop=cast(Event, cancel)),
                lambda _none: None,
                self.failed.emit,
            )
            self._card = _Laid(citizen.name, citizen.full_name, virtual=True, cancel=cancel)
            return
        self._insertions -= 1
        self._card = _Laid(citizen.name, citizen.full_name, virtual=False)
        self._services.reader.see(ReaderAdded(DRAWN_READER))
        self._services.reader.see(CardInserted(DRAWN_READER, self._insertions, b""))
        self._lay(card)

    def _see(self, event: object) -> None:
        match event:
            case ReaderAdded(reader) if VIRTUAL_READER in reader:
                self._virtual.add(reader)
            case ReaderRemoved(reader):
                self._virtual.discard(reader)
            case _:
                return
        self.changed.emit()


class DrawnReader(QWidget):
    """A small window beside the counter's own: citizens, their cards, and the reader they are laid on.

    Args:
        scan: gets the QR text of a card that is held before the scanner.
    """

    def __init__(
        self, services: UiServices, hand: CardHand, scan: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self._services, self.hand, self._scan, self._owner = services, hand, scan, parent
        self._shown: tuple[TrainingCitizen, ...] = ()
        self.setObjectName("drawn_reader")
        self.setWindowTitle(QCoreApplication.translate("DrawnReader", "Thẻ tập huấn"))
        restyle(self, place="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(_SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(
            label(QCoreApplication.translate("DrawnReader", "Công dân hư cấu và thẻ của họ"), Type.LABEL)
        )
        self.reader = Notice()
        column.addWidget(self.reader)
        self.cards = QListWidget()
        self.cards.setObjectName("drawn_reader.cards")
        self.cards.setAccessibleName(QCoreApplication.translate("DrawnReader", "Thẻ tập huấn"))
        self.cards.setIconSize(_FACE)
        self.cards.setSpacing(Space.XS // 2)
        self.cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards.itemActivated.connect(lambda _item: self.lay_or_take())
        self.cards.currentItemChanged.connect(lambda _now, _before: self._show())
        self.cards.installEventFilter(self)
        column.addWidget(self.cards, 1)
        column.addLayout(self._buttons())
        hand.changed.connect(self._show)
        hand.failed.connect(self._failed)
        self._show()

    def lay_or_take(self) -> None:
        """Lay the chosen card, or take it away if it is the one that lies there."""
        name = self._chosen()
        if name is None:
            return
        if name == self.hand.laid:
            self.hand.take()
        else:
            self.hand.lay(name)

    def scan_qr(self) -> None:
        """Hold the chosen card's QR code before the scanner."""
        name, shelf = self._chosen(), self._services.shelf
        if name is not None and shelf is not None:
            self._scan(shelf.citizen(name).qr)

    def toggle(self) -> None:
        """Show it beside the window, or hide it."""
        if self.isVisible():
            self.hide()
            return
        if not self._shown:
            self._fill()
        owner = self._owner
        screen = owner.screen().availableGeometry()
        at = owner.frameGeometry().topRight()
        self.resize(self.size().expandedTo(self.minimumSizeHint()))  # in some languages buttons are wider
        at.setX(min(at.x() + Space.S, screen.right() - self.width()))
        self.move(at)
        self.show()
        self.activateWindow()
        self.cards.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing only hides it."""
        event.ignore()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list: Enter lays or takes, Q scans."""
        if watched is not self.cards or event.type() != QEvent.Type.KeyPress:
            return False
        key = cast(QKeyEvent, event).key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.lay_or_take()
        elif key == Qt.Key.Key_Q:
            self.scan_qr()
        else:
            return False
        return True

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        translate = QCoreApplication.translate
        self.lay = button("", self.lay_or_take, kind="primary", icon_name="nfc", name="drawn_reader.lay")
        self.qr = button(
            translate("DrawnReader", "Quét mã QR"), self.scan_qr, icon_name="qr-code", name="drawn_reader.qr"
        )
        self.qr.setAccessibleDescription("Q")
        self.qr.setToolTip("Q")
        self.lay.setAccessibleDescription("Enter")
        self.lay.setToolTip("Enter")
        row.addWidget(self.lay, 1)
        row.addWidget(self.qr)
        return row

    def _chosen(self) -> str | None:
        item = self.cards.currentItem()
        return item.data(_NAME) if item is not None else None

    def _fill(self) -> None:
        shelf = self._services.shelf
        if shelf is None:
            return
        self._shown = tuple(shelf.citizen(name) for name in shelf.names())
        for citizen in self._shown:
            item = QListWidgetItem(card_words(citizen))
            item.setData(_NAME, citizen.name)
            self.cards.addItem(item)
        self.cards.setCurrentRow(0)
        today = local_day(self._services.clock.now())
        self._services.bridge.run(
            lambda cancel: [
                face for citizen in self._shown if not cancel() and (face := _face(citizen, today.year))
            ],
            self._show_faces,
            self._failed,
        )

    def _show_faces(self, faces: Sequence[bytes]) -> None:
        for row, face in enumerate(faces):
            picture = QPixmap()
            picture.loadFromData(face, "JPEG")
            self.cards.item(row).setIcon(QIcon(picture))

    def _show(self) -> None:
        translate = QCoreApplication.translate
        laid, chosen = self.hand.laid, self._chosen()
        take = laid is not None and laid == chosen
        words = (
            translate("DrawnReader", "Lấy thẻ ra")
            if take
            else translate("DrawnReader", "Đặt thẻ lên đầu đọc")
        )
        self.lay.setText(words)
        self.lay.setAccessibleName(words)
        self.lay.setEnabled(chosen is not None and not self.hand.busy)
        self.qr.setEnabled(chosen is not None)
        if laid is not None:
            text = translate("DrawnReader", "Trên đầu đọc: thẻ của {name}").format(name=self.hand.laid_name)
            self.reader.tell("verified", text, icon_name="id-card")
        elif self.hand.through_pcsc:
            text = translate("DrawnReader", "Đầu đọc ảo PC/SC đang trống.")
            self.reader.tell("info", text, icon_name="nfc")
        else:
            text = translate("DrawnReader", "Đầu đọc vẽ đang trống (thẻ mô phỏng trong chương trình).")
            self.reader.tell("info", text, icon_name="nfc")

    def _failed(self, error: AppError) -> None:
        words = self._services.messages.of_error(error)
        self.reader.tell("failed", f"{words.title}. {words.step}")


def card_words(citizen: TrainingCitizen) -> str:
    """What stands on a card, in two lines. The citizens are made up."""
    return (
        f"{citizen.full_name}\n{group_number(citizen.number)} · {citizen.birth_text} · {citizen.card.value}"
    )


def _face(citizen: TrainingCitizen, year: int) -> bytes:
    look = Look(citizen.is_woman, max(0, year - citizen.birth_date.year))
    return draw_face(citizen.name, _FACE_BYTES, look)


def attach_drawn_reader(window: MainWindow) -> DrawnReader:
    """Give a training window its reader; the key shows it.

    Args:
        window: of a training profile.
    """
    from desktop_app.ui.pages.reception.page import ReceptionPage

    def page() -> ReceptionPage | None:
        # Behind the door, and where the page could not be made, there is nothing to lay a card on.
        made = window.page("reception") if window.current_page is not None else None
        return made if isinstance(made, ReceptionPage) else None

    def lay(card: Card) -> None:
        if (there := page()) is not None:
            there.lay_card(card)

    def lift() -> None:
        if (there := page()) is not None:
            there.lift_card()

    def scan(text: str) -> None:
        if (there := page()) is not None:
            window.go("reception")
            there.controller.scanned(text)

    hand = CardHand(window.services, lay, lift, window)
    made = DrawnReader(window.services, hand, scan, window)
    QShortcut(QKeySequence(KEY), window).activated.connect(made.toggle)
    return made
