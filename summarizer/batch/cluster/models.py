"""The embedded model on a cluster: one server a node, which all workers of the node ask."""

import threading
from collections.abc import Callable
from typing import Any

from summarizer.batch.cluster.needs import ray
from summarizer.errors import EmbeddedServerFailed
from summarizer.messages import say
from summarizer.providers.embedded import EmbeddedServer, ServerSettings
from summarizer.providers.on_demand import Server

# Workers of one node whose calls may wait in the actor at once.
_MOST_CALLS = 64


class ModelActor:
    """An actor's class: the embedded model's server, which `make` makes, started anew where it died."""

    def __init__(
        self, settings: ServerSettings, make: Callable[[ServerSettings], Server] = EmbeddedServer
    ) -> None:
        self._settings = settings
        self._make = make
        self._lock = threading.Lock()
        self._server: Server | None = None

    def start(self) -> tuple[str, str]:
        """Where it listens, on this node alone, and its key."""
        with self._lock:
            if self._server is None:
                server = self._make(self._settings)
                server.start()
                self._server = server
            return self._server.url, self._server.api_key

    def wait(self, url: str) -> None:
        """Block while the server lives that listened there, and raise EmbeddedServerFailed then."""
        server = self._server
        if server is None or server.url != url:
            raise _gone(url)
        try:
            server.wait()
        finally:
            with self._lock:
                if self._server is server:
                    server.close()
                    self._server = None
        raise _gone(url)


class NodeServer:
    """The server of this node as a worker sees it."""

    def __init__(self, settings: ServerSettings) -> None:
        self.url = self.api_key = ""
        self._settings = settings
        self._actor: Any = None

    def require(self) -> None:
        """Raise RuntimeMissing or WeightsMissing where this node could not serve it."""
        EmbeddedServer(self._settings).require()

    def start(self) -> None:
        """Have it started where it is not, and learn where it listens."""
        engine = ray()
        self._actor = self._actor or _actor_here(engine, self._settings)
        self.url, self.api_key = _told(engine, self._actor.start.remote())

    def wait(self) -> None:
        """Block while it lives."""
        _told(ray(), self._actor.wait.remote(self.url))

    def close(self) -> None:
        """Leave it to the other workers; it ends with the run."""


def _actor_here(engine: Any, settings: ServerSettings) -> Any:
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415 - an extra

    node = engine.get_runtime_context().get_node_id()
    made = engine.remote(ModelActor).options(
        name=f"summarizer-model-{node}",
        get_if_exists=True,
        num_cpus=0,
        max_concurrency=_MOST_CALLS,
        scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False),
    )
    return made.remote(settings)


def _told(engine: Any, answer: Any) -> Any:
    try:
        return engine.get(answer)
    except engine.exceptions.RayTaskError as error:
        cause = error.cause
        raise cause if isinstance(cause, EmbeddedServerFailed) else _gone(str(cause)) from error
    except engine.exceptions.RayActorError as error:
        raise _gone(str(error)) from error


def _gone(what: str) -> EmbeddedServerFailed:
    told = " ".join(what.split())[:200]
    return EmbeddedServerFailed(
        say(f"本机的内置模型服务没有了：{told}", f"this node's embedded model server is gone: {told}")
    )
