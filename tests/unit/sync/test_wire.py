"""The wire format: closed lists, closed forms, no place for a person's data."""

import json

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import EventType
from desktop_app.sync import wire
from desktop_app.sync.fields import SCHEMAS
from tests.support import events


def refused_at(value: object) -> str:
    with pytest.raises(AppError) as caught:
        wire.parse_event(value)
    assert caught.value.code == "sync.wire_invalid"
    return str(caught.value.facts["where"])


@pytest.mark.parametrize("make", [events.accepted, events.paper, events.lookup])
def test_an_event_comes_back_from_its_bytes_as_it_was(make):
    event = make()
    assert wire.parse_body(event.body()) == event


def test_every_event_type_has_a_field_list():
    assert set(SCHEMAS) == set(EventType)


def test_the_event_is_a_cloudevent_1_0():
    value = events.accepted().to_json()
    assert value["specversion"] == "1.0"
    assert value["datacontenttype"] == "application/json"
    assert value["source"] == "/office/000.00.12.H26/workstation/Q01"
    assert value["type"] == "vn.motcua.dossier.accepted.v1"


def test_key_order_and_spaces_do_not_change_the_hash():
    event = events.paper()
    shuffled = json.dumps(dict(reversed(event.to_json().items())), indent=3).encode()
    assert wire.parse_body(shuffled).body_sha256() == event.body_sha256()


def test_another_value_changes_the_hash():
    value = events.paper().to_json()
    before = wire.parse_event(value).body_sha256()
    value["data"]["pages"] += 1
    assert wire.parse_event(value).body_sha256() != before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("specversion", "0.3"),
        ("id", "00000000-0000-4000-8000-000000000000"),
        ("id", None),
        ("source", "/office/Nguyễn Văn A/workstation/Q01"),
        ("type", "vn.motcua.citizen.v1"),
        ("type", ["vn.motcua.dossier.accepted.v1"]),
        ("subject", "001099012345"),
        ("time", "2026-11-20T09:00:00+07:00"),
        ("time", "2026-02-30T00:00:00.000Z"),
        ("datacontenttype", "text/html"),
        ("data", []),
    ],
)
def test_a_wrong_envelope_field_is_named(field, value):
    event = events.accepted().to_json()
    event[field] = value
    assert refused_at(event) == field


def test_an_extension_attribute_is_refused():
    assert refused_at(events.accepted().to_json() | {"traceparent": "00-1"}) == "event"


@pytest.mark.parametrize("value", [None, [], "event", 7, {}])
def test_what_is_no_event_is_refused(value):
    assert refused_at(value) == "event"


def test_an_unknown_data_field_is_refused_and_its_name_is_not_repeated():
    event = events.accepted().to_json()
    event["data"]["Nguyễn Văn A"] = 1
    assert refused_at(event) == "data"


def test_a_missing_data_field_is_refused():
    event = events.accepted().to_json()
    del event["data"]["officer"]
    assert refused_at(event) == "data"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("officer", "Nguyễn Thị Đượm"),
        ("officer", "Nguyen Van A"),
        ("officer", "001099012345"),
        ("officer", "cb-001099012345"),
        ("org_helping", "024567891"),
        ("number", "001099012345"),
        ("number", "TMP-024567891"),
        ("number", "khong-so"),
        ("number_temporary", 0),
        ("procedure", "dang ky"),
        ("channel", "by_pigeon"),
        ("due_at", "20/11/2026"),
        ("papers", -1),
        ("papers", True),
        ("papers", "1"),
        ("audit_sequence", 0),
        ("audit_hash", "A" * 64),
        ("residence_method", "8"),
        ("consent_version", ""),
        ("workstation", "Q02"),
    ],
)
def test_a_value_outside_its_form_is_refused_by_place_and_never_repeated(field, value):
    event = events.accepted().to_json()
    event["data"][field] = value
    assert refused_at(event) == f"data.{field}"


