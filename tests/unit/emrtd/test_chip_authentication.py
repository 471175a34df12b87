"""What is taken of the offers in DG14, and what counts as a proof."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import chip_authentication, curves, tlv
from desktop_app.emrtd.apdu import Command, Response
from desktop_app.emrtd.channel import CANCELLED
from desktop_app.emrtd.chip_authentication import choose_offer
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.groups import DhGroup, EcGroup, dh_by_parameter_id
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.secure_messaging import SECURE_MESSAGING_FAILED, SESSION_LOST, SecureSession
from desktop_app.emrtd.security_infos import encode_oid

GONE = declare("readers.gone_in_a_chip_authentication_test")
KEY_ECDH, KEY_DH = "0.4.0.127.0.7.2.2.1.2", "0.4.0.127.0.7.2.2.1.1"
ECDH, DH = "0.4.0.127.0.7.2.2.3.2", "0.4.0.127.0.7.2.2.3.1"
DG1 = b"\x61\x03abc"


def _integer(value: int | None) -> bytes:
    if value is None:
        return b""
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    return tlv.encode(0x06, encode_oid(dotted))


def _info(oid: str, *parameters: bytes) -> bytes:
    return tlv.encode(0x30, _oid(oid) + b"".join(parameters))


def _curve(parameter_id: int) -> curves.Curve:
    curve = curves.curve_by_parameter_id(parameter_id)
    assert curve is not None
    return curve


def _spki(parameter_id: int = 13, scalar: int = 5) -> bytes:
    """A key on a named curve."""
    curve = _curve(parameter_id)
    point = curves.encode_point(curve, curves.multiply(curve, scalar, curve.g))
    algorithm = tlv.encode(0x30, _oid("1.2.840.10045.2.1") + _oid(curve.oid))
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + point))


def _key(key_id: int | None = None, parameter_id: int = 13, scalar: int = 5) -> bytes:
    return _info(KEY_ECDH, _spki(parameter_id, scalar), _integer(key_id))


def _protocol(suite: int, key_id: int | None = None, *, version: int = 1, base: str = ECDH) -> bytes:
    return _info(f"{base}.{suite}", _integer(version), _integer(key_id))


def _dg14(*infos: bytes) -> bytes:
    return tlv.encode(0x6E, tlv.encode(0x31, b"".join(infos)))


# Offers


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("suite", "expected"), [(1, Suite.TDES), (2, Suite.AES128), (3, Suite.AES192), (4, Suite.AES256)]
)
def test_every_suite_of_both_versions_is_taken(suite: int, expected: Suite, version: int) -> None:
    offer = choose_offer(_dg14(_protocol(suite, version=version), _key()))

    assert offer is not None
    assert (offer.suite, offer.oid, offer.named) == (expected, f"{ECDH}.{suite}", True)


@pytest.mark.parametrize("parameter_id", range(8, 19))
def test_a_key_on_every_standardized_curve_is_taken(parameter_id: int) -> None:
    offer = choose_offer(_dg14(_protocol(2), _key(parameter_id=parameter_id)))

    assert offer is not None
    assert offer.group == EcGroup(_curve(parameter_id))


def test_the_strongest_suite_is_taken_then_the_largest_curve() -> None:
    offer = choose_offer(
        _dg14(
            _protocol(2, 1),
            _protocol(4, 2),
            _protocol(4, 3),
            _key(1, 17),
            _key(2, 13),
            _key(3, 16),
        )
    )

    assert offer is not None
    assert (offer.suite, offer.key_id, offer.group) == (Suite.AES256, 3, EcGroup(_curve(16)))


def test_a_protocol_goes_with_the_key_of_its_number() -> None:
    offer = choose_offer(_dg14(_key(1, scalar=7), _key(2, scalar=9), _protocol(2, 2)))

    assert offer is not None
    assert offer.public_key == offer.group.power(offer.group.generator, 9)


def test_a_protocol_whose_number_no_key_has_goes_with_the_only_key() -> None:
    offer = choose_offer(_dg14(_key(), _protocol(2, 8)))

    assert offer is not None
    assert offer.key_id == 8


def test_a_protocol_whose_number_none_of_several_keys_has_is_left_aside() -> None:
    assert choose_offer(_dg14(_key(1), _key(2), _protocol(2, 8))) is None


def test_a_key_without_any_protocol_means_3des() -> None:
    offer = choose_offer(_dg14(_key(4)))

    assert offer is not None
    assert (offer.suite, offer.key_id, offer.named) == (Suite.TDES, 4, False)


@pytest.mark.parametrize(
    "infos",
    [
        (),
        (_protocol(2),),  # no key
        (_key(), _protocol(2, base=DH)),  # a key of the other kind
        (_key(), _protocol(5)),  # no such suite
        (_key(), _protocol(2, version=3)),  # another protocol
        (_key(), _info(f"{ECDH}.2")),  # no version
        (_key(), _info(f"{ECDH}.2", b"\x02\x00")),
        (_key(), _info(f"{ECDH}.2", _integer(1), tlv.encode(0x02, bytes(9)))),  # a number of nine bytes
        (_info(KEY_ECDH, b"\x30\x00"), _protocol(2)),  # a key that cannot be read
        (_info(KEY_ECDH), _protocol(2)),
    ],
)
def test_what_cannot_be_taken_is_no_offer(infos: tuple[bytes, ...]) -> None:
    assert choose_offer(_dg14(*infos)) is None


# Other forms of keys


def test_a_key_on_a_curve_named_by_its_number_is_taken() -> None:
    group = EcGroup(_curve(16))
    point = group.power(group.generator, 11)
    algorithm = tlv.encode(0x30, _oid("0.4.0.127.0.7.1.2") + _integer(16))
    spki = tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + point))

    offer = choose_offer(_dg14(_info(KEY_ECDH, spki), _protocol(3)))

    assert offer is not None
    assert (offer.group, offer.public_key) == (group, point)


def _dh_spki(oid: str, group: DhGroup, value: int, *more: int) -> bytes:
    parameters = b"".join(_integer(number) for number in (group.p, group.g, *more))
    algorithm = tlv.encode(0x30, _oid(oid) + tlv.encode(0x30, parameters))
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + _integer(value)))


def _dh(number: int) -> DhGroup:
    group = dh_by_parameter_id(number)
    assert group is not None
    return group


def _dh_dg14(number: int, private: int, *, pkcs3: bool = False, suite: int = 2) -> bytes:
    group = _dh(number)
    value = pow(group.g, private, group.p)
    spki = (
        _dh_spki("1.2.840.113549.1.3.1", group, value, 160)
        if pkcs3
        else _dh_spki("1.2.840.10046.2.1", group, value, group.q or 0)
    )
    return _dg14(_info(KEY_DH, spki), _protocol(suite, base=DH))


@pytest.mark.parametrize("pkcs3", [False, True])
@pytest.mark.parametrize("suite", [1, 2, 4])
def test_both_ends_of_an_agreement_modulo_a_prime_have_the_same_keys(pkcs3: bool, suite: int) -> None:
    private, group = 0xC0FFEE, _dh(0)
    offer = choose_offer(_dh_dg14(0, private, pkcs3=pkcs3, suite=suite))
    assert offer is not None
    seen: list[bytes] = []

    def send(command: Command) -> Response:
        seen.append(command.data)
        return Response(b"", 0x9000)

    session = chip_authentication.open_session(send, offer)

    theirs = tlv.parse_one(seen[-1])
    ours = theirs.value if theirs.tag == 0x91 else theirs.children()[0].value
    secret = pow(int.from_bytes(ours, "big"), private, group.p).to_bytes(128, "big")
    assert session._enc_key == derive_key(secret, KeyPurpose.ENC, offer.suite)


def test_a_curve_is_taken_before_a_prime() -> None:
    group = _dh(2)
    spki = _dh_spki("1.2.840.10046.2.1", group, pow(group.g, 5, group.p), group.q or 0)

    offer = choose_offer(_dg14(_info(KEY_DH, spki), _protocol(4, base=DH), _key(), _protocol(2)))

    assert offer is not None
    assert offer.oid == f"{ECDH}.2"


@pytest.mark.parametrize("value", [0, 1, -1])
def test_a_key_modulo_a_prime_that_gives_the_secret_away_is_no_offer(value: int) -> None:
    group = _dh(0)
    spki = _dh_spki("1.2.840.10046.2.1", group, value % group.p, group.q or 0)

    assert choose_offer(_dg14(_info(KEY_DH, spki), _protocol(2, base=DH))) is None


@pytest.mark.parametrize(
    "group",
    [
        DhGroup((1 << 900) - 1, 2, None),
        DhGroup((1 << 9000) - 1, 2, None),
        DhGroup(1 << 1024, 2, None),
        DhGroup((1 << 1024) - 1, 1, None),
    ],
)
def test_absurd_parameters_are_no_offer(group: DhGroup) -> None:
    assert (
        choose_offer(_dg14(_info(KEY_DH, _dh_spki("1.2.840.10046.2.1", group, 5, 7)), _protocol(2, base=DH)))
        is None
    )


def test_a_key_of_2048_bits_is_sent_in_extended_form() -> None:
    talk = Talk(0x9000, 0x9000)

    assert talk.run(_dh_dg14(2, 99)) == VERIFIED
    assert [command.extended for command in talk.commands] == [False, True]
    assert len(talk.commands[1].data) > 255


def test_a_key_of_2048_bits_over_a_short_link_is_not_possible() -> None:
    talk = Talk()

    assert talk.run(_dh_dg14(2, 99), extended=False) == not_possible(Reason.LINK_TOO_SHORT)


# The proof


class Talk:
    """A chip that answers each command with the next status, and what is then read."""

    def __init__(self, *statuses: int | AppError, again: bytes | AppError | None = DG1) -> None:
        self._statuses = list(statuses)
        self._again = again
        self.commands: list[Command] = []
        self.sessions: list[SecureSession] = []

    def send(self, command: Command) -> Response:
        self.commands.append(command)
        status = self._statuses.pop(0)
        if isinstance(status, AppError):
            raise status
        return Response(b"", status)

    def read_again(self) -> bytes | None:
        if isinstance(self._again, AppError):
            raise self._again
        return self._again

    def run(self, dg14: bytes, *, extended: bool = True) -> Check:
        return chip_authentication.authenticate(
            self.send, self.sessions.append, self.read_again, dg14, DG1, extended=extended
        )


AES = _dg14(_protocol(2, 0xC3), _key(0xC3))
TDES_NAMED = _dg14(_protocol(1), _key())
TDES_BARE = _dg14(_key())


def test_the_same_file_read_under_the_new_keys_is_the_proof() -> None:
    talk = Talk(0x9000, 0x9000)

    assert talk.run(AES) == VERIFIED
    assert [(c.ins, c.p1, c.p2) for c in talk.commands] == [(0x22, 0x41, 0xA4), (0x86, 0, 0)]
    assert len(talk.sessions) == 1


@pytest.mark.parametrize(
    "again", [None, b"", DG1 + b"\x00", AppError(SECURE_MESSAGING_FAILED), AppError(SESSION_LOST)]
)
def test_an_agreement_without_the_file_afterwards_proves_nothing(again: bytes | AppError | None) -> None:
    assert Talk(0x9000, 0x9000, again=again).run(AES) == failed(Reason.CHIP_ANSWER_WRONG)


@pytest.mark.parametrize("statuses", [(0x6A80,), (0x6D00,), (0x6A88,), (0x9000, 0x6300), (0x9000, 0x6A80)])
def test_a_refusal_is_a_failure_because_the_key_is_promised(statuses: tuple[int, ...]) -> None:
    talk = Talk(*statuses)

    assert talk.run(AES) == failed(Reason.CHIP_REFUSED)
    assert talk.sessions == []


def test_3des_is_agreed_in_one_command() -> None:
    talk = Talk(0x9000)

    assert talk.run(TDES_NAMED) == VERIFIED
    assert [(c.ins, c.p1, c.p2, c.data[:2]) for c in talk.commands] == [
        (0x22, 0x41, 0xA6, bytes.fromhex("9141"))
    ]


def test_3des_refused_in_one_command_is_asked_in_two() -> None:
    talk = Talk(0x6A80, 0x9000, 0x9000)

    assert talk.run(TDES_NAMED) == VERIFIED


def test_3des_without_a_named_protocol_is_not_asked_again() -> None:
    assert Talk(0x6A80).run(TDES_BARE) == failed(Reason.CHIP_REFUSED)


@pytest.mark.parametrize("code", [SESSION_LOST, SECURE_MESSAGING_FAILED])
def test_a_session_that_breaks_before_the_new_keys_is_told_as_such(code) -> None:
    assert Talk(AppError(code)).run(AES) == failed(Reason.SESSION_BROKEN)


@pytest.mark.parametrize("code", [GONE, CANCELLED])
@pytest.mark.parametrize("where", ["agreement", "reading"])
def test_a_card_that_is_gone_and_a_stop_are_errors(code, where: str) -> None:
    error = AppError(code)
    talk = Talk(error) if where == "agreement" else Talk(0x9000, 0x9000, again=error)

    with pytest.raises(AppError) as raised:
        talk.run(AES)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("dg14", "reason"),
    [
        (_dg14(_info("0.4.0.127.0.7.2.2.2", _integer(1))), Reason.NOT_OFFERED),
        (_dg14(_key(), _protocol(5)), Reason.UNSUPPORTED_ALGORITHM),
        (_dg14(_info(KEY_DH, b"\x30\x00")), Reason.UNSUPPORTED_ALGORITHM),
        (b"\x6e\x02\x31", Reason.FILE_UNREADABLE),
    ],
)
def test_without_a_usable_key_nothing_is_sent(dg14: bytes, reason: Reason) -> None:
    talk = Talk()

    assert talk.run(dg14) == not_possible(reason)


def test_each_agreement_has_its_own_key() -> None:
    first, second = Talk(0x9000, 0x9000), Talk(0x9000, 0x9000)

    first.run(AES)
    second.run(AES)

    assert first.commands[1].data != second.commands[1].data


@pytest.mark.parametrize(("key_id", "expected"), [(0, "840100"), (0x7F, "84017f"), (0x123, "84020123")])
def test_the_number_of_the_key_is_sent_in_the_fewest_bytes(key_id: int, expected: str) -> None:
    talk = Talk(0x9000, 0x9000)

    talk.run(_dg14(_protocol(2, key_id), _key(key_id)))

    assert talk.commands[0].data.hex().endswith(expected)
