"""Names of fields, sources and parts in the language of the window, and sentences made of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import Fact
from desktop_app.core.messages import Message, Messages
from desktop_app.core.terms import ValueSource
from desktop_app.reception.reveals import RevealReason
from desktop_app.reception.session import Notice
from desktop_app.reception.view import SessionView


def field_name(name: str) -> str:
    """One of the twenty fields of a citizen's record."""
    return {
        "number": QCoreApplication.translate("Reception", "Số định danh"),
        "old_number": QCoreApplication.translate("Reception", "Số CMND cũ"),
        "full_name": QCoreApplication.translate("Reception", "Họ và tên"),
        "sex": QCoreApplication.translate("Reception", "Giới tính"),
        "ethnicity": QCoreApplication.translate("Reception", "Dân tộc"),
        "religion": QCoreApplication.translate("Reception", "Tôn giáo"),
        "marital_status": QCoreApplication.translate("Reception", "Tình trạng hôn nhân"),
        "blood_group": QCoreApplication.translate("Reception", "Nhóm máu"),
        "birth_date": QCoreApplication.translate("Reception", "Ngày sinh"),
        "birth_registration_place": QCoreApplication.translate("Reception", "Nơi đăng ký khai sinh"),
        "nationality": QCoreApplication.translate("Reception", "Quốc tịch"),
        "origin_place": QCoreApplication.translate("Reception", "Quê quán"),
        "permanent_address": QCoreApplication.translate("Reception", "Nơi thường trú"),
        "current_address": QCoreApplication.translate("Reception", "Nơi ở hiện tại"),
        "father": QCoreApplication.translate("Reception", "Cha"),
        "mother": QCoreApplication.translate("Reception", "Mẹ"),
        "spouse": QCoreApplication.translate("Reception", "Vợ hoặc chồng"),
        "representative": QCoreApplication.translate("Reception", "Người đại diện"),
        "household_head": QCoreApplication.translate("Reception", "Chủ hộ"),
        "household_book_number": QCoreApplication.translate("Reception", "Số sổ hộ khẩu"),
    }[name]


def source_name(source: ValueSource | None) -> str:
    """Where a value came from; empty for nothing."""
    if source is None:
        return ""
    return {
        ValueSource.CHIP: QCoreApplication.translate("Reception", "chip"),
        ValueSource.QR: QCoreApplication.translate("Reception", "mã QR"),
        ValueSource.CATALOGUE: QCoreApplication.translate("Reception", "danh mục"),
        ValueSource.EARLIER: QCoreApplication.translate("Reception", "hồ sơ cũ"),
        ValueSource.TYPED: QCoreApplication.translate("Reception", "tự nhập"),
        ValueSource.OFFICE: QCoreApplication.translate("Reception", "cơ quan"),
    }[source]


def reveal_reason(reason: RevealReason) -> str:
    """Why sensitive fields are shown."""
    return {
        RevealReason.CITIZEN_ASKS: QCoreApplication.translate("Reception", "Người dân đề nghị xem hoặc sửa"),
        RevealReason.FORM_NEEDS: QCoreApplication.translate("Reception", "Biểu mẫu cần ghi"),
        RevealReason.COMPARE: QCoreApplication.translate("Reception", "Đối chiếu khi giấy tờ ghi khác nhau"),
    }[reason]


def person_title(title: str) -> str:
    """The part of a person; before a procedure is chosen it has none."""
    return title or QCoreApplication.translate("Reception", "Người nộp hồ sơ")


def field_titles(view: SessionView) -> dict[str, str]:
    """What each field is called, by its target; where another one has its label, with whose it is."""
    member = QCoreApplication.translate("Reception", "Người thứ {number}")
    places = [(field, field.group) for field in view.fields]
    places += [(cell, member.format(number=row.index)) for row in view.rows for cell in row.cells]
    often = Counter(field.label for field, _whose in places)
    return {
        field.target: f"{whose}: {field.label}" if whose and often[field.label] > 1 else field.label
        for field, whose in places
    }


def notice_words(messages: Messages, notice: Notice, view: SessionView | None = None) -> Message:
    """The words for a notice, with names of fields, parts and sources instead of their codes."""
    return messages.of(notice.code, _named(notice.facts, view))


def _named(facts: Mapping[str, Fact], view: SessionView | None) -> dict[str, Fact]:
    sources = {
        "chip": QCoreApplication.translate("Reception", "chip"),
        "QR": QCoreApplication.translate("Reception", "mã QR"),
        "card": QCoreApplication.translate("Reception", "thẻ"),
        "number": QCoreApplication.translate("Reception", "số định danh"),
    }
    titles = {person.slot: person_title(person.title) for person in view.people} if view is not None else {}
    named: dict[str, Fact] = {}
    for name, value in facts.items():
        match name, value:
            case "field", str():
                try:
                    named[name] = field_name(value)
                except KeyError:
                    named[name] = value
            case "first" | "second", str():
                named[name] = sources.get(value, value)
            case "slot", str():
                named[name] = titles.get(value, value)
            case _:
                named[name] = value
    return named
