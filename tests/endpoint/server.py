"""An OpenAI-compatible endpoint on loopback that answers at once, or as badly as its script says.

    with serving(ScriptedEndpoint(in_turn("503", "ok"))) as endpoint:  # in a thread of its own
        Summarizer(base_url=endpoint.url, …)
    async with ScriptedEndpoint(latency=0.2) as endpoint: …            # in the running event loop

Raw asyncio, since it must cost less than the clients that are measured against it.
"""

import asyncio
import json
import re
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from types import TracebackType
from typing import Any, Self

from tests.endpoint.answers import Asked, Mode
from tests.endpoint.batches import Batches, Fate
from tests.endpoint.faults import FAULTS
from tests.endpoint.line import Connection
from tests.endpoint.replies import Reply, error, json_reply
from tests.endpoint.script import Script

ALL_MODES: tuple[Mode, ...] = ("json_schema", "json_object", "tools", "text")
KEPT = 1_000  # requests that are remembered whole
AUTHORIZATION = re.compile(rb"^authorization: *bearer +(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Counts:
    """What a server met: requests to `/chat/completions` alone.

    `repeats` came before, byte for byte; `repaid` of them after a valid answer had been sent in full.
    """

    requests: int = 0
    peak: int = 0
    repeats: int = 0
    repaid: int = 0
    refused_by_rate: int = 0
    connections: int = 0
    given: Counter[str] = field(default_factory=Counter)


class Rate:
    """A limit that nobody is told of: `per_second` requests, `burst` of them at once."""

    def __init__(self, per_second: float, burst: int | None = None) -> None:
        self._per_second = per_second
        self._most = self._left = float(burst or max(1, round(per_second / 10)))
        self._seen = time.monotonic()

    def admits(self) -> bool:
        """Whether a request that comes now is within the limit."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class ScriptedEndpoint:
    """`script` says what a request gets; what it does not speak of is answered well after `latency` seconds.

    `modes`: ways to ask for a form that are not refused with 400. `key`: the only one that is not refused.
    `rate`: more requests get 429, with `retry_after` where given. `headers` go with every answer. `slow`
    is what a slow answer waits, in seconds. `batches`: what becomes of batches, in turn; None where
    there are none. `received` are the last requests; `counts` are of all.
    """

    def __init__(
        self,
        script: Script = lambda _asked, _before: None,
        *,
        latency: float = 0.0,
        modes: Sequence[Mode] = ALL_MODES,
        key: str | None = None,
        rate: Rate | None = None,
        retry_after: str | None = None,
        headers: Mapping[str, str] | None = None,
        slow: float = 60.0,
        port: int = 0,
        batches: Sequence[Fate] | None = None,
    ) -> None:
        self.script = script
        self.latency = latency
        self.slow = slow
        self.counts = Counts()
        self.received: deque[Asked] = deque(maxlen=KEPT)
        self.in_flight = 0
        self.batches = Batches(self, batches or ())
        self._has_batches = batches is not None
        self.asked = threading.Event()
        self.connections: set[Connection] = set()
        self._modes = modes
        self._key = key
        self._rate = rate
        self._rate_headers = {"Retry-After": retry_after} if retry_after is not None else {}
        self._headers = dict(headers or {})
        self._port = port
        self._server: asyncio.Server | None = None
        self._met: Counter[bytes] = Counter()
        self._paid: set[bytes] = set()

    @property
    def url(self) -> str:
        """The base URL that clients are given; it stays the same while the server is down."""
        return f"http://127.0.0.1:{self._port}/v1"

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.down()

    async def up(self) -> None:
        """Listen, at the same address as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self), "127.0.0.1", self._port, backlog=4096
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Refuse connections from now on and reset those that are open."""
        if self._server is not None:
            self._server.close()
            for each in list(self.connections):
                each.reset()
            await self._server.wait_closed()
            self._server = None

    def reply(self, method: str, path: str, head: bytes, body: bytes) -> tuple[Reply, bytes]:
        """What a request gets, and its digest, by which `sent` is told of it; empty for those not counted."""
        if method == "POST" and path.endswith("/chat/completions"):
            reply, digest = self._chat(head, body)
        else:
            reply, digest = self._other(method, path, body), b""
        if self._headers:
            reply = replace(reply, headers={**self._headers, **reply.headers})
        return reply, digest

    def sent(self, reply: Reply, digest: bytes) -> None:
        """The whole reply is on its way."""
        if reply.valid and digest:
            self._paid.add(digest)

    def stats(self) -> dict[str, Any]:
        """The counts as JSON, also at `GET /stats`."""
        return {**vars(self.counts), "in_flight": self.in_flight}

    def _other(self, method: str, path: str, body: bytes) -> Reply:
        if self._has_batches and (reply := self.batches.reply(method, path, body)):
            return reply
        if path.endswith("/models"):
            model = {"id": "scripted", "object": "model", "created": 0, "owned_by": "tests"}
            return json_reply({"object": "list", "data": [model]})
        if path == "/stats":
            return json_reply(self.stats())
        return error(404, f"no such path: {method} {path}")

    def _chat(self, head: bytes, raw: bytes) -> tuple[Reply, bytes]:
        try:
            asked = Asked(json.loads(raw), raw)
        except ValueError as unreadable:
            return error(400, f"the body is no JSON: {unreadable}"), b""
        digest = blake2b(raw, digest_size=12).digest()
        before = self._met[digest]
        self._met[digest] += 1
        self.counts.requests += 1
        self.counts.repeats += before > 0
        self.counts.repaid += digest in self._paid
        self.counts.peak = max(self.counts.peak, self.in_flight)
        self.received.append(asked)
        self.asked.set()
        if refused := self._refused(asked, head):
            return refused, digest
        name = self.script(asked, before) or "ok"
        self.counts.given[name] += 1
        return FAULTS[name](asked), digest

    def _refused(self, asked: Asked, head: bytes) -> Reply | None:
        sent = AUTHORIZATION.search(head)
        if self._key is not None and (sent is None or sent[1].decode() != self._key):
            return error(401, "Incorrect API key provided", code="invalid_api_key")
        if asked.mode not in self._modes:
            return error(
                400, f"{'tools' if asked.mode == 'tools' else 'response_format'} is not supported here"
            )
        if self._rate is not None and not self._rate.admits():
            self.counts.refused_by_rate += 1
            return error(429, "too many requests", self._rate_headers, code="rate_limit_exceeded")
        return None


@contextmanager
def serving(endpoint: ScriptedEndpoint) -> Iterator[ScriptedEndpoint]:
    """Serve from a thread with an event loop of its own while the block lasts."""
    with running_loop() as loop:
        asyncio.run_coroutine_threadsafe(endpoint.up(), loop).result()
        try:
            yield endpoint
        finally:
            asyncio.run_coroutine_threadsafe(endpoint.down(), loop).result()


@contextmanager
def running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def dead_url() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"
