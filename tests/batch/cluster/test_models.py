"""The actor of a node's model, without Ray and without a model."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.batch.cluster.models import ModelActor
from summarizer.errors import EmbeddedServerFailed
from summarizer.providers.embedded import ServerSettings


class Played:
    """A server that dies when it is told to."""

    def __init__(self, number: int) -> None:
        self.url, self.api_key = f"http://127.0.0.1:{number}/v1", f"key {number}"
        self.dead = threading.Event()
        self.closed = False

    def require(self) -> None:
        pass

    def start(self) -> None:
        pass

    def wait(self) -> None:
        assert self.dead.wait(10)
        raise EmbeddedServerFailed("killed")

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def servers() -> list[Played]:
    return []


@pytest.fixture
def actor(servers: list[Played]) -> ModelActor:
    def make(_: ServerSettings) -> Played:
        servers.append(Played(len(servers) + 1))
        return servers[-1]

    play: Callable[[ServerSettings], Played] = make
    return ModelActor(ServerSettings(Path("x.gguf")), play)


def test_all_workers_of_a_node_ask_one_server(actor: ModelActor, servers: list[Played]) -> None:
    assert actor.start() == actor.start() == ("http://127.0.0.1:1/v1", "key 1")
    assert len(servers) == 1


def test_a_server_that_died_is_started_anew_once(actor: ModelActor, servers: list[Played]) -> None:
    url, _ = actor.start()
    servers[0].dead.set()
    for _worker in range(2):
        with pytest.raises(EmbeddedServerFailed):
            actor.wait(url)
    assert servers[0].closed
    assert actor.start()[0] == actor.start()[0] == "http://127.0.0.1:2/v1"
    assert len(servers) == 2
