"""Every closed list that leaves the process: database, events, audit, JSON. Values are never renamed."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a check found. There is no default: never verified unless it was."""

    VERIFIED = "verified"
    FAILED = "failed"
    NOT_POSSIBLE = "not_possible"


class CheckName(StrEnum):
    """The five checks of a chip."""

    DG_HASHES = "dg_hashes"
    SOD_SIGNATURE = "sod_signature"
    SIGNER_CHAIN = "signer_chain"
    CHIP_AUTHENTICATION = "chip_authentication"
    ACTIVE_AUTHENTICATION = "active_authentication"


class Severity(StrEnum):
    """How grave a finding is. Only a forgery (or a failed check) gives exit code 3."""

    NOTICE = "notice"
    FORGERY = "forgery"


class Protocol(StrEnum):
    """How the chip was opened."""

    PACE_CAN = "PACE-CAN"
    PACE_MRZ = "PACE-MRZ"
    PACE_PIN = "PACE-PIN"
    PACE_PUK = "PACE-PUK"
    BAC = "BAC"


class TrustScope(StrEnum):
    """What a trust anchor may vouch for."""

    CITIZEN_CARD = "citizen_card"
    PASSPORT = "passport"


class Channel(StrEnum):
    """How the dossier came."""

    DIRECT = "direct"  # trực tiếp
    POST = "post"  # qua bưu chính công ích
    ONLINE = "online"  # trực tuyến
    ONLINE_ASSISTED = "online_assisted"  # trực tuyến, có hướng dẫn


class PaperSource(StrEnum):
    """Where a digitized paper came from; drives four counters of QĐ 766."""

    SCAN = "scan"
    REUSE_STORE = "reuse_store"  # tái sử dụng từ kho
    REUSE_PORTAL = "reuse_portal"  # tái sử dụng từ Cổng DVCQG
    CHIP = "chip"
    VNEID = "vneid"
    ATTACHED = "attached"  # người dân tự nộp tệp
    MADE_HERE = "made_here"  # tờ khai do ứng dụng lập


class PaperKind(StrEnum):
    """Component of the dossier, or result."""

    COMPONENT = "component"
    RESULT = "result"


class ResidenceMethod(StrEnum):
    """The seven ways that replace the household book (NĐ 104/2022)."""

    CARD_SEEN = "1"
    QR = "2"
    CHIP = "3"
    DATABASE = "4"
    VNEID = "5"
    CT07 = "6"
    NUMBER_NOTICE = "7"


class PersonRole(StrEnum):
    """Who a person is in a dossier."""

    DECLARANT = "declarant"  # người nộp
    OWNER = "owner"  # chủ hồ sơ
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    HOUSEHOLD_HEAD = "household_head"
    MEMBER = "member"


class ValueSource(StrEnum):
    """Where a value of a form came from."""

    CHIP = "chip"
    QR = "qr"
    CATALOGUE = "catalogue"
    EARLIER = "earlier"
    TYPED = "typed"
    OFFICE = "office"


class OfficerRole(StrEnum):
    """What an officer may do."""

    CLERK = "clerk"
    HEAD = "head"
    ADMIN = "admin"


class LookupOutcome(StrEnum):
    """How a look-up on a chip ended."""

    READ = "read"
    READ_WITH_DOUBT = "read_with_doubt"  # a check failed or a forgery was found
    FAILED = "failed"


class DossierState(StrEnum):
    """Life of a dossier."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class PrintState(StrEnum):
    """How far a paper came on its way through the printer."""

    BEGUN = "begun"  # handed over; how it ended is not known (yet)
    TAKEN = "taken"  # the print queue has it
    REFUSED = "refused"  # nothing came out


class OutboxState(StrEnum):
    """Life of an event on its way to the province."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class EventType(StrEnum):
    """Types of the events sent to the province (CloudEvents `type`)."""

    DOSSIER_ACCEPTED = "vn.motcua.dossier.accepted.v1"
    PAPER_DIGITIZED = "vn.motcua.paper.digitized.v1"
    CARD_LOOKED_UP = "vn.motcua.card.looked_up.v1"


class DeadlineUnit(StrEnum):
    """Units of processing time."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    SAME_DAY_15H = "same_day_15h"
    NONE = "none"


CITIZEN_FIELDS = (
    "number",
    "old_number",
    "full_name",
    "sex",
    "ethnicity",
    "religion",
    "marital_status",
    "blood_group",
    "birth_date",
    "birth_registration_place",
    "nationality",
    "origin_place",
    "permanent_address",
    "current_address",
    "father",
    "mother",
    "spouse",
    "representative",
    "household_head",
    "household_book_number",
)
"""The twenty values of a citizen, in the order they are shown; forms and stored values are named by them."""
