"""The kinds of field a schema is made of. A field's kind says how it is extracted, shown and scored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from schemas.record import Status


@dataclass(frozen=True, slots=True)
class Fact:
    """A scalar that the document states once (title, issuer, date …).

    `label` is its name in prompts and output; `choices` maps allowed values to their labels where the
    value is one of a closed list; `holds` are words of which a value must hold one (an occasion is a 会).
    """

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedItems:
    """A list of statements of one sort, each with evidence.

    `meaning` tells the model what belongs here; `headings` are words that, in a heading or a lead-in,
    announce such statements; `openers` mark one at the start of a clause, `markers` anywhere in a sentence;
    `always_marked` says that a statement without a mark is none of these. `told` is how such statements
    go into prose, with `{items}` for them. `status` is what a figure in them is, where its clause does not
    tell; a plan is never taken for an `achieved` statement.
    """

    label: str
    meaning: str
    headings: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    always_marked: bool = False
    told: str = "{items}"
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The quantities of the document, found by code."""

    label: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names: of documents, mostly in 《》 (`book`), or of programmes and brands, mostly in “” (`quotes`)."""

    label: str
    marks: Literal["book", "quotes"]


@dataclass(frozen=True, slots=True)
class SectionList:
    """The document's top-level sections, each with a summary in one sentence."""

    label: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Connected text of `least` to `most` characters, written from the verified items.

    `openings` says how it begins, for each choice of the schema's fact with choices, "" for any: the first form
    is used whose facts (`{issuer}`) are known. `forms` says for such a choice how lists are told in it, where
    otherwise than they say themselves, "" leaves one out. `shares` says how its room is shared among the lists of items that it
    tells, one part each where nothing is said.
    """

    label: str
    least: int
    most: int
    openings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)


Kind = Fact | CitedItems | Figures | Names | SectionList | Prose
K = TypeVar("K", Fact, CitedItems, Figures, Names, SectionList, Prose)


def fields_of(schema: type[BaseModel], kind: type[K]) -> Iterator[tuple[str, K]]:
    """Yield the name and kind of each field of `schema` that is of this kind, in the schema's order."""
    for name, info in schema.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, kind):
                yield name, mark


def kind_of(schema: type[BaseModel], name: str) -> Kind:
    """Return the kind of one field; TypeError where the field declares none."""
    marks: list[Any] = [m for m in schema.model_fields[name].metadata if isinstance(m, Kind)]
    if len(marks) != 1:
        raise TypeError(f"{schema.__name__}.{name}: exactly one field kind is needed, found {len(marks)}")
    return marks[0]  # type: ignore[no-any-return]
