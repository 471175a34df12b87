"""Secure messaging: every command and every answer encrypted and sealed.

Source: ICAO Doc 9303 part 11, 9.8; worked example D.4.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv
from desktop_app.emrtd.apdu import MAX_EXTENDED_LE, MAX_LE, Command, Response, Status
from desktop_app.emrtd.ciphers import (
    MAC_SIZE,
    Suite,
    block_size,
    decrypt_cbc,
    encrypt_block,
    encrypt_cbc,
    mac,
    pad,
    unpad,
)

SECURE_MESSAGING_FAILED = declare("emrtd.secure_messaging_failed")
SESSION_LOST = declare("emrtd.session_lost")

# What sends a plain command and gives a plain answer; with or without a session below.
Transmit = Callable[[Command], Response]

_DO_CRYPTOGRAM = 0x87  # padding indicator, then encrypted data
_DO_CRYPTOGRAM_ODD = 0x85  # encrypted TLV, no padding indicator: odd instructions
_DO_LE = 0x97
_DO_STATUS = 0x99
_DO_MAC = 0x8E
_SECURE_CLASS = 0x0C
_MAC_OBJECT_SIZE = 2 + MAC_SIZE
_STATUS_OBJECT_SIZE = 4


class SecureSession:
    """The reader's end of one session. Not for two threads: the counter goes up with each message.

    Args:
        suite: 3DES after BAC, mostly AES-128 after PACE.
        enc_key: session key for encryption.
        mac_key: session key for the MAC.
        counter: send sequence counter before the first command.
    """

    __slots__ = ("_counter", "_enc_key", "_mac_key", "_suite")

    def __init__(self, suite: Suite, enc_key: bytes, mac_key: bytes, counter: int = 0) -> None:
        self._suite = suite
        self._enc_key = enc_key
        self._mac_key = mac_key
        self._counter = counter

    def protect(self, command: Command) -> Command:
        """The command as it goes over the air.

        An extended command asks for exactly the protected form of what it wants: "all there is" would be
        65,536, which breaks some chips.
        """
        self._count()
        cla = command.cla | _SECURE_CLASS
        objects = b""
        if command.data:
            padded = pad(command.data, block_size(self._suite))
            cryptogram = encrypt_cbc(self._suite, self._enc_key, self._iv(), padded)
            if command.ins & 1:
                objects += tlv.encode(_DO_CRYPTOGRAM_ODD, cryptogram)
            else:
                objects += tlv.encode(_DO_CRYPTOGRAM, b"\x01" + cryptogram)
        if command.le is not None:
            size = 2 if command.extended else 1
            objects += tlv.encode(_DO_LE, (command.le % (1 << 8 * size)).to_bytes(size, "big"))
        header = bytes([cla, command.ins, command.p1, command.p2])
        seal = self._mac(pad(header, block_size(self._suite)) + objects)
        data = objects + tlv.encode(_DO_MAC, seal)
        le = self._protected_size(command.le or 0) if command.extended else MAX_LE
        return Command(cla, command.ins, command.p1, command.p2, data, le, command.extended)

    def unprotect(self, response: Response) -> Response:
        """The plain answer, its seal checked.

        A bare error status without objects is passed on as it is: chips answer so when they could not
        find a file, and go on with the session. It proves nothing, and does not count as a message.

        Raises:
            AppError: emrtd.session_lost: the chip says that its session is gone (6987, 6988).
            AppError: emrtd.secure_messaging_failed: seal wrong or missing, or content malformed.
        """
        if not response.data:
            if response.sw in (Status.SM_OBJECTS_MISSING, Status.SM_OBJECTS_INCORRECT):
                raise AppError(SESSION_LOST, {"status_word": response.status_word})
            if response.ok:
                raise _failed("not_protected", response)
            return response
        self._count()
        sealed, seal_object = response.data[:-_MAC_OBJECT_SIZE], response.data[-_MAC_OBJECT_SIZE:]
        if seal_object[:2] != bytes([_DO_MAC, MAC_SIZE]):
            raise _failed("no_seal", response)
        if not sealed or not hmac.compare_digest(self._mac(sealed), seal_object[2:]):
            raise _failed("seal_wrong", response)
        return self._open(sealed, response)

    def _open(self, sealed: bytes, response: Response) -> Response:
        try:
            objects = tlv.parse(sealed)
        except AppError as error:
            raise _failed("not_tlv", response) from error
        status = tlv.find(objects, _DO_STATUS)
        if status is None or len(status.value) != 2:
            raise _failed("no_status", response)
        data = b""
        if (item := tlv.find(objects, _DO_CRYPTOGRAM)) is not None:
            if item.value[:1] != b"\x01":
                raise _failed("padding_indicator", response)
            data = self._decrypt(item.value[1:], response)
        elif (item := tlv.find(objects, _DO_CRYPTOGRAM_ODD)) is not None:
            data = self._decrypt(item.value, response)
        return Response(data, int.from_bytes(status.value, "big"))

    def _protected_size(self, plain_size: int) -> int:
        """Bytes of an answer with that many plain bytes: cryptogram, status and seal."""
        padded = len(pad(bytes(plain_size), block_size(self._suite)))
        cryptogram = len(tlv.encode(_DO_CRYPTOGRAM, bytes(1 + padded))) if plain_size else 0
        return min(cryptogram + _STATUS_OBJECT_SIZE + _MAC_OBJECT_SIZE, MAX_EXTENDED_LE)

    def _decrypt(self, cryptogram: bytes, response: Response) -> bytes:
        try:
            return unpad(decrypt_cbc(self._suite, self._enc_key, self._iv(), cryptogram))
        except ValueError as error:
            raise _failed("cryptogram", response) from error

    def _count(self) -> None:
        self._counter = (self._counter + 1) % (1 << 8 * block_size(self._suite))

    def _counter_block(self) -> bytes:
        return self._counter.to_bytes(block_size(self._suite), "big")

    def _iv(self) -> bytes:
        if self._suite is Suite.TDES:
            return bytes(8)
        return encrypt_block(self._suite, self._enc_key, self._counter_block())

    def _mac(self, message: bytes) -> bytes:
        return mac(self._suite, self._mac_key, pad(self._counter_block() + message, block_size(self._suite)))


def is_sealed(answer: bytes) -> bool:
    """Whether these are whole data objects with a seal at the end, and not the first part of them."""
    try:
        objects = tlv.parse(answer)
    except AppError:
        return False
    return bool(objects) and objects[-1].tag == _DO_MAC


def _failed(why: str, response: Response) -> AppError:
    return AppError(SECURE_MESSAGING_FAILED, {"why": why, "status_word": response.status_word})
