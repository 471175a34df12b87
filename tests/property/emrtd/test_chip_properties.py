"""Laws that hold for every value."""

from __future__ import annotations

import contextlib
import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.emrtd import (
    ciphers,
    curves,
    integrated_mapping,
    lds,
    mrz,
    passive,
    security_infos,
    signatures,
    sod,
    tlv,
)
from desktop_app.emrtd.apdu import Command, Response
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.curves import INFINITY, Curve
from desktop_app.emrtd.groups import DhGroup, EcGroup, dh_by_parameter_id
from desktop_app.emrtd.public_keys import EcKey
from desktop_app.emrtd.secure_messaging import SecureSession

TAGS = st.one_of(
    st.integers(1, 0xFF).filter(lambda t: t & 0x1F != 0x1F),
    st.integers(0, 0x7F).map(lambda t: 0x7F00 | t),
    st.integers(0, 0x7F).map(lambda t: 0x5F8100 | t),
)
CURVES = st.integers(8, 18).map(curves.curve_by_parameter_id).filter(lambda c: c is not None)
SCALARS = st.integers(0, 2**530)
KNOWN = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
KNOWN_CURVES = CURVES.filter(lambda c: c.name in KNOWN)


@given(st.lists(st.tuples(TAGS, st.binary(max_size=300))))
def test_data_objects_come_back_as_they_were_written(items: list[tuple[int, bytes]]) -> None:
    data = b"".join(tlv.encode(tag, value) for tag, value in items)

    assert [(item.tag, item.value) for item in tlv.parse(data)] == items


@given(st.binary(max_size=64))
def test_no_bytes_make_a_parser_raise_anything_but_a_known_error(data: bytes) -> None:
    for parser in (
        tlv.parse,
        tlv.parse_one,
        lds.parse_com,
        lds.key_of_dg15,
        lds.mrz_of_dg1,
        security_infos.parse_security_infos,
        security_infos.infos_of_dg14,
        sod.parse_sod,
    ):
        with contextlib.suppress(AppError):
            parser(data)


@given(st.data())
def test_no_change_of_a_signed_object_makes_its_parser_raise_anything_else(testdata, data) -> None:
    raw = bytearray((testdata / "lds" / "etsi-eacaa" / "EF_SOD.bin").read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(AppError):
        found = sod.parse_sod(bytes(raw))
        passive.check_sod_signature(found)
        passive.check_hashes({"DG1": b"anything"}, found)


@given(st.binary(max_size=70), st.sampled_from([8, 16]))
def test_padding_goes_on_and_off(data: bytes, block: int) -> None:
    padded = ciphers.pad(data, block)

    assert len(padded) % block == 0
    assert ciphers.unpad(padded) == data


@given(st.sampled_from(list(Suite)), st.binary(min_size=1, max_size=64))
def test_what_was_encrypted_is_decrypted(suite: Suite, data: bytes) -> None:
    key, iv = bytes(range(ciphers.key_size(suite))), bytes(ciphers.block_size(suite))
    padded = ciphers.pad(data, len(iv))

    assert ciphers.decrypt_cbc(suite, key, iv, ciphers.encrypt_cbc(suite, key, iv, padded)) == padded


class AesChipEnd:
    """The chip's end of an AES session, written from the standard apart from ours."""

    def __init__(self, enc_key: bytes, mac_key: bytes) -> None:
        self.enc_key, self.mac_key, self.counter = enc_key, mac_key, 0

    def _cbc(self) -> Cipher:
        counter = self.counter.to_bytes(16, "big")
        encryptor = Cipher(AES(self.enc_key), modes.ECB()).encryptor()
        return Cipher(AES(self.enc_key), modes.CBC(encryptor.update(counter)))

    def _seal(self, message: bytes) -> bytes:
        message = self.counter.to_bytes(16, "big") + message + b"\x80"
        cmac = CMAC(AES(self.mac_key))
        cmac.update(message + bytes(-len(message) % 16))
        return cmac.finalize()[:8]

    def receive(self, command: Command) -> tuple[bytes, int | None]:
        """Data and Le of a protected command whose seal is right."""
        self.counter += 1
        objects, seal = command.data[:-10], command.data[-8:]
        header = command.header + b"\x80" + bytes(11)
        assert hmac.compare_digest(self._seal(header + objects), seal)
        data, le = b"", None
        while objects:
            tag, size, start = objects[0], objects[1], 2
            if size == 0x81:
                size, start = objects[2], 3
            value, objects = objects[start : start + size], objects[start + size :]
            if tag == 0x87:
                decryptor = self._cbc().decryptor()
                data = decryptor.update(value[1:]).rstrip(b"\0")[:-1]
            elif tag == 0x97:
                le = value[0] or 256
        return data, le

    def answer(self, data: bytes, status: bytes) -> Response:
        self.counter += 1
        objects = b""
        if data:
            padded = data + b"\x80"
            cryptogram = b"\x01" + self._cbc().encryptor().update(padded + bytes(-len(padded) % 16))
            size = bytes([len(cryptogram)]) if len(cryptogram) < 128 else bytes([0x81, len(cryptogram)])
            objects = b"\x87" + size + cryptogram
        objects += b"\x99\x02" + status
        return Response(objects + b"\x8e\x08" + self._seal(objects), int.from_bytes(status, "big"))


MESSAGES = st.tuples(
    st.binary(max_size=200), st.one_of(st.none(), st.integers(1, 256)), st.binary(max_size=223)
)


@given(st.lists(MESSAGES, min_size=1, max_size=4), st.sampled_from([b"\x90\x00", b"\x6a\x82"]))
def test_both_ends_of_a_session_understand_each_other(messages, status: bytes) -> None:
    enc_key, mac_key = hashlib.sha256(b"1").digest()[:16], hashlib.sha256(b"2").digest()[:16]
    ours, chip = SecureSession(Suite.AES128, enc_key, mac_key), AesChipEnd(enc_key, mac_key)
    for data, le, back in messages:
        if not data and le is None:
            continue
        assert chip.receive(ours.protect(Command(0x00, 0xB0, 1, 2, data, le))) == (data, le)
        answer = ours.unprotect(chip.answer(back, status))
        assert (answer.data, answer.sw) == (back, int.from_bytes(status, "big"))


@given(st.binary(min_size=1, max_size=100), st.data())
def test_no_changed_byte_of_an_answer_is_accepted(back: bytes, data) -> None:
    chip = AesChipEnd(bytes(16), bytes(16))
    ours = SecureSession(Suite.AES128, bytes(16), bytes(16))
    chip.receive(ours.protect(Command(0x00, 0xB0, 0, 0, le=256)))
    answer = chip.answer(back, b"\x90\x00")
    changed = bytearray(answer.data)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))

    try:
        ours.unprotect(Response(bytes(changed), answer.sw))
    except AppError as error:
        assert error.code == "emrtd.secure_messaging_failed"
    else:
        raise AssertionError("a changed answer was accepted")


