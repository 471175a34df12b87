"""Both authentications come last, cost little, and what comes of them never costs what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import CheckName, Outcome
from desktop_app.emrtd import tlv
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import VERIFIED, CardRead, Phase, Reason, failed, not_possible
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.switches import Fetching, Session, Switches
from tests.support.scripted_card import MeddledCard
from tests.support.training_card import NOW, card, first_citizen, issuer

GONE = declare("readers.gone_at_the_end")
CA, AA = CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION
INTERNAL_AUTHENTICATE, GENERAL_AUTHENTICATE, SET_TEMPLATE = 0x88, 0x86, 0x22

Meddle = Callable[[bytes], bytes | None]


def _read(laid: Chip | MeddledCard, **more) -> CardRead:
    key = CanKey(first_citizen().can)
    return read_card(laid, key, mode=AccessMode.AUTO, anchors=(), at=NOW, **more)


def _is_protected(command: bytes, ins: int) -> bool:
    return command[0] == 0x0C and command[1] == ins


def _whole(read: CardRead) -> bool:
    return read.error is None and {"DG1", "DG2", "DG13", "DG14", "DG15", "SOD"} <= set(read.files)


def test_a_genuine_card_proves_both_and_is_left_in_its_session() -> None:
    laid = MeddledCard(Chip(card()))

    read = _read(laid)

    assert (read.checks[CA], read.checks[AA], laid.resets) == (VERIFIED, VERIFIED, 0)


def test_both_proofs_take_four_exchanges() -> None:
    proofs = (Phase.ACTIVE_AUTHENTICATION, Phase.CHIP_AUTHENTICATION)

    trace = _read(Chip(card())).trace

    assert sum(entry.phase in proofs for entry in trace) == 4
    assert [entry.phase for entry in trace[-4:]] == [proofs[0], *[proofs[1]] * 3]


def test_the_proofs_are_steps_of_their_own() -> None:
    seen: list[str] = []

    _read(Chip(card()), progress=lambda p: seen.append(p.phase))

    assert list(dict.fromkeys(seen))[-3:] == ["active_authentication", "chip_authentication", "checks"]


def test_the_numbers_of_the_steps_only_rise() -> None:
    steps: list[int] = []

    _read(Chip(card()), progress=lambda p: steps.append(p.step) if p.file is None else None)

    assert steps == sorted(steps)


def test_the_callers_challenge_is_the_one_that_is_signed() -> None:
    chip, seen = Chip(card()), list[bytes]()

    def look(command: bytes) -> None:
        if _is_protected(command, INTERNAL_AUTHENTICATE) and chip._channel is not None:
            objects = tlv.parse(command[5:-1])
            seen.append(replace(chip._channel, counter=chip._channel.counter + 1)._decrypt(objects[0]))

    assert _read(MeddledCard(chip, look), challenge=b"12345678").checks[AA] == VERIFIED
    assert seen == [b"12345678"]


def test_a_challenge_of_another_size_is_a_bug() -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        _read(Chip(card()), challenge=b"1234567")


def _without_keys() -> ChipData:
    return replace(card(), chip_key=None, active_key=None)


def test_a_copy_loses_nothing_of_the_read() -> None:
    laid = MeddledCard(Chip(_without_keys()))

    read = _read(laid)

    assert _whole(read)
    assert (read.checks[AA].outcome, read.checks[CA].outcome) == (Outcome.FAILED, Outcome.FAILED)
    assert read.checks[CheckName.DG_HASHES] == VERIFIED


@pytest.mark.parametrize("ins", [INTERNAL_AUTHENTICATE, SET_TEMPLATE, GENERAL_AUTHENTICATE])
@pytest.mark.parametrize("status", ["6985", "6D00", "6A88", "6300", "6988", "9000"])
def test_a_refusal_that_ends_the_session_is_not_put_down_to_the_other_key(ins: int, status: str) -> None:
    chip = Chip(card())

    def refuse(command: bytes) -> bytes | None:
        if not _is_protected(command, ins):
            return None
        chip.reset()
        return bytes.fromhex(status)

    laid = MeddledCard(chip, refuse)
    read = _read(laid)

    refused, other = (AA, CA) if ins == INTERNAL_AUTHENTICATE else (CA, AA)
    assert _whole(read)
    assert (read.checks[refused].outcome, read.checks[other]) == (Outcome.FAILED, VERIFIED)


@pytest.mark.parametrize("ins", [INTERNAL_AUTHENTICATE, GENERAL_AUTHENTICATE])
def test_after_a_broken_proof_the_card_is_reset(ins: int) -> None:
    laid = MeddledCard(Chip(card()), lambda c: b"\x69\x85" if _is_protected(c, ins) else None)
    _read(laid)

    assert laid.transmit(bytes.fromhex("0CB0810000")) == b"\x69\x88"  # no session is left
    assert laid.resets >= 1


def test_a_chip_that_only_pretends_to_have_the_key_fails() -> None:
    data = replace(card(), switches=Switches(session=Session(keeps_old_keys=True)))

    read = _read(Chip(data))

    assert _whole(read)
    assert (read.checks[CA], read.checks[AA]) == (failed(Reason.CHIP_ANSWER_WRONG), VERIFIED)


def test_other_bytes_under_the_new_keys_are_no_proof() -> None:
    changed = bytearray(card().files[0x0101])
    changed[-1] ^= 1
    data = card().with_file(0x0101, card().files[0x0101])
    chip = Chip(data)

    def exchange(command: bytes) -> None:
        if _is_protected(command, GENERAL_AUTHENTICATE):
            dict.__setitem__(data.files, 0x0101, bytes(changed))  # type: ignore[arg-type]

    read = _read(MeddledCard(chip, exchange))

    assert _whole(read)
    assert read.checks[CA] == failed(Reason.CHIP_ANSWER_WRONG)


@pytest.mark.parametrize("ins", [INTERNAL_AUTHENTICATE, SET_TEMPLATE, GENERAL_AUTHENTICATE])
def test_a_card_taken_away_in_a_proof_is_an_error_and_what_was_read_stays(ins: int) -> None:
    def pull(command: bytes) -> None:
        if _is_protected(command, ins):
            raise AppError(GONE)

    read = _read(MeddledCard(Chip(card()), pull))

    assert read.error is not None
    assert (read.error.code, {"DG1", "DG2"} <= set(read.files)) == (GONE, True)
    assert read.checks[CheckName.DG_HASHES] == VERIFIED
    assert read.checks[CA] == not_possible(Reason.READ_INCOMPLETE)


def test_cancelling_in_a_proof_keeps_what_was_read() -> None:
    laid = MeddledCard(Chip(card()))

    read = _read(laid, cancelled=lambda: any(_is_protected(c, INTERNAL_AUTHENTICATE) for c in laid.commands))

    assert read.error is not None
    assert (read.error.code, read.checks[AA]) == ("emrtd.cancelled", VERIFIED)
    assert (read.checks[CA], laid.resets) == (not_possible(Reason.READ_INCOMPLETE), 1)


@pytest.fixture(scope="module")
def card_with_long_signature() -> ChipData:
    """A training card whose signed DG15 holds a key of RSA 2048."""
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    data = card().with_file(0x010F, tlv.encode(0x6F, public))
    groups = {n: data.files[0x0100 + n] for n in (1, 2, 13, 14, 15)}
    return replace(data.with_file(0x011D, issuer().sign(groups)), active_key=private)


@pytest.mark.parametrize("fetching", Fetching)
def test_a_long_signature_comes_over_an_extended_link(
    card_with_long_signature: ChipData, fetching: Fetching
) -> None:
    data = replace(card_with_long_signature, switches=Switches(fetching=fetching))

    assert _read(Chip(data)).checks[AA] == VERIFIED


@pytest.mark.parametrize("fetching", [Fetching.LONG, Fetching.INSIDE, Fetching.ALWAYS])
def test_a_long_signature_comes_in_pieces_over_a_short_link(
    card_with_long_signature: ChipData, fetching: Fetching
) -> None:
    data = replace(card_with_long_signature, switches=Switches(fetching=fetching))

    assert _read(Chip(data), limits=ReadLimits(extended=0)).checks[AA] == VERIFIED


def test_a_signature_too_long_for_link_and_chip_proves_nothing(
    card_with_long_signature: ChipData,
) -> None:
    laid = MeddledCard(Chip(replace(card_with_long_signature, switches=Switches(fetching=Fetching.NEVER))))

    read = _read(laid, limits=ReadLimits(extended=0))

    assert (read.error, read.checks[AA]) == (None, not_possible(Reason.LINK_TOO_SHORT))
    assert (read.checks[CA], laid.commands[-1][1]) == (VERIFIED, INTERNAL_AUTHENTICATE)


def test_a_chip_that_says_61_inside_and_outside_the_session_is_asked_inside(
    card_with_long_signature: ChipData,
) -> None:
    chip = Chip(replace(card_with_long_signature, switches=Switches(fetching=Fetching.INSIDE)))

    def say_it_outside_too(command: bytes) -> bytes:
        answer = chip.transmit(command)
        return answer[:-2] + b"\x61\x21" if chip._inbox else answer

    read = _read(MeddledCard(chip, say_it_outside_too), limits=ReadLimits(extended=0))

    assert read.checks[AA] == VERIFIED
