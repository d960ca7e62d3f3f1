"""Requests over the wire: the `openai` package's client for HTTP, headers and address, and bounded reading.

The package's own request machinery takes most of the time of a short call (see benchmarks/client.py), and
reads an answer of any size; so the requests are built here and sent by the HTTP client that it provides.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit
from urllib.request import getproxies

from summarizer.config import on_this_machine
from summarizer.errors import ConfigError
from summarizer.messages import say

if TYPE_CHECKING:
    import httpx2

CHAT, MODELS = PATHS = ("/chat/completions", "/models")
MOST_BYTES = 16 << 20
CONNECT_SECONDS = 30.0
# Servers commonly close a connection that has been idle for 5 s; to use it then would fail.
KEEPALIVE_SECONDS = 4.0
_FILES = 256  # files and sockets that the program has open beside those of requests


class NoConnection(Exception):
    """There is no connection, or no longer. The message says why."""


class NotSent(NoConnection):
    """It could not be made: the endpoint knows of nothing."""


class Broken(NoConnection):
    """It broke: the endpoint may have got the request, and worked for it."""


class TooLarge(Exception):
    """The body passed `MOST_BYTES`."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back, whatever its status."""

    status: int
    headers: "httpx2.Headers"
    content: bytes


class Transport:
    """HTTP to one endpoint, whose base URL is `address`; `parallel` requests may be in flight.

    Raises ConfigError where the environment names a proxy that cannot be used.
    """

    def __init__(self, *, base_url: str | None, api_key: str, parallel: int) -> None:
        import aiohttp  # these take about a second, which `--help` should not  # noqa: PLC0415
        import httpx2  # noqa: PLC0415
        import openai  # noqa: PLC0415

        # A proxy of the environment is for the world outside, never for a server on this machine.
        local = base_url is not None and on_this_machine(base_url)
        try:
            if not local:
                _require_known_proxies()
            self._http = openai.DefaultAioHttpClient(
                trust_env=not local,
                # 0 is no limit to aiohttp: who may send when is the limiter's to say.
                limits=httpx2.Limits(max_connections=0, keepalive_expiry=KEEPALIVE_SECONDS),
            )
        except (ImportError, ValueError) as error:
            raise _bad_proxy(error) from error
        client = openai.AsyncOpenAI(base_url=base_url, api_key=api_key, http_client=self._http)
        self._failures = (httpx2.RequestError, httpx2.InvalidURL, aiohttp.ClientError, OSError)
        self._unconnected = (
            *(aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.ConnectionTimeoutError),
            *(aiohttp.InvalidURL, httpx2.InvalidURL, httpx2.UnsupportedProtocol),
        )
        parts = urlsplit(str(client.base_url))
        host = parts.netloc.rpartition("@")[2]  # a name and a password before it would stand in for the key
        self.address = f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
        self._request = httpx2.Request
        self._headers = httpx2.Headers(
            {
                name: value
                for name, value in (client.default_headers | client.auth_headers).items()
                # Of this machine the endpoint need not know.
                if isinstance(value, str) and not name.startswith("X-Stainless")
            }
            # Answers are short, and what is not packed cannot explode.
            | {"Accept-Encoding": "identity"}
        )
        # Made once: to merge and parse them takes a fifth of the time of a call.
        self._urls = {path: httpx2.URL(self.address + path) for path in PATHS}
        # How long an answer may take is for the caller to say.
        self._extensions = {"timeout": httpx2.Timeout(None, connect=CONNECT_SECONDS).as_dict()}
        allow_open_files(parallel + _FILES)

    async def send(self, method: str, path: str, body: bytes | None = None) -> Sent:
        """Send one request and read all of its answer. Raises NoConnection or TooLarge."""
        with self._told():
            url = self._urls.get(path, self.address + path)
            request = self._request(
                method, url, content=body, headers=self._headers, extensions=self._extensions
            )
            return await self._read(request)

    async def upload(self, path: str, fields: Mapping[str, str], name: str, file: BinaryIO) -> Sent:
        """Send a form with a file, which is read as it is sent (RFC 7578). Raises NoConnection or TooLarge."""
        headers = self._headers.copy()
        del headers["Content-Type"]  # the form has its own
        with self._told():
            request = self._http.build_request(
                "POST",
                self.address + path,
                data=dict(fields),
                files={"file": (name, file, "application/jsonl")},
                headers=headers,
            )
            return await self._read(request)

    async def lines(self, path: str, idle: float) -> AsyncIterator[Sent | bytes]:
        """Yield an answer without its content, then its lines as they come, without holding more than one.

        Raises NoConnection, TooLarge for a line of more than `MOST_BYTES`, TimeoutError where nothing comes for
        `idle` seconds.
        """
        with self._told():
            request = self._http.build_request("GET", self.address + path, headers=self._headers)
            async with asyncio.timeout(idle):
                response = await self._http.send(request, stream=True, follow_redirects=True)
            try:
                parts = response.aiter_bytes()
                if response.status_code >= 300:
                    async with asyncio.timeout(idle):
                        content = await anext(parts, b"")
                    yield Sent(response.status_code, response.headers, content)
                    return
                yield Sent(response.status_code, response.headers, b"")
                rest = b""
                while True:
                    async with asyncio.timeout(idle):
                        part = await anext(parts, None)
                    *whole, rest = (rest + (part or b"\n")).split(b"\n")
                    for line in whole:
                        yield line
                    if part is None:
                        return
                    if len(rest) > MOST_BYTES:
                        raise TooLarge
            finally:
                await response.aclose()

    async def _read(self, request: "httpx2.Request") -> Sent:
        response = await self._http.send(request, stream=True)
        try:
            content = bytearray()
            async for part in response.aiter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise TooLarge
        finally:
            await response.aclose()
        return Sent(response.status_code, response.headers, bytes(content))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            cause = error.__cause__ or error  # what the client raises tells these apart no longer
            failure = NotSent if isinstance(cause, self._unconnected) else Broken
            raise failure(str(cause) or type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def allow_open_files(wanted: int) -> None:
    """Raise the process's own limit of open files, as far as the system lets it, to `wanted`."""
    try:
        import resource  # noqa: PLC0415 - not on Windows, which has no such limit
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _require_known_proxies() -> None:
    """Raise ValueError where the environment names a proxy of a kind that aiohttp finds out about too late."""
    for kind, proxy in getproxies().items():
        if kind in {"http", "https", "all"} and urlsplit(proxy).scheme not in {"", "http", "https"}:
            raise ValueError(f"{proxy.rpartition('@')[2]}.")


def _bad_proxy(error: Exception) -> ConfigError:
    return ConfigError(
        say(
            f"环境变量里的代理用不了：{error} 请改用 http:// 代理，或去掉 ALL_PROXY、HTTPS_PROXY、HTTP_PROXY",
            f"The proxy named by the environment cannot be used: {error} "
            "Name an http:// proxy, or unset ALL_PROXY, HTTPS_PROXY and HTTP_PROXY",
        )
    )
