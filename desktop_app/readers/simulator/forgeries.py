"""Forged cards: each is a genuine card with one thing done to it, and yields exactly its own finding."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.result import FindingCode, Reason, failed, not_possible
from desktop_app.readers.simulator import lds, proof
from desktop_app.readers.simulator.chip_data import (
    CARD_ACCESS,
    COM,
    SOD,
    ChipData,
    ChipKey,
    Mapping,
    PaceOffer,
)
from desktop_app.readers.simulator.expectation import (
    Expectation,
    Secret,
    differing,
    forgery,
    notice,
)
from desktop_app.readers.simulator.issuer import Issuer, new_chip_key, new_signature_key, public_part
from desktop_app.readers.simulator.plan import USUAL, KeyPlan, Plan
from desktop_app.readers.simulator.quirk import Kind, Quirk, Workshop
from desktop_app.readers.simulator.switches import Session, Switches

_NOT_SIGNED = not_possible(Reason.KEY_NOT_SIGNED)
_MISMATCH = differing(dg_hashes=failed(Reason.HASH_MISMATCH))
_UNKNOWN_ISSUER = differing(signer_chain=failed(Reason.UNKNOWN_ISSUER))
_CLONED = forgery(FindingCode.CLONED)
_WRONG_PROOF = failed(Reason.CHIP_ANSWER_WRONG)
_FOREIGN_NAME = "CSCA Nuoc ngoai huan luyen - khong co gia tri"
_EXPIRED_NAME, _EXPIRED_FOR = "DS Huan luyen 02 het han", timedelta(days=90)
_RECORDED = bytes.fromhex("5245434F52444544")  # the challenge of another day
_DG1, _DG2, _DG13, _DG14, _DG15 = 0x0101, 0x0102, 0x010D, 0x010E, 0x010F
_FORGED_ADDRESS = "Số 99 Phố Giả Mạo, Phường Thí Điểm, Hà Nội"


def _forgery(name: str, what: str, expect: Expectation, **how) -> Quirk:
    return Quirk(name, Kind.FORGERY, what, expect, **how)


def _changed(raw: bytes) -> bytes:
    """One bit of the last byte is another: the structure stays, a value is wrong."""
    return raw[:-1] + bytes([raw[-1] ^ 0x01])


def _altered_signature(workshop: Workshop) -> ChipData:
    plain = workshop.plain()
    return plain.with_file(SOD, _changed(plain.files[SOD]))  # the signature stands last


def _other_name(workshop: Workshop) -> ChipData:
    """The last letter of the zone, where names stand that no check digit covers."""
    plain = workshop.plain()
    return plain.with_file(_DG1, plain.files[_DG1][:-1] + b"X")


def _other_address(workshop: Workshop) -> ChipData:
    moved = dataclasses.replace(workshop.citizen, address=_FORGED_ADDRESS)
    return workshop.plain().with_file(_DG13, lds.dg13_of(moved))


def _own_chip_key(workshop: Workshop) -> ChipData:
    """DG14 with a key of the forger's, so that his chip passes Chip Authentication."""
    key = new_chip_key(KeyPlan())
    plain = dataclasses.replace(workshop.plain(), chip_key=key)
    return plain.with_file(_DG14, lds.dg14(plain.pace, [key]))


def _own_active_key(workshop: Workshop) -> ChipData:
    """DG15 with a key of the forger's, so that his chip passes Active Authentication."""
    key = new_signature_key()
    plain = dataclasses.replace(workshop.plain(), active_key=key)
    return plain.with_file(_DG15, lds.dg15(public_part(key)))


def _other_portrait(workshop: Workshop) -> ChipData:
    return workshop.plain().with_file(_DG2, workshop.other().files[_DG2])


def _altered_sod(workshop: Workshop) -> ChipData:
    """DG13 is changed and its hash with it; nobody could sign that."""
    plain = workshop.plain()
    before, after = plain.files[_DG13], _other_address(workshop).files[_DG13]
    sod = plain.files[SOD].replace(hashlib.sha256(before).digest(), hashlib.sha256(after).digest())
    return plain.with_file(_DG13, after).with_file(SOD, sod)


def _self_made(workshop: Workshop) -> ChipData:
    """Own root and signer under the names of the real ones."""
    return workshop.press(Issuer.create(workshop.now), USUAL)


def _foreign(workshop: Workshop) -> ChipData:
    return workshop.press(Issuer.create(workshop.now, _FOREIGN_NAME), USUAL)


