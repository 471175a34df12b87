"""One run of PACE on the chip's side: every mapping, over curves and modulo primes.

Source: ICAO Doc 9303 part 11, 4.4.
"""

from __future__ import annotations

import hmac

from desktop_app.emrtd import ciphers, tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipKey, Mapping, PaceOffer
from desktop_app.readers.simulator.key_groups import (
    Group,
    Random,
    group_by_parameter_id,
    integrated_generator,
)
from desktop_app.readers.simulator.opening import parsed

_MINUS_ONE = b"\xff" * 16


class PaceRun:
    """One run of PACE. Feed it the four requests in order; any refusal ends the run.

    Args:
        offer: suite, group and mapping.
        password: from `choose_pace`.
        random: nonce, then the private key of the mapping (not the integrated one), then the ephemeral one
            come from it.
        refusal: status word for a wrong token; None: the chip does not look at it.
        chip_key: which the chip proves on the way, with the chip authentication mapping.
    """

    STEPS = 4

    def __init__(
        self,
        offer: PaceOffer,
        password: bytes,
        random: Random,
        refusal: int | None = Sw.NOT_AUTHENTICATED,
        chip_key: ChipKey | None = None,
    ) -> None:
        group = group_by_parameter_id(offer.parameter_id)
        if group is None or (offer.mapping is Mapping.CHIP and chip_key is None):
            raise Refused(Sw.REFERENCE_NOT_FOUND)
        self.step = 0
        self._offer = offer
        self._refusal = refusal
        self._static_key = chip_key
        self._group: Group = group
        self._random = random
        self._password_key = derive_key(password, KeyPurpose.PACE, offer.suite)
        self._nonce = b""
        self._generator = group.generator
        self._mapping_key = 0
        self._reader_key = b""
        self._chip_key = b""
        self.channel: SecureChannel | None = None

    def answer(self, request: bytes) -> bytes:
        """Answer the next of the four requests.

        Args:
            request: object 7C with what the step needs.

        Returns:
            Object 7C. After the fourth one `channel` is the opened session.

        Raises:
            Refused: 6A80 malformed, 6985 not the request of this step, 6300 wrong token.
        """
        dynamic = tlv.find(parsed(request), 0x7C)
        if dynamic is None:
            raise Refused(Sw.WRONG_DATA)
        sent = parsed(dynamic.value)
        expected = (None, 0x81, 0x83, 0x85)[self.step]
        if [item.tag for item in sent] != ([] if expected is None else [expected]):
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        value = sent[0].value if sent else b""
        answer = (self._give_nonce, self._map, self._agree, self._confirm)[self.step](value)
        self.step += 1
        return tlv.encode(0x7C, answer)

    def _give_nonce(self, _: bytes) -> bytes:
        suite = self._offer.suite
        # At least as long as the key, in whole blocks.
        self._nonce = self._random(16 if suite in (Suite.TDES, Suite.AES128) else 32)
        no_iv = bytes(ciphers.block_size(suite))
        return tlv.encode(0x80, ciphers.encrypt_cbc(suite, self._password_key, no_iv, self._nonce))

    def _map(self, sent: bytes) -> bytes:
        group = self._group
        if self._offer.mapping is Mapping.INTEGRATED:
            self._generator = integrated_generator(group, self._offer.suite, self._nonce, sent)
            return tlv.encode(0x82, b"")
        self._mapping_key = group.draw(self._random)
        shared = group.raised(sent, self._mapping_key)
        nonce = int.from_bytes(self._nonce, "big")
        self._generator = group.joined(group.raised(group.generator, nonce), shared)
        return tlv.encode(0x82, group.raised(group.generator, self._mapping_key))

    def _agree(self, reader_key: bytes) -> bytes:
        group = self._group
        private = group.draw(self._random)
        self._reader_key = reader_key
        self._chip_key = group.raised(self._generator, private)
        if self._chip_key == reader_key:  # reflected or guessed: the standard wants them to differ
            raise Refused(Sw.WRONG_DATA)
        secret = group.secret(group.raised(reader_key, private))
        self.channel = SecureChannel.from_secret(self._offer.suite, secret)
        return tlv.encode(0x84, self._chip_key)

    def _confirm(self, token: bytes) -> bytes:
        fits = hmac.compare_digest(token, self._token(self._chip_key))
        if self._refusal is not None and not fits:
            raise Refused(self._refusal)
        answer = tlv.encode(0x86, self._token(self._reader_key))
        if self._offer.mapping is Mapping.CHIP:
            answer += tlv.encode(0x8A, self._proof_of_key())
        return answer

    def _proof_of_key(self) -> bytes:
        """What the mapping key is of the static one, encrypted: only who knows both can tell."""
        channel, key = self.channel, self._static_key
        if channel is None or key is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        order, suite = self._group.order, self._offer.suite
        quotient = self._mapping_key * pow(int.from_bytes(key.private, "big"), -1, order) % order
        data = ciphers.pad(quotient.to_bytes((order.bit_length() + 7) // 8, "big"), 16)
        iv = ciphers.encrypt_block(suite, channel.enc_key, _MINUS_ONE)
        return ciphers.encrypt_cbc(suite, channel.enc_key, iv, data)

    def _token(self, public_key: bytes) -> bytes:
        channel = self.channel
        if channel is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        suite = self._offer.suite
        key = tlv.encode(self._group.token_tag, public_key)
        covered = tlv.encode(0x7F49, tlv.encode(0x06, self._offer.oid) + key)
        if suite is Suite.TDES:
            covered = ciphers.pad(covered, ciphers.block_size(suite))
        return ciphers.mac(suite, channel.mac_key, covered)
