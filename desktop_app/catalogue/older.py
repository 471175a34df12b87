"""Packs of earlier programs, so that what pins them still opens: what they could not say yet is put in.

A pack is pinned by its bytes and never changed; only what was read from them is brought up. Whenever
the rules of reading ask for more than they did, what held until then is put in here, and the last pack that
lacks it is kept among the test vectors.
"""

from __future__ import annotations

from typing import Any

# Until people stood in the pack there was one: whoever came, and every dossier got a receipt.
_ONE_PERSON = {"key": "declarant", "role": "declarant", "title": "Người đề nghị", "required": True}
_IDENTITY = {
    "text": "{card} {number}, {issue_place}, {issue_date}",
    "text_without_date": "{number}",
    "source": "–",
}


def brought_up(data: dict[str, Any]) -> dict[str, Any]:
    """The tables of a pack as today's rules want them.

    Args:
        data: as parsed; what is no table where one must be is left for the rules to refuse.
    """
    new = {"issue_places": [], "identity_paper": _IDENTITY} | data
    new["forms"] = [_form(form) for form in _tables(data.get("forms"))]
    new["procedures"] = [_procedure(procedure) for procedure in _tables(data.get("procedures"))]
    return new


def _form(form: dict[str, Any]) -> dict[str, Any]:
    texts = form.get("texts")
    if not isinstance(texts, dict):
        return form
    kind = "receipt" if "copy_kept" in texts else "declaration"
    # The word for drafts is asked for by the rules; nothing that is accepted carries it.
    before = {"kind": kind, "sign_room_mm": 20, "row_mm": 7}
    return before | form | {"texts": {"draft": "–"} | texts}


def _procedure(procedure: dict[str, Any]) -> dict[str, Any]:
    before = {"people": [_ONE_PERSON], "receipt_when": "always", "residence_method": True}
    return before | procedure


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