def _expired_signer(workshop: Workshop) -> ChipData:
    return workshop.press(workshop.issuer.with_signer(workshop.now - _EXPIRED_FOR, _EXPIRED_NAME), USUAL)


def _revoked_signer(workshop: Workshop) -> ChipData:
    return workshop.press(workshop.revoked(), USUAL)


def _cloned(workshop: Workshop) -> ChipData:
    """All files, and no key: keys cannot be read out."""
    return dataclasses.replace(workshop.plain(), chip_key=None, active_key=None)


def _stripped(identifier: int) -> Callable[[Workshop], ChipData]:
    def forge(workshop: Workshop) -> ChipData:
        plain = workshop.plain().without_file(identifier)
        left = [number for number in Plan().order if number != identifier & 0xFF]
        return plain.with_file(COM, lds.com(left))

    return forge


def _unlisted(workshop: Workshop) -> ChipData:
    """EF.COM, which nobody signs, is silent about DG14, so that some readers never ask for it."""
    left = [number for number in Plan().order if number != _DG14 & 0xFF]
    return workshop.plain().with_file(COM, lds.com(left))


def _weaker_pace(workshop: Workshop) -> ChipData:
    """EF.CardAccess, which nobody signs, offers 3DES alone; DG14 says AES."""
    offers = (PaceOffer(Suite.TDES),)
    plain = dataclasses.replace(workshop.plain(), pace=offers)
    return plain.with_file(CARD_ACCESS, lds.card_access(offers, plain.chip_keys))


def _wrong_active_key(workshop: Workshop) -> ChipData:
    return dataclasses.replace(workshop.plain(), active_key=new_signature_key())


def _wrong_chip_key(workshop: Workshop) -> ChipData:
    wrong: ChipKey = new_chip_key(KeyPlan())
    return dataclasses.replace(workshop.plain(), chip_key=wrong)


def _wrong_mapping_key(workshop: Workshop) -> ChipData:
    genuine = workshop.press(workshop.issuer, Plan(pace=(PaceOffer(mapping=Mapping.CHIP),)))
    return dataclasses.replace(genuine, chip_key=new_chip_key(KeyPlan()))


def _replayed(workshop: Workshop) -> ChipData:
    """A genuine chip once answered the forger's challenge; the copy gives that answer to everybody."""
    plain = workshop.plain()
    if plain.active_key is None:
        raise ValueError("the plain card has a key")
    answer = proof.sign_challenge(plain.active_key, _RECORDED, bytes)
    return dataclasses.replace(plain, active_key=None, active_answer=answer)


def _swapped(workshop: Workshop) -> ChipData:
    """Portrait and texts of another genuine card."""
    theirs = workshop.other().files
    card = workshop.plain().with_file(_DG2, theirs[_DG2])
    return card.with_file(_DG13, theirs[_DG13])


def _files() -> Iterator[Quirk]:
    """What is written differs from what was signed."""
    yield _forgery("altered_dg1", "another name in the zone of DG1", _MISMATCH, forge=_other_name)
    yield _forgery("altered_dg2", "the portrait of somebody else", _MISMATCH, forge=_other_portrait)
    yield _forgery("altered_dg13", "another address in DG13", _MISMATCH, forge=_other_address)
    yield _forgery(
        "altered_dg14",
        "the forger's own key in DG14, with which his chip passes Chip Authentication",
        differing(dg_hashes=failed(Reason.HASH_MISMATCH), chip_authentication=_NOT_SIGNED),
        forge=_own_chip_key,
    )
    yield _forgery(
        "altered_dg15",
        "the forger's own key in DG15, with which his chip passes Active Authentication",
        differing(dg_hashes=failed(Reason.HASH_MISMATCH), active_authentication=_NOT_SIGNED),
        forge=_own_active_key,
    )
    yield _forgery(
        "altered_sod",
        "DG13 changed, and its hash in EF.SOD too",
        differing(
            sod_signature=failed(Reason.CONTENT_CHANGED),
            chip_authentication=_NOT_SIGNED,
            active_authentication=_NOT_SIGNED,
        ),
        forge=_altered_sod,
    )
    yield _forgery(
        "altered_signature",
        "one bit of the signature in EF.SOD changed",
        differing(
            sod_signature=failed(Reason.SIGNATURE_WRONG),
            chip_authentication=_NOT_SIGNED,
            active_authentication=_NOT_SIGNED,
        ),
        forge=_altered_signature,
    )
    yield _forgery(
        "missing_hash",
        "EF.SOD signs no hash of DG13",
        differing(dg_hashes=failed(Reason.HASH_MISSING)),
        plan=Plan(unsigned=frozenset({13})),
    )
    yield _forgery("swapped_groups", "DG2 and DG13 of another genuine card", _MISMATCH, forge=_swapped)
    for number, check in ((14, "chip_authentication"), (15, "active_authentication")):
        yield _forgery(
            f"stripped_dg{number}",
            f"DG{number} taken away, from EF.COM too",
            differing(forgery(FindingCode.SIGNED_FILE_MISSING), **{check: not_possible(Reason.FILE_MISSING)}),
            forge=_stripped(0x0100 + number),
        )

    yield _forgery(
        "unlisted_dg14",
        "EF.COM leaves out DG14, which is there and signed",
        differing(forgery(FindingCode.FILE_LIST_DIFFERS)),
        forge=_unlisted,
    )


