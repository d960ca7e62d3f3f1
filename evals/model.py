"""What the harness compares: a label, a prediction, and the score of one against the other.

Both sides have the same shape, whatever the schema: the schema's fields, sorted by their kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from schemas.record import Direction, Qualifier, Role, Status

Span = tuple[int, int]
"""A stretch of the document's text: code points, end excluded."""


class Frozen(BaseModel):
    """A value that is not changed once made and holds nothing unexpected."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(Frozen):
    """A statement and the places that support it.

    A label has one evidence, which may stand in the document more than once: `places` are all of them.
    A prediction has a place for each of its evidences; `quotes` are what it says stands there.
    """

    text: str
    places: tuple[Span, ...]
    quotes: tuple[str, ...]


class FigureMark(Frozen):
    """One quantity: `value` multiplied out, `unit` without 万 or 亿, `places` where its mention may stand.

    `status` of a label is None where its annotator gave none; `optional` ones count neither way.
    """

    subject: str
    value: float
    value_to: float | None = None
    unit: str
    mention: str
    qualifier: Qualifier | None = None
    direction: Direction | None = None
    status: Status | None = None
    optional: bool = False
    places: tuple[Span, ...]
    quotes: tuple[str, ...]


class HeadingMark(Frozen):
    """A top-level heading and what its section is."""

    heading: str
    role: Role | None = None


class Content(Frozen):
    """The fields of a summary by kind and name: what a label and a prediction both have.

    `facts` holds strings, mappings of strings, or None.
    """

    facts: Mapping[str, Any]
    items: Mapping[str, tuple[Statement, ...]]
    figures: Mapping[str, tuple[FigureMark, ...]]
    names: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, tuple[HeadingMark, ...]]
    prose: Mapping[str, str]


class Label(Content):
    """A reference made by reading.

    `variants` are other wordings of a fact that are equally right; `noise` are strings of the page around
    the document; `must_have` are what a good abstract names, each with its alternatives.
    """

    id: str
    variants: Mapping[str, tuple[str, ...]]
    noise: tuple[str, ...]
    must_have: tuple[tuple[str, ...], ...]
    annotator: str | None


class Prediction(Content):
    """What a summariser said of one document.

    `quoted` counts its evidences, `misquoted` are those that do not stand where they are said to.
    `calls` counts the model's answers, `repair_calls` those that followed a bad one, None where that is not
    known. `cost` is money where prices are known.
    """

    verdicts: Mapping[str, tuple[str, ...]]
    quoted: int = 0
    misquoted: tuple[str, ...] = ()
    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    repair_calls: int | None = None
    seconds: float = 0.0
    cost: float | None = None


Outcome = Literal["match", "wrong", "miss", "invented", "absent"]
"""`match`: as the label has it. `absent`: rightly nothing. `wrong`: something else was said. `miss`: not said.
`invented`: said where nothing is."""


class Finding(Frozen):
    """One thing compared, as the report shows it; `error` is the class of what is wrong, where known."""

    field: str
    outcome: Outcome
    error: str | None = None
    expected: str | None = None
    predicted: str | None = None
    expected_place: Span | None = None
    predicted_place: Span | None = None


class Measure(Frozen):
    """One metric of one document.

    `value` is None where the document says nothing of it. Where it is a ratio of counts, `hits` of
    `predicted` and `expected` are given, so that they can be pooled.
    """

    metric: str
    value: float | None
    hits: float | None = None
    predicted: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorer says of one document."""

    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...] = ()


class DocumentScore(Frozen):
    """All that is known of one answer: `repeat` counts from 0; `error` where there was no answer."""

    id: str
    repeat: int
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """What a measure is: its name in files, its Chinese label, the field or group it belongs to.

    `quality` runs from 0 to 1 and is compared; an `invariant` has no noise and must be 1; `reported` is shown
    and never gated; `cost` is in its own unit (tokens, seconds, money).
    """

    name: str
    label: str
    group: str
    better: Literal["higher", "lower"] = "higher"
    kind: Literal["quality", "invariant", "reported", "cost"] = "quality"
