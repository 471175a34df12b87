"""The oddities of genuine cards and of readers that others have met: each as data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

from desktop_app.cccd.crosscheck import CrossCode
from desktop_app.cccd.dg13 import Absence, Dg13Shape, Nesting
from desktop_app.core.terms import Severity
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.result import Finding, FindingCode, Reason, not_possible
from desktop_app.readers.simulator.chip_data import PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.expectation import (
    PLAIN,
    Expectation,
    Secret,
    differing,
    ending,
    notice,
)
from desktop_app.readers.simulator.link import Link
from desktop_app.readers.simulator.plan import (
    ActiveKind,
    FacePlan,
    KeyPlan,
    Picture,
    Plan,
    SodPlan,
)
from desktop_app.readers.simulator.quirk import Kind, Quirk
from desktop_app.readers.simulator.switches import (
    Fetching,
    PastEnd,
    Reading,
    Session,
    Switches,
    TooLong,
)
from desktop_app.readers.simulator.weak_reader import Fault

_SLOW = Link(kbps=106, overhead_ms=60)
_LARGE_FACE_BYTES = 44_000
_LARGE_TEXTS_BYTES = 12_000
_AFTER_ISSUE = timedelta(days=30)

_BAC_BY_MRZ = Expectation(Secret.MRZ, AccessMode.BAC)
_BY_MRZ_WITHOUT_PACE = Expectation(Secret.MRZ, findings=(notice(FindingCode.PACE_NOT_OFFERED),))
_NO_KEY_OFFERED = not_possible(Reason.NOT_OFFERED)


def _quirk(name: str, what: str, expect: Expectation = PLAIN, **how) -> Quirk:
    return Quirk(name, Kind.QUIRK, what, expect, **how)


def _expired(citizen: TrainingCitizen) -> TrainingCitizen:
    return dataclasses.replace(citizen, expiry_date=citizen.issue_date + _AFTER_ISSUE)


def _finding_out() -> Iterator[Quirk]:
    """Before anybody is let in: the master file and EF.CardAccess."""
    for status in (0x6D00, 0x6982, 0x6A80, 0x6A81, 0x6A82, 0x6A86, 0x6A87):
        yield _quirk(
            f"select_mf_{status:04x}",
            f"SELECT of the master file answers {status:04X}, EF.CardAccess 6982",
            switches=Switches(master_file_refusal=status, access_refusal=0x6982),
        )
    for status in (0x6982, 0x6983):
        yield _quirk(
            f"card_access_{status:04x}",
            f"EF.CardAccess answers {status:04X}; PACE works all the same",
            switches=Switches(access_refusal=status),
        )
    yield _quirk(
        "card_access_6283",
        "SELECT of EF.CardAccess answers 6283, and it can be read",
        switches=Switches(access_status=0x6283),
    )
    yield _quirk(
        "card_access_after_mf",
        "EF.CardAccess is found only after SELECT of the master file",
        switches=Switches(master_file_first=True),
    )
    yield _quirk(
        "card_access_6a82",
        "a card without PACE: EF.CardAccess answers 6A82 and DG14 lists none",
        _BY_MRZ_WITHOUT_PACE,
        plan=Plan(pace=()),
    )


def _letting_in() -> Iterator[Quirk]:
    """Basic Access Control and PACE."""
    for status in (0x6300, 0x63CF, 0x6988, 0x6985, 0x6982):
        wrong = dataclasses.replace(_BAC_BY_MRZ, right=False, error="emrtd.wrong_mrz")
        yield _quirk(
            f"bac_wrong_key_{status:04x}",
            f"BAC with the wrong MRZ answers {status:04X}",
            dataclasses.replace(PLAIN, also=(wrong,)),
            switches=Switches(bac_failure=status),
        )
    yield _quirk(
        "bac_not_offered",
        "GET CHALLENGE answers 6A88: the chip has no BAC",
        dataclasses.replace(PLAIN, also=(dataclasses.replace(_BAC_BY_MRZ, error="emrtd.bac_not_offered"),)),
        switches=Switches(bac=False),
    )
    yield _quirk(
        "pace_mse_63c3",
        "MSE:Set AT for PACE agrees with 63C3: three tries left",
        switches=Switches(pace_status=0x63C3),
    )
    for status in (0x6A80, 0x6A88):
        yield _quirk(
            f"pace_refused_{status:04x}",
            f"MSE:Set AT for PACE answers {status:04X}",
            ending("emrtd.pace_refused"),
            switches=Switches(pace_refusal=status),
        )
    yield _quirk(
        "pace_needs_tag_84",
        "MSE:Set AT for PACE answers 6A87 unless tag 84 names the domain parameters",
        switches=Switches(pace_needs_parameters=True),
    )
    wrong_ends: tuple[tuple[str, int | None, str], ...] = (
        ("6300", 0x6300, "emrtd.wrong_can"),
        ("63c2", 0x63C2, "emrtd.wrong_can"),
        ("6983", 0x6983, "emrtd.blocked"),
        ("token", None, "emrtd.wrong_can"),
    )
    for label, status, error in wrong_ends:
        answer = "answers with a token that does not fit" if status is None else f"answers {status:04X}"
        yield _quirk(
            f"pace_wrong_key_{label}",
            f"the last step of PACE with the wrong CAN {answer}",
            dataclasses.replace(PLAIN, also=(Expectation(right=False, error=error), PLAIN)),
            switches=Switches(pace_failure=status),
        )
    yield _quirk(
        "pace_abort_6883",
        "after a PACE that broke off, 6883 to everything until the chip is reset",
        dataclasses.replace(PLAIN, also=(Expectation(right=False, error="emrtd.wrong_can"), PLAIN)),
        switches=Switches(chain_sticks=True),
    )


def _sessions() -> Iterator[Quirk]:
    for status in (0x6987, 0x6988):
        yield _quirk(
            f"session_lost_{status:04x}",
            f"after twelve protected commands the chip answers {status:04X} and has lost the session",
            ending("emrtd.session_lost"),
            switches=Switches(session=Session(lasts=12, end=status)),
        )
    yield _quirk(
        "dg3_ends_session",
        "SELECT of DG3 answers 6982 and ends the session",
        switches=Switches(session=Session(locked_ends=True)),
    )


def _reading() -> Iterator[Quirk]:
    """READ BINARY."""
    for label, rule in (
        ("6282", PastEnd.SHORT),
        ("9000", PastEnd.SILENT),
        ("6b00", PastEnd.WRONG_OFFSET),
        ("6700", PastEnd.WRONG_LENGTH),
        ("6cxx", PastEnd.RIGHT_LENGTH),
    ):
        yield _quirk(
            f"read_end_{label}",
            f"READ BINARY past the end of a file answers {label.upper().replace('X', 'x')}",
            switches=Switches(reading=Reading(past_end=rule)),
        )
    yield _quirk(
        "read_61xx",
        "every answer with data has to be fetched by GET RESPONSE after 61xx",
        switches=Switches(fetching=Fetching.ALWAYS),
    )
    for status in (0x6A86, 0x6A82, 0x6B00, 0x6700, 0x6981, 0x6A81):
        yield _quirk(
            f"sfi_{status:04x}",
            f"READ BINARY with a short identifier answers {status:04X}",
            switches=Switches(reading=Reading(short_id_refusal=status)),
        )
    yield _quirk(
        "empty_answer",
        "the fifth READ BINARY is answered 9000 without data",
        switches=Switches(reading=Reading(empty_at=5)),
    )
    for size in (192, 160, 128, 112):
        yield _quirk(
            f"max_{size}",
            f"READ BINARY of more than {size} bytes answers 6700, extended lengths too",
            switches=Switches(extended_limit=None, reading=Reading(max_read=size)),
        )
    for label, rule, what in (
        ("6cxx", TooLong.RIGHT_LENGTH, "answers 6CA0"),
        ("6b00", TooLong.WRONG_OFFSET, "answers 6B00"),
        ("6282", TooLong.SHORT, "gives 160 and 6282, though the file goes on"),
        ("empty", TooLong.NOTHING, "answers 9000 without data"),
    ):
        yield _quirk(
            f"max_160_{label}",
            f"READ BINARY of more than 160 bytes {what}",
            switches=Switches(extended_limit=None, reading=Reading(max_read=160, too_long=rule)),
        )
    yield _quirk(
        "far_files",
        "DG2 goes beyond 32,767 bytes, where READ BINARY needs the odd instruction",
        plan=Plan(face=FacePlan(size_bytes=_LARGE_FACE_BYTES)),
    )
    yield _quirk(
        "far_files_short",
        "the same without extended lengths",
        plan=Plan(face=FacePlan(size_bytes=_LARGE_FACE_BYTES)),
        switches=Switches(extended_limit=None),
    )


def _links() -> Iterator[Quirk]:
    yield _quirk(
        "no_extended_6700",
        "the chip answers 6700 to extended lengths",
        switches=Switches(extended_limit=None),
    )
    yield _quirk(
        "no_extended_lost",
        "the reader loses the card when it is given an extended command",
        fault=Fault.EXTENDED_IS_LOST,
    )
    yield _quirk(
        "no_extended_garbled",
        "the reader cuts an extended command short; the chip answers 6F00 and drops the session",
        fault=Fault.EXTENDED_IS_GARBLED,
    )
    yield _quirk(
        "no_256_bytes",
        "the reader loses answers of exactly 256 bytes, and has no extended lengths",
        fault=Fault.FULL_ANSWER_IS_LOST,
        switches=Switches(extended_limit=None),
    )
    yield _quirk(
        "le_65536_6700",
        "an extended command that asks for everything (Le 0000) answers 6700",
        switches=Switches(reading=Reading(le_65536=False)),
    )
    yield _quirk(
        "extended_512", "extended answers hold 512 bytes at most", switches=Switches(extended_limit=512)
    )
    yield _quirk("slow", "every exchange takes 60 ms more, at 106 kbit/s", link=_SLOW)


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
        yield _quirk(name, what, plan=Plan(face=face))
    yield _quirk("face_absent", "no DG2, as on cards for children under six", plan=Plan(face=None))


def _files() -> Iterator[Quirk]:
    yield _quirk("com_ascending", "EF.COM lists by number", plan=Plan(order=(1, 2, 3, 13, 14, 15)))
    yield _quirk("com_descending", "EF.COM lists backwards", plan=Plan(order=(15, 14, 13, 3, 2, 1)))
    yield _quirk("sod_bare", "EF.SOD without tag 77", plan=Plan(sod=SodPlan(wrapped=False)))
    yield _quirk(
        "sod_indefinite",
        "EF.SOD with open lengths (BER)",
        plan=Plan(sod=SodPlan(indefinite=True)),
    )
    yield _quirk(
        "sod_old_oid",
        "EF.SOD names its content 1.3.27.1.1.1",
        plan=Plan(sod=SodPlan(content_type="1.3.27.1.1.1")),
    )
    for name in ("sha1", "sha224", "sha384", "sha512"):
        yield _quirk(f"sod_{name}", f"EF.SOD uses {name.upper()}", plan=Plan(sod=SodPlan(hash_name=name)))
    for nesting, what in (
        (Nesting.ONE_SEQUENCE, "the names of the parents stand in one SEQUENCE"),
        (Nesting.NESTED, "the names of the parents stand in a SEQUENCE of SEQUENCES"),
        (Nesting.FLAT, "the names of the parents stand bare"),
    ):
        yield _quirk(f"dg13_{nesting}", f"in DG13 {what}", plan=Plan(texts=Dg13Shape(nesting=nesting)))
    for absence, what in (
        (Absence.LEFT_OUT, "are left out"),
        (Absence.EMPTY_TEXT, "are empty texts"),
        (Absence.EMPTY_SEQUENCE, "are empty SEQUENCES"),
    ):
        yield _quirk(
            f"dg13_{absence}", f"in DG13 missing values {what}", plan=Plan(texts=Dg13Shape(absence=absence))
        )
    yield _quirk(
        "dg13_long_lengths",
        "in DG13 every length takes three bytes",
        plan=Plan(texts=Dg13Shape(long_lengths=True)),
    )
    yield _quirk(
        "dg13_large",
        "DG13 holds an unknown field of 12,000 bytes",
        plan=Plan(filling=_LARGE_TEXTS_BYTES),
    )
    yield _quirk(
        "expired_card",
        "a genuine card whose validity has ended",
        Expectation(findings=(Finding(CrossCode.CARD_EXPIRED, Severity.NOTICE),)),
        person=_expired,
    )


def _keys() -> Iterator[Quirk]:
    """Chip Authentication and Active Authentication."""
    yield _quirk(
        "no_chip_key",
        "DG14 offers no Chip Authentication",
        differing(chip_authentication=_NO_KEY_OFFERED),
        plan=Plan(chip_keys=()),
    )
    yield _quirk(
        "no_active_key",
        "no DG15: no Active Authentication",
        differing(active_authentication=_NO_KEY_OFFERED),
        plan=Plan(active=None),
    )
    yield _quirk(
        "chip_key_named_curve",
        "DG14 gives the curve of the chip's key by its name",
        plan=Plan(named_curves=True),
    )
    yield _quirk(
        "chip_key_3des",
        "Chip Authentication makes a session with 3DES",
        plan=Plan(chip_keys=(KeyPlan(Suite.TDES),)),
    )
    yield _quirk(
        "chip_key_aes256",
        "Chip Authentication with brainpoolP512r1 makes a session with AES-256",
        plan=Plan(chip_keys=(KeyPlan(Suite.AES256, parameter_id=17),)),
    )
    yield _quirk(
        "chip_keys_two",
        "two keys of Chip Authentication, told apart by their numbers",
        plan=Plan(chip_keys=(KeyPlan(Suite.TDES, key_id=1), KeyPlan(parameter_id=12, key_id=2))),
    )
    yield _quirk(
        "active_rsa1024",
        "Active Authentication by RSA with 1,024 bits",
        plan=Plan(active=ActiveKind.RSA_1024),
    )
    yield _quirk(
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
        yield _quirk(
            f"active_rsa2048_{name}",
            f"Active Authentication by RSA with 2,048 bits; {what}",
            plan=Plan(active=ActiveKind.RSA_2048),
            switches=switches,
        )
    yield _quirk(
        "active_rsa2048_short_link",
        "the same where neither extended lengths nor GET RESPONSE work",
        differing(active_authentication=not_possible(Reason.LINK_TOO_SHORT)),
        plan=Plan(active=ActiveKind.RSA_2048),
        switches=Switches(extended_limit=None, fetching=Fetching.NEVER),
    )
    yield _quirk(
        "bac_only",
        "an old card: BAC only, Chip Authentication with 3DES, Active Authentication by RSA",
        _BY_MRZ_WITHOUT_PACE,
        plan=Plan(pace=(), chip_keys=(KeyPlan(Suite.TDES),), active=ActiveKind.RSA_1024),
    )
    for suite, parameter_id, curve in (
        (Suite.TDES, 12, "P-256"),
        (Suite.AES192, 15, "P-384"),
        (Suite.AES256, 17, "brainpoolP512r1"),
    ):
        yield _quirk(
            f"pace_{suite}",
            f"PACE with {suite} over {curve}",
            plan=Plan(pace=(PaceOffer(suite, parameter_id),)),
        )


def quirks() -> Iterator[Quirk]:
    """All of them, in the order of a read."""
    for group in (_finding_out, _letting_in, _sessions, _reading, _links, _files, _faces, _keys):
        yield from group()
