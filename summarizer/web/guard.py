"""What stands before every request: the token, the host, the origin, the size; and headers on every answer."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Pages made by `rendering.html.frame` carry a policy of their own, which this one must leave room for.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FRAMED = "frame-ancestors 'none'"
LARGEST = 8_000_000  # bytes of a draft; labels of the longest reports have some 100,000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Lets through what the user's own page asks for, under `/TOKEN/`, and nothing else.

    A host other than loopback is DNS rebinding; another origin is a page elsewhere in the same browser.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web socket is spoken
        refusal = self._refusal(scope)
        answer = PlainTextResponse(refusal[1], refusal[0]) if refusal else self._app
        await answer(_inside(scope), receive, _guarded(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not _is_loopback(headers.get("host", "")):
            return 421, "unknown host"
        if not hmac.compare_digest(_token(scope).encode(), self._token):
            return 404, "not found"
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return 403, "another site"
        return None if scope["method"] in {"GET", "HEAD"} else _unfit(headers)


def _unfit(headers: Headers) -> tuple[int, str] | None:
    """Why a request may change nothing; None where it may."""
    if headers.get("origin") != f"http://{headers['host']}":
        return 403, "another origin"
    if headers.get("content-type") != "application/json":
        return 415, "JSON only"
    length = headers.get("content-length", "")
    return None if length.isdecimal() and int(length) <= LARGEST else (413, "too large")


def _is_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False


def _token(scope: Scope) -> str:
    return str(scope["path"]).removeprefix("/").partition("/")[0]


def _inside(scope: Scope) -> dict[str, Any]:
    """The request as the application sees it: under the token as its root."""
    root = f"/{_token(scope)}"
    return {**scope, "root_path": root}


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
