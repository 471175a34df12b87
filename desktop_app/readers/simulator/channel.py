"""Secure messaging on the chip's side: take a protected command apart, protect the answer.

Source: ICAO Doc 9303 part 11, 9.8; ISO/IEC 7816-4, secure messaging.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ciphers, tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.readers.simulator.apdu import Answer, Command, Refused, Sw

_PLAIN, _CRYPTOGRAM, _LE, _STATUS, _MAC = 0x85, 0x87, 0x97, 0x99, 0x8E
_PADDED = b"\x01"  # padding indicator of object 87: method 2
_FRAME_SIZE = 4 + 10  # objects 99 and 8E of an answer
SHORT_ANSWER = 256


@dataclass(slots=True)
class SecureChannel:
    """One session. It counts; it does not know what the commands mean."""

    suite: Suite
    enc_key: bytes
    mac_key: bytes
    counter: int = 0

    def __repr__(self) -> str:
        return f"SecureChannel({self.suite})"

    @classmethod
    def from_secret(cls, suite: Suite, secret: bytes, counter: int = 0) -> SecureChannel:
        """Derive both session keys from a shared secret."""
        return cls(
            suite,
            derive_key(secret, KeyPurpose.ENC, suite),
            derive_key(secret, KeyPurpose.MAC, suite),
            counter,
        )

    def open(self, command: Command) -> Command:
        """Check and decrypt a protected command.

        Returns:
            The command as it was meant, with the class byte of a plain one.

        Raises:
            Refused: 6987 an object is missing, 6988 an object is wrong; the session must end.
        """
        self.counter += 1
        objects = _objects(command.data)
        if not objects or objects[-1].tag != _MAC:
            raise Refused(Sw.SM_OBJECTS_MISSING)
        mac = objects[-1].value
        covered = command.data[: -(len(mac) + 2)]
        header = bytes([command.cla, command.ins, command.p1, command.p2])
        if not hmac.compare_digest(mac, self._mac(self._pad(header) + covered)):
            raise Refused(Sw.SM_OBJECTS_WRONG)
        data, le, wants_all = b"", None, False
        for item in objects[:-1]:
            if item.tag in (_PLAIN, _CRYPTOGRAM):
                data = self._decrypt(item)
            elif item.tag == _LE and len(item.value) in (1, 2):
                number = int.from_bytes(item.value, "big")
                le, wants_all = number or 256 ** len(item.value), number == 0
            else:
                raise Refused(Sw.SM_OBJECTS_WRONG)
        return Command(
            command.cla & ~0x0C,
            command.ins,
            command.p1,
            command.p2,
            data,
            le,
            wants_all,
            command.extended,
        )

    def close(self, instruction: int, answer: Answer) -> bytes:
        """Protect an answer.

        Args:
            instruction: of the command; odd ones get object 85 instead of 87.
            answer: data and status word.

        Returns:
            Answer data objects and the status word in the clear.
        """
        self.counter += 1
        status = answer.status.to_bytes(2, "big")
        body = b""
        if answer.data:
            ciphertext = ciphers.encrypt_cbc(self.suite, self.enc_key, self._iv(), self._pad(answer.data))
            body = (
                tlv.encode(_PLAIN, ciphertext)
                if instruction & 1
                else tlv.encode(_CRYPTOGRAM, _PADDED + ciphertext)
            )
        body += tlv.encode(_STATUS, status)
        # That more is to be fetched inside the session is told inside: outside it would mean this message.
        outer = Sw.OK.to_bytes(2, "big") if answer.status & 0xFF00 == Sw.MORE_TO_FETCH else status
        return body + tlv.encode(_MAC, self._mac(body)) + outer

    def capacity(self, extended: bool, limit: int) -> int:
        """Plain bytes that fit into one answer.

        Args:
            extended: the command had extended lengths.
            limit: the most this chip gives in an extended answer.

        Returns:
            223 (AES) or 231 (3DES) for a short answer.
        """
        if extended:
            return limit
        block = ciphers.block_size(self.suite)
        room = SHORT_ANSWER - _FRAME_SIZE - 4  # 87, two bytes of length, padding indicator
        return room // block * block - 1

    def _decrypt(self, item: tlv.Tlv) -> bytes:
        ciphertext = item.value
        if item.tag == _CRYPTOGRAM:
            if not ciphertext.startswith(_PADDED):
                raise Refused(Sw.SM_OBJECTS_WRONG)
            ciphertext = ciphertext[1:]
        try:
            padded = ciphers.decrypt_cbc(self.suite, self.enc_key, self._iv(), ciphertext)
            return ciphers.unpad(padded)
        except ValueError as error:
            raise Refused(Sw.SM_OBJECTS_WRONG) from error

    def _mac(self, data: bytes) -> bytes:
        return ciphers.mac(self.suite, self.mac_key, self._pad(self._counter_block() + data))

    def _iv(self) -> bytes:
        if self.suite is Suite.TDES:
            return bytes(8)
        return ciphers.encrypt_block(self.suite, self.enc_key, self._counter_block())

    def _counter_block(self) -> bytes:
        size = ciphers.block_size(self.suite)
        return (self.counter % (1 << 8 * size)).to_bytes(size, "big")

    def _pad(self, data: bytes) -> bytes:
        return ciphers.pad(data, ciphers.block_size(self.suite))


def _objects(data: bytes) -> list[tlv.Tlv]:
    try:
        return tlv.parse(data)
    except AppError as error:
        raise Refused(Sw.SM_OBJECTS_WRONG) from error
