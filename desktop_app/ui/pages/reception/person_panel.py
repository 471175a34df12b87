"""One person of the session: who they are, what the card says of itself, and what is needed to read it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.messages import Message
from desktop_app.reception.badges import Badge, BadgeCode, BadgeRole
from desktop_app.reception.person_view import PersonView
from desktop_app.reception.reveals import RevealReason, record_reveal
from desktop_app.reception.session import Notice as ReceptionNotice
from desktop_app.reception.view import SessionView
from desktop_app.ui.flow import FlowRow
from desktop_app.ui.pages.reception.card_flow import CardStatus
from desktop_app.ui.pages.reception.card_job import STEPS
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.consent import KEY as CONSENT_KEY
from desktop_app.ui.pages.reception.consent import ConsentLine
from desktop_app.ui.pages.reception.expiry_box import ExpiryBox
from desktop_app.ui.pages.reception.photo import SIZE, SMALL, PhotoBox
from desktop_app.ui.pages.reception.record_sheet import RecordSheet
from desktop_app.ui.pages.reception.words import notice_words, person_title
from desktop_app.ui.parts import Elided, Notice, button, label, restyle
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import INPUT_HEIGHT, Space, Type

SWAP_KEY = "Alt+S"
# Badges that ask for something, or whose reason is the news.
_WITH_STEP = (BadgeCode.NO_CSCA, BadgeCode.UNCHECKED, BadgeCode.EXPIRED, BadgeCode.CHIP_UNPROVEN)


class PersonPanel(QFrame):
    """A place for a person."""

    consented = Signal(str)
    secret = Signal(str, str)
    """Slot and the number that was typed."""
    turn_asked = Signal(str)
    removed = Signal(str)
    swap_asked = Signal(str)
    read_again = Signal(str)
    stopped = Signal()
    expiry_tried = Signal(object, object)
    """As `ExpiryBox.tried`."""

    def __init__(self, services: UiServices, slot: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.slot = slot
        self._person: PersonView | None = None
        self._session_id = ""
        self._notice_words: list[str] = []
        self._shown_badges = 0
        self.setObjectName(f"person.{slot}")
        restyle(self, place="panel")
        body = QVBoxLayout(self)
        body.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        body.setSpacing(Space.S)
        body.addLayout(self._head())
        body.addWidget(self._identity())
        self.badges = FlowRow(Space.XS)
        body.addWidget(self.badges)
        self._badges: list[Notice] = []
        self.doubt = Notice()
        body.addWidget(self.doubt)
        self.steps = label("", Type.SMALL, "quiet", wrap=True)
        body.addWidget(self.steps)
        self.steps.hide()
        self._notices = QVBoxLayout()
        self._notices.setSpacing(Space.XS)
        body.addLayout(self._notices)
        self.consent = ConsentLine()
        self.consent.setObjectName(f"consent.{slot}")
        self.consent.ticked.connect(lambda: self.consented.emit(self.slot))
        body.addWidget(self.consent)
        body.addWidget(self._secret_row())
        body.addWidget(self._progress_row())
        self.failure = Notice()
        body.addWidget(self.failure)
        self.expiry = ExpiryBox(slot)
        self.expiry.tried.connect(self.expiry_tried)
        body.addWidget(self.expiry)
        self.again = button(
            QCoreApplication.translate("PersonPanel", "Đọc lại thẻ"),
            lambda: self.read_again.emit(self.slot),
            icon_name="refresh-cw",
        )
        self.again.hide()
        body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.record = RecordSheet()
        self.record.reveal_asked.connect(self._reveal)
        self.record.hide()
        body.addWidget(self.record)

    def show_person(self, person: PersonView, view: SessionView) -> None:
        """Show who sits here."""
        self._session_id = view.session_id
        self.swap.setVisible(person.filled and len(view.people) > 1)
        if person == self._person:
            return
        self._person = person
        title = person_title(person.title)
        self.setAccessibleName(title)
        self._title.setText(title)
        self.turn.setVisible(person.is_turn and not person.filled)
        self.take_turn.setVisible(not person.is_turn and not person.filled)
        self._optional.setVisible(not person.required and not person.filled and not person.is_turn)
        self.remove.setVisible(person.filled)
        self.expand.setVisible(person.filled)
        if not person.filled:
            self.expand.setChecked(False)
        self.identity.setVisible(person.filled)
        self._fill_identity(person)
        self._fill_badges(person, view)
        self._fill_notices(person, view)
        self.record.show_record(person.record)
        self._fill_consent(person)

    def show_dense(self, dense: bool) -> None:
        """Take less room, where there are many."""
        self.photo.setFixedSize(SMALL if dense else SIZE)
        self._address_line.setVisible(dense)
        self._address.setVisible(not dense)

    def show_status(self, status: CardStatus) -> None:
        """Show what the reader does with this person's card."""
        mine = status.slot == self.slot
        reading = mine and status.state is CardState.READING
        self.progress_row.setVisible(reading)
        # While the chip is read, what was known before it says nothing any more.
        self.badges.setVisible(bool(self._shown_badges) and not reading)
        self.steps.setVisible(bool(self.steps.text()) and not reading)
        if self._person is not None:
            self.photo.show_photo(self._person.photo, coming=reading or self._person.being_read)
        if reading:
            self._progress.setValue(status.step)
            words = QCoreApplication.translate(
                "PersonPanel", "Đang đọc {step}/{all}, giữ yên thẻ. Esc để dừng."
            )
            self._progress_words.setText(words.format(step=status.step, all=STEPS))
        if mine and status.code:
            message = self._services.messages.of(status.code, status.facts)
            self.failure.tell("failed", f"{message.title}. {message.step}\n{status.code}")
        elif mine and status.stopped:
            self.failure.tell("info", QCoreApplication.translate("PersonPanel", "Đã dừng đọc thẻ này."))
        elif mine and status.state is CardState.WAITING and status.needs_consent:
            words = QCoreApplication.translate("PersonPanel", "Thẻ đã đặt. Đồng ý rồi mới đọc: {key}.")
            self.failure.tell("info", words.format(key=CONSENT_KEY))
        elif mine and status.state is CardState.WAITING and status.needs_secret:
            words = QCoreApplication.translate(
                "PersonPanel", "Thẻ đã đặt. Quét mã QR hoặc gõ số trên thẻ rồi Enter."
            )
            self.failure.tell("info", words)
        else:
            self.failure.clear()
        broke_off = mine and (bool(status.code) or status.stopped)
        in_doubt = self._person is not None and self._person.in_doubt and not reading
        offer = status.expiry if mine else None
        self.expiry.show_offer(offer)
        self.again.setVisible((broke_off or in_doubt) and offer is None and not self._wants_secret)

    def focus_secret(self) -> None:
        """Put the focus into the box for the number, what stands there selected."""
        self._show_secret(True)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def focus_first(self) -> bool:
        """Put the focus where this person needs a human."""
        for widget in (self.consent.box, self.number, *self.expiry.stops, self.again, self.remove):
            if widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        self._title = label("", Type.STRONG, wrap=True)
        self.turn = Notice(badge=True, parent=self)  # shown without a parent it would be a window
        self.turn.tell("info", QCoreApplication.translate("PersonPanel", "Đến lượt"), icon_name="arrow-right")
        self._optional = label(QCoreApplication.translate("PersonPanel", "nếu có"), Type.SMALL, "quiet")
        self.take_turn = button(
            QCoreApplication.translate("PersonPanel", "Chọn"),
            lambda: self.turn_asked.emit(self.slot),
            kind="quiet",
        )
        self.take_turn.setAccessibleDescription(
            QCoreApplication.translate("PersonPanel", "Thẻ đặt tiếp theo là của người này")
        )
        self.expand = button("", kind="quiet", icon_name="chevron-down", name=f"expand.{self.slot}")
        self.expand.setCheckable(True)
        self.expand.setAccessibleName(QCoreApplication.translate("PersonPanel", "Xem 20 trường và nguồn"))
        self.expand.setToolTip(self.expand.accessibleName())
        self.expand.toggled.connect(lambda shown: self.record.setVisible(shown))
        self.remove = button("", lambda: self.removed.emit(self.slot), kind="quiet", icon_name="x")
        self.remove.setObjectName(f"remove.{self.slot}")
        self.remove.setAccessibleName(QCoreApplication.translate("PersonPanel", "Bỏ người này khỏi hồ sơ"))
        self.remove.setToolTip(self.remove.accessibleName())
        head.addWidget(self._title, 1)
        self.swap = button(
            "", lambda: self.swap_asked.emit(self.slot), kind="quiet", icon_name="arrow-down-up"
        )
        self.swap.setObjectName(f"swap.{self.slot}")
        self.swap.setAccessibleName(QCoreApplication.translate("PersonPanel", "Đổi chỗ với người kế tiếp"))
        self.swap.setToolTip(f"{self.swap.accessibleName()} ({SWAP_KEY})")
        for widget in (self._optional, self.turn, self.take_turn, self.swap, self.expand, self.remove):
            head.addWidget(widget)
        for small in (self.swap, self.expand, self.remove):
            small.setFixedWidth(INPUT_HEIGHT)
        return head

    def _identity(self) -> QWidget:
        self.identity = QWidget()
        row = QHBoxLayout(self.identity)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        self.photo = PhotoBox(self._services.bridge)
        row.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        self.name = label("", Type.NAME, wrap=True, copied=True)
        self.number_shown = label("", Type.LABEL, copied=True)
        self._born = label(copied=True)
        self._address = label(wrap=True, copied=True)
        self._address_line = Elided()
        self._address_line.hide()
        column.setSpacing(Space.XS // 2)
        for widget in (self.name, self.number_shown, self._born, self._address, self._address_line):
            column.addWidget(widget)
        column.addStretch(1)
        row.addLayout(column, 1)
        return self.identity

    def _secret_row(self) -> QWidget:
        self.secret_row = QWidget()
        column = QVBoxLayout(self.secret_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        title = label(
            QCoreApplication.translate(
                "PersonPanel", "Quét mã QR, hoặc gõ số trên thẻ (12 số hay 6 số cuối)"
            ),
            Type.SMALL,
            "quiet",
            wrap=True,
        )
        self.number = QLineEdit()
        self.number.setObjectName(f"secret.{self.slot}")
        self.number.setAccessibleName(QCoreApplication.translate("PersonPanel", "Số trên thẻ"))
        self.number.setMaxLength(20)
        self.number.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.number.returnPressed.connect(lambda: self.secret.emit(self.slot, self.number.text()))
        title.setBuddy(self.number)
        column.addWidget(title)
        column.addWidget(self.number)
        return self.secret_row

    def _progress_row(self) -> QWidget:
        self.progress_row = QWidget()
        column = QVBoxLayout(self.progress_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self._progress = QProgressBar()
        self._progress.setRange(0, STEPS)
        self._progress.setTextVisible(False)
        self._progress.setProperty("thin", "true")
        self._progress.setAccessibleName(QCoreApplication.translate("PersonPanel", "Đọc thẻ"))
        self._progress_words = label("", Type.SMALL, "info")
        column.addWidget(self._progress_words)
        column.addWidget(self._progress)
        self.progress_row.hide()
        return self.progress_row

    @property
    def _wants_secret(self) -> bool:
        return self.secret_row.isVisibleTo(self)

    def _fill_identity(self, person: PersonView) -> None:
        self.name.setText(person.name)
        self.number_shown.setText(person.number)
        age = (
            QCoreApplication.translate("PersonPanel", "{age} tuổi").format(age=person.age)
            if person.age
            else ""
        )
        self._born.setText(" · ".join(part for part in (person.birth_date, age, person.sex) if part))
        self._address.setText(person.address)
        self._address_line.show_whole(person.address)
        self._address.setToolTip(QCoreApplication.translate("PersonPanel", "Nơi thường trú"))
        self.photo.show_photo(person.photo, coming=person.being_read)

    def _fill_badges(self, person: PersonView, view: SessionView) -> None:
        """What the checks say, what the card says unclearly, and that they agreed; in few words each."""
        messages = self._services.messages
        in_words = any(_names_field(notice) for notice in person.notices)
        shown: list[tuple[str, Message]] = [
            (str(badge.role), self._words(badge, person))
            for badge in person.badges
            if badge.code is not BadgeCode.DIFFERS or not in_words  # said below in whole sentences
        ]
        self._fill_steps(person)
        for notice in person.notices:
            if not _names_field(notice):
                shown.append(("attention", notice_words(messages, notice, view)))
        while len(self._badges) < len(shown):
            made = Notice(badge=True)
            self._badges.append(made)
            self.badges.add(made)
        for place, widget in enumerate(self._badges):
            if place < len(shown):
                role, words = shown[place]
                widget.tell(role, words.title)
                widget.setToolTip(f"{words.cause}\n{words.step}")
                widget.setAccessibleDescription(f"{words.cause} {words.step}")
            else:
                widget.clear()
        self._shown_badges = len(shown)
        self.badges.setVisible(bool(shown))

    def _words(self, badge: Badge, person: PersonView) -> Message:
        """Words for a badge; where a check gave a reason, that is the cause."""
        messages = self._services.messages
        words = messages.of(str(badge.code), {"date": person.expiry_date})
        return replace(words, cause=messages.of(badge.reason).cause) if badge.reason else words

    def _fill_steps(self, person: PersonView) -> None:
        """What to do now, where a badge is not a good one: in words, not only in a tip."""
        failed = [self._words(b, person) for b in person.badges if b.role is BadgeRole.FAILED]
        self.doubt.tell("failed", "\n".join(f"{words.cause} {words.step}" for words in failed[:1]))
        steps = [
            self._words(b, person).cause if b.role is BadgeRole.INFO else self._words(b, person).step
            for b in person.badges
            if b.code in _WITH_STEP and not failed
        ]
        self.steps.setText("\n".join(dict.fromkeys(steps)))
        self.steps.setVisible(bool(steps))

    def _fill_notices(self, person: PersonView, view: SessionView) -> None:
        """Where two sources disagree about a field: in whole sentences."""
        messages = self._services.messages
        found = [notice_words(messages, notice, view) for notice in person.notices if _names_field(notice)]
        lines = [f"{words.title}: {words.cause}" for words in found]
        if lines == self._notice_words:
            return
        self._notice_words = lines
        while (item := self._notices.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for text in lines:
            made = Notice(parent=self)
            self._notices.addWidget(made)
            made.tell("attention", text)

    def _fill_consent(self, person: PersonView) -> None:
        given = person.consent_id is not None
        self.consent.show_given(given)
        self.consent.setVisible(not is_read(person) and (person.filled or person.is_turn))
        self._show_secret(person.is_turn and not person.filled)

    def _show_secret(self, shown: bool) -> None:
        self.secret_row.setVisible(shown)
        if not shown:
            self.number.clear()

    def _reveal(self, reason: str) -> None:
        """Write down why first, then show."""
        services, session_id, slot = self._services, self._session_id, self.slot
        actor = services.desk.actor

        def failed(error: AppError) -> None:
            self.failure.tell("failed", services.messages.of_error(error).title)

        services.bridge.run(
            lambda cancel: services.store.write(
                actor, lambda session: record_reveal(session, session_id, slot, RevealReason(reason))
            ),
            lambda _: self.record.uncover(),
            failed,
        )


def is_read(person: PersonView) -> bool:
    """True once a chip was read to its end."""
    return person.filled and not any(b.code in (BadgeCode.QR_ONLY, BadgeCode.READING) for b in person.badges)


def _names_field(notice: ReceptionNotice) -> bool:
    return "field" in notice.facts
