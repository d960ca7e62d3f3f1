"""An HTTP server on loopback that answers as a test says, faults of the line included."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self

RESET = struct.pack("ii", 1, 0)  # SO_LINGER that turns a close into a reset
DRIP = 0.05  # seconds between two bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: header names in lower case, the JSON body parsed and raw."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends, and how far it comes with the body: `drip` sends a byte now and then."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    how: Literal["whole", "reset", "drip", "never"] = "whole"


Answer = Callable[[Request], Reply]


class LoopbackServer(ThreadingHTTPServer):
    """Serves while its block lasts. `requests` are those met so far; `asked` is set with the first one."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests: list[Request] = []
        self.asked = threading.Event()
        self.closing = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The base URL that clients are given."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(
            self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw), raw
        )
        self.server.requests.append(request)
        self.server.asked.set()
        with suppress(ConnectionError):  # clients that lost patience
            self._send(self.server.answer(request))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives
        """Keep the output of tests clean."""

    def _send(self, reply: Reply) -> None:
        if reply.how == "never":
            self.server.closing.wait()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.how == "whole":
            self.wfile.write(reply.body)
        elif reply.how == "reset":
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        else:
            self._drip(reply.body)

    def _drip(self, body: bytes) -> None:
        for byte in body:
            if self.server.closing.wait(DRIP):
                return
            self.wfile.write(bytes([byte]))


def in_turn(*replies: Reply) -> Answer:
    """Give the replies one after another, the last one for ever."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def completion(text: str | None, finish_reason: str = "stop", **more: Any) -> Reply:
    """An answer of `/chat/completions` that holds this text; `more` replaces or adds fields."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "fake", "choices": [choice]}
    return json_reply({**whole, "usage": usage, **more})


def json_reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON document."""
    return Reply(json.dumps(value, ensure_ascii=False).encode(), status, headers=headers or {})


def fault(status: int, message: str, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
    """An error in the form of the OpenAI protocol."""
    return json_reply({"error": {"message": message, **more}}, status, headers)
