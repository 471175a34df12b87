"""A complete virtual chip: what a citizen card answers to every command of a reader.

Written from the standard, not from our reader; the two share tags, ciphers, key derivation and curves only.

Source: ICAO Doc 9303 parts 10 and 11; ISO/IEC 7816-4.
"""

from __future__ import annotations

import os
from dataclasses import replace

from desktop_app.emrtd import tlv
from desktop_app.readers.simulator.apdu import Answer, Command, Refused, SessionEnds, Sw, decode_command
from desktop_app.readers.simulator.channel import SHORT_ANSWER, SecureChannel
from desktop_app.readers.simulator.chip_data import ChipData, ChipKey
from desktop_app.readers.simulator.file_system import FileSystem
from desktop_app.readers.simulator.key_groups import Random
from desktop_app.readers.simulator.opening import (
    CHALLENGE_SIZE,
    answer_mutual_authentication,
    choose_pace,
    parsed,
)
from desktop_app.readers.simulator.pace_run import PaceRun
from desktop_app.readers.simulator.proof import agree, agree_in_one_step, choose_chip_key, sign_challenge
from desktop_app.readers.simulator.switches import Fetching
from desktop_app.readers.simulator.tries import CAN, PIN, Tries

_CHAINED = 0x10
_PROTECTED = 0x0C
_GENERAL_AUTHENTICATE = 0x86
_GET_RESPONSE = 0xC0
_LONGEST_CHAIN = 4096  # bytes of command data


