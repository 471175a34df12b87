"""The form of the office and this workstation, field by field as the first run asks it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.security.office import OFFICE_FILE_INVALID, OfficeView
from desktop_app.security.office_admin import BLOCK_OVERLAPS, SCANNER_PREFIX_INVALID, UNIT_CODE_IN_USE
from desktop_app.security.officers import WorkstationLine
from desktop_app.ui.office_form import CHANGED, OPTIONAL, ORGANISATIONS, SCANNER_PREFIX, Problem, judge_change
from desktop_app.ui.pages.first_run import field_words, problem_words
from desktop_app.ui.parts import Field, Panel
from desktop_app.ui.theme.tokens import Space

_FIELD_OF: Mapping[str, str] = {
    UNIT_CODE_IN_USE: "office.unit_code",
    BLOCK_OVERLAPS: "workstation.block_first",
    SCANNER_PREFIX_INVALID: SCANNER_PREFIX,
}


class OfficeEditor(QWidget):
    """All that may be changed; nothing changes before it is saved."""

    saved = Signal(object)
    """An `OfficeChange`, whole and valid."""

    def __init__(self, workstation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workstation = workstation
        self.fields: dict[str, Field] = {}
        self._words = field_words() | _more_words()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._panel(self.tr("Cơ quan"), CHANGED[:6]))
        column.addWidget(self._panel(self.tr("Đơn vị trong hồ sơ"), ORGANISATIONS, columns=3))
        column.addWidget(self._panel(self.tr("Tỉnh"), ("province.url",), columns=1))
        station = ("workstation.block_first", "workstation.block_last", SCANNER_PREFIX)
        column.addWidget(self._panel(self.tr("Máy trạm này"), station, columns=3))

    def fill(self, office: OfficeView, station: WorkstationLine | None) -> None:
        """Show what holds now, and go to the first field."""
        unit = office.unit_code
        values = {
            "office.unit_code": unit,
            "office.parent_name": office.parent_name,
            "office.name": office.name,
            "office.place": office.place,
            "office.phone": office.phone,
            "office.recipient_name": office.recipient_name,
            "organisations.helping": "" if office.org_helping == unit else office.org_helping,
            "organisations.receiving": "" if office.org_receiving == unit else office.org_receiving,
            "organisations.competent": "" if office.org_competent == unit else office.org_competent,
            "province.url": office.province_url,
            SCANNER_PREFIX: station.scanner_prefix if station else "",
        }
        if station is not None and station.block_first is not None:
            values["workstation.block_first"] = str(station.block_first)
            values["workstation.block_last"] = str(station.block_last)
        for name in CHANGED:
            self.control(name).setText(values.get(name, ""))
            self.fields[name].show_problem("")
        self._go_to("office.name")

    def save(self) -> None:
        """Judge what is there; hand it over, or say what is wrong and go there."""
        change, problems = judge_change(
            {name: self.control(name).text() for name in CHANGED}, self._workstation
        )
        self._show_problems({name: problem_words(problem) for name, problem in problems.items()})
        if change is not None:
            self.saved.emit(change)

    def show_refusal(self, error: AppError, words: str) -> bool:
        """Say beside its field what was refused; False when it belongs to none."""
        name = _FIELD_OF.get(error.code, "")
        if error.code == OFFICE_FILE_INVALID:
            name, words = str(error.facts.get("where", "")), problem_words(Problem.CODE)
        if name not in self.fields:
            return False
        self._show_problems({name: words})
        return True

    def problems(self) -> dict[str, str]:
        """What stands beside the fields, by name."""
        return {name: made.problem for name, made in self.fields.items() if made.problem}

    def control(self, name: str) -> QLineEdit:
        """The input of a field."""
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, made in self.fields.items():
            made.show_problem(problems.get(name, ""))
        first = next((name for name in CHANGED if name in problems), None)
        if first is not None:
            self._go_to(first)

    def _go_to(self, name: str) -> None:
        self.control(name).setFocus()
        place = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None:
            place.ensureWidgetVisible(self.control(name), Space.XXL, Space.XXL * 2)

    def _panel(self, title: str, names: tuple[str, ...], *, columns: int = 2) -> Panel:
        panel, grid = Panel(title), QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.M)
        for place, name in enumerate(names):
            at = place // columns, place % columns
            grid.addWidget(self._field(name), *at, Qt.AlignmentFlag.AlignTop)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        panel.body.addLayout(grid)
        return panel

    def _field(self, name: str) -> Field:
        title, hint = self._words[name]
        control = QLineEdit()
        control.setObjectName(f"admin.{name}")
        may_be_empty = name in OPTIONAL or name in ORGANISATIONS or name == SCANNER_PREFIX
        optional = QCoreApplication.translate("FirstRun", "không bắt buộc") if may_be_empty else ""
        made = Field(title, control, hint=hint, required=optional)
        control.returnPressed.connect(self.focusNextChild)
        control.textEdited.connect(lambda _text: made.show_problem(""))
        self.fields[name] = made
        return made


def _more_words() -> dict[str, tuple[str, str]]:
    translate = QCoreApplication.translate
    same = translate("OfficeEditor", "Mã đơn vị; để trống nếu chính là đơn vị này")
    return {
        "organisations.helping": (translate("OfficeEditor", "Đơn vị hỗ trợ"), same),
        "organisations.receiving": (translate("OfficeEditor", "Đơn vị tiếp nhận"), same),
        "organisations.competent": (translate("OfficeEditor", "Đơn vị giải quyết"), same),
        SCANNER_PREFIX: (
            translate("OfficeEditor", "Tiền tố của máy quét QR"),
            translate("OfficeEditor", "Như đã cài trong máy quét, ví dụ ~QR; để trống thì nhận theo tốc độ"),
        ),
    }
