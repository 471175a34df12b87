"""The first-run assistant: asks what an office file holds, says beside each field what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.security.office import OfficeFile
from desktop_app.ui.office_form import (
    FIELDS,
    OPTIONAL,
    Problem,
    SetUp,
    field_of,
    judge,
    judge_password,
    values_of,
)
from desktop_app.ui.parts import Field, Notice, Panel, button, label, restyle
from desktop_app.ui.theme.tokens import BOTTOM_HEIGHT, Space, Type

_WIDTH = 860


def field_words() -> dict[str, tuple[str, str]]:
    """Title and hint of each field."""
    translate = QCoreApplication.translate
    return {
        "office.unit_code": (
            translate("FirstRun", "Mã định danh đơn vị"),
            translate("FirstRun", "Do tỉnh cấp, ví dụ H29.12.03"),
        ),
        "office.parent_name": (
            translate("FirstRun", "Cơ quan cấp trên"),
            translate("FirstRun", "Dòng trên cùng của giấy biên nhận"),
        ),
        "office.name": (
            translate("FirstRun", "Tên Bộ phận Một cửa"),
            translate("FirstRun", "Như trên biển hiệu"),
        ),
        "office.place": (
            translate("FirstRun", "Địa danh"),
            translate("FirstRun", "Đứng trước ngày tháng trên giấy"),
        ),
        "office.phone": (
            translate("FirstRun", "Điện thoại"),
            translate("FirstRun", "Để người dân gọi hỏi"),
        ),
        "office.recipient_name": (
            translate("FirstRun", "Kính gửi"),
            translate("FirstRun", "Cơ quan ghi ở đầu tờ khai"),
        ),
        "workstation.code": (
            translate("FirstRun", "Mã quầy"),
            translate("FirstRun", "Mỗi máy một mã, ví dụ Q01"),
        ),
        "workstation.block_first": (
            translate("FirstRun", "Số hồ sơ từ"),
            translate("FirstRun", "Để trống nếu tỉnh chưa cấp dải số"),
        ),
        "workstation.block_last": (
            translate("FirstRun", "đến số"),
            translate("FirstRun", "Số cuối của dải tỉnh cấp"),
        ),
        "province.url": (
            translate("FirstRun", "Địa chỉ hệ thống của tỉnh"),
            translate("FirstRun", "Bắt đầu bằng https://"),
        ),
        "officers.code": (translate("FirstRun", "Mã cán bộ"), translate("FirstRun", "Ví dụ cb01")),
        "officers.name": (
            translate("FirstRun", "Họ và tên"),
            translate("FirstRun", "In trên giấy biên nhận"),
        ),
    }


def problem_words(problem: Problem) -> str:
    """What to do about a problem."""
    translate = QCoreApplication.translate
    return {
        Problem.MISSING: translate("FirstRun", "Cần điền ô này."),
        Problem.CODE: translate(
            "FirstRun",
            "Chỉ dùng chữ không dấu, số, dấu chấm, gạch; tối đa 32 ký tự và không giống số định danh.",
        ),
        Problem.ADDRESS: translate("FirstRun", "Viết cả https:// ở đầu, không có khoảng trắng."),
        Problem.NUMBER: translate("FirstRun", "Viết một số từ 1 đến 9999999."),
        Problem.BLOCK: translate("FirstRun", "Điền cả hai số, số sau không nhỏ hơn số trước."),
        Problem.TOO_LONG: translate("FirstRun", "Dài quá, xin viết ngắn hơn."),
        Problem.SHORT_PASSWORD: translate("FirstRun", "Mật khẩu cần ít nhất 8 ký tự."),
        Problem.OTHER_PASSWORD: translate("FirstRun", "Hai lần gõ chưa giống nhau."),
        Problem.PREFIX: translate(
            "FirstRun", "Từ 2 đến 8 ký tự không dấu, không cách, có ít nhất một dấu như ~ # @ để khác chữ gõ."
        ),
    }[problem]


class FirstRun(QWidget):
    """One page from top to bottom; nothing is made before the button is pressed."""

    asked = Signal(object)
    """A `SetUp`, whole and valid."""
    file_chosen = Signal(object)
    """The path of an office file to fill the fields from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_run")
        self.fields: dict[str, Field] = {}
        self._join: Path | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        scroll.setWidget(self._form())
        outer.addWidget(scroll, 1)
        outer.addWidget(self._bottom())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def fill(self, office: OfficeFile) -> None:
        """Fill the fields from an office file."""
        for name, text in values_of(office).items():
            self._input(name).setText(text)
            self.fields[name].show_problem("")
        self._input("officers.password").setFocus()

    def submit(self) -> None:
        """Judge what is there; ask for the profile, or say what is wrong and go there."""
        office, problems = judge({name: self._input(name).text() for name in FIELDS})
        password = self._input("officers.password").text()
        wrong = judge_password(password, self._input("officers.again").text())
        if wrong is not None:
            problems["officers.password" if wrong is Problem.SHORT_PASSWORD else "officers.again"] = wrong
        if self._join is not None and not self._input("join.passphrase").text():
            problems["join.passphrase"] = Problem.MISSING
        if self._key_panel.isVisibleTo(self):
            if not self._input("profile.passphrase").text():
                problems["profile.passphrase"] = Problem.MISSING
            elif self._input("profile.passphrase").text() != self._input("profile.again").text():
                problems["profile.again"] = Problem.OTHER_PASSWORD
        self._show_problems({name: problem_words(problem) for name, problem in problems.items()})
        if problems or office is None:
            return
        self.set_busy(True)
        self.asked.emit(
            SetUp(
                office=office,
                password=password,
                join=self._join,
                join_passphrase=self._input("join.passphrase").text(),
                passphrase=self._input("profile.passphrase").text(),
            )
        )

    def set_busy(self, busy: bool) -> None:
        """While the profile is being made nothing can be changed."""
        self._body.setEnabled(not busy)
        self._make.setEnabled(not busy)
        if busy:
            words = QCoreApplication.translate("FirstRun", "Đang lập hồ sơ làm việc, mất vài giây…")
            self.notice.tell("info", words, icon_name="clock")
        else:
            self.notice.clear()

    def show_failure(self, words: str, *, where: str = "", ask_passphrase: bool = False) -> None:
        """It could not be made: say why.

        Args:
            where: place in the office file, if one is to blame.
            ask_passphrase: the computer keeps no keys, so a passphrase is needed.
        """
        self.set_busy(False)
        if ask_passphrase:
            words = QCoreApplication.translate(
                "FirstRun", "Máy này không có nơi giữ khóa. Điền ô “Cụm mật khẩu” ở cuối trang rồi bấm lại."
            )
        self.notice.tell("attention" if ask_passphrase else "failed", words)
        if name := field_of(where):
            self._show_problems({name: problem_words(Problem.CODE)})
        if ask_passphrase:
            self._key_panel.show()
            self._input("profile.passphrase").setFocus()

    def _form(self) -> QWidget:
        holder = QWidget()
        restyle(holder, place="surface")
        across = QHBoxLayout(holder)
        across.setContentsMargins(Space.L, Space.XL, Space.L, Space.XL)
        self._body = QWidget()
        self._body.setMaximumWidth(_WIDTH)
        across.addStretch(1)
        across.addWidget(self._body, 20)
        across.addStretch(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        translate = QCoreApplication.translate
        column.addWidget(label(translate("FirstRun", "Lập hồ sơ làm việc cho máy này"), Type.NAME))
        intro = translate(
            "FirstRun",
            "Chỉ làm một lần. Thông tin này in trên giấy tờ và gửi tỉnh; có thể sửa sau ở trang Quản trị.",
        )
        column.addWidget(label(intro, tone="quiet", wrap=True))
        fill = translate("FirstRun", "Điền từ tệp cơ quan…")
        row = QHBoxLayout()
        row.addWidget(button(fill, self._choose_file, icon_name="file-text", name="first_run.file"))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._panel(translate("FirstRun", "Cơ quan"), FIELDS[:6]))
        column.addWidget(self._panel(translate("FirstRun", "Quầy"), FIELDS[6:9], columns=3))
        column.addWidget(self._panel(translate("FirstRun", "Tỉnh"), FIELDS[9:10], columns=1))
        column.addWidget(self._officer_panel())
        column.addWidget(self._join_panel())
        self._key_panel = self._passphrase_panel()
        self._key_panel.hide()
        column.addWidget(self._key_panel)
        column.addStretch(1)
        return holder

    def _panel(self, title: str, names: tuple[str, ...], *, columns: int = 2) -> Panel:
        panel, grid, words = Panel(title), QGridLayout(), field_words()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.M)
        for place, name in enumerate(names):
            title_, hint = words[name]
            grid.addWidget(self._field(name, title_, hint), place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        panel.body.addLayout(grid)
        return panel

    def _officer_panel(self) -> Panel:
        translate = QCoreApplication.translate
        panel = self._panel(translate("FirstRun", "Cán bộ đầu tiên"), FIELDS[10:])
        note = translate("FirstRun", "Người này quản lý máy và thêm cán bộ khác ở trang Quản trị.")
        panel.body.insertWidget(1, label(note, Type.SMALL, "quiet", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        for name, title, hint in (
            (
                "officers.password",
                translate("FirstRun", "Mật khẩu"),
                translate("FirstRun", "Ít nhất 8 ký tự"),
            ),
            (
                "officers.again",
                translate("FirstRun", "Gõ lại mật khẩu"),
                translate("FirstRun", "Giống hệt lần đầu"),
            ),
        ):
            row.addWidget(self._field(name, title, hint, secret=True), 1)
        panel.body.addLayout(row)
        return panel

    def _join_panel(self) -> Panel:
        translate = QCoreApplication.translate
        panel = Panel(translate("FirstRun", "Cơ quan đã có máy khác?"))
        note = translate(
            "FirstRun", "Chọn tệp gia nhập do máy đầu tiên ghi ra. Nếu đây là máy đầu tiên thì bỏ qua."
        )
        panel.body.addWidget(label(note, Type.SMALL, "quiet", wrap=True))
        row = QHBoxLayout()
        choose = button(
            translate("FirstRun", "Chọn tệp gia nhập…"),
            self._choose_join,
            icon_name="key-round",
            name="first_run.join",
        )
        self._join_name = label(tone="quiet")
        row.addWidget(choose)
        row.addWidget(self._join_name, 1)
        panel.body.addLayout(row)
        title = translate("FirstRun", "Cụm mật khẩu của tệp gia nhập")
        self._join_field = self._field("join.passphrase", title, "", secret=True)
        panel.body.addWidget(self._join_field)
        self._join_field.hide()
        return panel

    def _passphrase_panel(self) -> Panel:
        translate = QCoreApplication.translate
        panel = Panel(translate("FirstRun", "Khóa của hồ sơ làm việc"))
        hint = translate(
            "FirstRun", "Máy này không có nơi giữ khóa. Cụm này được hỏi mỗi lần mở chương trình."
        )
        title = translate("FirstRun", "Cụm mật khẩu")
        panel.body.addWidget(self._field("profile.passphrase", title, hint, secret=True))
        again = QCoreApplication.translate("FirstRun", "Gõ lại cụm mật khẩu")
        warning = QCoreApplication.translate(
            "FirstRun", "Quên cụm này thì không ai mở lại được hồ sơ của máy."
        )
        panel.body.addWidget(self._field("profile.again", again, warning, secret=True))
        return panel

    def _field(self, name: str, title: str, hint: str, *, secret: bool = False) -> Field:
        control = QLineEdit()
        control.setObjectName(f"first_run.{name}")
        if secret:
            control.setEchoMode(QLineEdit.EchoMode.Password)
        optional = QCoreApplication.translate("FirstRun", "không bắt buộc") if name in OPTIONAL else ""
        made = Field(title, control, hint=hint, required=optional)
        control.returnPressed.connect(self.focusNextChild)
        control.textEdited.connect(lambda _text: made.show_problem(""))
        self.fields[name] = made
        return made

    def _bottom(self) -> QWidget:
        line = QWidget()
        line.setObjectName("bottom")
        restyle(line, place="line")
        line.setMinimumHeight(BOTTOM_HEIGHT)
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.notice = Notice()
        row.addWidget(self.notice, 1)
        row.addStretch(0)
        text = QCoreApplication.translate("FirstRun", "Lập hồ sơ làm việc")
        self._make = button(f"{text}   Ctrl+Enter", self.submit, kind="primary", name="first_run.make")
        self._make.setAccessibleName(text)
        self._make.setShortcut("Ctrl+Return")
        row.addWidget(self._make, 0, Qt.AlignmentFlag.AlignRight)
        return line

    def _input(self, name: str) -> QLineEdit:
        control = self.fields[name].control
        if not isinstance(control, QLineEdit):
            raise TypeError(name)
        return control

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, made in self.fields.items():
            made.show_problem(problems.get(name, ""))
        first = next((name for name in self.fields if name in problems), None)
        if first is not None:
            control = self._input(first)
            control.setFocus()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whichever way the focus came, by Enter too: once what has just appeared lies in its place."""
        if now is not None and self._body.isAncestorOf(now):
            QTimer.singleShot(0, now, lambda: self._scroll.ensureWidgetVisible(now, Space.XXL, Space.XXL * 2))

    def _choose_file(self) -> None:
        title = QCoreApplication.translate("FirstRun", "Tệp cơ quan")
        path, _ = QFileDialog.getOpenFileName(self, title, "", "TOML (*.toml)")
        if path:
            self.file_chosen.emit(Path(path))

    def _choose_join(self) -> None:
        title = QCoreApplication.translate("FirstRun", "Tệp gia nhập")
        path, _ = QFileDialog.getOpenFileName(self, title)
        if path:
            self._join = Path(path)
            self._join_name.setText(self._join.name)
            self._join_field.show()
            self._input("join.passphrase").setFocus()