class Chip:
    """A chip in the field; implements the port `emrtd.card.Card` in process.

    Args:
        data: what it was personalized with.
        random: source of its random bytes; fixed in tests of published examples.
    """

    def __init__(self, data: ChipData, random: Random = os.urandom) -> None:
        self._data = data
        self._random = random
        self._files = FileSystem(data)
        self._tries = Tries(data.switches.pins)  # not touched by a reset
        self._instructions = {
            0x22: self._manage_security_environment,
            0x82: self._mutual_authenticate,
            0x84: self._get_challenge,
            _GENERAL_AUTHENTICATE: self._general_authenticate,
            0x88: self._internal_authenticate,
            0xA4: self._select,
            0xB0: self._read_binary,
            0xB1: self._read_binary_far,
            _GET_RESPONSE: self._get_response,
        }
        self.reset()

    def reset(self) -> None:
        """Cold reset: session, selections and half-done protocols are gone."""
        self._files.reset()
        self._drop_session()
        self._stuck = False

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
        if outer.ins == _GET_RESPONSE and self._outbox:
            return self._next_piece()
        self._outbox = b""
        if outer.cla & _PROTECTED:
            return self._delivered(outer, self._answer_protected(outer))
        if self._channel is not None:  # a plain command ends the session
            self._drop_session()
        answer = self._process(outer)
        self._switch_channel()
        return self._delivered(outer, answer.data + answer.status.to_bytes(2, "big"))

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
        channel, rules = self._channel, self._data.switches.session
        try:
            if channel is None:
                raise Refused(Sw.SM_OBJECTS_WRONG)
            command = channel.open(outer)
            self._protected += 1
            if rules.lasts is not None and self._protected > rules.lasts:
                raise Refused(rules.end)
        except Refused as refusal:  # in the clear, and the session is over
            self._drop_session()
            return refusal.status.to_bytes(2, "big")
        if self._replayed:
            return self._replayed
        protected = channel.close(command.ins, self._fitted(self._process(command), outer))
        if rules.replays and self._next_channel is not None:
            self._replayed = protected
        if self._ends:
            self._drop_session()
        self._switch_channel()  # after Chip Authentication the old keys protect this answer for the last time
        return protected

    def _process(self, command: Command) -> Answer:
        self._ends = False
        try:
            instruction = self._instructions.get(command.ins)
            if instruction is None:
                raise Refused(Sw.UNKNOWN_INSTRUCTION)
            self._check_half_done_pace(command)
            whole = self._chained(command)
            return Answer() if whole is None else instruction(whole)
        except Refused as refusal:
            self._chain = b""
            self._ends = self._data.switches.session.refusal_ends or isinstance(refusal, SessionEnds)
            return Answer(b"", refusal.status)

    def _chained(self, command: Command) -> Command | None:
        """The command with the data of those chained before it; None: more are to follow.

        In PACE the class byte means something else there: that another step follows.
        """
        if command.ins == _GENERAL_AUTHENTICATE and self._chosen_key is None:
            return command
        if self._chain and self._chain_of != (command.ins, command.parameters):
            raise Refused(Sw.LAST_OF_CHAIN_EXPECTED)
        if not command.cla & _CHAINED:
            data, self._chain = self._chain + command.data, b""
            return replace(command, data=data)
        if command.ins not in (0x22, _GENERAL_AUTHENTICATE, 0x88):
            raise Refused(Sw.NO_CHAINING)
        if len(self._chain) + len(command.data) > _LONGEST_CHAIN:
            raise Refused(Sw.WRONG_LENGTH)
        self._chain += command.data
        self._chain_of = (command.ins, command.parameters)
        return None

    def _check_half_done_pace(self, command: Command) -> None:
        """Refuse what is no step of a PACE that has begun: once, or on some chips until they are reset."""
        pace, sticks = self._pace, self._data.switches.chain_sticks
        if pace is not None and pace.step and command.ins != _GENERAL_AUTHENTICATE:
            self._pace, self._stuck = None, True
            raise Refused(Sw.LAST_OF_CHAIN_EXPECTED)
        if sticks and self._stuck:
            raise Refused(Sw.LAST_OF_CHAIN_EXPECTED)

    def _drop_session(self) -> None:
        self._channel: SecureChannel | None = None
        self._next_channel: SecureChannel | None = None
        self._pace: PaceRun | None = None
        self._password = 0  # reference of the one that PACE runs with
        self._opened_by = 0  # reference of the one that opened the session by PACE
        self._chosen_key: ChipKey | None = None
        self._challenge: bytes | None = None
        self._outbox = self._inbox = self._chain = b""
        self._chain_of = (0, 0)
        self._replayed = b""
        self._protected = 0
        self._ends = False
        self._files.forget_selection()

    def _switch_channel(self) -> None:
        if self._next_channel is not None:
            self._channel, self._next_channel = self._next_channel, None

    # Answers longer than a short one

    def _fitted(self, answer: Answer, outer: Command) -> Answer:
        """Before it is protected: whether so much may be answered at once."""
        fetching, channel = self._data.switches.fetching, self._channel
        if outer.extended or channel is None:
            return answer
        room = channel.capacity(False, 0)
        if len(answer.data) <= room or fetching in (Fetching.LONG, Fetching.ALWAYS):
            return answer
        if fetching is Fetching.NEVER:
            return Answer(b"", Sw.WRONG_LENGTH)
        self._inbox = answer.data[room:]
        return Answer(answer.data[:room], _more(self._inbox))

    def _delivered(self, outer: Command, raw: bytes) -> bytes:
        """After it is protected: what of it goes out at once, the rest by GET RESPONSE."""
        fetching, data = self._data.switches.fetching, raw[:-2]
        if fetching is Fetching.ALWAYS and data:
            self._outbox = raw
            return _more(data).to_bytes(2, "big")
        if len(data) <= SHORT_ANSWER or outer.extended:
            return raw
        if fetching is Fetching.NEVER:
            return Sw.WRONG_LENGTH.to_bytes(2, "big")
        self._outbox = raw[SHORT_ANSWER:]
        return data[:SHORT_ANSWER] + _more(self._outbox[:-2]).to_bytes(2, "big")

    def _next_piece(self) -> bytes:
        data, status = self._outbox[:-2], self._outbox[-2:]
        if len(data) <= SHORT_ANSWER:
            self._outbox = b""
            return data + status
        self._outbox = self._outbox[SHORT_ANSWER:]
        return data[:SHORT_ANSWER] + _more(self._outbox[:-2]).to_bytes(2, "big")

    def _get_response(self, _: Command) -> Answer:
        if not self._inbox or self._channel is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        room = self._channel.capacity(False, 0)
        data, self._inbox = self._inbox[:room], self._inbox[room:]
        return Answer(data, _more(self._inbox) if self._inbox else Sw.OK)

    # Files

    def _select(self, command: Command) -> Answer:
        return self._files.select(command, opened=self._channel is not None)

    def _read_binary(self, command: Command) -> Answer:
        return self._files.read_binary(
            command, opened=self._channel is not None, capacity=self._capacity(command)
        )

    def _read_binary_far(self, command: Command) -> Answer:
        """With odd instruction: the offset stands in object 54, the bytes in object 53."""
        return self._files.read_far(
            command, opened=self._channel is not None, capacity=self._capacity(command)
        )

    def _capacity(self, command: Command) -> int:
        limit = self._data.switches.extended_limit or SHORT_ANSWER
        if self._channel is not None:
            return self._channel.capacity(command.extended, limit)
        return limit if command.extended else SHORT_ANSWER

    # Access

    def _get_challenge(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        if not self._data.switches.bac:
            raise Refused(Sw.REFERENCE_NOT_FOUND)
        if not self._files.in_application:
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
            self._data.mrz_information, challenge, command.data, self._random, self._data.switches.bac_failure
        )
        return Answer(answer)

    def _manage_security_environment(self, command: Command) -> Answer:
        self._pace = self._chosen_key = None
        if command.parameters == 0xC1A4:
            return self._choose_pace(command.data)
        if command.parameters not in (0x41A4, 0x41A6):
            raise Refused(Sw.WRONG_P1_P2)
        if self._channel is None:
            raise Refused(Sw.SECURITY_NOT_SATISFIED)
        if command.parameters == 0x41A4:
            self._chosen_key = choose_chip_key(self._data.chip_keys, command.data)
        else:
            self._agreed(agree_in_one_step(self._data.chip_keys, command.data))
        return Answer()

    def _choose_pace(self, request: bytes) -> Answer:
        """Inside a session only a suspended PIN has a place, after the access number."""
        switches = self._data.switches
        if self._channel is not None and (switches.pins is None or self._opened_by != CAN):
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        if not switches.pace:
            raise Refused(Sw.WRONG_DATA)
        choice = choose_pace(self._data, request)
        if self._channel is not None and choice.reference != PIN:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        counted = self._tries.on_wrong(choice.reference)
        refusal = switches.pace_failure if counted is None else counted
        self._pace = PaceRun(choice.offer, choice.password, self._random, refusal, self._data.chip_key)
        self._password = choice.reference
        status = self._tries.on_choice(choice.reference)
        return Answer(status=switches.pace_status if status is None else status)

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
            if run.step == 0:
                self._tries.begin(self._password, resumed=self._opened_by == CAN)
            if is_last:
                self._tries.use(self._password)
            self._stuck = True  # until this step has gone well
            answer = run.answer(command.data)
            self._stuck = False
            if is_last:
                self._tries.right(self._password)
                self._next_channel, self._opened_by = run.channel, self._password
            else:
                self._pace = run
            return Answer(answer)
        if key is None or self._channel is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        dynamic = tlv.find(parsed(command.data), 0x7C)
        public = tlv.find(parsed(dynamic.value), 0x80) if dynamic else None
        if public is None:
            raise Refused(Sw.WRONG_DATA)
        self._agreed(agree(key, public.value))
        return Answer(tlv.encode(0x7C, b""))

    def _agreed(self, channel: SecureChannel) -> None:
        if not self._data.switches.session.keeps_old_keys:
            self._next_channel = channel

    def _internal_authenticate(self, command: Command) -> Answer:
        _expect_no_parameters(command)
        if self._channel is None:
            raise Refused(Sw.SECURITY_NOT_SATISFIED)
        data = self._data
        if data.active_key is None and data.active_answer is None:
            raise Refused(Sw.UNKNOWN_INSTRUCTION)
        if not self._files.in_application:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        if len(command.data) != CHALLENGE_SIZE:
            raise Refused(Sw.WRONG_LENGTH)
        if data.active_key is None or data.active_answer is not None:
            return Answer(data.active_answer or b"")
        challenge = data.switches.active_challenge or command.data
        return Answer(sign_challenge(data.active_key, challenge, self._random, data.active_hash))


def _expect_no_parameters(command: Command) -> None:
    if command.parameters:
        raise Refused(Sw.WRONG_P1_P2)


def _more(rest: bytes) -> int:
    """Status word that says how much is still to be fetched."""
    return Sw.MORE_TO_FETCH | (len(rest) if len(rest) < SHORT_ANSWER else 0)