@pytest.mark.parametrize("checks", [{"face": "verified"}, {"dg_hashes": "yes"}, [], {"dg_hashes": {}}])
def test_checks_are_known_names_with_known_outcomes(checks):
    event = events.lookup().to_json()
    event["data"]["checks"] = checks
    assert refused_at(event) == "data.checks"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("cb01", True),
        ("000.00.12.H26", True),
        ("Q-01_b", True),
        ("024567891", False),
        ("cán bộ", False),
        ("", False),
    ],
)
def test_codes_can_be_tried_where_they_are_given_out(text, answer):
    assert wire.is_code(text) is answer


def test_the_subject_must_be_the_dossier_of_the_data():
    event = events.paper().to_json()
    event["subject"] = uuid7()
    assert refused_at(event) == "subject"


def test_the_numbers_of_dossiers_with_and_without_a_block_pass():
    for number in ("000.00.12.H26-261120-0001", "TMP-Q01-261120-0001", "H26.12-261120-0001"):
        event = events.accepted().to_json()
        event["data"]["number"] = number
        wire.parse_event(event)


def test_a_batch_comes_back_in_order():
    batch = [events.accepted(), events.paper(), events.lookup()]
    assert [item.event for item in wire.decode_batch(wire.encode_batch(batch))] == batch


def test_a_bad_event_spoils_its_own_place_only():
    bad = events.accepted().to_json()
    bad["data"]["officer"] = "Nguyễn Văn A"
    body = json.dumps([events.paper().to_json(), bad, 7, {"id": "Nguyễn"}]).encode()
    items = wire.decode_batch(body)
    assert [(item.id, item.where) for item in items[1:]] == [
        (bad["id"], "data.officer"),
        (None, "event"),
        (None, "event"),
    ]
    assert items[0].event is not None


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "batch.json"),
        (b"\xff", "batch.json"),
        (b"<html>", "batch.json"),
        (b"[NaN]", "batch.json"),
        (b"[1.5]", "batch.json"),
        (b'[{"a":1,"a":2}]', "batch.json"),
        (b"[" * 100_000, "batch.json"),
        (b"[" + b"9" * 5_000 + b"]", "batch.json"),
        (b"{}", "batch"),
        (b"[]", "batch.count"),
        (b"[" + b",".join([b"1"] * 201) + b"]", "batch.count"),
        (b" " * (1024 * 1024 + 1), "batch.bytes"),
    ],
)
def test_a_body_that_is_no_batch_is_refused(body, where):
    with pytest.raises(AppError) as caught:
        wire.decode_batch(body)
    assert caught.value.facts == {"where": where}
    assert caught.value.__cause__ is None


def test_more_than_two_hundred_events_do_not_go_into_one_request():
    with pytest.raises(AppError) as caught:
        wire.encode_batch([events.lookup()] * 201)
    assert caught.value.facts == {"where": "batch.count"}


def test_answers_come_back_as_they_were():
    answers = (
        wire.Answer(uuid7(), wire.AnswerStatus.STORED),
        wire.Answer(uuid7(), wire.AnswerStatus.DUPLICATE),
        wire.Answer(uuid7(), wire.AnswerStatus.REJECTED, "province.id_conflict"),
        wire.Answer(None, wire.AnswerStatus.REJECTED, "sync.wire_invalid"),
    )
    assert wire.decode_answers(wire.encode_answers(answers)) == answers


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"id": "x", "status": "stored", "code": None}, "answers.id"),
        ({"id": None, "status": "ok", "code": None}, "answers.status"),
        ({"id": None, "status": "rejected", "code": None}, "answers.code"),
        ({"id": None, "status": "rejected", "code": "vì ông A"}, "answers.code"),
        ({"id": None, "status": "stored", "code": "a.b"}, "answers.code"),
        ({"id": None, "status": "stored"}, "answers"),
        ("stored", "answers"),
    ],
)
def test_a_wrong_answer_is_refused(row, where):
    with pytest.raises(AppError) as caught:
        wire.decode_answers(json.dumps({"answers": [row]}).encode())
    assert caught.value.facts == {"where": where}
