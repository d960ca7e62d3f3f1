"""The embedded model, started when it is first asked: many reports need no answer of it at all."""

import asyncio
from collections.abc import Callable, Sequence

from summarizer.providers.base import Completion, JsonSchema, Limits, Message
from summarizer.providers.embedded import EmbeddedServer
from summarizer.providers.endpoint import Endpoint


class OnDemand:
    """A provider behind a server of our own; `connect` gives the endpoint once the server is up."""

    def __init__(
        self,
        server: EmbeddedServer,
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
        self._endpoint: Endpoint | None = None

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask the model, starting its server first where that is not done."""
        async with self._starting:
            if self._endpoint is None:
                await asyncio.to_thread(self._server.start)
                self._endpoint = self._connect()
        return await self._endpoint.complete(messages, schema, max_tokens)

    async def close(self) -> None:
        """Close the connections and end the server."""
        if self._endpoint is not None:
            await self._endpoint.close()
        self._server.close()
