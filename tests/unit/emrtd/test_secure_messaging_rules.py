"""What the reader's end of a session believes, and what it does not."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd.apdu import Command, Response
from desktop_app.emrtd.ciphers import Suite, block_size, key_size, mac, pad
from desktop_app.emrtd.secure_messaging import SecureSession

READ = Command(0x00, 0xB0, 0x00, 0x00, le=4)


def _session(suite: Suite = Suite.AES128, counter: int = 0) -> SecureSession:
    return SecureSession(suite, bytes(key_size(suite)), bytes(key_size(suite)), counter)


def _sealed(objects: str, suite: Suite = Suite.AES128, counter: int = 2, status: int = 0x9000) -> Response:
    """An answer with a right seal over any objects."""
    raw, block = bytes.fromhex(objects), block_size(suite)
    seal = mac(suite, bytes(key_size(suite)), pad(counter.to_bytes(block, "big") + raw, block))
    return Response(raw + b"\x8e\x08" + seal, status)


def _why(answer: Response) -> tuple[str, object]:
    session = _session()
    session.protect(READ)
    with pytest.raises(AppError) as caught:
        session.unprotect(answer)
    return caught.value.code, caught.value.facts.get("why")


def test_the_status_under_the_seal_is_the_one_that_counts() -> None:
    session = _session()
    session.protect(READ)

    assert session.unprotect(_sealed("99026A82", status=0x9000)).sw == 0x6A82


def test_an_unsealed_error_is_passed_on_and_does_not_count_as_a_message() -> None:
    session = _session()
    session.protect(READ)

    assert session.unprotect(Response(b"", 0x6A82)).sw == 0x6A82
    assert session.protect(READ) == _session(counter=1).protect(READ)


@pytest.mark.parametrize("status", [0x6987, 0x6988])
def test_a_lost_session_is_told(status: int) -> None:
    assert _why(Response(b"", status))[0] == "emrtd.session_lost"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Response(b"", 0x9000), "not_protected"),
        (Response(b"\x60\x14\x5f\x01", 0x9000), "no_seal"),
        (Response(bytes.fromhex("99029000"), 0x9000), "no_seal"),
        (Response(bytes.fromhex("990290008E080000000000000000"), 0x9000), "seal_wrong"),
        (_sealed("99029000", counter=4), "seal_wrong"),
        (_sealed(""), "seal_wrong"),
        (_sealed("8709010000000000000000"), "no_status"),
        (_sealed("87110200000000000000000000000000000000" + "99029000"), "padding_indicator"),
        (_sealed("870201FF" + "99029000"), "cryptogram"),
        (_sealed("871101" + "00" * 16 + "99029000"), "cryptogram"),
        (_sealed("8799029000"), "not_tlv"),
    ],
)
def test_anything_that_does_not_fit_fails(answer: Response, why: str) -> None:
    assert _why(answer) == ("emrtd.secure_messaging_failed", why)


@pytest.mark.parametrize("suite", list(Suite))
def test_the_counter_wraps_at_the_size_of_a_block(suite: Suite) -> None:
    last = (1 << 8 * block_size(suite)) - 1

    assert _session(suite, last).protect(READ) == _session(suite, -1).protect(READ)


def test_data_of_an_odd_instruction_goes_without_a_padding_indicator() -> None:
    protected = _session().protect(Command(0x00, 0xB1, 0x00, 0x00, bytes.fromhex("54028000"), 100))

    assert (protected.data[0], protected.data[1]) == (0x85, 16)
