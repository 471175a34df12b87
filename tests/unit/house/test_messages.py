"""The words for the codes: complete, in both languages, and about the same facts."""

from __future__ import annotations

import string
import unicodedata
from types import ModuleType

import pytest

from desktop_app.catalogue.deadline import ReasonCode
from desktop_app.cccd.crosscheck import CrossCode
from desktop_app.core.terms import CheckName, Outcome
from desktop_app.doctor.model import DoctorCode
from desktop_app.emrtd.result import FindingCode, Reason
from desktop_app.emrtd.trust_import import RefusalReason
from desktop_app.reception.badges import BadgeCode
from desktop_app.reception.checklist import ChecklistCode
from desktop_app.reception.inputs import FieldProblem
from desktop_app.reception.view import MissingCode

# Words that belong to no failure code.
NOT_FAILURES = {
    "checks": {f"checks.{name}" for name in (*CheckName, *Outcome, *Reason)},
    "findings": {f"findings.{code}" for code in (*FindingCode, *CrossCode)},
    "deadline": {str(code) for code in ReasonCode},
    "doctor": {str(code) for code in DoctorCode},
    "badge": {str(code) for code in BadgeCode},
    "missing": {str(code) for code in MissingCode},
    "field": {str(code) for code in FieldProblem},
    "trust": {f"trust.{reason}" for reason in RefusalReason},
    "checklist": {str(code) for code in ChecklistCode},
}
FIELDS = {"title", "cause", "step"}

Words = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def vi(failure_codes: ModuleType) -> Words:
    return failure_codes.load_words("vi")


@pytest.fixture(scope="module")
def en(failure_codes: ModuleType) -> Words:
    return failure_codes.load_words("en")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _room(code: str) -> str:
    return code.partition(".")[0]


def test_every_failure_code_has_vietnamese_words(declared: frozenset[str], vi: Words) -> None:
    assert declared - set(vi) == set()


def test_every_failure_code_has_english_words(declared: frozenset[str], en: Words) -> None:
    assert declared - set(en) == set()


def test_no_words_are_left_over_from_a_code_that_is_gone(
    declared: frozenset[str], vi: Words, en: Words
) -> None:
    assert {code for code in set(vi) | set(en) if _room(code) not in NOT_FAILURES} - declared == set()


def test_both_languages_have_words_for_the_same_codes(vi: Words, en: Words) -> None:
    assert set(vi) ^ set(en) == set()


def test_every_message_is_title_cause_and_step_and_none_is_empty(vi: Words, en: Words) -> None:
    wrong = [
        code
        for words in (vi, en)
        for code, entry in words.items()
        if set(entry) != FIELDS or not all(isinstance(text, str) and text.strip() for text in entry.values())
    ]

    assert wrong == []


def test_both_languages_show_the_same_facts(vi: Words, en: Words) -> None:
    different = {
        code: (vi_facts, en_facts)
        for code in set(vi) & set(en)
        if (vi_facts := _places(" ".join(vi[code].values())))
        != (en_facts := _places(" ".join(en[code].values())))
    }

    assert different == {}


def test_vietnamese_is_written_with_its_accents(vi: Words) -> None:
    def has_accents(text: str) -> bool:
        return "đ" in text.lower() or any(
            unicodedata.combining(c) for c in unicodedata.normalize("NFD", text)
        )

    assert [code for code, entry in vi.items() if not has_accents(" ".join(entry.values()))] == []


def test_words_are_stored_composed(vi: Words) -> None:
    # Decomposed letters look the same and are not found by a search.
    assert [code for code, entry in vi.items() if not all(map(_is_composed, entry.values()))] == []


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("namespace", NOT_FAILURES)
def test_checks_findings_and_deadlines_have_words_one_to_one(namespace: str, vi: Words) -> None:
    assert {code for code in vi if _room(code) == namespace} ^ NOT_FAILURES[namespace] == set()
