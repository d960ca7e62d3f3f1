"""The record: what the program writes for one report, whatever its schema."""

from typing import ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["supported", "unsupported", "unchecked"]
Role = Literal["achievements", "problems", "tasks", "requirements", "background", "other"]
Status = Literal["achieved", "planned", "problem", "background"]
Qualifier = Literal["nearly", "about", "over", "at_least", "at_most"]
Direction = Literal["up", "down"]


class Frozen(BaseModel):
    """A value that is not changed once made and holds nothing unexpected."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Frozen):
    """A stretch of the original decoded text, in code points: `quote == original[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class Item(Frozen):
    """One statement with the places that support it."""

    text: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict


class Task(Item):
    """A statement about what is to be done; `deadline` is ISO, as precise as stated."""

    deadline: str | None = None


class Figure(Frozen):
    """One quantity of the report: `value` multiplied out, `unit` without 万 or 亿."""

    subject: str
    value: int | float
    value_to: int | float | None = None
    unit: str
    mention: str
    qualifier: Qualifier | None = None
    direction: Direction | None = None
    period: str | None = None
    status: Status
    evidence: tuple[Evidence, ...]
    verdict: Verdict


class NamedThing(Frozen):
    """A name that the document marks as one, with each place where it stands."""

    name: str
    evidence: tuple[Evidence, ...]


class Author(Frozen):
    """Who speaks or signs; either part may be unknown."""

    name: str | None = None
    role: str | None = None


class Period(Frozen):
    """Months, both ends included: `2023-01` to `2023-06`."""

    start: str
    end: str


class SectionSummary(Frozen):
    """A top-level section: heading as in the document, place in the original text."""

    heading: str
    role: Role
    summary: str
    start: int
    end: int


class Source(Frozen):
    """The document that was read."""

    name: str
    sha256: str
    media_type: str
    encoding: str
    characters: int


class UncitedFigure(Frozen):
    """A figure of the report that neither an item nor the abstract mentions."""

    mention: str
    start: int
    end: int


class Checks(Frozen):
    """What the reader should know about how far the summary can be trusted."""

    uncited_figures: tuple[UncitedFigure, ...] = ()
    repairs: dict[str, int] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Usage(Frozen):
    """What the summary took: `seconds` is wall time, `cost` is money in `currency` (ISO 4217) where prices are known.

    Of `calls`, `repair_calls` followed a bad answer, and `cached_calls` were answered from the cache; `model_seconds` is how long the model took for all of them, the cached ones when they were asked.
    """

    model: str
    calls: int = 0
    repair_calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    model_seconds: float = 0.0
    cost: float | None = None
    currency: str | None = None


class Provenance(Frozen):
    """What made the record, so that it can be made again: digests of the schema and of the prompts used.

    `examples_sha256` is that of the accepted labels that requests showed as examples, None where none were.
    """

    program: str
    schema_sha256: str
    prompts_sha256: str
    examples_sha256: str | None = None


class Schema(Frozen):
    """Base of every schema: the name of its record format, and the folder of its prompts."""

    record_format: ClassVar[str]
    prompts: ClassVar[str]


S = TypeVar("S", bound=Schema)


class Record(Frozen, Generic[S]):
    """A summary with its source, its checks and its price."""

    format: str
    source: Source
    summary: S
    checks: Checks
    usage: Usage
    provenance: Provenance
