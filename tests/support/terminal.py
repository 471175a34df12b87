"""A small reader for tests of the chip, written from ICAO Doc 9303-11; only the curve constants are ours.

It asserts what a chip owes a reader (MACs, padding, repeated nonces), so a wrong chip fails loudly.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from desktop_app.emrtd.curves import Curve, curve_by_parameter_id

AID = bytes.fromhex("A0000002471001")
PACE_OID = "04007F000702020402"
CA_OID = "04007F000702020302"
Random = Callable[[int], bytes]
_KEY_SIZE = {"3des": 16, "aes128": 16, "aes192": 24, "aes256": 32}
_SUITE_BYTE = {"3des": 1, "aes128": 2, "aes192": 3, "aes256": 4}


def tlv(tag: int, value: bytes) -> bytes:
    head = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    if len(value) < 128:
        return head + bytes([len(value)]) + value
    size = (len(value).bit_length() + 7) // 8
    return head + bytes([0x80 | size]) + len(value).to_bytes(size, "big") + value


def untlv(data: bytes) -> list[tuple[int, bytes]]:
    """One-byte tags, which is all that answers have."""
    items = []
    while data:
        tag, length, size = data[0], data[1], 2
        if length > 0x80:
            size += length & 0x7F
            length = int.from_bytes(data[2:size], "big")
        items.append((tag, data[size : size + length]))
        data = data[size + length :]
    return items


def apdu(cla: int, ins: int, p1p2: int, data: bytes = b"", le: int | None = None, *, extended=False) -> bytes:
    raw = bytes([cla, ins]) + p1p2.to_bytes(2, "big")
    if extended:
        raw += b"\0" + (len(data).to_bytes(2, "big") + data if data else b"")
        return raw if le is None else raw + (le % 65536).to_bytes(2, "big")
    if data:
        raw += bytes([len(data)]) + data
    return raw if le is None else raw + bytes([le % 256])


def kdf(secret: bytes, counter: int, suite: str) -> bytes:
    digest = hashlib.sha1 if suite in ("3des", "aes128") else hashlib.sha256
    key = digest(secret + counter.to_bytes(4, "big")).digest()[: _KEY_SIZE[suite]]
    if suite == "3des":
        key = bytes(b ^ 1 if b.bit_count() % 2 == 0 else b for b in key)
    return key


def block_of(suite: str) -> int:
    return 8 if suite == "3des" else 16


def pad(data: bytes, block: int) -> bytes:
    data += b"\x80"
    return data.ljust(-(-len(data) // block) * block, b"\0")


def cbc(suite: str, key: bytes, iv: bytes, data: bytes, *, decrypt: bool = False) -> bytes:
    key = key + key[:8] if suite == "3des" and len(key) == 16 else key
    cipher = Cipher(TripleDES(key) if suite == "3des" else algorithms.AES(key), modes.CBC(iv))
    context = cipher.decryptor() if decrypt else cipher.encryptor()
    return context.update(data) + context.finalize()


def mac(suite: str, key: bytes, data: bytes) -> bytes:
    """Pads by itself, both kinds."""
    if suite != "3des":
        cmac = CMAC(algorithms.AES(key))
        cmac.update(data)
        return cmac.finalize()[:8]
    first, second = key[:8] * 3, key[8:] * 3
    state = cbc(suite, first, bytes(8), pad(data, 8))[-8:]
    return cbc(suite, first, bytes(8), cbc(suite, second, bytes(8), state, decrypt=True))


class Ec:
    """Affine arithmetic, slow and plain."""

    def __init__(self, curve: Curve) -> None:
        self.c = curve
        self.size = (curve.p.bit_length() + 7) // 8

    def add(self, first: tuple[int, int] | None, second: tuple[int, int] | None) -> tuple[int, int] | None:
        if first is None or second is None:
            return second if first is None else first
        p, (x1, y1), (x2, y2) = self.c.p, first, second
        if x1 == x2:
            if (y1 + y2) % p == 0:
                return None
            slope = (3 * x1 * x1 + self.c.a) * pow(2 * y1, -1, p) % p
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, p) % p
        x3 = (slope * slope - x1 - x2) % p
        return x3, (slope * (x1 - x3) - y1) % p

    def multiply(self, k: int, point: tuple[int, int] | None) -> tuple[int, int]:
        result = None
        for bit in bin(k)[2:]:
            result = self.add(result, result)
            if bit == "1":
                result = self.add(result, point)
        assert result is not None
        return result

    def encode(self, point: tuple[int, int]) -> bytes:
        return b"\4" + b"".join(v.to_bytes(self.size, "big") for v in point)

    def decode(self, raw: bytes) -> tuple[int, int]:
        assert raw[0] == 4 and len(raw) == 1 + 2 * self.size
        x, y = int.from_bytes(raw[1 : 1 + self.size], "big"), int.from_bytes(raw[1 + self.size :], "big")
        assert (y * y - x**3 - self.c.a * x - self.c.b) % self.c.p == 0
        return x, y


def ec_of(parameter_id: int) -> Ec:
    curve = curve_by_parameter_id(parameter_id)
    assert curve is not None
    return Ec(curve)


class Refusal(AssertionError):
    """The chip said no where this reader needed a yes."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


