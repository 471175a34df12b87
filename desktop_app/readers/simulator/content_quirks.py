"""Genuine cards that are made otherwise than the usual one: other files, portraits, keys, protocols."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

from desktop_app.cccd.crosscheck import CrossCode
from desktop_app.cccd.dg13 import Absence, Dg13Shape, Nesting
from desktop_app.core.terms import Severity
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.result import Finding, Reason, not_possible
from desktop_app.readers.simulator.chip_data import Mapping, PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.expectation import (
    BY_MRZ_WITHOUT_PACE,
    Expectation,
    differing,
)
from desktop_app.readers.simulator.plan import (
    ActiveKind,
    FacePlan,
    KeyPlan,
    Picture,
    Plan,
    SodPlan,
)
from desktop_app.readers.simulator.quirk import Quirk, oddity
from desktop_app.readers.simulator.switches import (
    Fetching,
    Switches,
)

_LARGE_TEXTS_BYTES = 12_000
_AFTER_ISSUE = timedelta(days=30)

_NO_KEY_OFFERED = not_possible(Reason.NOT_OFFERED)


def _expired(citizen: TrainingCitizen) -> TrainingCitizen:
    return dataclasses.replace(citizen, expiry_date=citizen.issue_date + _AFTER_ISSUE)


def _faces() -> Iterator[Quirk]:
    for name, what, face in (
        ("face_jp2", "the portrait is JPEG 2000 (JP2)", FacePlan(Picture.JP2)),
        ("face_j2k", "the portrait is a bare JPEG 2000 codestream", FacePlan(Picture.CODESTREAM)),
        ("face_padding", "700 zero bytes follow the portrait", FacePlan(padding=700)),
        ("face_no_eoc", "the JPEG lacks its end marker", FacePlan(end_marker=False)),
        ("face_wrong_type", "the record says JPEG 2000, the portrait is a JPEG", FacePlan(type_byte=1)),
        ("face_points", "120 feature points stand before the portrait", FacePlan(points=120)),
        ("face_39794", "the record is one of ISO/IEC 39794-5", FacePlan(iso_39794=True)),
    ):
        yield oddity(name, what, plan=Plan(face=face))
    yield oddity("face_absent", "no DG2, as on cards for children under six", plan=Plan(face=None))


def _files() -> Iterator[Quirk]:
    yield oddity("com_ascending", "EF.COM lists by number", plan=Plan(order=(1, 2, 3, 13, 14, 15)))
    yield oddity("com_descending", "EF.COM lists backwards", plan=Plan(order=(15, 14, 13, 3, 2, 1)))
    yield oddity("sod_bare", "EF.SOD without tag 77", plan=Plan(sod=SodPlan(wrapped=False)))
    yield oddity(
        "sod_indefinite",
        "EF.SOD with open lengths (BER)",
        plan=Plan(sod=SodPlan(indefinite=True)),
    )
    yield oddity(
        "sod_open_end",
        "EF.SOD does not say how long it is (77 80 … 00 00)",
        plan=Plan(sod=SodPlan(open_end=True)),
    )
    yield oddity(
        "sod_old_oid",
        "EF.SOD names its content 1.3.27.1.1.1",
        plan=Plan(sod=SodPlan(content_type="1.3.27.1.1.1")),
    )
    for name in ("sha1", "sha224", "sha384", "sha512"):
        yield oddity(f"sod_{name}", f"EF.SOD uses {name.upper()}", plan=Plan(sod=SodPlan(hash_name=name)))
    for nesting, what in (
        (Nesting.ONE_SEQUENCE, "the names of the parents stand in one SEQUENCE"),
        (Nesting.NESTED, "the names of the parents stand in a SEQUENCE of SEQUENCES"),
        (Nesting.FLAT, "the names of the parents stand bare"),
    ):
        yield oddity(f"dg13_{nesting}", f"in DG13 {what}", plan=Plan(texts=Dg13Shape(nesting=nesting)))
    for absence, what in (
        (Absence.LEFT_OUT, "are left out"),
        (Absence.EMPTY_TEXT, "are empty texts"),
        (Absence.EMPTY_SEQUENCE, "are empty SEQUENCES"),
    ):
        yield oddity(
            f"dg13_{absence}", f"in DG13 missing values {what}", plan=Plan(texts=Dg13Shape(absence=absence))
        )
    yield oddity(
        "dg13_long_lengths",
        "in DG13 every length takes three bytes",
        plan=Plan(texts=Dg13Shape(long_lengths=True)),
    )
    yield oddity(
        "dg13_large",
        "DG13 holds an unknown field of 12,000 bytes",
        plan=Plan(filling=_LARGE_TEXTS_BYTES),
    )
    yield oddity(
        "more_groups",
        "DG11, DG12 and DG16 are there and signed too",
        plan=Plan(order=(1, 2, 3, 11, 12, 13, 15, 14, 16)),
    )
    yield oddity(
        "expired_card",
        "a genuine card whose validity has ended",
        Expectation(findings=(Finding(CrossCode.CARD_EXPIRED, Severity.NOTICE),)),
        person=_expired,
    )


def _keys() -> Iterator[Quirk]:
    """Chip Authentication and Active Authentication."""
    yield oddity(
        "no_chip_key",
        "DG14 offers no Chip Authentication",
        differing(chip_authentication=_NO_KEY_OFFERED),
        plan=Plan(chip_keys=()),
    )
    yield oddity(
        "no_active_key",
        "no DG15: no Active Authentication",
        differing(active_authentication=_NO_KEY_OFFERED),
        plan=Plan(active=None),
    )
    yield oddity(
        "chip_key_named_curve",
        "DG14 gives the curve of the chip's key by its name",
        plan=Plan(named_curves=True),
    )
    yield oddity(
        "chip_key_3des",
        "Chip Authentication makes a session with 3DES",
        plan=Plan(chip_keys=(KeyPlan(Suite.TDES),)),
    )
    yield oddity(
        "chip_key_aes256",
        "Chip Authentication with brainpoolP512r1 makes a session with AES-256",
        plan=Plan(chip_keys=(KeyPlan(Suite.AES256, parameter_id=17),)),
    )
    yield oddity(
        "chip_keys_two",
        "two keys of Chip Authentication, told apart by their numbers",
        plan=Plan(chip_keys=(KeyPlan(Suite.TDES, key_id=1), KeyPlan(parameter_id=12, key_id=2))),
    )
    yield oddity(
        "active_rsa1024",
        "Active Authentication by RSA with 1,024 bits",
        plan=Plan(active=ActiveKind.RSA_1024),
    )
    yield oddity(
        "active_rsa1024_sha256",
        "the same with SHA-256 (trailer 34CC)",
        plan=Plan(active=ActiveKind.RSA_1024, active_hash="sha256"),
    )
    for name, what, switches in (
        ("61xx", "its answer is fetched by GET RESPONSE in the clear", Switches(extended_limit=None)),
        (
            "protected_61xx",
            "its answer is fetched by protected GET RESPONSE",
            Switches(extended_limit=None, fetching=Fetching.INSIDE),
        ),
        ("extended", "its answer takes an extended command", Switches(fetching=Fetching.NEVER)),
    ):
        yield oddity(
            f"active_rsa2048_{name}",
            f"Active Authentication by RSA with 2,048 bits; {what}",
            plan=Plan(active=ActiveKind.RSA_2048),
            switches=switches,
        )
    yield oddity(
        "active_rsa2048_short_link",
        "the same where neither extended lengths nor GET RESPONSE work",
        differing(active_authentication=not_possible(Reason.LINK_TOO_SHORT)),
        plan=Plan(active=ActiveKind.RSA_2048),
        switches=Switches(extended_limit=None, fetching=Fetching.NEVER),
    )
    yield oddity(
        "bac_only",
        "an old card: BAC only, Chip Authentication with 3DES, Active Authentication by RSA",
        BY_MRZ_WITHOUT_PACE,
        plan=Plan(pace=(), chip_keys=(KeyPlan(Suite.TDES),), active=ActiveKind.RSA_1024),
    )


def _protocols() -> Iterator[Quirk]:
    """Other ways of PACE, and keys modulo a prime."""
    offers = (
        ("pace_3des", "PACE with 3DES over P-256", PaceOffer(Suite.TDES, 12)),
        ("pace_aes192", "PACE with AES-192 over P-384", PaceOffer(Suite.AES192, 15)),
        ("pace_aes256", "PACE with AES-256 over brainpoolP512r1", PaceOffer(Suite.AES256, 17)),
        ("pace_integrated", "PACE with integrated mapping", PaceOffer(mapping=Mapping.INTEGRATED)),
        ("pace_dh", "PACE modulo a prime of 1,024 bits", PaceOffer(parameter_id=0)),
        ("pace_dh_2048", "PACE modulo a prime of 2,048 bits", PaceOffer(parameter_id=2)),
        (
            "pace_dh_integrated",
            "PACE modulo a prime with integrated mapping",
            PaceOffer(parameter_id=0, mapping=Mapping.INTEGRATED),
        ),
    )
    for name, what, offer in offers:
        yield oddity(name, what, plan=Plan(pace=(offer,)))
    yield oddity(
        "pace_chip",
        "PACE that proves the chip's key on the way (CAM); EF.CardSecurity is there",
        plan=Plan(pace=(PaceOffer(mapping=Mapping.CHIP),)),
    )
    yield oddity(
        "pace_chip_only",
        "the same without Chip Authentication: the mapping is the proof",
        plan=Plan(pace=(PaceOffer(mapping=Mapping.CHIP),), mapping_only=True),
    )
    yield oddity(
        "chip_key_dh",
        "Chip Authentication modulo a prime of 1,024 bits",
        plan=Plan(chip_keys=(KeyPlan(parameter_id=0),)),
    )
    yield oddity(
        "chip_key_dh_2048",
        "Chip Authentication modulo a prime of 2,048 bits",
        plan=Plan(chip_keys=(KeyPlan(parameter_id=2),)),
    )


def content_quirks() -> Iterator[Quirk]:
    """All of them: files, portrait, keys, protocols."""
    for group in (_files, _faces, _keys, _protocols):
        yield from group()
