"""The catalogue packs and their weak facts: what holds, what is to come, what must still be checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop_app.catalogue.pack_file import pack_bytes
from desktop_app.catalogue.weak_facts import WeakFact
from desktop_app.cccd.expiry import parse_rules
from desktop_app.core.clock import local
from desktop_app.reception.packs import NO_PACK_IN_FORCE, PackLine, PackUse
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.models.rows_model import Column, RowsModel
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.facts import Facts, fingerprint_words
from desktop_app.ui.pages.admin.question import Question
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import Field, Panel, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Type

_PACKS_SHOWN = 3


class CatalogueSection(Section):
    """What the law says here, and how sure that is."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services,
            QCoreApplication.translate("CatalogueSection", "Danh mục thủ tục"),
            QCoreApplication.translate(
                "CatalogueSection",
                "Hồ sơ mới theo gói mới nhất có hiệu lực; hồ sơ và bản nháp đã có giữ gói của mình.",
            ),
            parent,
        )
        self._weak: tuple[WeakFact, ...] = ()
        self._shown: PackLine | None = None
        self.packs: RowsModel[PackLine] = RowsModel(
            (
                Column(self.tr("Phiên bản"), lambda line: line.version),
                Column(
                    self.tr("Tình trạng"), lambda line: use_words(line.use), lambda line: _SIGNS[line.use]
                ),
                Column(self.tr("Dùng từ ngày"), lambda line: f"{line.effective_from:%d/%m/%Y}"),
                Column(self.tr("Cần đối chiếu"), lambda line: str(len(line.weak))),
                Column(self.tr("Người nhập"), _brought_by),
            ),
            lambda line: line.version,
            self,
        )
        self.pack_table = table_view(self.packs, self.tr("Các gói danh mục"), "admin.packs", wide=(1, 4))
        rows = self.pack_table.verticalHeader().defaultSectionSize() * _PACKS_SHOWN
        self.pack_table.setFixedHeight(rows + self.pack_table.horizontalHeader().sizeHint().height() + 4)
        self.pack_table.selectionModel().currentChanged.connect(lambda *_: self._show_pack())
        self.body.addWidget(self.pack_table)
        row = QHBoxLayout()
        self._remove = button(
            self.tr("Gỡ gói này"), self._ask_remove, icon_name="trash-2", name="admin.packs.remove"
        )
        row.addWidget(self._remove)
        row.addStretch(1)
        self.body.addLayout(row)
        self.question = Question("admin.packs")
        self.question.yes.clicked.connect(lambda: self.remove())
        self.question.no.clicked.connect(lambda: self.step_back())
        self.body.addWidget(self.question)
        self.pack = Facts(self.tr("Gói đang xem"))
        self.body.addWidget(self.pack)
        self.search = QLineEdit()
        self.search.setObjectName("admin.weak.search")
        self.search.setPlaceholderText(self.tr("Tìm theo thủ tục, nội dung, văn bản; không cần dấu"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self._count = Field(self.tr("Dữ kiện cần đối chiếu với văn bản gốc"), self.search)
        self.body.addWidget(self._count)
        self.found = label(tone="quiet", wrap=True)
        self.body.addWidget(self.found)
        self.model: RowsModel[tuple[int, WeakFact]] = RowsModel(
            (
                Column(
                    self.tr("Ở đâu"),
                    lambda line: place_words(line[1]),
                    lambda _line: ("triangle-alert", "attention"),
                ),
                Column(self.tr("Cần kiểm tra"), lambda line: line[1].verify),
            ),
            lambda line: line[0],
            self,
        )
        self.table = table_view(self.model, self.tr("Dữ kiện cần đối chiếu"), "admin.weak", wide=(0, 1))
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * 5)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.body.addWidget(self.table, 1)
        self.detail = _Detail()
        self.body.addWidget(self.detail)
        services.bridge.changed.connect(self._row_changed)

    def primary_action(self) -> Action:
        """Bring a pack in."""
        return Action(self.tr("Nhập gói danh mục"), self._choose, enabled=self.may_manage, icon="upload")

    def entered(self) -> None:
        """Read the list."""
        self.notice.clear()
        self._read()

    def bring_in(self, place: Path) -> None:
        """Bring in the pack of a file, a zip or a folder; what is wrong with it is said above."""
        packs, actor = self.services.reception.packs, self.services.desk.actor
        self.notice.tell("info", self.tr("Đang kiểm tra gói: cấu trúc, hiệu lực, in thử biểu mẫu…"))

        def work(_cancel: Cancel) -> PackLine:
            return packs.bring_in(pack_bytes(place), actor)

        self.run(work, self._brought)

    def remove(self) -> None:
        """Take the chosen pack out, if nothing rests on it."""
        self.question.hide()
        line = self._chosen_pack()
        if line is None:
            return
        packs, actor, version = self.services.reception.packs, self.services.desk.actor, line.version
        said = self.tr("Đã gỡ gói {version}.").format(version=version)
        self.run(
            lambda _cancel: packs.take_out(version, actor),
            lambda _nothing: self.notice.tell("verified", said, icon_name="circle-check"),
        )

    def left(self) -> None:
        """A question that was not answered is withdrawn."""
        self.question.hide()

    def _ask_remove(self) -> None:
        line = self._chosen_pack()
        if line is not None:
            text = self.tr("Gỡ gói {version}? Hồ sơ mới sẽ theo gói còn lại mới nhất.")
            self.question.ask(text.format(version=line.version))

    def _chosen_pack(self) -> PackLine | None:
        return self.packs.line(self.pack_table.currentIndex().row())

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self,
            self.tr("Chọn gói danh mục"),
            "",
            self.tr("Gói danh mục (*.toml *.zip);;Mọi tệp (*)"),
        )
        if path:
            self.bring_in(Path(path))

    def _brought(self, line: PackLine) -> None:
        if line.use is PackUse.IN_FORCE:
            text = self.tr("Đã nhập gói {version}. Hồ sơ mới dùng gói này từ bây giờ.")
        else:
            text = self.tr("Đã nhập gói {version}. Gói được dùng từ ngày {day}.")
        day = f"{line.effective_from:%d/%m/%Y}"
        self.notice.tell("verified", text.format(version=line.version, day=day), icon_name="circle-check")
        self._read(line.version)

    def _read(self, version: str = "") -> None:
        packs = self.services.reception.packs

        def work(_cancel: Cancel) -> tuple[PackLine, ...]:
            packs.refresh()  # another program may have brought one in
            return packs.lines()

        self.run(work, lambda lines: self._show(lines, version))

    def _row_changed(self, kind: str, _version: str) -> None:
        if kind == "catalogue_pack":
            self._read()

    def step_back(self) -> bool:
        """Esc: no to the question, else it empties the search."""
        if self.question.isVisibleTo(self):
            self.question.hide()
            self.pack_table.setFocus()
            return True
        if not self.search.text():
            return False
        self.search.clear()
        return True

    def _show(self, lines: Sequence[PackLine], version: str) -> None:
        self.packs.put(lines)
        row = self.packs.row_of(version) if version else None
        if row is not None:
            self.pack_table.selectRow(row)
        elif lines and not self.pack_table.currentIndex().isValid():
            self.pack_table.selectRow(0)
        if all(line.use is not PackUse.IN_FORCE for line in lines):
            words = self.services.messages.of(NO_PACK_IN_FORCE)
            self.notice.tell("failed", f"{words.title}. {words.cause} {words.step}")
        self._show_pack()

    def _show_pack(self) -> None:
        line = self._chosen_pack()
        # What came with the program stays with it.
        self._remove.setEnabled(line is not None and bool(line.imported_by) and self.may_manage)
        if line is None or line == self._shown:
            return
        self.question.hide()
        self._shown, self._weak = line, line.weak
        if line.use is PackUse.IN_FORCE:
            self._weak += card_marks(self.services)
        until = f" – {line.effective_to:%d/%m/%Y}" if line.effective_to else ""
        self.pack.put(self.tr("Phiên bản"), line.version)
        self.pack.put(self.tr("Hiệu lực"), f"{line.effective_from:%d/%m/%Y}{until}")
        contents = self.tr("{procedures} thủ tục, {forms} biểu mẫu")
        self.pack.put(self.tr("Nội dung"), contents.format(procedures=line.procedures, forms=line.forms))
        self.pack.put(self.tr("Nguồn"), line.source)
        self.pack.put(self.tr("Dấu kiểm tra (SHA-256)"), fingerprint_words(line.sha256))
        self._filter()

    def _filter(self) -> None:
        words = self.search.text()
        found = [(at, fact) for at, fact in enumerate(self._weak) if fact.found_by(words)]
        self.model.put(found)
        self._tell_count(found)
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_chosen()

    def _tell_count(self, found: Sequence[tuple[int, WeakFact]]) -> None:
        if found:
            text = self.tr("{found} trên {all} dữ kiện chưa đối chiếu với văn bản gốc.")
            self.found.setText(text.format(found=len(found), all=len(self._weak)))
        elif self._weak:
            self.found.setText(self.tr("Không có dữ kiện nào khớp. Xóa ô tìm để xem tất cả."))
        else:
            self.found.setText(self.tr("Mọi dữ kiện của gói này đã đối chiếu với văn bản gốc."))

    def _show_chosen(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self.detail.setVisible(line is not None)
        if line is not None:
            self.detail.show_fact(line[1])


class _Detail(Panel):
    """The whole of one weak fact; tables cut long words."""

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(QCoreApplication.translate("CatalogueSection", "Dữ kiện đang chọn"))
        self._place = label(type=Type.STRONG, wrap=True, copied=True)
        self._verify = label(wrap=True, copied=True)
        self._source = label(tone="quiet", wrap=True, copied=True)
        for part in (self._place, self._verify, self._source):
            self.body.addWidget(part)

    @property
    def words(self) -> str:
        return "\n".join((self._place.text(), self._verify.text(), self._source.text()))

    def show_fact(self, fact: WeakFact) -> None:
        self._place.setText(place_words(fact))
        self._verify.setText(fact.verify)
        source = QCoreApplication.translate("CatalogueSection", "Nguồn: {source}")
        self._source.setText(source.format(source=fact.source or "–"))


_SIGNS = {
    PackUse.IN_FORCE: ("circle-check", "verified"),
    PackUse.LATER: ("clock", "info"),
    PackUse.PINNED: ("file-text", "quiet"),
}


def use_words(use: PackUse) -> str:
    """What a pack is there for, in words."""
    match use:
        case PackUse.IN_FORCE:
            return QCoreApplication.translate("CatalogueSection", "Đang dùng")
        case PackUse.LATER:
            return QCoreApplication.translate("CatalogueSection", "Chưa đến ngày dùng")
        case PackUse.PINNED:
            return QCoreApplication.translate("CatalogueSection", "Giữ cho hồ sơ đã có")


def _brought_by(line: PackLine) -> str:
    if line.imported_at is None or not line.imported_by:
        return QCoreApplication.translate("CatalogueSection", "Đi kèm chương trình")
    return f"{line.imported_by}, {local(line.imported_at):%d/%m/%Y}"


def card_marks(services: UiServices) -> tuple[WeakFact, ...]:
    """Facts of the law that come with the program and stand in no pack: until when cards are valid."""
    rules = parse_rules((services.resources / "card" / "validity.toml").read_bytes())
    what = QCoreApplication.translate("CatalogueSection", "Thời hạn của thẻ (đi kèm chương trình)")
    since = QCoreApplication.translate("CatalogueSection", "thẻ cấp từ {day}")
    return tuple(
        WeakFact(("", what, since.format(day=f"{rule.since:%d/%m/%Y}")), rule.verify, rule.source)
        for rule in rules
        if rule.verify
    )


def place_words(fact: WeakFact) -> str:
    """Where a weak fact stands, in words."""
    if len(fact.path) == 1:
        return QCoreApplication.translate("CatalogueSection", "Cả gói")
    names = _part_names()
    return " › ".join(names.get(part, part) for part in fact.path[1:])


def _part_names() -> dict[str, str]:
    return {
        "office_hours": QCoreApplication.translate("CatalogueSection", "Giờ làm việc"),
        "numbering": QCoreApplication.translate("CatalogueSection", "Mã số hồ sơ"),
        "consent": QCoreApplication.translate("CatalogueSection", "Lời đồng ý đọc chip"),
        "identity_paper": QCoreApplication.translate("CatalogueSection", "Cách ghi giấy tờ tùy thân"),
        "issue_places": QCoreApplication.translate("CatalogueSection", "Nơi cấp thẻ"),
        "fees": QCoreApplication.translate("CatalogueSection", "Lệ phí"),
        "terms": QCoreApplication.translate("CatalogueSection", "Thời hạn"),
        "components": QCoreApplication.translate("CatalogueSection", "Thành phần hồ sơ"),
        "results": QCoreApplication.translate("CatalogueSection", "Kết quả"),
        "legal_bases": QCoreApplication.translate("CatalogueSection", "Căn cứ pháp lý"),
        "people": QCoreApplication.translate("CatalogueSection", "Người trong hồ sơ"),
    }
