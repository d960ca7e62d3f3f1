import asyncio
from dataclasses import dataclass, field

import pytest

from summarizer.errors import EmbeddedServerFailed
from summarizer.providers import Completion, Limits, Message
from summarizer.providers.on_demand import OnDemand

LIMITS = Limits(4096, 2, 1)


@dataclass
class Server:
    """A server and its endpoint, with what happened to them."""

    fails: bool = False
    log: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.log.append("start")
        if self.fails:
            raise EmbeddedServerFailed("out of memory")

    def close(self) -> None:
        self.log.append("end")

    def connect(self) -> "Endpoint":
        self.log.append("connect")
        return Endpoint(self)


@dataclass
class Endpoint:
    server: Server

    async def complete(self, *_: object) -> Completion:
        self.server.log.append("ask")
        return Completion("好", 1, 1)

    async def close(self) -> None:
        self.server.log.append("disconnect")


def provider(server: Server) -> OnDemand:
    return OnDemand(server, server.connect, model="m", identity="m here", limits=LIMITS)  # type: ignore[arg-type]


async def ask(model: OnDemand) -> Completion:
    return await model.complete([Message("user", "问")], {}, 9)


def test_a_model_that_is_never_asked_is_never_started() -> None:
    server = Server()
    asyncio.run(provider(server).close())
    assert server.log == ["end"]


def test_requests_at_once_start_it_once() -> None:
    server = Server()

    async def run() -> None:
        model = provider(server)
        await asyncio.gather(ask(model), ask(model), ask(model))
        await model.close()

    asyncio.run(run())
    assert server.log == ["start", "connect", "ask", "ask", "ask", "disconnect", "end"]


def test_a_start_that_fails_is_the_error_of_the_request_and_may_be_tried_again() -> None:
    server = Server(fails=True)

    async def run() -> Completion:
        model = provider(server)
        with pytest.raises(EmbeddedServerFailed):
            await ask(model)
        server.fails = False
        return await ask(model)

    assert asyncio.run(run()).text == "好"