class Terminal:
    """Talks to anything with `transmit`."""

    def __init__(self, card, random: Random = secrets.token_bytes) -> None:
        self.card = card
        self.random = random
        self.suite = ""
        self.keys = (b"", b"")
        self.ssc = 0
        self.log: list[tuple[bytes, bytes]] = []

    # Plain

    def raw(self, command: bytes) -> tuple[bytes, int]:
        answer = self.card.transmit(command)
        self.log.append((command, answer))
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def plain(self, ins: int, p1p2: int, data: bytes = b"", le: int | None = None, **kw) -> tuple[bytes, int]:
        return self.raw(apdu(kw.pop("cla", 0), ins, p1p2, data, le, **kw))

    def must(self, *args, **kw) -> bytes:
        data, status = self.plain(*args, **kw)
        if status != 0x9000:
            raise Refusal(status)
        return data

    # Secure messaging

    def start(self, suite: str, secret: bytes, ssc: int = 0) -> None:
        self.suite, self.keys, self.ssc = suite, (kdf(secret, 1, suite), kdf(secret, 2, suite)), ssc

    def _iv(self) -> bytes:
        if self.suite == "3des":
            return bytes(8)
        return cbc(self.suite, self.keys[0], bytes(16), self.ssc.to_bytes(16, "big"))

    def _mac(self, data: bytes) -> bytes:
        block = block_of(self.suite)
        message = self.ssc.to_bytes(block, "big") + data
        return mac(self.suite, self.keys[1], message if self.suite == "3des" else pad(message, block))

    def protect(
        self, ins: int, p1p2: int, data: bytes = b"", le: int | None = None, *, extended=False
    ) -> bytes:
        self.ssc += 1
        block = block_of(self.suite)
        header = bytes([0x0C, ins]) + p1p2.to_bytes(2, "big")
        body = b""
        if data:
            ciphertext = cbc(self.suite, self.keys[0], self._iv(), pad(data, block))
            body = tlv(0x85, ciphertext) if ins & 1 else tlv(0x87, b"\1" + ciphertext)
        if le is not None:
            body += tlv(0x97, (le % 65536).to_bytes(2, "big") if extended and le > 256 else bytes([le % 256]))
        body += tlv(0x8E, self._mac(pad(header, block) + body))
        return apdu(0x0C, ins, p1p2, body, 65536 if extended else 256, extended=extended)

    def unprotect(self, ins: int, answer: bytes, outer: int) -> tuple[bytes, int]:
        self.ssc += 1
        items = dict(untlv(answer))
        status = int.from_bytes(items[0x99], "big")
        assert status == outer, "inner and outer status word differ"
        assert items[0x8E] == self._mac(answer[:-10]), "wrong MAC of the answer"
        tag = 0x85 if ins & 1 else 0x87
        if tag not in items:
            return b"", status
        ciphertext = items[tag] if ins & 1 else items[tag][1:]
        plain = cbc(self.suite, self.keys[0], self._iv(), ciphertext, decrypt=True).rstrip(b"\0")
        assert plain[-1:] == b"\x80", "wrong padding"
        return plain[:-1], status

    def sm(self, ins: int, p1p2: int, data: bytes = b"", le: int | None = None, **kw) -> tuple[bytes, int]:
        """A protected exchange; an answer without objects comes back as it is."""
        answer, outer = self.raw(self.protect(ins, p1p2, data, le, **kw))
        return self.unprotect(ins, answer, outer) if answer else (b"", outer)

    def sm_must(self, *args, **kw) -> bytes:
        data, status = self.sm(*args, **kw)
        if status != 0x9000:
            raise Refusal(status)
        return data

    # Protocols

    def bac(self, mrz_information: str, *, select: bool = True) -> None:
        if select:
            self.must(0xA4, 0x040C, AID)
        seed = hashlib.sha1(mrz_information.encode()).digest()[:16]
        enc, mac_key = kdf(seed, 1, "3des"), kdf(seed, 2, "3des")
        challenge = self.must(0x84, 0, le=8)
        nonce, part = self.random(8), self.random(16)
        sent = cbc("3des", enc, bytes(8), nonce + challenge + part)
        answer = self.must(0x82, 0, sent + mac("3des", mac_key, sent), 40)
        assert answer[32:] == mac("3des", mac_key, answer[:32]), "wrong MAC of the chip"
        plain = cbc("3des", enc, bytes(8), answer[:32], decrypt=True)
        assert plain[:16] == challenge + nonce, "nonces not repeated"
        secret = bytes(a ^ b for a, b in zip(part, plain[16:], strict=True))
        self.start("3des", secret, int.from_bytes(challenge[4:] + nonce[4:], "big"))

    def scalar(self, ec: Ec) -> int:
        while not 0 < (k := int.from_bytes(self.random(ec.size), "big")) < ec.c.n:
            pass
        return k

    def pace(
        self,
        password: str,
        *,
        reference: int = 2,
        suite: str = "aes128",
        parameter_id: int = 13,
        with_84=True,
        le=256,
    ) -> None:
        ec = ec_of(parameter_id)
        oid = bytes.fromhex(PACE_OID) + bytes([_SUITE_BYTE[suite]])
        secret = password.encode() if reference == 2 else hashlib.sha1(password.encode()).digest()
        choice = tlv(0x80, oid) + tlv(0x83, bytes([reference]))
        self.must(0x22, 0xC1A4, choice + (tlv(0x84, bytes([parameter_id])) if with_84 else b""))
        z = self._step(b"", 0x80, le)
        s = cbc(suite, kdf(secret, 3, suite), bytes(block_of(suite)), z, decrypt=True)
        k = self.scalar(ec)
        theirs = ec.decode(self._step(tlv(0x81, ec.encode(ec.multiply(k, ec.c.g))), 0x82, le))
        generator = ec.add(ec.multiply(int.from_bytes(s, "big"), ec.c.g), ec.multiply(k, theirs))
        k = self.scalar(ec)
        mine = ec.encode(ec.multiply(k, generator))
        chip = self._step(tlv(0x83, mine), 0x84, le)
        shared = ec.multiply(k, ec.decode(chip))[0].to_bytes(ec.size, "big")
        mac_key = kdf(shared, 2, suite)

        def token(key: bytes) -> bytes:
            return mac(suite, mac_key, tlv(0x7F49, tlv(0x06, oid) + tlv(0x86, key)))

        assert self._step(tlv(0x85, token(chip)), 0x86, le, cla=0x00) == token(mine), "wrong token"
        self.start(suite, shared)

    def _step(self, request: bytes, tag: int, le: int, *, cla: int = 0x10) -> bytes:
        answer = self.must(0x86, 0, tlv(0x7C, request), le, cla=cla)
        [(outer, inner)] = untlv(answer)
        assert outer == 0x7C
        [(got, value)] = untlv(inner)
        assert got == tag
        return value

    def chip_authentication(
        self, chip_key: bytes, *, suite: str = "aes128", parameter_id: int = 13, kat=False
    ) -> None:
        """Args: chip_key: uncompressed public point as in DG14."""
        ec = ec_of(parameter_id)
        k = self.scalar(ec)
        mine = ec.encode(ec.multiply(k, ec.c.g))
        if kat:
            assert self.sm_must(0x22, 0x41A6, tlv(0x91, mine)) == b""
        else:
            oid = bytes.fromhex(CA_OID) + bytes([_SUITE_BYTE[suite]])
            assert self.sm_must(0x22, 0x41A4, tlv(0x80, oid)) == b""
            assert self.sm_must(0x86, 0, tlv(0x7C, tlv(0x80, mine)), 256) == bytes.fromhex("7C00")
        self.start(suite, ec.multiply(k, ec.decode(chip_key))[0].to_bytes(ec.size, "big"))

    # Files, under secure messaging

    def select(self, identifier: int) -> int:
        return self.sm(0xA4, 0x020C, identifier.to_bytes(2, "big"))[1]

    def read(
        self, identifier: int, *, first: int = 4, block: int = 223, le_of_block: int | None = None
    ) -> bytes:
        """SELECT, head, then blocks; goes on from what came, as other readers do."""
        status = self.select(identifier)
        if status != 0x9000:
            raise Refusal(status)
        got = self.sm_must(0xB0, 0, le=first)
        total = (
            2 + got[1]
            if got[1] < 0x80
            else 2 + (got[1] & 0x7F) + int.from_bytes(got[2 : 2 + (got[1] & 0x7F)], "big")
        )
        while len(got) < total:
            want = min(block, total - len(got))
            le = le_of_block if le_of_block and want == block else want
            got += self.sm_must(0xB0, len(got), le=le)
        return got

    def enter(self) -> None:
        """SELECT of the LDS application under secure messaging."""
        self.sm_must(0xA4, 0x040C, AID)
