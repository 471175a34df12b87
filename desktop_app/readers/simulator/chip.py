"""A complete virtual chip: what a citizen card answers to every command of a reader.

Written from the standard, not from our reader; the two share tags, ciphers, key derivation and curves only.

Source: ICAO Doc 9303 parts 10 and 11; ISO/IEC 7816-4.
"""

from __future__ import annotations

import os

from desktop_app.emrtd import tlv
from desktop_app.readers.simulator.apdu import Answer, Command, Refused, Sw, decode_command
from desktop_app.readers.simulator.channel import SHORT_ANSWER, SecureChannel
from desktop_app.readers.simulator.chip_data import (
    CARD_ACCESS,
    LDS_APPLICATION,
    MASTER_FILE,
    ChipData,
    ChipKey,
)
from desktop_app.readers.simulator.opening import (
    CHALLENGE_SIZE,
    PaceRun,
    Random,
    answer_mutual_authentication,
    choose_pace,
    parsed,
)
from desktop_app.readers.simulator.proof import agree, agree_in_one_step, choose_chip_key, sign_challenge

_CHAINED = 0x10
_PROTECTED = 0x0C
_GENERAL_AUTHENTICATE = 0x86


class Chip:
    """A chip in the field; implements the port `emrtd.card.Card` in process.

    Args:
        data: what it was personalized with.
        random: source of its random bytes; fixed in tests of published examples.
    """

    def __init__(self, data: ChipData, random: Random = os.urandom) -> None:
        self._data = data
        self._random = random
        self._instructions = {
            0x22: self._manage_security_environment,
            0x82: self._mutual_authenticate,
            0x84: self._get_challenge,
            _GENERAL_AUTHENTICATE: self._general_authenticate,
            0x88: self._internal_authenticate,
            0xA4: self._select,
            0xB0: self._read_binary,
            0xB1: self._read_binary_far,
        }
        self.reset()

    def reset(self) -> None:
        """Cold reset: session, selections and half-done protocols are gone."""
        self._in_application = False
        self._drop_session()

    def transmit(self, command: bytes) -> bytes:
        """Answer one command APDU.

        Args:
            command: the whole command, short or extended.

        Returns:
            Response data and status word. It never raises: a chip has an answer to everything.
        """
        try:
            outer = self._decoded(command)
        except Refused as refusal:
            self._drop_session()
            return refusal.status.to_bytes(2, "big")
        if outer.cla & _PROTECTED:
            return self._answer_protected(outer)
        if self._channel is not None:  # a plain command ends the session
            self._drop_session()
        answer = self._process(outer)
        self._switch_channel()
        return answer.data + answer.status.to_bytes(2, "big")

    def _decoded(self, raw: bytes) -> Command:
        command = decode_command(raw)
        if command.cla & 0xE0:
            raise Refused(Sw.UNKNOWN_CLASS)
        if command.cla & 0x03:
            raise Refused(Sw.NO_LOGICAL_CHANNELS)
        if command.cla & _PROTECTED not in (0, _PROTECTED):
            raise Refused(Sw.NO_SECURE_MESSAGING)  # only the form whose header is authenticated
        if command.extended and self._data.switches.extended_limit is None:
            raise Refused(Sw.WRONG_LENGTH)
        return command

    def _answer_protected(self, outer: Command) -> bytes:
        channel = self._channel
        try:
            if channel is None:
                raise Refused(Sw.SM_OBJECTS_WRONG)
            command = channel.open(outer)
        except Refused as refusal:  # in the clear, and the session is over
            self._drop_session()
            return refusal.status.to_bytes(2, "big")
        protected = channel.close(command.ins, self._process(command))
        self._switch_channel()  # after Chip Authentication the old keys protect this answer for the last time
        return protected

    def _process(self, command: Command) -> Answer:
        try:
            if self._pace and self._pace.step and command.ins != _GENERAL_AUTHENTICATE:
                self._pace = None
                raise Refused(Sw.LAST_OF_CHAIN_EXPECTED)
            instruction = self._instructions.get(command.ins)
            if instruction is None:
                raise Refused(Sw.UNKNOWN_INSTRUCTION)
            if command.cla & _CHAINED and command.ins != _GENERAL_AUTHENTICATE:
                raise Refused(Sw.NO_CHAINING)
            return instruction(command)
        except Refused as refusal:
            return Answer(b"", refusal.status)

    def _drop_session(self) -> None:
        self._channel: SecureChannel | None = None
        self._next_channel: SecureChannel | None = None
        self._pace: PaceRun | None = None
        self._chosen_key: ChipKey | None = None
        self._challenge: bytes | None = None
        self._file: int | None = None

    def _switch_channel(self) -> None:
        if self._next_channel is not None:
            self._channel, self._next_channel = self._next_channel, None

    # Files

    def _select(self, command: Command) -> Answer:
        if command.p2 not in (0x00, 0x0C):
            raise Refused(Sw.WRONG_P1_P2)
        identifier = int.from_bytes(command.data, "big")
        if command.p1 == 0x04:
            if command.data != LDS_APPLICATION:
                raise Refused(Sw.NOT_FOUND)
            self._in_application, self._file = True, None
        elif command.p1 == 0x00 and (not command.data or identifier == MASTER_FILE):
            self._in_application, self._file = False, None
        elif command.p1 in (0x00, 0x02):
            if len(command.data) != 2:
                raise Refused(Sw.WRONG_LENGTH)
            self._contents(identifier)
            self._file = identifier
        else:
            raise Refused(Sw.WRONG_P1_P2)
        return Answer()

    def _read_binary(self, command: Command) -> Answer:
        if not command.p1 & 0x80:
            return self._read(command, self._current_file(), command.parameters)
        short_identifier = command.p1 & 0x7F
        if not 1 <= short_identifier <= 30:
            raise Refused(Sw.WRONG_P1_P2)
        return self._read(command, 0x0100 | short_identifier, command.p2)

    def _read_binary_far(self, command: Command) -> Answer:
        """READ BINARY with odd instruction: the offset stands in object 54, the bytes in object 53."""
        offset = tlv.find(parsed(command.data), 0x54)
        if offset is None:
            raise Refused(Sw.WRONG_DATA)
        if command.parameters == 0:
            identifier = self._current_file()
        elif command.parameters <= 30:
            identifier = 0x0100 | command.parameters
        else:
            identifier = command.parameters
        return self._read(command, identifier, int.from_bytes(offset.value, "big"), wrapped=True)

    def _current_file(self) -> int:
        if self._file is not None:
            return self._file
        guarded = self._in_application and self._channel is None
        raise Refused(Sw.SECURITY_NOT_SATISFIED if guarded else Sw.NO_CURRENT_FILE)

    def _read(self, command: Command, identifier: int, offset: int, *, wrapped: bool = False) -> Answer:
        contents = self._contents(identifier)
        self._file = identifier
        if command.le is None:
            raise Refused(Sw.WRONG_LENGTH)
        if offset >= len(contents):
            raise Refused(Sw.BEYOND_THE_END)
        room = min(command.le, self._capacity(command))
        frame = _frame_size(room) if wrapped else 0
        if room <= frame:
            raise Refused(Sw.WRONG_LENGTH)
        data = contents[offset : offset + room - frame]
        asked_past_end = offset + command.le - frame > len(contents) and not command.wants_all
        return Answer(
            tlv.encode(0x53, data) if wrapped else data, Sw.END_OF_FILE if asked_past_end else Sw.OK
        )

    def _capacity(self, command: Command) -> int:
        limit = self._data.switches.extended_limit or SHORT_ANSWER
        if self._channel is not None:
            return self._channel.capacity(command.extended, limit)
        return limit if command.extended else SHORT_ANSWER

    def _contents(self, identifier: int) -> bytes:
        """The file, if it is there and may be read now."""
        data = self._data
        if self._in_application:
            if identifier in data.locked:
                raise Refused(Sw.SECURITY_NOT_SATISFIED)
            if identifier == CARD_ACCESS or identifier not in data.files:
                raise Refused(Sw.NOT_FOUND)
            if self._channel is None:
                raise Refused(Sw.SECURITY_NOT_SATISFIED)
            return data.files[identifier]
        if identifier != CARD_ACCESS:
            raise Refused(Sw.NOT_FOUND)
        if data.switches.access_refusal is not None:
            raise Refused(data.switches.access_refusal)
        if not data.switches.pace or CARD_ACCESS not in data.files:
            raise Refused(Sw.NOT_FOUND)
        return data.files[CARD_ACCESS]

    # Access

    def _get_challenge(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        if not self._data.switches.bac:
            raise Refused(Sw.REFERENCE_NOT_FOUND)
        if not self._in_application:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        if command.data or not (command.le == CHALLENGE_SIZE or command.wants_all):
            raise Refused(Sw.WRONG_LENGTH)
        self._challenge = self._random(CHALLENGE_SIZE)
        return Answer(self._challenge)

    def _mutual_authenticate(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        challenge, self._challenge = self._challenge, None  # good for one try
        if challenge is None or self._channel is not None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        answer, self._next_channel = answer_mutual_authentication(
            self._data.mrz_information, challenge, command.data, self._random
        )
        return Answer(answer)

    def _manage_security_environment(self, command: Command) -> Answer:
        self._pace = self._chosen_key = None
        if command.parameters == 0xC1A4:
            if self._channel is not None:
                raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
            if not self._data.switches.pace:
                raise Refused(Sw.WRONG_DATA)
            self._pace = PaceRun(*choose_pace(self._data, command.data), self._random)
            return Answer()
        if command.parameters not in (0x41A4, 0x41A6):
            raise Refused(Sw.WRONG_P1_P2)
        if self._channel is None:
            raise Refused(Sw.SECURITY_NOT_SATISFIED)
        if command.parameters == 0x41A4:
            self._chosen_key = choose_chip_key(self._data.chip_key, command.data)
        else:
            self._next_channel = agree_in_one_step(self._data.chip_key, command.data)
        return Answer()

    def _general_authenticate(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        run, key = self._pace, self._chosen_key
        self._pace = self._chosen_key = None  # whatever goes wrong ends the protocol
        chained = bool(command.cla & _CHAINED)
        if run is not None:
            is_last = run.step == PaceRun.STEPS - 1
            if chained and is_last:
                raise Refused(Sw.LAST_OF_CHAIN_EXPECTED)
            if not chained and not is_last:
                raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
            answer = run.answer(command.data)
            if is_last:
                self._next_channel = run.channel
            else:
                self._pace = run
            return Answer(answer)
        if key is None or self._channel is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        if chained:
            raise Refused(Sw.NO_CHAINING)
        dynamic = tlv.find(parsed(command.data), 0x7C)
        public = tlv.find(parsed(dynamic.value), 0x80) if dynamic else None
        if public is None:
            raise Refused(Sw.WRONG_DATA)
        self._next_channel = agree(key, public.value)
        return Answer(tlv.encode(0x7C, b""))

    def _internal_authenticate(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        if self._channel is None:
            raise Refused(Sw.SECURITY_NOT_SATISFIED)
        if self._data.active_key is None:
            raise Refused(Sw.UNKNOWN_INSTRUCTION)
        if not self._in_application:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        if len(command.data) != CHALLENGE_SIZE:
            raise Refused(Sw.WRONG_LENGTH)
        return Answer(sign_challenge(self._data.active_key, command.data, self._random))


def _expect_no_parameters(command: Command) -> None:
    if command.parameters:
        raise Refused(Sw.WRONG_P1_P2)


def _frame_size(room: int) -> int:
    """Bytes that tag 53 and its length take of `room`."""
    return 2 if room <= 0x81 else 3 if room <= 0x102 else 4
