"""A model that is played: it answers from a list or a function, and remembers what it was asked."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from schemas import WorkReport
from schemas.record import Evidence
from summarizer.documents import from_text, outline, read
from summarizer.engine import ignore_progress
from summarizer.engine.items import extract_items
from summarizer.engine.session import Session
from summarizer.prompting import PromptSet
from summarizer.providers import Completion, Limits, Message

POINT = re.compile(r"^要点(\d+)\n(.*)$", re.MULTILINE)
SENTENCE = re.compile(r"\[(\d+)\](.*?)(?=\[\d+\]|$)")
TAG = re.compile(r"#\d+")
STAGE_OF = {"items": "items", "summary": "sections", "abstract": "prose"}


@dataclass(frozen=True)
class Request:
    """What a model was asked: `points` maps each point's id to its sentences, tags taken out."""

    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    max_tokens: int

    @property
    def stage(self) -> str:
        return STAGE_OF.get(next(iter(self.schema["properties"])), "facts")

    @property
    def again(self) -> bool:
        return self.messages[-1].content.startswith("上面的回答不对")

    @property
    def question(self) -> str:
        first_objection = next(
            (n for n, each in enumerate(self.messages) if each.content.startswith("上面的回答不对")), None
        )
        return self.messages[first_objection - 2 if first_objection else -1].content

    @property
    def points(self) -> dict[int, dict[int, str]]:
        return {
            int(number): {int(n): TAG.sub("", text) for n, text in SENTENCE.findall(shown)}
            for number, shown in POINT.findall(self.question)
        }

    @property
    def kinds(self) -> list[str]:
        kind = self.schema["properties"]["items"]["items"]["properties"]["kind"]
        return list(kind["enum"]) if "enum" in kind else [kind["const"]]


@dataclass
class Scripted:
    """A provider whose answers are given: a text, an object to be dumped, a completion, or an error to be raised."""

    answer: Callable[[Request], Any]
    limits: Limits
    model: str = "scripted"
    identity: str = "scripted"
    requests: list[Request] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0

    async def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any], max_tokens: int
    ) -> Completion:
        request = Request(tuple(messages), schema, max_tokens)
        self.requests.append(request)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        for _ in range(3):
            await asyncio.sleep(0)  # others get their turn while this request is in flight
        self.in_flight -= 1
        answer = self.answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Completion):
            return answer
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return Completion(text, prompt_tokens=10, completion_tokens=3)

    async def close(self) -> None:
        pass

    def asked(self, stage: str) -> list[Request]:
        return [each for each in self.requests if each.stage == stage]


def in_turn(answers: Sequence[Any]) -> Callable[[Request], Any]:
    """Answer from a list, whatever is asked."""
    left = iter(answers)
    return lambda _: next(left)


def item(point: int, kind: str, text: str, *sentences: int) -> dict[str, Any]:
    """One item of an answer."""
    return {"point": point, "kind": kind, "text": text, "sentences": list(sentences)}


def dutiful(request: Request) -> dict[str, Any]:
    """What a model says that does as it is told: the end of each point's first clause; no facts; too short an abstract."""
    if request.stage == "items":
        return {
            "items": [
                item(
                    number, request.kinds[0], re.split("[，。；]", next(iter(said.values())))[0][-40:], *said
                )
                for number, said in request.points.items()
            ]
        }
    if request.stage == "sections":
        return {"summary": "各项工作有序推进"}
    if request.stage == "prose":
        return {"abstract": "各项工作有序推进。"}
    return {name: "other" if name == "doc_type" else None for name in request.schema["properties"]}


@pytest.fixture
def scripted():
    """A function that makes a played model from a list of answers or from a function of the request."""

    def make(answers=dutiful, **limits):
        given = {"context": 8192, "parallel": 2, "points": 1} | limits
        return Scripted(answers if callable(answers) else in_turn(answers), Limits(**given))

    return make


@pytest.fixture
def answering():
    """A function that makes an answer to items from the parts of each item, and `dutiful` for the rest."""
    return item, dutiful


@pytest.fixture
def session_on():
    """A function that makes a session about a text with a provider."""

    def make(text, provider, schema=WorkReport, progress=ignore_progress):
        parsed = outline(text if not isinstance(text, str) else from_text(text, "报告.txt"))
        return Session(
            provider,
            PromptSet(schema.prompts),
            schema,
            parsed,
            progress,
        )

    return make


@pytest.fixture
def items_of(session_on):
    """A function that words the points of a text: gives the items placed and the session."""

    def run(text, provider, year=2024):
        session = session_on(text, provider)
        return asyncio.run(extract_items(session, year)), session

    return run


@pytest.fixture
def short_report():
    return read(Path(__file__).parents[1] / "data" / "short_report.txt")


@pytest.fixture
def evidence_of():
    """A function that gives all evidence of a summary, wherever it stands."""

    def collect(value):
        if isinstance(value, Evidence):
            yield value
        elif isinstance(value, BaseModel):
            for _, each in value:
                yield from collect(each)
        elif isinstance(value, tuple):
            for each in value:
                yield from collect(each)

    return collect
