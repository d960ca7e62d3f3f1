"""The server: loopback only, at an address that a browser's tab can keep over a restart."""

import hashlib
import json
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from summarizer.config import cache_folder
from summarizer.errors import OutputError
from summarizer.messages import say

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a folder is reviewed. The token is all that keeps other users of this machine out."""

    port: int
    token: str

    @property
    def url(self) -> str:
        """What the user opens."""
        return f"http://{HOST}:{self.port}/{self.token}/"


def serve(
    folder: Path, app: Callable[[str], ASGIApp], port: int | None, ready: Callable[[str], None]
) -> None:
    """Serve until interrupted; `app` is made for a token, `ready` is told the address once it answers.

    The address of a folder stays the same while its port is free, so that a tab that was open when the server
    died finds its unsaved changes again. OutputError where the port asked for is taken.
    """
    kept = _kept(folder)
    with _listening(port, kept.port if kept else None) as listening:
        address = Address(listening.getsockname()[1], kept.token if kept else secrets.token_urlsafe(24))
        _keep(folder, address)
        config = uvicorn.Config(
            app(address.token), log_level="warning", access_log=False, server_header=False, lifespan="off"
        )
        ready(address.url)
        with suppress(KeyboardInterrupt):  # the usual end
            uvicorn.Server(config).run([listening])


def _listening(asked: int | None, before: int | None) -> socket.socket:
    for port in (asked,) if asked else (before, 0) if before else (0,):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            listening.close()
            if port and port == asked:
                raise OutputError(
                    say(
                        f"端口 {port} 用不了：{error.strerror}；换一个 --port，或不写，由程序挑选",
                        f"port {port} cannot be used: {error.strerror}; choose another --port or leave it out",
                    )
                ) from error
            continue
        listening.listen()
        return listening
    raise OutputError(say("本机没有可用的端口", "no port is free on this machine"))


def _place(folder: Path) -> Path:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return cache_folder() / "review" / f"{digest}.json"


def _kept(folder: Path) -> Address | None:
    try:
        return Address(**json.loads(_place(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # a new address is as good


def _keep(folder: Path, address: Address) -> None:
    place = _place(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(address), file)
