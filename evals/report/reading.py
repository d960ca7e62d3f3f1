"""One answer beside its label: what was found of it, and where it stands in the document."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.dataset import Case
from evals.model import Content, DocumentScore, Finding, Outcome, Prediction, Span
from evals.report.wording import Told, Wording
from schemas.fields import Fact, Names, Prose, SectionList
from summarizer.rendering.html.marks import segments

# Where marks overlap, the first of these that stands there gives the colour.
SEVERITY: tuple[Outcome, ...] = ("wrong", "invented", "miss", "match", "absent")


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding; `number` counts within its answer, `expected_at` and `predicted_at` are places in the text."""

    number: int
    told: Told
    expected_at: tuple[Span, ...]
    predicted_at: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document's text, the entries that it is evidence of, and the worst of their outcomes."""

    text: str
    entries: tuple[int, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What was found of one field; of free text also the texts themselves."""

    name: str
    label: str
    entries: tuple[Entry, ...]
    expected: str | None
    predicted: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer. `expected` and `predicted` are the whole document each, with marks; `error` where it failed."""

    repeat: int
    error: str | None
    fields: tuple[FieldReading, ...]
    expected: tuple[Piece, ...]
    predicted: tuple[Piece, ...]
    outcomes: Mapping[Outcome, int]

    @property
    def faults(self) -> int:
        """Findings that a person would have to look at."""
        return sum(self.outcomes.get(name, 0) for name in ("wrong", "invented", "miss"))


def read_answer(case: Case, wording: Wording, score: DocumentScore, prediction: Prediction | None) -> Reading:
    """Put the findings of one score into the text of its document."""
    entries = tuple(
        Entry(number, wording.finding(finding), *_places(case, wording, prediction, finding))
        for number, finding in enumerate(score.findings)
    )
    outcomes: dict[Outcome, int] = defaultdict(int)
    for each in entries:
        outcomes[each.told.outcome] += 1
    return Reading(
        repeat=score.repeat,
        error=score.error,
        fields=tuple(_fields(case, prediction, wording, entries)),
        expected=_pieces(case.document.text, entries, {e.number: e.expected_at for e in entries}),
        predicted=_pieces(case.document.text, entries, {e.number: e.predicted_at for e in entries}),
        outcomes=outcomes,
    )


def _places(
    case: Case, wording: Wording, prediction: Prediction | None, finding: Finding
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    is_named = isinstance(wording.kinds.get(finding.field), Fact | Names | SectionList)

    def at(content: Content | None, told: str | None, place: Span | None) -> tuple[Span, ...]:
        stated = _stated(content, finding.field, told, place) or ((place,) if place else ())
        return stated or (_first(case, told) if is_named and told else ())

    return (
        at(case.label, finding.expected, finding.expected_place),
        at(prediction, finding.predicted, finding.predicted_place),
    )


def _stated(content: Content | None, field: str, told: str | None, place: Span | None) -> tuple[Span, ...]:
    """Every place of a statement, which a finding names by its text."""
    items = content.items.get(field, ()) if content else ()
    same = (item.places for item in items if item.text == told and (place is None or place in item.places))
    return next(same, ())


def _first(case: Case, told: str) -> tuple[Span, ...]:
    """Where what has no evidence of its own first stands."""
    starts = (text.find(told) for text in (case.document.text, case.reference.simplified))
    return next((((start, start + len(told)),) for start in starts if start >= 0), ())


def _fields(
    case: Case, prediction: Prediction | None, wording: Wording, entries: tuple[Entry, ...]
) -> Iterator[FieldReading]:
    by_field: dict[str, list[Entry]] = {name: [] for name in wording.kinds}
    for entry in entries:
        by_field.setdefault(entry.told.field, []).append(entry)
    for name, listed in by_field.items():
        prose = isinstance(wording.kinds.get(name), Prose)
        expected = case.label.prose[name] if prose else None
        predicted = prediction.prose[name] if prose and prediction else None
        if listed or prose:
            yield FieldReading(name, wording.field(name), tuple(listed), expected, predicted)


def _pieces(
    text: str, entries: tuple[Entry, ...], places: Mapping[int, tuple[Span, ...]]
) -> tuple[Piece, ...]:
    marks = ((place, number) for number, listed in places.items() for place in listed)
    return tuple(
        Piece(segment.text, segment.marks, worst({entries[number].told.outcome for number in segment.marks}))
        for segment in segments(text, marks)
    )


def worst(outcomes: set[Outcome]) -> Outcome | None:
    """The one to look at first; None of none."""
    return min(outcomes, key=SEVERITY.index, default=None)
