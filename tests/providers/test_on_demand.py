import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from summarizer.errors import EmbeddedServerFailed, EndpointUnreachable
from summarizer.providers import Completion, Limits, Message
from summarizer.providers.on_demand import DEATHS, OnDemand

LIMITS = Limits(4096, 2, 1)


@dataclass
class Server:
    """A server and its endpoint, with what happened to them; its first `mortal` lives end at a question."""

    fails: bool = False
    mortal: int = 0
    log: list[str] = field(default_factory=list)
    dead: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.log.append("start")
        self.dead.clear()
        if self.fails:
            raise EmbeddedServerFailed("too little memory")

    def wait(self) -> None:
        self.dead.wait()
        raise EmbeddedServerFailed("out of memory")

    def close(self) -> None:
        self.log.append("end")
        self.dead.set()

    def connect(self) -> "Endpoint":
        self.log.append("connect")
        return Endpoint(self)


@dataclass
class Endpoint:
    server: Server
    unreachable: bool = False

    async def complete(self, *_: object) -> Completion:
        self.server.log.append("ask")
        if self.server.mortal:
            self.server.mortal -= 1
            self.server.dead.set()
            await asyncio.Event().wait()  # nobody is there to answer
        return Completion("好", 1, 1)

    async def close(self) -> None:
        self.server.log.append("disconnect")


def provider(server: Server) -> OnDemand:
    return OnDemand(server, server.connect, model="m", identity="m here", limits=LIMITS)  # type: ignore[arg-type]


async def ask(model: OnDemand) -> Completion:
    return await model.complete([Message("user", "问")], {}, 9)


def asked(server: Server, times: int = 1) -> list[Completion | BaseException]:
    """What comes of so many requests, one after another."""

    async def run() -> list[Completion | BaseException]:
        model = provider(server)
        came = [(await asyncio.gather(ask(model), return_exceptions=True))[0] for _ in range(times)]
        await model.close()
        return came

    return asyncio.run(run())


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
    assert server.log == ["start", "connect", "ask", "ask", "ask", "end", "disconnect"]


def test_a_start_that_fails_is_the_error_of_the_request_and_may_be_tried_again() -> None:
    server = Server(fails=True)

    async def run() -> Completion:
        model = provider(server)
        with pytest.raises(EmbeddedServerFailed) as caught:
            await ask(model)
        assert caught.value.final
        server.fails = False
        answer = await ask(model)
        await model.close()
        return answer

    assert asyncio.run(run()).text == "好"


def test_a_server_that_dies_is_started_again_and_asked_again() -> None:
    server = Server(mortal=1)
    assert asked(server) == [Completion("好", 1, 1)]
    assert server.log == [
        "start",
        "connect",
        "ask",
        "disconnect",
        "start",
        "connect",
        "ask",
        "end",
        "disconnect",
    ]


def test_requests_that_meet_one_death_start_one_server() -> None:
    server = Server(mortal=2)  # two questions are open when it dies

    async def run() -> list[Completion]:
        model = provider(server)
        answers = await asyncio.gather(ask(model), ask(model))
        await model.close()
        return list(answers)

    assert [each.text for each in asyncio.run(run())] == ["好", "好"]
    assert server.log.count("start") == 2


def test_a_server_that_dies_of_every_question_is_given_up_with_its_reason() -> None:
    server = Server(mortal=99)
    (error,) = asked(server)
    assert isinstance(error, EmbeddedServerFailed)
    assert str(error) == "out of memory"
    assert not error.final
    assert server.log.count("start") == DEATHS


def test_a_request_of_which_servers_die_fails_alone() -> None:
    server = Server()

    class Picky(Endpoint):
        async def complete(self, messages: Sequence[Message], *_: object) -> Completion:
            if messages[0].content != "毒":
                for _ in range(3):  # is in flight when the server dies, if it dies now
                    await asyncio.sleep(0)
                return Completion("好", 1, 1)
            server.mortal = 1
            return await super().complete()

    server.connect = lambda: Picky(server)  # type: ignore[method-assign]

    async def run() -> list[Completion | BaseException]:
        model = provider(server)
        asked = [model.complete([Message("user", text)], {}, 9) for text in ["问", "毒", *"问" * 6]]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        await model.close()
        return answers

    answers = asyncio.run(run())
    failed = [index for index, each in enumerate(answers) if isinstance(each, EmbeddedServerFailed)]
    assert failed == [1]
    assert server.log.count("start") <= DEATHS + 1


def test_deaths_with_answers_between_them_are_forgotten() -> None:
    server = Server()

    async def run() -> None:
        model = provider(server)
        for _ in range(2 * DEATHS):
            server.mortal = DEATHS - 1
            assert (await ask(model)).text == "好"
        await model.close()

    asyncio.run(run())


def test_a_server_that_lives_but_does_not_answer_is_not_started_again() -> None:
    server = Server()

    class Deaf(Endpoint):
        async def complete(self, *_: object) -> Completion:
            raise EndpointUnreachable("too slow")

    server.connect = lambda: Deaf(server)  # type: ignore[method-assign]
    (error,) = asked(server)
    assert isinstance(error, EndpointUnreachable)
    assert server.log.count("start") == 1
