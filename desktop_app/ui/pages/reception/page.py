"""Tiếp nhận: the citizens, the form and the papers of one session, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_app.cccd.number import is_number
from desktop_app.core.clock import local
from desktop_app.core.errors import AppError
from desktop_app.emrtd.card import Card
from desktop_app.reception.events import PaperRemoved
from desktop_app.reception.model import Accepted
from desktop_app.reception.view import SessionView
from desktop_app.ui.columns import ThreeColumns
from desktop_app.ui.listening import listen
from desktop_app.ui.page import Action, HelpKey, Missing, Page
from desktop_app.ui.pages.reception.card_flow import CardFlow, CardStatus
from desktop_app.ui.pages.reception.card_job import STEPS
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.consent import KEY as CONSENT_KEY
from desktop_app.ui.pages.reception.controller import Controller
from desktop_app.ui.pages.reception.expiry_box import KEY as EXPIRY_KEY
from desktop_app.ui.pages.reception.form import FormColumn
from desktop_app.ui.pages.reception.notices import MessageBar
from desktop_app.ui.pages.reception.offers import Offer, Way
from desktop_app.ui.pages.reception.papers import NEXT_KEY as NEXT_PAPER_KEY
from desktop_app.ui.pages.reception.papers import PapersColumn
from desktop_app.ui.pages.reception.papers_out import PapersOut
from desktop_app.ui.pages.reception.people import PeopleColumn
from desktop_app.ui.pages.reception.person_panel import SWAP_KEY
from desktop_app.ui.pages.reception.told import Told, What
from desktop_app.ui.pages.reception.words import field_titles, notice_words, person_title
from desktop_app.ui.parked import ParkedSessions
from desktop_app.ui.services import UiServices
from desktop_app.ui.wedge import WedgeFilter
from desktop_app.ui.wedge_prefix import PrefixFollower

READ_AGAIN_KEY = "Ctrl+R"
NEW_KEY = "Ctrl+N"
ACCEPT_AND_NEW_KEY = "Ctrl+Shift+Return"
PRINT_KEY = "Ctrl+P"
UNDO_KEY = "Ctrl+Z"
OFFERS = 5
ACCEPTED = "accepted"


class ReceptionPage(Page):
    """One session at a time; all of it by keyboard.

    Raises:
        AppError: `reception.no_pack_in_force`.
    """

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.controller = Controller(services, self)
        self.card_flow = CardFlow(services, self.controller, self)
        self.people = PeopleColumn(services)
        self.form = FormColumn(services)
        self.papers = PapersColumn(services)
        self.messages = MessageBar()
        self.papers_out = PapersOut(services, lambda: self.controller.pack, self, self._paper_failed)
        self.parked = ParkedSessions(services)
        self.people.add_below(self.parked)
        self._columns = ThreeColumns(
            (
                (QCoreApplication.translate("ReceptionPage", "Người dân"), self.people),
                (QCoreApplication.translate("ReceptionPage", "Thủ tục và tờ khai"), self.form),
                (QCoreApplication.translate("ReceptionPage", "Giấy tờ và hẹn trả"), self.papers),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self._columns, 1)
        self._restored = False
        self._pack_shown = self.controller.pack.sha256
        self._wedge = WedgeFilter(self, is_open=self._is_open)
        self._wedge.install()
        PrefixFollower(services, self._wedge)
        self._connect()
        self._make_keys()
        self._show_view(self.controller.view)

    def lay_card(self, card: Card) -> None:
        """A card of the training shelf on the drawn reader."""
        self.card_flow.lay_card(card)

    def lift_card(self) -> None:
        """It is taken away."""
        self.card_flow.lift_card()

    @property
    def title(self) -> str:
        """Never a personal value."""
        return QCoreApplication.translate("ReceptionPage", "Tiếp nhận")

    def primary_action(self) -> Action:
        """Accept, and once that is done the next citizen."""
        if self.controller.done is not None:
            return Action(
                QCoreApplication.translate("ReceptionPage", "Người tiếp theo"), self.controller.begin
            )
        if self.controller.accepting:
            words = QCoreApplication.translate("ReceptionPage", "Đang tiếp nhận…")
            return Action(words, self.controller.accept, enabled=False)
        words = QCoreApplication.translate("ReceptionPage", "Tiếp nhận hồ sơ")
        return Action(words, self.controller.accept, enabled=self.controller.can_accept, icon="check")

    def secondary_actions(self) -> Sequence[Action]:
        """Beside it."""
        if self.controller.done is not None:
            words = QCoreApplication.translate("ReceptionPage", "In giấy hẹn, tờ khai")
            return (Action(words, self._print, PRINT_KEY, icon="printer"),)
        ready = not self.controller.frozen and not self.controller.is_untouched
        return (
            Action(
                QCoreApplication.translate("ReceptionPage", "Hoàn tác"),
                self.undo,
                UNDO_KEY,
                self.controller.can_undo,
                "undo-2",
            ),
            Action(
                QCoreApplication.translate("ReceptionPage", "Xem bản in"),
                self._preview,
                PRINT_KEY,
                ready and self.controller.view.procedure is not None,
                "eye",
            ),
            Action(
                QCoreApplication.translate("ReceptionPage", "Hồ sơ mới"),
                self.controller.begin,
                NEW_KEY,
                ready,
            ),
        )

    def missing(self) -> Missing | None:
        """The first thing that is missing."""
        view = self.controller.view
        if not view.missing or self.controller.frozen:
            return None
        first = view.missing[0]
        facts = dict(first.facts)
        if "title" in facts:
            facts["title"] = person_title(str(facts["title"] or ""))
        if "label" in facts:
            facts["label"] = field_titles(view)[first.target]
        sentence = self.services.messages.of(str(first.code), facts).title
        more = len(view.missing) - 1
        if more:
            sentence = QCoreApplication.translate("ReceptionPage", "{first} (còn {more} mục nữa)").format(
                first=sentence, more=more
            )
        return Missing(sentence, lambda: self.focus_target(first.target))

    def help_keys(self) -> Sequence[HelpKey]:
        """The keys of this page."""
        keys = (
            (CONSENT_KEY, QCoreApplication.translate("ReceptionPage", "Người dân đồng ý cho đọc chip")),
            (READ_AGAIN_KEY, QCoreApplication.translate("ReceptionPage", "Đọc lại thẻ đang đặt")),
            (EXPIRY_KEY, QCoreApplication.translate("ReceptionPage", "Thử ngày hết hạn ghi ở thẻ, một lần")),
            ("Enter", QCoreApplication.translate("ReceptionPage", "Sang ô tiếp theo")),
            (
                NEXT_PAPER_KEY,
                QCoreApplication.translate("ReceptionPage", "Tới giấy tờ còn thiếu kế tiếp"),
            ),
            (
                SWAP_KEY,
                QCoreApplication.translate(
                    "ReceptionPage", "Đổi chỗ người vừa đặt thẻ với người ở chỗ kế tiếp"
                ),
            ),
            (
                "Alt+1 … 5",
                QCoreApplication.translate(
                    "ReceptionPage", "Chọn một cách xử lý ghi trong thông báo; mở lại hồ sơ đang chờ"
                ),
            ),
            (UNDO_KEY, QCoreApplication.translate("ReceptionPage", "Hoàn tác")),
            (PRINT_KEY, QCoreApplication.translate("ReceptionPage", "Xem bản in, in giấy tờ")),
            (NEW_KEY, QCoreApplication.translate("ReceptionPage", "Hồ sơ mới; hồ sơ đang làm được giữ lại")),
            (
                "Ctrl+Shift+Enter",
                QCoreApplication.translate("ReceptionPage", "Tiếp nhận rồi sang người tiếp theo"),
            ),
            ("Esc", QCoreApplication.translate("ReceptionPage", "Dừng đọc thẻ, lùi một bước; không mất gì")),
        )
        return tuple(HelpKey(key, what) for key, what in keys)

    def entered(self) -> None:
        """Open the draft of this computer once, and put the focus where a human is needed."""
        if not self._restored:
            self._restored = True
            self.controller.restore()
        self.controller.follow_pack()
        self.focus_next()

    def keep(self) -> None:
        """Keep the draft at once."""
        self.controller.keep()

    def step_back(self) -> bool:
        """Esc: stop reading, else fold messages away, else go back to what needs a human."""
        if self.card_flow.stop() or self.messages.dismiss():
            return True
        if self.parked.step_back() or self.papers.step_back() or self.form.step_back():
            return True
        return self.focus_next()

    def undo(self) -> bool:
        """Ctrl+Z: one action of the session back, in whatever field."""
        return self.controller.undo()

    def focus_next(self) -> bool:
        """Put the focus on the first thing that needs a human."""
        if self.controller.frozen:
            return False
        target = self.controller.view.next_focus
        if target is not None:
            return self.focus_target(target)
        if self.isVisible():
            self.finished.emit()
        return False

    def focus_target(self, target: str) -> bool:
        """Put the focus on a target of the view, in whichever column it is."""
        return any(column.focus_target(target) for column in (self.people, self.form, self.papers))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z steps back in the session: the one field knows nothing of what cards filled."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and isinstance(watched, QWidget)
            and self.isAncestorOf(watched)
        ):
            event.ignore()
            return True
        return False

    def _scanned(self, text: str) -> None:
        """What a scanner typed: the code of a card, or the bare number, which opens the chip as well."""
        digits = "".join(text.split())
        if is_number(digits):
            self.card_flow.give_secret(self.controller.session.turn, digits)
        else:
            self.controller.scanned(text)

    def close_down(self) -> None:
        """Before the program ends: keep the draft, stop the reader."""
        self.card_flow.close()
        self.papers.close_devices()
        self.controller.close()

    def _connect(self) -> None:
        controller, flow = self.controller, self.card_flow
        controller.view_changed.connect(self._show_view)
        controller.told.connect(self._tell)
        controller.untold.connect(lambda what: self.messages.clear(str(what)))
        controller.busy_changed.connect(lambda _: self.state_changed.emit())
        controller.accepted.connect(self._accepted)
        controller.began.connect(self._began)
        self.parked.chosen.connect(lambda name, taken: controller.open_parked(name, take_over=taken))
        flow.status_changed.connect(self._show_status)
        flow.asks_secret.connect(self.people.focus_secret)
        self._wedge.scanned.connect(self._scanned)
        self.people.swap_asked.connect(controller.swap_seats)
        self.people.consented.connect(controller.agree)
        self.people.secret.connect(flow.give_secret)
        self.people.read_again.connect(flow.read_again)
        self.people.expiry_tried.connect(flow.try_expiry)
        for part in (self.messages, self.people, self.form, self.papers):
            part.rebuilt.connect(self.rebuilt)
        for column in (self.people, self.form, self.papers):
            column.happened.connect(controller.apply)
        for column in (self.form, self.papers):
            column.wish.connect(self._fulfil)
        listen(self, (QEvent.Type.ShortcutOverride,))
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close_down)

    def _make_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            CONSENT_KEY: self.people.tick_consent,
            READ_AGAIN_KEY: self.card_flow.read_again,
            EXPIRY_KEY: self.card_flow.try_expiry,
            NEXT_PAPER_KEY: self.papers.focus_next,
            SWAP_KEY: lambda: self.controller.swap_seats(),
            ACCEPT_AND_NEW_KEY: lambda: self.controller.accept(then_new=True),
        }
        for number in range(1, OFFERS + 1):
            keys[f"Alt+{number}"] = partial(self._take_offer, number)
        for key, run in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)  # only while the page is in front
            shortcut.setAutoRepeat(False)  # one press is one try
            shortcut.activated.connect(run)

    def _take_offer(self, number: int) -> None:
        """What a message offers goes before the sessions that wait."""
        if not self.messages.take(number):
            self.parked.open_at(number)

    def _is_open(self) -> bool:
        desk = self.services.desk
        return desk.officer is not None and not desk.locked

    def _show_view(self, view: SessionView) -> None:
        self.people.show_view(view, self.controller.pack.consent.text)
        for column in (self.form, self.papers):
            column.show_view(view)
        self.parked.show_for(view.session_id, self.controller.is_untouched)
        if view.notice is not None:
            words = notice_words(self.services.messages, view.notice, view)
            ways = [
                (self._way(offer), partial(self.controller.take, offer)) for offer in self.controller.offers
            ]
            self.messages.tell("notice", "attention", f"{words.title}. {words.step}", offers=ways)
        else:
            self.messages.clear("notice")
        self.state_changed.emit()

    def _way(self, offer: Offer) -> str:
        """What an offer does, in words with the place it is about."""
        view = self.controller.view
        title = next((person_title(p.title) for p in view.people if p.slot == offer.slot), "")
        words = {
            Way.SEAT: QCoreApplication.translate("ReceptionPage", "Xếp vào chỗ {title}"),
            Way.ADD: QCoreApplication.translate("ReceptionPage", "Thêm làm thành viên"),
            Way.REPLACE: QCoreApplication.translate("ReceptionPage", "Thay {title} bằng người này"),
            Way.NEW: QCoreApplication.translate("ReceptionPage", "Mở hồ sơ mới cho người này"),
            Way.MOVE: QCoreApplication.translate("ReceptionPage", "Chuyển người này sang chỗ {title}"),
        }[offer.way]
        return words.format(title=title)

    def _show_status(self, status: CardStatus) -> None:
        self.people.show_status(status)
        match status.state:
            case CardState.READING:
                self.services.reader.reading(status.step, STEPS)
            case CardState.DONE:
                self.services.reader.done()
                if not self.form.being_typed:
                    self.focus_next()
            case CardState.FAILED if status.code:
                self.services.reader.failed(status.code)
            case _:
                self.services.reader.idle()

    def _tell(self, told: Told) -> None:
        words = self.services.messages.of_error(told.error) if told.error is not None else None
        key = str(told.what)
        match told.what:
            case What.RESTORED:
                at = local(told.at).strftime("%H:%M %d/%m") if told.at is not None else ""
                text = QCoreApplication.translate(
                    "ReceptionPage",
                    "Đã mở lại hồ sơ đang làm dở, lưu lúc {time}. Ảnh trong chip không được lưu.",
                ).format(time=at)
                start = QCoreApplication.translate("ReceptionPage", "Bắt đầu hồ sơ mới")
                self.messages.tell(key, "info", text, start, told.repair)
            case What.DRAFT_NOT_KEPT if words is not None:
                text = QCoreApplication.translate(
                    "ReceptionPage", "Chưa lưu được bản nháp: {why}. {step}"
                ).format(why=words.title, step=words.step)
                again = QCoreApplication.translate("ReceptionPage", "Lưu lại ngay")
                self.messages.tell(key, "failed", text, again, told.repair)
            case What.NOT_ACCEPTED if words is not None:
                text = QCoreApplication.translate(
                    "ReceptionPage", "Chưa tiếp nhận được: {why}. {step} Không có gì bị mất."
                ).format(why=words.title, step=words.step)
                self.messages.tell(key, "failed", text)
            case _ if words is not None:
                again = QCoreApplication.translate("ReceptionPage", "Thử lại") if told.repair else ""
                self.messages.tell(key, "attention", f"{words.title}. {words.step}", again, told.repair)
            case _:
                pass

    def _accepted(self, accepted: Accepted) -> None:
        self.messages.clear(str(What.RESTORED))
        self.messages.clear(str(What.NOT_ACCEPTED))
        text = QCoreApplication.translate("ReceptionPage", "Đã tiếp nhận hồ sơ {number}.").format(
            number=accepted.number
        )
        self.messages.tell(ACCEPTED, "verified", text)
        self.state_changed.emit()
        self._freeze(True)
        self._print()

    def _freeze(self, frozen: bool) -> None:
        """What became a dossier is looked at, not changed."""
        for column in (self.people, self.form, self.papers):
            column.setEnabled(not frozen)

    def _began(self) -> None:
        self._freeze(False)
        if self.controller.pack.sha256 != self._pack_shown:  # a new one came into force, or it is pinned
            self._pack_shown = self.controller.pack.sha256
            self.form.show_pack(self.controller.pack)
        self.messages.clear(ACCEPTED)  # it is about the citizen who just went
        if self.controller.is_untouched:
            for key in (*(str(what) for what in What), "notice"):
                self.messages.clear(key)
        self.state_changed.emit()
        self.focus_next()

    def _fulfil(self, wish: str, fact: object) -> None:
        match wish:
            case "focus":
                self.focus_target(str(fact))
            case "next":
                self.focus_next()
            case "after_form":
                if not self.focus_next() and self.controller.view.missing:
                    self.focusNextChild()
            case "attach" if isinstance(fact, tuple):
                component, paths = fact
                self.controller.attach(component, paths)
            case "remove_paper":
                self.controller.apply(PaperRemoved(str(fact)))
            case "preview":
                self._preview()
            case _:
                pass

    def _preview(self) -> None:
        if self.controller.done is not None:
            self._print()
        elif self.controller.session.procedure is not None:
            self.papers_out.show_drafts(self.controller.session)

    def _print(self) -> None:
        done, code = self.controller.done, self.controller.session.procedure
        if done is not None and code is not None:
            self.papers_out.show_accepted(done, self.controller.pack.procedure(code).receipt_form)

    def _paper_failed(self, error: AppError) -> None:
        self._tell(Told(What.REFUSED, error))