@given(CURVES, SCALARS, SCALARS)
def test_multiplication_distributes_over_addition(curve: Curve, j: int, k: int) -> None:
    left = curves.multiply(curve, j + k, curve.g)
    right = curves.add(curve, curves.multiply(curve, j, curve.g), curves.multiply(curve, k, curve.g))

    assert left == right
    assert left == INFINITY or curves.is_on_curve(curve, left)


@given(CURVES, st.integers(1, 2**64), st.integers(1, 2**64))
def test_addition_commutes_and_has_a_neutral_element(curve: Curve, j: int, k: int) -> None:
    a, b = curves.multiply(curve, j, curve.g), curves.multiply(curve, k, curve.g)

    assert curves.add(curve, a, b) == curves.add(curve, b, a)
    assert curves.add(curve, a, INFINITY) == curves.add(curve, INFINITY, a) == a


@given(CURVES, SCALARS)
def test_encoded_points_come_back(curve: Curve, k: int) -> None:
    point = curves.multiply(curve, k % (curve.n - 1) + 1, curve.g)

    assert curves.decode_point(curve, curves.encode_point(curve, point)) == point


@given(KNOWN_CURVES, SCALARS, SCALARS)
def test_key_agreement_is_that_of_cryptography(curve: Curve, j: int, k: int) -> None:
    j, k = j % (curve.n - 1) + 1, k % (curve.n - 1) + 1
    theirs = ec.derive_private_key(k, KNOWN[curve.name])
    numbers = theirs.public_key().public_numbers()
    public = curves.multiply(curve, k, curve.g)

    assert (public.x, public.y) == (numbers.x, numbers.y)
    agreed = ec.derive_private_key(j, KNOWN[curve.name]).exchange(ec.ECDH(), theirs.public_key())
    assert curves.encode_x(curve, curves.multiply(curve, j, public)) == agreed


@given(KNOWN_CURVES, SCALARS, st.binary(max_size=40), st.booleans())
def test_our_ecdsa_judges_as_cryptography(curve: Curve, k: int, message: bytes, changed: bool) -> None:
    private = ec.derive_private_key(k % (curve.n - 1) + 1, KNOWN[curve.name])
    signature = private.sign(message, ec.ECDSA(hashes.SHA512()))
    key = EcKey(curve, curves.multiply(curve, k % (curve.n - 1) + 1, curve.g))
    judged = message + b"!" if changed else message

    r, s = decode_dss_signature(signature)

    assert signatures._is_valid_ecdsa_here(key, hashes.SHA512(), r, s, judged) is not changed
    assert signatures.is_valid_ecdsa(key, "sha512", r, s, judged) is not changed


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=90, max_size=90))
def test_any_ninety_characters_of_the_zone_are_read(zone: str) -> None:
    card = mrz.parse_td1(zone)

    assert len(card.birth) == len(card.expiry) == 6


@given(st.text(max_size=100))
def test_no_text_makes_the_zone_raise_anything_but_a_known_error(text: str) -> None:
    for parser in (mrz.parse_td1, mrz.key_information):
        with contextlib.suppress(AppError):
            parser(text)


@given(st.sampled_from(list(Suite)), st.integers(0, 18), st.data())
def test_two_nonces_are_always_mapped_into_the_group(suite: Suite, number: int, data: st.DataObject) -> None:
    curve = curves.curve_by_parameter_id(number)
    group = EcGroup(curve) if curve is not None else dh_by_parameter_id(number)
    if group is None or not integrated_mapping.is_possible(group):
        return
    size = 16 if suite in (Suite.TDES, Suite.AES128) else 32
    key_size = ciphers.key_size(suite)
    nonce = data.draw(st.binary(min_size=size, max_size=size))
    reader_nonce = data.draw(st.binary(min_size=key_size, max_size=key_size))

    mapped = integrated_mapping.map_nonces(group, suite, nonce, reader_nonce)

    assert group.power(mapped, 1) == mapped
    if isinstance(group, DhGroup) and group.q is not None:
        assert pow(int.from_bytes(mapped, "big"), group.q, group.p) == 1
