"""How a batch gets to the province and its answers back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import httpx2

from desktop_app.core.errors import AppError, Retry, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.sync.wire import (
    MAX_BYTES,
    MEDIA_TYPE,
    Answer,
    AnswerStatus,
    Event,
    decode_answers,
    encode_batch,
)

PROVINCE_UNREACHABLE = declare("sync.province_unreachable")
PROVINCE_REFUSED = declare("sync.province_refused")
PROVINCE_NONSENSE = declare("sync.province_nonsense")

TIMEOUT_S = 10.0


class ProvinceClient(Protocol):
    """The province as the engine sees it."""

    def send(self, events: Sequence[Event]) -> tuple[Answer, ...]:
        """Send a batch and return one answer per event, each id once.

        Raises:
            AppError: `sync.province_unreachable` {reason: connect | time_out | lost},
                `sync.province_refused` {status}, `sync.province_nonsense` {where}. Except after `connect` the
                events may have been stored all the same.
        """
        ...


class HttpProvinceClient:
    """The province over HTTP.

    Args:
        address: such as `http://127.0.0.1:8090`.
        timeout_s: for connecting, for sending, for the first byte and again for the rest of the answer.
        monotonic: seconds that only grow, for the last of these.
    """

    def __init__(
        self, address: str, timeout_s: float = TIMEOUT_S, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.move_to(address)
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        # trust_env off: a proxy named in the environment must not see the office's events.
        self._http = httpx2.Client(timeout=timeout_s, trust_env=False, follow_redirects=False)

    def move_to(self, address: str) -> None:
        """Send to another address from the next batch on."""
        self._url = address.rstrip("/") + "/v1/events"

    @off_gui_thread
    def send(self, events: Sequence[Event]) -> tuple[Answer, ...]:
        """As `ProvinceClient.send`."""
        body = encode_batch(events)
        try:
            with self._http.stream(
                "POST",
                self._url,
                content=body,
                headers={"Content-Type": MEDIA_TYPE, "Accept": "application/json"},
            ) as response:
                if response.status_code != 200:
                    raise AppError(PROVINCE_REFUSED, {"status": response.status_code}, retry=Retry.AUTOMATIC)
                return _answers(events, self._read(response))
        except (
            httpx2.ConnectError,
            httpx2.ConnectTimeout,
            httpx2.UnsupportedProtocol,
            httpx2.InvalidURL,
        ) as error:
            raise _unreachable("connect") from error
        except httpx2.TimeoutException as error:
            raise _unreachable("time_out") from error
        except httpx2.DecodingError as error:
            raise _nonsense("encoding") from error
        except httpx2.HTTPError as error:
            raise _unreachable("lost") from error

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _read(self, response: httpx2.Response) -> bytes:
        """The answer's body, given up where it is longer than any honest one or drips in for ever."""
        body = bytearray()
        end = self._monotonic() + self._timeout_s
        for part in response.iter_bytes():
            body += part
            if len(body) > MAX_BYTES:
                raise _nonsense("length")
            if self._monotonic() > end:
                raise _unreachable("time_out")
        return bytes(body)


def _answers(events: Sequence[Event], body: bytes) -> tuple[Answer, ...]:
    try:
        answers = decode_answers(body)
    except AppError as error:
        raise _nonsense(str(error.facts["where"])) from error
    if Counter(answer.id for answer in answers) != Counter(event.id for event in events):
        raise _nonsense("ids")
    return answers


def _unreachable(reason: str) -> AppError:
    return AppError(PROVINCE_UNREACHABLE, {"reason": reason}, retry=Retry.AUTOMATIC)


def _nonsense(where: str) -> AppError:
    return AppError(PROVINCE_NONSENSE, {"where": where})


class FakeProvince:
    """A province in memory that can fail on command: for tests and for rehearsing a bad line.

    Attributes:
        stored: id to the body of each event it has, in the order of arrival.
        batches: ids of each batch that reached it.
        plan: taken from the front, one per call; when empty it behaves. `None` behaves; an `AppError` is
            raised before anything is stored; a function gets the events and the honest answers and returns
            answers or raises (the events are stored by then, so raising loses the answer).
        refused: ids it rejects with `sync.wire_invalid`.
    """

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}
        self.batches: list[list[str]] = []
        self.plan: list[
            AppError | Callable[[Sequence[Event], tuple[Answer, ...]], tuple[Answer, ...]] | None
        ] = []
        self.refused: set[str] = set()

    def send(self, events: Sequence[Event]) -> tuple[Answer, ...]:
        """As `ProvinceClient.send`."""
        step = self.plan.pop(0) if self.plan else None
        if isinstance(step, AppError):
            raise step
        self.batches.append([event.id for event in events])
        answers = tuple(self._receive(event) for event in events)
        return answers if step is None else step(events, answers)

    def _receive(self, event: Event) -> Answer:
        if event.id in self.refused:
            return Answer(event.id, AnswerStatus.REJECTED, "sync.wire_invalid")
        if event.id not in self.stored:
            self.stored[event.id] = event.body()
            return Answer(event.id, AnswerStatus.STORED)
        if self.stored[event.id] == event.body():
            return Answer(event.id, AnswerStatus.DUPLICATE)
        return Answer(event.id, AnswerStatus.REJECTED, "province.id_conflict")


def lost_answer(_events: Sequence[Event], _answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """A step of `FakeProvince.plan`: the events arrive, the answer does not."""
    raise _unreachable("lost")
