"""Plays one script on the real window, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QWidget

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import ResidenceMethod
from desktop_app.training.card_steps import CardSteps
from desktop_app.training.driver import STATE_NOT_REACHED
from desktop_app.training.outcome import Played, filled_of, logged_of, synced_of
from desktop_app.training.paper_steps import PaperSteps
from desktop_app.training.script import Step, StepKind, WaitFor
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.told import What
from desktop_app.ui.reader_state import ReaderKind

EXPECTATION_FAILED = declare("training.expectation_failed")
NOT_COMPLETE = declare("training.not_complete")

_EXPECT_S = 5.0
_SILENT = (StepKind.EXPECT, StepKind.WAIT, StepKind.PICTURE)


class Player(CardSteps, PaperSteps):
    """Plays one script."""

    def play(self) -> Played:
        """Play it to its end or to the step that cannot be done; a bug is raised."""
        self._out.mkdir(parents=True, exist_ok=True)
        try:
            for step in self._script.steps:
                self.played.step, self.played.line = step.place, step.line
                if step.kind is not StepKind.SIGN_IN:
                    self._begin_anew()
                _DO[step.kind](self, step)
                self._rest(step.kind.value)
                if step.kind not in _SILENT:
                    self._picture(step.kind.value)
        except AppError as error:
            self.played.error = error
            self._picture("stopped")
        finally:
            self._stop_listening()
        self._look_back()
        return self.played

    def _look_back(self) -> None:
        played = self.played
        played.keys = self._driver.keys
        if self._stage.window.services.desk.officer is None:
            return
        if played.number is None:
            played.filled = filled_of(self._page.controller.view)
            played.missing = [item.target for item in self._page.controller.view.missing]
        store = self._services.store
        if played.dossier_id is not None:
            dossier_id = played.dossier_id
            played.logged = self._asked(lambda: store.read(lambda rows: logged_of(rows, dossier_id)))
        played.synced = self._asked(lambda: store.read(lambda rows: synced_of(rows, self._began_at)))

    # The door

    def _sign_in(self, step: Step) -> None:
        desk, driver = self._services.desk, self._driver
        wanted = step.text("officer") or self._stage.officer or self._script.officer
        if desk.officer is not None and wanted not in ("", desk.officer.code):
            driver.press("Ctrl+L")
            self._until(lambda: desk.locked, "lock")
            driver.click(driver.find("door.other"))
            self._until(lambda: desk.officer is None, "door")
        if desk.officer is None:
            self._choose_officer(wanted)
            self._until(lambda: desk.officer is not None, "sign_in")
        elif desk.locked:
            self._unlock(step)
        self._begin_anew()

    def _choose_officer(self, code: str) -> None:
        door = self._stage.window.sign_in

        def found(code: str) -> list[QWidget]:
            named = [w for w in door.findChildren(QWidget) if w.objectName().startswith("door.officer.")]
            return [w for w in named if w.isVisible() and code in ("", w.objectName().rpartition(".")[2])]

        try:
            self._until(lambda: bool(found("")), "officers")
            self._until(lambda: bool(found(code)), "officers", min(_EXPECT_S, self._script.limit_s))
        except AppError:
            self._driver.find(f"door.officer.{code}")
            raise
        self._driver.reach(found(code)[0])
        self._driver.press("Return")

    def _begin_anew(self) -> None:
        """A script begins with nobody at the counter; what was left there stays as a draft."""
        if self._fresh:
            return
        self._fresh = True
        window, driver = self._stage.window, self._driver
        self._until(lambda: window.current_page is not None, "page")
        while (dialog := QApplication.activeModalWidget()) is not None:
            driver.press("Escape")
            self._until(lambda dialog=dialog: not dialog.isVisible(), "dialog")
        self._stage.hand.take()
        if window.current_page is not self._page:
            driver.press("F2")
        controller = self._page.controller
        self._listen()
        if self._first and self._has_draft():
            self._until(lambda: not controller.is_untouched, "draft")
        if controller.done is not None:
            driver.press("Ctrl+Return")
        elif not controller.is_untouched:
            driver.press("Ctrl+N")
        self._until(lambda: controller.is_untouched, "new")
        self._driver.keys = 0

    def _has_draft(self) -> bool:
        drafts = self._asked(self._services.reception.drafts)
        return any(draft.workstation == self._services.workstation for draft in drafts)

    def _lock(self, step: Step) -> None:
        self._driver.press("Ctrl+L")
        self._until(lambda: self._services.desk.locked, "lock")

    def _unlock(self, step: Step) -> None:
        driver = self._driver
        driver.reach(self._stage.window.lock_screen.enter)
        driver.press("Return")
        self._until(lambda: not self._services.desk.locked, "unlock")

    # The form

    def _choose_procedure(self, step: Step) -> None:
        driver, controller, code = self._driver, self._page.controller, self._script.procedure
        form = self._page.form
        if not form.search.isVisible():
            driver.click(form.chosen.change)
        search = form.search
        self._until(lambda: search.list.count() > 0 or bool(search.box.text()), "procedures")
        driver.fill(search.box, step.text("text"))  # an earlier script may have left words there
        self._point_at(search.list, code)
        driver.press("Return")
        self._until(lambda: controller.session.procedure == code, "procedure")

    def _point_at(self, found: QListWidget, code: str) -> None:
        codes = [found.item(row).data(Qt.ItemDataRole.UserRole) for row in range(found.count())]
        if code not in codes:
            raise AppError(EXPECTATION_FAILED, {"what": f"procedure {code}", "seen": str(len(codes))})
        down = codes.index(code) - max(found.currentRow(), 0)
        self._driver.press("Down" if down > 0 else "Up", abs(down))

    def _type(self, step: Step) -> None:
        driver = self._driver
        control = driver.find(step.text("field"), "field.")
        if not control.hasFocus() and self._page.controller.view.next_focus == control.objectName():
            driver.press("Escape")
        driver.fill(control, step.text("text"))

    def _add_member(self, step: Step) -> None:
        controller = self._page.controller
        before = len(controller.session.rows)
        self._driver.click(self._driver.find("add_member"))
        self._until(lambda: len(controller.session.rows) > before, "member")

    def _residence_method(self, step: Step) -> None:
        box = cast(QComboBox, self._driver.find("residence_method"))
        wanted = ResidenceMethod(step.text("method"))
        self._driver.reach(box)
        self._driver.choose_at(box, list(ResidenceMethod).index(wanted))
        self._until(lambda: self._page.controller.view.residence.method is wanted, "residence_method")

    # The end

    def _expect(self, step: Step) -> None:
        key = next(key for key in step.given if key != "text")
        try:
            self._until(
                lambda: self._is_as_expected(step, key), f"expect {key}", min(_EXPECT_S, self._script.limit_s)
            )
        except AppError as error:
            if error.code != STATE_NOT_REACHED:
                raise
            what = f"{key} = {step.given[key]}"
            raise AppError(EXPECTATION_FAILED, {"what": what, "seen": self._seen(key)}) from error

    def _is_as_expected(self, step: Step, key: str) -> bool:
        view, wanted = self._page.controller.view, step.given[key]
        if key == "missing":
            return len(view.missing) == wanted
        if key == "field":
            cells = (*view.fields, *(cell for row in view.rows for cell in row.cells))
            return any(wanted in (c.key, c.target) and c.value == step.text("text") for c in cells)
        return str(wanted) in self._seen(key).split(", ")

    def _seen(self, key: str) -> str:
        """Codes that are on the screen; never a value."""
        view = self._page.controller.view
        match key:
            case "missing":
                return ", ".join(item.target for item in view.missing)
            case "missing_code":
                return ", ".join(str(item.code) for item in view.missing)
            case "badge":
                return ", ".join(str(badge.code) for person in view.people for badge in person.badges)
            case "notice":
                codes = [notice.code for person in view.people for notice in person.notices]
                codes += [view.notice.code] if view.notice else []
                codes += [str(self._told.error.code)] if self._told and self._told.error else []
                return ", ".join(codes)
            case "failure":
                return self._status.code
            case _:
                return "–"

    def _accept(self, step: Step) -> None:
        controller, played = self._page.controller, self.played
        played.missing = [item.target for item in controller.view.missing]
        played.filled = filled_of(controller.view)
        if played.missing:
            raise AppError(NOT_COMPLETE, {"missing": ", ".join(played.missing)})
        self._told = None
        self._driver.press("Ctrl+Return")
        self._until(lambda: controller.done is not None or self._refused(), "accept")
        if controller.done is None:
            self._raise_told()
            return
        played.number, played.dossier_id = controller.done.number, controller.done.dossier_id
        if self._card_keys is not None:
            played.keys_from_card = self._driver.keys - self._card_keys
        self._until(lambda: self._papers() is not None, "papers")

    def _refused(self) -> bool:
        return self._told is not None and self._told.what is What.NOT_ACCEPTED

    def _sync(self, step: Step) -> None:
        driver, bridge, window = self._driver, self._services.bridge, self._stage.window
        reports: list[object] = []
        listening = bridge.synced.connect(reports.append)
        driver.press("F7")
        self._until(lambda: window.current_page is not self._page, "sync_page")
        page = window.current_page
        assert page is not None  # somebody is signed in
        action = page.primary_action()
        if action is not None and action.enabled:
            driver.press("Ctrl+Return")
            self._until(lambda: bool(reports), "sync")
        bridge.synced.disconnect(listening)
        self._picture("sync")
        driver.press("F2")
        self._until(lambda: window.current_page is self._page, "page")

    def _press(self, step: Step) -> None:
        self._driver.press(step.text("key"))

    def _picture_step(self, step: Step) -> None:
        self._picture(step.text("name"))

    def _wait_step(self, step: Step) -> None:
        limit = int(step.given.get("seconds", self._script.limit_s))
        match WaitFor(step.text("for")):
            case WaitFor.REST:
                self._rest("rest", limit)
            case WaitFor.READER:
                ready = (ReaderKind.PLACE_CARD, ReaderKind.CARD_THERE)
                if self._stage.virtual:  # the drawn one is always there
                    self._until(lambda: self._services.reader.view.kind in ready, "reader", limit)
            case WaitFor.CARD_READ:
                ended = (CardState.DONE, CardState.FAILED)
                self._until(lambda: self._status.state in ended, "card_read", limit)
            case WaitFor.COMPLETE:
                self._until(lambda: self._page.controller.can_accept, "complete", limit)


_DO: Mapping[StepKind, Callable[[Player, Step], None]] = {
    StepKind.SIGN_IN: Player._sign_in,
    StepKind.CHOOSE_PROCEDURE: Player._choose_procedure,
    StepKind.TURN: Player._turn,
    StepKind.CONSENT: Player._consent,
    StepKind.SCAN_QR: Player._scan_qr,
    StepKind.LAY_CARD: Player._lay_card,
    StepKind.TAKE_CARD: Player._take_card,
    StepKind.TYPE: Player._type,
    StepKind.ADD_MEMBER: Player._add_member,
    StepKind.ATTACH: Player._attach,
    StepKind.SCAN_PAPER: Player._scan_paper,
    StepKind.RESIDENCE_METHOD: Player._residence_method,
    StepKind.EXPECT: Player._expect,
    StepKind.ACCEPT: Player._accept,
    StepKind.PRINT: Player._print,
    StepKind.SYNC: Player._sync,
    StepKind.PICTURE: Player._picture_step,
    StepKind.LOCK: Player._lock,
    StepKind.UNLOCK: Player._unlock,
    StepKind.PRESS: Player._press,
    StepKind.WAIT: Player._wait_step,
}