def _signers() -> Iterator[Quirk]:
    """Who signed."""
    yield _forgery(
        "self_made_sod",
        "signed by the forger's own root of the same name",
        _UNKNOWN_ISSUER,
        forge=_self_made,
    )
    yield _forgery("foreign_csca", "signed under the root of another state", _UNKNOWN_ISSUER, forge=_foreign)
    yield _forgery(
        "expired_signer",
        "signed by a signer of the real root whose certificate has ended",
        differing(signer_chain=failed(Reason.SIGNER_EXPIRED)),
        forge=_expired_signer,
    )
    revoked = differing(signer_chain=failed(Reason.SIGNER_REVOKED))
    yield _forgery(
        "revoked_signer",
        "signed by a signer whom the real root has revoked",
        dataclasses.replace(revoked, revocation=True),
        forge=_revoked_signer,
    )


def _chips() -> Iterator[Quirk]:
    """Whether the chip is the one that was signed."""
    refused = failed(Reason.CHIP_REFUSED)
    yield _forgery(
        "cloned",
        "all files copied; the chip has neither key",
        differing(_CLONED, chip_authentication=refused, active_authentication=refused),
        forge=_cloned,
    )
    yield _forgery(
        "wrong_chip_key",
        "Chip Authentication with another key",
        differing(_CLONED, chip_authentication=_WRONG_PROOF),
        forge=_wrong_chip_key,
    )
    yield _forgery(
        "wrong_mapping_key",
        "PACE with chip authentication mapping, by a chip without the key of EF.CardSecurity",
        differing(_CLONED, chip_authentication=_WRONG_PROOF),
        forge=_wrong_mapping_key,
    )
    yield _forgery(
        "old_session_keys",
        "Chip Authentication acknowledged, the old session kept",
        differing(_CLONED, chip_authentication=_WRONG_PROOF),
        switches=Switches(session=Session(keeps_old_keys=True)),
    )
    wrong_answer = differing(forgery(FindingCode.CHALLENGE_ANSWER_WRONG), active_authentication=_WRONG_PROOF)
    yield _forgery(
        "wrong_challenge",
        "Active Authentication signs another challenge than the reader's",
        wrong_answer,
        switches=Switches(active_challenge=_RECORDED),
    )
    yield _forgery(
        "wrong_active_key", "Active Authentication with another key", wrong_answer, forge=_wrong_active_key
    )
    yield _forgery(
        "replayed_active",
        "Active Authentication answers what a genuine chip once answered",
        wrong_answer,
        forge=_replayed,
    )
    yield _forgery(
        "replayed_session",
        "after Chip Authentication an answer of the session before is repeated",
        differing(_CLONED, chip_authentication=_WRONG_PROOF),
        switches=Switches(session=Session(replays=True)),
    )
    yield _forgery(
        "pace_hidden",
        "EF.CardAccess answers 6A82, though the signed DG14 lists PACE",
        Expectation(
            Secret.MRZ,
            findings=(
                notice(FindingCode.PACE_NOT_OFFERED),
                forgery(FindingCode.BAC_DESPITE_PACE_IN_DG14),
            ),
        ),
        switches=Switches(pace=False),
    )
    yield _forgery(
        "pace_weakened",
        "EF.CardAccess offers PACE with 3DES only, the signed DG14 AES",
        differing(forgery(FindingCode.CARD_ACCESS_DIFFERS)),
        forge=_weaker_pace,
    )


def forgeries() -> Iterator[Quirk]:
    """All of them, in the order in which a reader judges."""
    for group in (_files, _signers, _chips):
        yield from group()
