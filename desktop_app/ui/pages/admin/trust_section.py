"""The trust store: who may vouch for cards, brought in from any file of the kind, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.messages import Message
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.trust import Anchor
from desktop_app.emrtd.trust_import import TRUST_SCOPE_MISSING, Gathered, Refused, gather
from desktop_app.runtime.tasks import Cancel
from desktop_app.security import trust_admin
from desktop_app.security.revocation_store import revocation_lines
from desktop_app.security.trust_admin import BY_HAND, Kept
from desktop_app.security.trust_store import CERTIFICATE_UNREADABLE, TrustedCertificate, anchors
from desktop_app.ui.models.rows_model import Column, RowsModel
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.facts import fingerprint_words
from desktop_app.ui.pages.admin.question import Question
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.pages.admin.trust_lines import TrustLine, origin_words, scope_words
from desktop_app.ui.parts import Combo, Field, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import COLUMN_MIN_WIDTH, Space

_REFUSED_SHOWN = 4


class TrustSection(Section):
    """Without a root here no card can be told genuine: the checks then say «not possible»."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services,
            QCoreApplication.translate("TrustSection", "Chứng thư gốc"),
            QCoreApplication.translate(
                "TrustSection",
                "Chứng thư gốc của cơ quan cấp thẻ (CSCA) cho biết dữ liệu trong chip là thật. "
                "Chỉ nhập tệp nhận từ cơ quan có thẩm quyền.",
            ),
            parent,
        )
        now = services.clock.now
        self.model: RowsModel[TrustLine] = RowsModel(
            (
                Column(self.tr("Chủ chứng thư"), TrustLine.named, lambda line: line.sign(now())),
                Column(self.tr("Dùng cho"), TrustLine.purpose),
                Column(self.tr("Hiệu lực"), TrustLine.days),
                Column(self.tr("Nguồn"), lambda line: origin_words(line.origin)),
                Column(self.tr("Người nhập"), lambda line: line.added_by),
            ),
            lambda line: line.sha256,
            self,
        )
        self.table = table_view(self.model, self.title, "admin.trust", wide=(0,))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * 5)
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self._remove = button(
            self.tr("Gỡ chứng thư này"), self._ask_remove, icon_name="trash-2", name="admin.trust.remove"
        )
        self._print = label(tone="quiet", wrap=True)
        row.addWidget(self._remove)
        row.addWidget(self._print, 1)
        self.body.addLayout(row)
        self.question = Question("admin.trust")
        self.question.yes.clicked.connect(lambda: self.remove())
        self.question.no.clicked.connect(lambda: self.step_back())
        self.body.addWidget(self.question)
        self.scope = Combo()
        self.scope.setObjectName("admin.trust.scope")
        for scope in TrustScope:
            self.scope.addItem(scope_words(scope), scope)
        self.scope.setMaximumWidth(COLUMN_MIN_WIDTH)
        self.body.addWidget(
            Field(
                self.tr("Chứng thư lẻ được nhập để kiểm tra"),
                self.scope,
                hint=self.tr("Danh sách gốc (master list) và danh bạ LDIF chỉ dùng cho hộ chiếu."),
            )
        )
        self.refused: RowsModel[Refused] = RowsModel(
            (
                Column(self.tr("Không nhận"), lambda item: item.name or item.sha256[:16], _refused_sign),
                Column(self.tr("Vì sao"), lambda item: self._why(item).cause),
                Column(self.tr("Nên làm"), lambda item: self._why(item).step),
            ),
            lambda item: item.sha256,
            self,
        )
        self.refused_table = table_view(
            self.refused, self.tr("Những mục không nhận"), "admin.trust.refused", wide=(0, 1, 2)
        )
        height = self.refused_table.verticalHeader().defaultSectionSize() * (_REFUSED_SHOWN + 1)
        self.refused_table.setMinimumHeight(height)
        self.body.addWidget(self.refused_table)
        self.refused_table.hide()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        services.bridge.changed.connect(self._row_changed)
        self._tell()

    def primary_action(self) -> Action:
        """Bring certificates and lists in."""
        return Action(self.tr("Nhập chứng thư"), self._choose, enabled=self.may_manage, icon="upload")

    def entered(self) -> None:
        """Read the list."""
        self.notice.clear()
        self._read()

    def left(self) -> None:
        """A question that was not answered is withdrawn."""
        self.question.hide()

    def step_back(self) -> bool:
        """Esc: no."""
        asked = self.question.isVisibleTo(self)
        self.question.hide()
        if asked:
            self.table.setFocus()
        return asked

    def bring_in(self, *paths: Path) -> None:
        """Trust what may be trusted of files: PEM, DER, LDIF, master lists, revocation lists."""
        services, actor = self.services, self.services.desk.actor
        scope: TrustScope = self.scope.currentData()
        self.notice.tell("info", self.tr("Đang đọc và kiểm tra từng mục của tệp…"), icon_name="clock")

        def work(_cancel: Cancel) -> tuple[Gathered, Kept]:
            gathered = self._gather(paths, scope)
            found = [TrustedCertificate(item.certificate, item.scope) for item in gathered.certificates]
            kept = services.store.write(
                actor,
                lambda session: trust_admin.keep(
                    session, found, gathered.revocation, origin=BY_HAND, by=actor, clock=services.clock
                ),
            )
            return gathered, kept

        self.run(work, lambda both: self._brought(*both))

    def remove(self) -> None:
        """Take the chosen line out."""
        self.question.hide()
        line = self._chosen()
        if line is None:
            return
        store, actor, name = self.services.store, self.services.desk.actor, line.sha256
        self.run(
            lambda _cancel: store.write(actor, lambda session: trust_admin.distrust(session, name, by=actor)),
            lambda _nothing: self.notice.tell("verified", self.tr("Đã gỡ."), icon_name="circle-check"),
        )

    def _gather(self, paths: Sequence[Path], scope: TrustScope) -> Gathered:
        store, at = self.services.store, self.services.clock.now()
        kept = [Anchor(item.certificate, item.scope) for item in store.read(anchors)]
        sources = [partial(Path.open, path, "rb") for path in paths]
        try:
            try:
                # Without a scope first: lists and directories say themselves that they are of passports.
                return gather(sources, scope=None, kept=kept, at=at)
            except AppError as error:
                if error.code != TRUST_SCOPE_MISSING:
                    raise
            return gather(sources, scope=scope, kept=kept, at=at)
        except OSError as error:
            raise AppError(CERTIFICATE_UNREADABLE, {"ordinal": 1}) from error

    def _choose(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(
            self,
            self.tr("Chọn tệp chứng thư"),
            "",
            self.tr("Chứng thư và danh sách (*.pem *.crt *.cer *.der *.ldif *.ml *.crl);;Mọi tệp (*)"),
        )
        if paths:
            self.bring_in(*map(Path, paths))

    def _brought(self, gathered: Gathered, kept: Kept) -> None:
        refused = gathered.refused
        self.refused.put(refused)
        self.refused_table.setVisible(bool(refused))
        text = self.tr(
            "Thêm {new} chứng thư, đã có {known}, không nhận {refused}; danh sách thu hồi: thêm {lists}."
        ).format(
            new=kept.new,
            known=kept.already_there + gathered.repeated,
            refused=len(refused),
            lists=kept.new_revocation,
        )
        if kept.new or kept.new_revocation:
            more = self.tr("Lần đọc thẻ sau sẽ dùng ngay.")
            self.notice.tell("verified", f"{text} {more}", icon_name="circle-check")
        else:
            self.notice.tell("attention" if refused else "info", text)

    def _read(self) -> None:
        store = self.services.store

        def work(_cancel: Cancel) -> list[TrustLine]:
            lines = [TrustLine.of_anchor(line) for line in store.read(trust_admin.anchor_lines)]
            return lines + [TrustLine.of_revocation(line) for line in store.read(revocation_lines)]

        self.run(work, self._show)

    def _show(self, lines: Sequence[TrustLine]) -> None:
        self.model.put(lines)
        if lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if not any(line.scope is TrustScope.CITIZEN_CARD for line in lines) and not self.notice.text:
            self.notice.tell(
                "attention",
                self.tr(
                    "Kho chưa có chứng thư gốc của thẻ căn cước: thẻ vẫn đọc được nhưng chưa kiểm tra được "
                    "thật giả. Xin tệp chứng thư của cơ quan cấp thẻ rồi bấm Nhập chứng thư."
                ),
            )
        self._tell()

    def _row_changed(self, kind: str, _name: str) -> None:
        # A list of hundreds tells of each of them: read once, when all have been told.
        if kind in ("trust_anchor", "revocation_list"):
            self._soon.start()

    def _why(self, item: Refused) -> Message:
        return self.services.messages.of(f"trust.{item.reason}")

    def _chosen(self) -> TrustLine | None:
        return self.model.line(self.table.currentIndex().row())

    def _tell(self) -> None:
        line = self._chosen()
        self._remove.setEnabled(line is not None and self.may_manage)
        self._print.setText(f"SHA-256 {fingerprint_words(line.sha256)}" if line else "")

    def _ask_remove(self) -> None:
        line = self._chosen()
        if line is None:
            return
        if line.scope is None:
            text = self.tr("Gỡ danh sách thu hồi của {holder}? Thẻ đã bị thu hồi sẽ không còn bị phát hiện.")
        else:
            text = self.tr("Gỡ chứng thư {holder}? Thẻ do nó bảo đảm sẽ không kiểm tra được nữa.")
        self.question.ask(text.format(holder=line.named()))


def _refused_sign(_item: Refused) -> tuple[str, str]:
    return "triangle-alert", "attention"
