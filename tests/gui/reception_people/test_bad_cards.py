"""A card that is not good says so in words, with what the clerk does next; nothing needs a tip to be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.core.terms import CheckName, Outcome
from desktop_app.emrtd.result import Check, Reason
from desktop_app.ui.pages.reception.page import ReceptionPage
from tests.support.session import chip, summary

CHIP, ACTIVE = CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION
HASHES, CHAIN = CheckName.DG_HASHES, CheckName.SIGNER_CHAIN


def said(page: ReceptionPage, checks: dict[CheckName, Check]) -> str:
    """All words of the panel once a card with these checks was read."""
    page.controller.apply(chip(read=replace(summary(), checks={**summary().checks, **checks})))
    panel = page.people.panels["declarant"]
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


@pytest.mark.parametrize(
    ("name", "reason", "words", "next_step"),
    [
        (HASHES, Reason.HASH_MISMATCH, "Dữ liệu bị sửa", "không tiếp nhận"),
        (CHAIN, Reason.UNKNOWN_ISSUER, "Nơi cấp không rõ", "báo lãnh đạo"),
        (CHAIN, Reason.SIGNER_REVOKED, "Chứng thư ký chip không dùng được", "báo lãnh đạo"),
        (CHIP, Reason.CHIP_REFUSED, "Chip bị sao chép", "báo công an"),
        (ACTIVE, Reason.CHIP_ANSWER_WRONG, "Chip bị sao chép", "báo công an"),
        (CHIP, Reason.SESSION_BROKEN, "Chip không chứng minh được", "đọc lại một lần"),
    ],
)
def test_a_failed_check_is_red_with_its_cause_and_the_next_step(
    page: ReceptionPage, name: CheckName, reason: Reason, words: str, next_step: str
) -> None:
    shown = said(page, {name: Check(Outcome.FAILED, reason)})
    assert words in shown
    assert page.services.messages.of(f"checks.{reason}").cause in shown
    assert next_step in shown
    assert page.people.panels["declarant"].doubt.property("soft") == "failed"


def test_without_a_root_certificate_the_clerk_is_told_to_compare_by_eye(page: ReceptionPage) -> None:
    shown = said(page, {CHAIN: Check(Outcome.NOT_POSSIBLE, Reason.NO_CSCA)})
    assert "thiếu chứng thư gốc" in shown
    assert "bằng mắt" in shown


def test_a_chip_that_could_not_prove_itself_is_not_called_genuine_and_says_why(page: ReceptionPage) -> None:
    missing = Check(Outcome.NOT_POSSIBLE, Reason.FILE_MISSING)
    shown = said(page, {CHIP: missing, ACTIVE: missing})
    assert "Chip thật" not in shown
    assert page.services.messages.of("checks.file_missing").cause in shown


def test_a_good_card_needs_no_more_words(page: ReceptionPage) -> None:
    said(page, {})
    panel = page.people.panels["declarant"]
    assert not panel.doubt.isVisibleTo(panel)
    assert not panel.steps.isVisibleTo(panel)
