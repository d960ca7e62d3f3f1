"""The routes: pages for people, and what their scripts ask for."""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from schemas.record import Record
from summarizer.documents import Document
from summarizer.errors import SummarizerError
from summarizer.rendering.html.frame import Frame
from summarizer.web.agreement import agreements, seconds
from summarizer.web.guard import FRAMED, Guard
from summarizer.web.page import page_of, told
from summarizer.web.shelf import Faulty, Shelf, Stale

Summarise = Callable[[Document], Record[Any]]
"""What fills a label in: a document in, a record out; None of it where labels are made from nothing."""

STATES = {"new": "未开始", "prefilled": "已预填", "draft": "标注中", "accepted": "已接受"}
_KINDS = {".css": "text/css", ".js": "text/javascript"}
# Style that the page of a record has too.
_SHARED = frozenset({"base.css", "record.css"})
_LONGEST_NAME = 40


class Review:
    """The handlers over one shelf."""

    def __init__(self, shelf: Shelf, annotator: str, summarise: Summarise | None) -> None:
        self._shelf = shelf
        self._annotator = annotator
        self._summarise = summarise

    def index(self, _: Request) -> Response:
        """The list of documents."""
        standings = self._shelf.standings()
        counts = {state: sum(each.state == state for each in standings) for state in STATES}
        page = _frame("index.html.jinja", ("table.js", "static/index.js")).render(
            folder=self._shelf.folder.name,
            labels=self._shelf.labels.name,
            standings=standings,
            counts=counts,
            states=STATES,
            both=seconds(self._shelf.folder, self._shelf.second),
            blind=self._shelf.blind,
        )
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    def agreement(self, _: Request) -> Response:
        """How far annotators agree."""
        found = agreements(self._shelf.folder, self._shelf.schema, self._shelf.second)
        page = _frame("agreement.html.jinja", ("table.js",)).render(
            folder=self._shelf.folder.name, agreements=found, states=STATES
        )
        return HTMLResponse(page, headers={"content-security-policy": FRAMED})

    def document(self, request: Request) -> Response:
        """The page of a document; its scripts ask for the rest."""
        self._named(request)
        return HTMLResponse(_read("document.html"))

    def content(self, request: Request) -> Response:
        """All that the page shows."""
        name = self._named(request)
        return _json(page_of(self._shelf, name, self._annotator) | {"fills": self._summarise is not None})

    def prefill(self, request: Request) -> Response:
        """A draft for a document that has none: a model's answer, or nothing yet."""
        name = self._named(request)
        record = None
        if self._summarise and self._shelf.draft(name) is None:
            record = self._summarise(self._shelf.document(name))
        draft = self._shelf.begin(name, record)
        if self._shelf.hides(draft):
            raise HTTPException(403, "blind")
        return _json(told(self._shelf, name, draft))

    def save(self, request: Request, given: Mapping[str, Any]) -> Response:
        """Keep a draft."""
        name = self._named(request)
        draft = self._shelf.save(name, _revision(given), _content(given), _signature(given))
        return _json(told(self._shelf, name, draft))

    def accept(self, request: Request, given: Mapping[str, Any]) -> Response:
        """Make the draft the label."""
        name = self._named(request)
        draft = self._shelf.accept(name, _revision(given), _signature(given))
        return _json(told(self._shelf, name, draft))

    def file(self, request: Request) -> Response:
        """A script or a style of the program."""
        name = request.path_params["name"]
        suffix = name[name.rfind(".") :]
        if suffix not in _KINDS or name not in _statics():
            raise HTTPException(404)
        return Response(_statics()[name], media_type=_KINDS[suffix])

    def _named(self, request: Request) -> str:
        name: str = request.path_params["id"]
        if name not in self._shelf.ids():
            raise HTTPException(404, name)
        return name

    def failed(self, request: Request, error: Exception) -> Response:
        """What cannot be done, told to the page in one line."""
        match error:
            case Stale(draft=draft):
                name = request.path_params["id"]
                return _json({"draft": told(self._shelf, name, draft)}, 409)
            case Faulty(faults=faults):
                return _json(
                    {"faults": [dict(zip(("level", "where", "what"), each, strict=True)) for each in faults]},
                    422,
                )
            case SummarizerError():
                return _json({"error": str(error)}, 503)
            case _:
                return _json({"error": str(error)}, 400)


def application(shelf: Shelf, token: str, annotator: str, summarise: Summarise | None) -> ASGIApp:
    """The guarded ASGI application; its pages stand under `/TOKEN/`."""
    review = Review(shelf, annotator, summarise)
    api = "/api/documents/{id}"
    app = Starlette(
        routes=[
            Route("/", partial(_read_only, review.index)),
            Route("/agreement", partial(_read_only, review.agreement)),
            Route("/d/{id}", partial(_read_only, review.document)),
            Route("/static/{name}", partial(_read_only, review.file)),
            Route(api, partial(_read_only, review.content), methods=["GET"]),
            Route(api, partial(_with_body, review.save), methods=["PUT"]),
            Route(api + "/prefill", partial(_read_only, review.prefill), methods=["POST"]),
            Route(api + "/accept", partial(_with_body, review.accept), methods=["POST"]),
        ],
        exception_handlers=dict.fromkeys((Stale, Faulty, SummarizerError, ValueError), review.failed),
    )
    return Guard(app, token)


def _json(content: Any, status: int = 200) -> Response:
    """In ASCII: a damaged text may hold half of a surrogate pair, which UTF-8 has no bytes for."""
    return Response(json.dumps(content), status, media_type="application/json")


async def _read_only(handler: Callable[[Request], Response], request: Request) -> Response:
    return await run_in_threadpool(handler, request)


async def _with_body(handler: Callable[[Request, Mapping[str, Any]], Response], request: Request) -> Response:
    given = json.loads(await request.body())
    if not isinstance(given, dict):
        raise ValueError("an object is needed")
    return await run_in_threadpool(handler, request, given)


def _revision(given: Mapping[str, Any]) -> int:
    revision = given.get("revision")
    if not isinstance(revision, int):
        raise ValueError("revision is no number")
    return revision


def _content(given: Mapping[str, Any]) -> dict[str, Any]:
    content = given.get("content")
    if not isinstance(content, dict):
        raise ValueError("content is no object")
    return content


def _signature(given: Mapping[str, Any]) -> str:
    name = str(given.get("annotator") or "").strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError("annotator is needed")
    return name


@cache
def _frame(template: str, scripts: tuple[str, ...]) -> Frame:
    return Frame("summarizer.web", template, styles=("base.css", "static/lists.css"), scripts=scripts)


@cache
def _read(name: str) -> str:
    return files("summarizer.web").joinpath(name).read_text(encoding="utf-8")


@cache
def _statics() -> Mapping[str, bytes]:
    shared = files("summarizer.rendering.html")
    own = {each.name: each.read_bytes() for each in files("summarizer.web").joinpath("static").iterdir()}
    return own | {name: shared.joinpath(name).read_bytes() for name in _SHARED}
