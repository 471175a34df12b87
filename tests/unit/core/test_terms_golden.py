"""The closed lists as they left the process once. A failure here means: values in databases, events and
audit rows that nobody can read any more. Add a value, never rename or remove one."""

import enum
import inspect

from desktop_app.core import terms

GOLDEN = {
    "Outcome": ["verified", "failed", "not_possible"],
    "CheckName": [
        "dg_hashes",
        "sod_signature",
        "signer_chain",
        "chip_authentication",
        "active_authentication",
    ],
    "Severity": ["notice", "forgery"],
    "Protocol": ["PACE-CAN", "PACE-MRZ", "PACE-PIN", "PACE-PUK", "BAC"],
    "TrustScope": ["citizen_card", "passport"],
    "Channel": ["direct", "post", "online", "online_assisted"],
    "PaperSource": ["scan", "reuse_store", "reuse_portal", "chip", "vneid", "attached", "made_here"],
    "PaperKind": ["component", "result"],
    "ResidenceMethod": ["1", "2", "3", "4", "5", "6", "7"],
    "PersonRole": ["declarant", "owner", "father", "mother", "spouse", "household_head", "member"],
    "ValueSource": ["chip", "qr", "catalogue", "earlier", "typed", "office"],
    "OfficerRole": ["clerk", "head", "admin"],
    "LookupOutcome": ["read", "read_with_doubt", "failed"],
    "DossierState": ["draft", "accepted", "cancelled"],
    "PrintState": ["begun", "taken", "refused"],
    "OutboxState": ["queued", "sending", "accepted", "rejected"],
    "EventType": [
        "vn.motcua.dossier.accepted.v1",
        "vn.motcua.paper.digitized.v1",
        "vn.motcua.card.looked_up.v1",
    ],
    "DeadlineUnit": ["working_day", "calendar_day", "hour", "month", "same_day_15h", "none"],
}


def test_no_value_was_renamed_removed_or_added_without_being_written_here():
    lists = inspect.getmembers(terms, lambda m: inspect.isclass(m) and issubclass(m, enum.StrEnum))
    found = {name: [str(member.value) for member in members] for name, members in lists if name != "StrEnum"}
    assert found == GOLDEN
