"""Đồng bộ: what waits, what was refused and why, and sending now."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.models.outbox import OutboxEvent
from db.store import Store
from desktop_app.bootstrap.window import Opened
from desktop_app.core.errors import AppError
from desktop_app.sync import outbox
from desktop_app.sync.client import PROVINCE_UNREACHABLE, FakeProvince
from desktop_app.sync.engine import SyncEngine, SyncReport
from desktop_app.sync.listing import PAGE, Shown
from desktop_app.sync.wire import AnswerStatus, Event
from desktop_app.ui.pages.sync.page import SyncPage
from desktop_app.ui.services import UiServices
from tests.support.events import lookup
from tests.support.pages import CLERK, away, no_bugs, settled


@dataclass
class Counter:
    """The page, the province behind it, and hands."""

    page: SyncPage
    province: FakeProvince
    store: Store
    services: UiServices
    qtbot: QtBot
    gate: threading.Event

    def queue(self, count: int = 1) -> list[Event]:
        events = [lookup() for _ in range(count)]

        def work(session: Session) -> None:
            for event in events:
                outbox.enqueue(session, event, self.services.clock.now())

        away(self.store.write, "test", work)
        return events

    def enter(self) -> None:
        self.page.entered()
        settled(self.qtbot, lambda: self.page._figures is not None and not self.page.model.loading)

    def send(self) -> None:
        self.page.send_now()
        settled(self.qtbot, lambda: self.page._sending is None)

    def rows(self, shown: Shown) -> int:
        self.page.show_list(shown)
        settled(self.qtbot, lambda: self.page.model._reading is None)
        return self.page.model.rowCount()


@pytest.fixture
def counter(opened: Opened, services: UiServices, qtbot: QtBot) -> Iterator[Counter]:
    store, gate = opened.application.store, threading.Event()
    gate.set()
    away(store.write, "test", lambda session: session.execute(sa.delete(OutboxEvent)) and None)
    province = FakeProvince()
    engine = SyncEngine(store, province, services.clock)

    def send_now() -> SyncReport:
        gate.wait()
        return engine.run_once(asked=True)

    services.desk.sign_in(CLERK)
    page = SyncPage(dataclasses.replace(services, send_now=send_now))
    page.resize(1180, 620)
    qtbot.addWidget(page)
    page.show()
    with no_bugs(services.bridge):
        yield Counter(page, province, store, services, qtbot, gate)
        gate.set()


def test_an_empty_list_says_what_to_do_next(counter: Counter) -> None:
    counter.enter()

    assert counter.page._empty.words == "Không có bản tin nào đang chờ\nTiếp nhận hồ sơ mới: bấm F2."
    assert counter.page.status == "Chưa có bản tin nào để gửi."


def test_nothing_can_be_sent_when_nothing_waits(counter: Counter) -> None:
    counter.enter()

    assert not counter.page.primary_action().enabled


def test_what_is_queued_while_the_page_is_open_appears_by_itself(counter: Counter) -> None:
    counter.enter()

    counter.queue(2)

    settled(counter.qtbot, lambda: counter.page.model.rowCount() == 2)
    settled(counter.qtbot, lambda: counter.page.primary_action().enabled)


def test_a_long_list_is_read_page_by_page(counter: Counter) -> None:
    counter.queue(PAGE + 5)
    counter.enter()
    first = counter.page.model.rowCount()

    counter.page.table.scrollToBottom()

    assert first == PAGE
    settled(counter.qtbot, lambda: counter.page.model.rowCount() == PAGE + 5)


def test_sending_now_empties_the_list_row_by_row(counter: Counter) -> None:
    counter.queue(3)
    counter.enter()
    resets: list[None] = []
    counter.page.model.modelReset.connect(lambda: resets.append(None))

    counter.send()

    settled(counter.qtbot, lambda: counter.page.model.rowCount() == 0)
    assert resets == []
    assert counter.rows(Shown.DELIVERED) == 3


def test_a_refused_event_says_why_in_words_with_its_code(counter: Counter) -> None:
    counter.province.refused = {counter.queue()[0].id}
    counter.send()
    counter.enter()

    counter.rows(Shown.REFUSED)
    counter.page.table.selectRow(0)

    assert "Bản tin đồng bộ không đúng khuôn dạng" in counter.page.refusal.words
    assert "sync.wire_invalid" in counter.page.refusal.words


def test_a_reason_that_only_the_province_knows_still_has_a_next_step(counter: Counter) -> None:
    counter.queue()
    counter.province.plan = [
        lambda _events, answers: tuple(
            dataclasses.replace(a, status=AnswerStatus.REJECTED, code="tinh.la") for a in answers
        )
    ]
    counter.send()

    counter.rows(Shown.REFUSED)
    counter.page.table.selectRow(0)

    assert "Báo cho người quản trị" in counter.page.refusal.words
    assert "tinh.la" in counter.page.refusal.words


def test_a_refused_event_can_be_sent_again(counter: Counter) -> None:
    event = counter.queue()[0]
    counter.province.refused = {event.id}
    counter.send()
    counter.enter()
    counter.rows(Shown.REFUSED)
    counter.page.table.selectRow(0)
    counter.province.refused = set()

    counter.page.refusal.again_button.click()

    settled(counter.qtbot, lambda: event.id in counter.province.stored)
    settled(counter.qtbot, lambda: counter.page.model.rowCount() == 0)


def test_without_a_line_the_page_says_that_work_goes_on(counter: Counter) -> None:
    counter.queue()
    counter.province.plan = [AppError(PROVINCE_UNREACHABLE, {"reason": "connect"})]
    counter.enter()

    counter.send()

    settled(counter.qtbot, lambda: "Cứ tiếp nhận bình thường" in counter.page.status)
    settled(counter.qtbot, lambda: "/" in counter.page.next_attempt)


def test_while_it_sends_the_page_says_so_and_can_be_left_waiting(counter: Counter) -> None:
    counter.queue()
    counter.enter()
    counter.gate.clear()

    counter.page.send_now()

    assert "Đang gửi" in counter.page.status
    assert [action.text for action in counter.page.secondary_actions()] == ["Không chờ nữa"]
    assert counter.page.step_back()
    assert counter.page.primary_action().text == "Gửi ngay"


def test_a_run_in_the_background_is_told(counter: Counter) -> None:
    counter.enter()
    failure = AppError(PROVINCE_UNREACHABLE, {"reason": "connect"})

    counter.services.bridge.synced.emit(SyncReport(0, 0, 0, 0, 0, 0, failure, None, None))

    settled(counter.qtbot, lambda: "Chưa liên lạc được với tỉnh" in counter.page.status)


def test_figures_and_words_at_the_head_stand_on_one_line(counter: Counter) -> None:
    counter.enter()

    feet = set()
    for value in counter.page._values:
        bottom = value.mapTo(counter.page, value.contentsRect().bottomLeft()).y()
        feet.add(bottom - QFontMetrics(value.font()).descent())

    assert len(feet) == 1
