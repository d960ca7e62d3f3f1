"""What a rule found in a document, and where."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the name of the rule that gave it.

    `start` to `end` is the stretch of the clean text that the rule read; None where that was a line of the
    page around the document, which the clean text no longer has.
    """

    value: T
    start: int | None
    end: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text that is not blank, without white space around it."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order."""
    lines = []
    start = 0
    for line in text.split("\n"):
        if words := line.strip():
            first = start + line.index(words[0])
            lines.append(Line(first, first + len(words), words))
        start += len(line) + 1
    return tuple(lines)
