"""The embedded model, started when it is first asked, since many reports need no answer of it at all.

A server that dies, as one does that the system takes for the greediest when memory is short, is started
again, and what it left unanswered is asked again, one request after another: what kills servers is told so
from what was only there.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from summarizer.errors import EmbeddedServerFailed, EndpointUnreachable
from summarizer.providers.base import Completion, JsonSchema, Limits, Message
from summarizer.providers.endpoint import Endpoint

DEATHS = 3  # at one request: one more start would end like these
REAPING = 1.0  # seconds between the end of a process's connections and its own, at most


class Server(Protocol):
    """A server of our own, see `EmbeddedServer`; `wait` blocks until it dies and raises EmbeddedServerFailed."""

    @property
    def url(self) -> str:
        """Where it listens, once started."""

    @property
    def api_key(self) -> str:
        """The key that it answers to."""

    def require(self) -> None:
        """Raise where it could not even begin to start."""

    def start(self) -> None:
        """Start it, or raise."""

    def wait(self) -> None:
        """Block while it lives."""

    def close(self) -> None:
        """Be done with it."""


class OnDemand:
    """A provider behind a server of our own; `connect` gives the endpoint each time the server has started."""

    def __init__(
        self,
        server: Server,
        connect: Callable[[], Endpoint],
        *,
        model: str,
        identity: str,
        limits: Limits,
    ) -> None:
        self.model = model
        self.identity = identity
        self.limits = limits
        self._server = server
        self._connect = connect
        self._starting = asyncio.Lock()
        self._alone = asyncio.Lock()
        self._running: _Running | None = None

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask the model, starting its server first where it does not run.

        Raises EmbeddedServerFailed where it does not start (`final`), or dies `DEATHS` times of this request.
        """
        deaths = 0
        while True:
            async with AsyncExitStack() as turn:
                if deaths:
                    await turn.enter_async_context(self._alone)
                running = await self._up()
                try:
                    return await running.complete(messages, schema, max_tokens)
                except EmbeddedServerFailed:
                    await self._bury(running)
                    deaths += 1
                    if deaths == DEATHS:
                        raise

    async def close(self) -> None:
        """Close the connections and end the server."""
        self._server.close()
        if self._running is not None:
            await self._running.close()

    async def _up(self) -> "_Running":
        async with self._starting:
            if self._running is None:
                await self._start()
                death = asyncio.create_task(asyncio.to_thread(self._server.wait))
                self._running = _Running(self._connect(), death)
            return self._running

    async def _start(self) -> None:
        try:
            await asyncio.to_thread(self._server.start)
        except EmbeddedServerFailed as failure:
            failure.final = True
            raise

    async def _bury(self, dead: "_Running") -> None:
        """Make room for a new server, once for all requests that met this one's end."""
        async with self._starting:
            if self._running is dead:
                self._running = None
                await dead.close()


@dataclass(frozen=True, slots=True, eq=False)
class _Running:
    """A server that is up; `death` ends when it does, with the EmbeddedServerFailed that tells how."""

    endpoint: Endpoint
    death: asyncio.Task[None]

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask until there is an answer or nobody left to give one, which no number of tries would change."""
        asking = asyncio.ensure_future(self.endpoint.complete(messages, schema, max_tokens))
        try:
            await asyncio.wait({asking, self.death}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                self.death.result()
            return await asking
        except EndpointUnreachable:
            await asyncio.wait({self.death}, timeout=REAPING)
            if self.death.done():
                self.death.result()
            raise
        finally:
            asking.cancel()

    async def close(self) -> None:
        """Close the connections; the server has ended."""
        await self.endpoint.close()
        await asyncio.gather(self.death, return_exceptions=True)
