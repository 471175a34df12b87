"""Saved, printed, sent: three things that are not the same, each with an icon and words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.reception.printing import PaperState
from desktop_app.sync.listing import Shown
from desktop_app.ui.parts import Notice
from desktop_app.ui.theme.tokens import Space


class PaperStatusStrip(QWidget):
    """Three badges side by side: the dossier here, the paper, the province."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._saved, self._printed, self._sent = (Notice(badge=True) for _ in range(3))
        for badge in (self._saved, self._printed, self._sent):
            row.addWidget(badge)
        row.addStretch(1)
        self.setAccessibleName(QCoreApplication.translate("PaperStatusStrip", "Tình trạng giấy tờ"))
        self.show_draft()

    @property
    def words(self) -> str:
        """All that is said, for tests and for the ear."""
        return " · ".join(badge.text for badge in (self._saved, self._printed, self._sent) if badge.text)

    def show_draft(self) -> None:
        """Nothing is accepted yet."""
        self._saved.tell(
            "attention",
            QCoreApplication.translate("PaperStatusStrip", "Bản nháp, chưa tiếp nhận"),
            icon_name="pencil",
        )
        self._printed.clear()
        self._sent.clear()

    def show_state(self, state: PaperState, *, printing: bool = False) -> None:
        """Show how far an accepted dossier is.

        Args:
            printing: a job of it is still in the print queue.
        """
        if state.saved:
            self._saved.tell(
                "verified",
                QCoreApplication.translate("PaperStatusStrip", "Đã lưu trên máy này"),
                icon_name="save",
            )
        else:
            self._saved.tell(
                "failed", QCoreApplication.translate("PaperStatusStrip", "Chưa lưu"), icon_name="save"
            )
        self._show_printed(state.printed, state.unclear, printing)
        meaning, words, name = _sent(state.sent)
        self._sent.tell(meaning, words, icon_name=name)

    def _show_printed(self, count: int, unclear: int, printing: bool) -> None:
        if printing:
            self._printed.tell(
                "info", QCoreApplication.translate("PaperStatusStrip", "Đang in…"), icon_name="printer"
            )
        elif unclear:
            # Begun, and the program or the power went before the print queue answered.
            words = QCoreApplication.translate("PaperStatusStrip", "Đã in {count} lần, {unclear} lần chưa rõ")
            self._printed.tell("attention", words.format(count=count, unclear=unclear), icon_name="printer")
        elif count:
            self._printed.tell(
                "verified",
                QCoreApplication.translate("PaperStatusStrip", "Đã in {count} lần").format(count=count),
                icon_name="printer",
            )
        else:
            self._printed.tell(
                "attention", QCoreApplication.translate("PaperStatusStrip", "Chưa in"), icon_name="printer"
            )


def _sent(sent: Shown | None) -> tuple[str, str, str]:
    match sent:
        case Shown.DELIVERED:
            return "verified", QCoreApplication.translate("PaperStatusStrip", "Tỉnh đã nhận"), "cloud-check"
        case Shown.REFUSED:
            return (
                "failed",
                QCoreApplication.translate("PaperStatusStrip", "Tỉnh từ chối, xem Đồng bộ"),
                "cloud-off",
            )
        case Shown.WAITING:
            return (
                "info",
                QCoreApplication.translate("PaperStatusStrip", "Đang chờ gửi lên tỉnh"),
                "cloud-upload",
            )
        case _:
            return (
                "info",
                QCoreApplication.translate("PaperStatusStrip", "Không có gì phải gửi"),
                "cloud-upload",
            )
