"""The catalogue pack in force and its weak facts: what must still be checked against the original text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.catalogue.weak_facts import WeakFact, weak_facts
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.models.rows_model import Column, RowsModel
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.pages.admin.facts import Facts
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import Field, Panel, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Type


@dataclass(frozen=True, slots=True)
class _Pack:
    version: str
    effective_from: str
    procedures: int
    forms: int
    sha256: str
    source: str
    weak: tuple[WeakFact, ...]


class CatalogueSection(Section):
    """What the law says here, and how sure that is."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services, QCoreApplication.translate("CatalogueSection", "Danh mục thủ tục"), "", parent
        )
        self._weak: tuple[WeakFact, ...] = ()
        self.pack = Facts(self.tr("Gói đang dùng"))
        self.body.addWidget(self.pack)
        self.search = QLineEdit()
        self.search.setObjectName("admin.weak.search")
        self.search.setPlaceholderText(self.tr("Tìm theo thủ tục, nội dung, văn bản; không cần dấu"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self._count = Field(self.tr("Dữ kiện cần đối chiếu với văn bản gốc"), self.search)
        self.body.addWidget(self._count)
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

    def entered(self) -> None:
        """Read the pack once; it does not change while the window runs."""
        if self._weak:
            return
        reception = self.services.reception

        def work(_cancel: Cancel) -> _Pack:
            pack = reception.pack()
            return _Pack(
                version=pack.version,
                effective_from=f"{pack.effective_from:%d/%m/%Y}",
                procedures=len(pack.procedures),
                forms=len(pack.forms),
                sha256=pack.sha256,
                source=pack.source,
                weak=weak_facts(pack),
            )

        self.run(work, self._show)

    def step_back(self) -> bool:
        """Esc empties the search."""
        if not self.search.text():
            return False
        self.search.clear()
        return True

    def _show(self, pack: _Pack) -> None:
        self._weak = pack.weak
        self.pack.put(self.tr("Phiên bản"), pack.version)
        self.pack.put(self.tr("Dùng từ ngày"), pack.effective_from)
        contents = self.tr("{procedures} thủ tục, {forms} biểu mẫu")
        self.pack.put(self.tr("Nội dung"), contents.format(procedures=pack.procedures, forms=pack.forms))
        self.pack.put(self.tr("Nguồn"), pack.source)
        self.pack.put(self.tr("Dấu kiểm tra (SHA-256)"), pack.sha256)
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
        if not found:
            self.notice.tell("info", self.tr("Không có dữ kiện nào khớp. Xóa ô tìm để xem tất cả."))
            return
        text = self.tr("{found} trên {all} dữ kiện chưa đối chiếu với văn bản gốc.")
        self.notice.tell("attention", text.format(found=len(found), all=len(self._weak)))

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
        self._place = label(type=Type.STRONG, wrap=True)
        self._verify = label(wrap=True)
        self._source = label(tone="quiet", wrap=True)
        for part in (self._place, self._verify, self._source):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(part)

    @property
    def words(self) -> str:
        return "\n".join((self._place.text(), self._verify.text(), self._source.text()))

    def show_fact(self, fact: WeakFact) -> None:
        self._place.setText(place_words(fact))
        self._verify.setText(fact.verify)
        source = QCoreApplication.translate("CatalogueSection", "Nguồn: {source}")
        self._source.setText(source.format(source=fact.source or "–"))


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
