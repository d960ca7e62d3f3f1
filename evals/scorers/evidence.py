"""Evidence: verbatim, in the right place, and enough for what is said."""

from collections.abc import Iterator

from evals.matching import Comparison
from evals.model import Finding, Metric, Scored, Statement
from evals.reference import Reference
from evals.scorers.base import Scorer, mean, ratio
from evals.support import Told, joined, names_held, numbers_held
from schemas.record import Schema

_GROUP = "依据"


def _metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    yield Metric("evidence.verbatim", "依据逐字", _GROUP, kind="invariant")
    yield Metric("evidence.overlap", "依据位置一致", _GROUP)
    yield Metric("evidence.supported", "依据足以支持要点", _GROUP)
    yield Metric("items.numbers", "要点数字在依据句中", _GROUP)


def _score(comparison: Comparison) -> Scored:
    """`overlap` is of items that match the label, `supported` of those that state a number or a marked name."""
    reference, prediction = comparison.reference, comparison.prediction
    items = [(field, item, Told(item.text)) for field, listed in prediction.items.items() for item in listed]
    checked = [(field, item, held) for field, item, told in items if (held := _held(reference, item, told))]
    numbers = [
        held for _, item, told in items for held in numbers_held(told, _cited(reference, item, whole=True))
    ]
    quoted, misquoted = prediction.quoted, prediction.misquoted
    measures = (
        ratio("evidence.verbatim", quoted - len(misquoted), quoted),
        mean("evidence.overlap", _overlaps(comparison)),
        ratio("evidence.supported", sum(all(held) for *_, held in checked), len(checked)),
        ratio("items.numbers", sum(numbers), len(numbers)),
    )
    findings = [
        Finding(field="evidence", outcome="wrong", error="quote", predicted=each) for each in misquoted
    ]
    findings += [
        Finding(field=field, outcome="wrong", error="unsupported", predicted=item.text)
        for field, item, held in checked
        if not all(held)
    ]
    return Scored(measures, tuple(findings))


def _held(reference: Reference, item: Statement, told: Told) -> list[bool]:
    source = _cited(reference, item)
    return numbers_held(told, source) + names_held(told, source, reference.coined)


def _cited(reference: Reference, item: Statement, *, whole: bool = False) -> Told:
    """What an item's evidence states, or the whole sentences that it lies in as well."""
    around = map(reference.sentences.around, item.places) if whole else ()
    return joined(reference.text[start:end] for start, end in (*item.places, *around))


def _overlaps(comparison: Comparison) -> Iterator[float]:
    """For each matching item how well its best evidence meets the label's: F1 over whole sentences.

    Whole sentences, since the label cites the shortest stretch; the best one, since an item may need several.
    One that cites half of the document meets the label by little.
    """
    touched = comparison.reference.sentences.touched
    for field, pairs in comparison.items.items():
        for first, second in pairs:
            wanted = comparison.reference.label.items[field][first].places
            given = comparison.prediction.items[field][second].places
            yield max(
                (_agreement(touched(one), touched(two)) for one in wanted for two in given), default=0.0
            )


def _agreement(one: range, other: range) -> float:
    shared = len(range(max(one.start, other.start), min(one.stop, other.stop)))
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


EVIDENCE = Scorer("evidence", 1, _metrics, _score)
