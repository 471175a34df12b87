"""The trust store: certificates that may vouch for citizen cards, brought in by hand, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop_app.core.clock import local
from desktop_app.core.terms import TrustScope
from desktop_app.runtime.tasks import Cancel
from desktop_app.security import trust_admin
from desktop_app.security.trust_admin import BY_HAND, AnchorLine, certificates_of_file
from desktop_app.ui.models.rows_model import Column, RowsModel
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import Panel, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space


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
        self.model: RowsModel[AnchorLine] = RowsModel(
            (
                Column(self.tr("Chủ chứng thư"), _holder, lambda _line: ("shield-check", "verified")),
                Column(self.tr("Dùng cho"), lambda line: scope_words(line.scope)),
                Column(self.tr("Nguồn"), lambda line: origin_words(line.origin)),
                Column(self.tr("Hết hạn"), _valid_to),
                Column(self.tr("Người nhập"), lambda line: line.added_by),
            ),
            lambda line: line.sha256,
            self,
        )
        self.table = table_view(self.model, self.title, "admin.trust", wide=(0,))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
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
        self.question = _Question()
        self.question.hide()
        self.question.yes.clicked.connect(lambda: self.remove())
        self.question.no.clicked.connect(lambda: self.step_back())
        self.body.addWidget(self.question)
        services.bridge.changed.connect(self._row_changed)
        self._tell()

    def primary_action(self) -> Action:
        """Bring a certificate in."""
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

    def bring_in(self, path: Path) -> None:
        """Trust the certificates of a file for citizen cards."""
        services, actor = self.services, self.services.desk.actor

        def work(_cancel: Cancel) -> int:
            found = certificates_of_file(path)
            return services.store.write(
                actor,
                lambda session: trust_admin.trust_by_hand(
                    session, found, TrustScope.CITIZEN_CARD, by=actor, clock=services.clock
                ),
            )

        self.run(work, self._brought)

    def remove(self) -> None:
        """Take the chosen certificate out."""
        self.question.hide()
        line = self._chosen()
        if line is None:
            return
        store, actor, name = self.services.store, self.services.desk.actor, line.sha256
        self.run(
            lambda _cancel: store.write(actor, lambda session: trust_admin.distrust(session, name, by=actor)),
            lambda _nothing: self.notice.tell(
                "verified", self.tr("Đã gỡ chứng thư."), icon_name="circle-check"
            ),
        )

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self,
            self.tr("Chọn tệp chứng thư"),
            "",
            self.tr("Chứng thư (*.pem *.crt *.cer *.der);;Mọi tệp (*)"),
        )
        if path:
            self.bring_in(Path(path))

    def _brought(self, count: int) -> None:
        if count:
            text = self.tr("Đã thêm {count} chứng thư. Lần đọc thẻ sau sẽ dùng ngay.").format(count=count)
            self.notice.tell("verified", text, icon_name="circle-check")
        else:
            self.notice.tell("info", self.tr("Chứng thư này đã có trong kho, không thêm lần nữa."))

    def _read(self) -> None:
        store = self.services.store
        self.run(lambda _cancel: store.read(trust_admin.anchor_lines), self._show)

    def _show(self, lines: Sequence[AnchorLine]) -> None:
        self.model.put(lines)
        if lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if not lines:
            self.notice.tell(
                "attention",
                self.tr(
                    "Kho chưa có chứng thư gốc nào: thẻ vẫn đọc được nhưng chưa kiểm tra được thật giả. "
                    "Xin tệp chứng thư của cơ quan cấp thẻ rồi bấm Nhập chứng thư."
                ),
            )
        self._tell()

    def _row_changed(self, kind: str, _name: str) -> None:
        if kind == "trust_anchor":
            self._read()

    def _chosen(self) -> AnchorLine | None:
        return self.model.line(self.table.currentIndex().row())

    def _tell(self) -> None:
        line = self._chosen()
        self._remove.setEnabled(line is not None and self.may_manage)
        self._print.setText(f"SHA-256 {line.sha256}" if line else "")

    def _ask_remove(self) -> None:
        line = self._chosen()
        if line is not None:
            self.question.ask(
                self.tr("Gỡ chứng thư {holder}? Thẻ do nó bảo đảm sẽ không kiểm tra được nữa.").format(
                    holder=_holder(line)
                )
            )


class _Question(Panel):
    """A decision where the eye is."""

    def __init__(self) -> None:
        super().__init__("")
        self._words = label(wrap=True)
        self.body.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.no = button(QCoreApplication.translate("TrustSection", "Giữ lại"), name="admin.trust.keep")
        self.yes = button(
            QCoreApplication.translate("TrustSection", "Gỡ"), icon_name="trash-2", name="admin.trust.yes"
        )
        row.addWidget(self.no)
        row.addWidget(self.yes)
        row.addStretch(1)
        self.body.addLayout(row)

    def ask(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self.no.setFocus()


def scope_words(scope: TrustScope) -> str:
    """What a certificate vouches for, in words."""
    if scope is TrustScope.CITIZEN_CARD:
        return QCoreApplication.translate("TrustSection", "Thẻ căn cước")
    return QCoreApplication.translate("TrustSection", "Hộ chiếu")


def origin_words(origin: str) -> str:
    """How a certificate came here, in words."""
    match origin:
        case "training":
            return QCoreApplication.translate("TrustSection", "Tập huấn (thẻ hư cấu)")
        case _ if origin == BY_HAND:
            return QCoreApplication.translate("TrustSection", "Nhập bằng tay")
        case _:
            return QCoreApplication.translate("TrustSection", "Khi thiết lập")


def _holder(line: AnchorLine) -> str:
    return line.holder or line.sha256[:16]


def _valid_to(line: AnchorLine) -> str:
    return f"{local(line.valid_to):%d/%m/%Y}" if line.valid_to else "–"
