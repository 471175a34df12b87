"""A bad line to the province: every request arrives, but its first answer is lost."""

from __future__ import annotations

import hashlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class LossyProxy:
    """Listens on 127.0.0.1 and passes requests on; the first answer to each is thrown away.

    The same request (method, path, body) sent again gets its answer. Use as a context manager.

    Args:
        target_port: of the province.
        port: where it listens; 0: a free one.

    Attributes:
        port: where it listens.
        lost: answers thrown away so far.
        passed: answers handed back so far.
    """

    def __init__(self, target_port: int, port: int = 0) -> None:
        self._target_port = target_port
        self._seen: set[bytes] = set()
        self._lock = threading.Lock()
        self.lost = 0
        self.passed = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="lossy-proxy")

    @property
    def address(self) -> str:
        """What a client is given instead of the province's address."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> LossyProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _is_first(self, method: str, path: str, body: bytes) -> bool:
        mark = hashlib.sha256(f"{method} {path}\n".encode() + body).digest()
        with self._lock:
            first = mark not in self._seen
            self._seen.add(mark)
            if first:
                self.lost += 1
            else:
                self.passed += 1
            return first

    def _ask(self, method: str, path: str, body: bytes, media_type: str | None) -> tuple[int, bytes, str]:
        line = http.client.HTTPConnection("127.0.0.1", self._target_port, timeout=60)
        try:
            line.request(method, path, body, {"Content-Type": media_type} if media_type else {})
            answer = line.getresponse()
            return answer.status, answer.read(), answer.getheader("Content-Type", "")
        finally:
            line.close()

    def _keeps(self, method: str, path: str, body: bytes) -> bool:
        """Whether this answer does not go back."""
        return self._is_first(method, path, body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer, media_type = proxy._ask(
                    self.command, self.path, body, self.headers.get("Content-Type")
                )
                if proxy._keeps(self.command, self.path, body):
                    self.close_connection = True  # without a byte of an answer
                    return
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def do_GET(self) -> None:
                self._pass_on()

            def do_POST(self) -> None:
                self._pass_on()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: tests read the counters."""

        return Handler


class HoldingProxy(LossyProxy):
    """Passes requests on and holds each answer while `holds`; it never goes back then.

    Attributes:
        holds: whether answers are held from now on.
        answered: set once the province has answered something that is held.
    """

    def __init__(self, target_port: int, port: int = 0) -> None:
        super().__init__(target_port, port)
        self.holds = True
        self.answered = threading.Event()
        self._ended = threading.Event()

    def _keeps(self, method: str, path: str, body: bytes) -> bool:
        if not self.holds:
            return False
        self.answered.set()
        self._ended.wait()
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        super().__exit__(kind, error, trace)
