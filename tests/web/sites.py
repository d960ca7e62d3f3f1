"""Review applications on loopback, and requests to them."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from summarizer.web.app import Summarise, application
from summarizer.web.shelf import Shelf

TOKEN = "t0ken"


@dataclass(frozen=True, slots=True)
class Site:
    """A served shelf."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/{TOKEN}/"

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and body (as JSON where it is); `path` is under the token unless it begins with `/`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        own = (
            {}
            if method == "GET"
            else {"content-type": "application/json", "origin": self.url[: -len(TOKEN) - 2]}
        )
        data = None if method == "GET" else json.dumps(body or {})
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path if path.startswith("/") else f"/{TOKEN}/{path}", data, own | given)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        kept = {name.lower(): value for name, value in response.getheaders()}
        return response.status, kept, json.loads(text) if "json" in kept.get("content-type", "") else text


@contextmanager
def served(shelf: Shelf, annotator: str = "甲", summarise: Summarise | None = None) -> Iterator[Site]:
    """The application in a thread."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        app = application(shelf, TOKEN, annotator, summarise)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield Site(listening.getsockname()[1])
        server.should_exit = True
        thread.join()
