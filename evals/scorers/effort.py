"""How much of the work is done: the share of elements that a person need not touch."""

from collections import Counter
from collections.abc import Iterable, Iterator

from evals.model import Finding, Measure, Metric
from evals.scorers.base import ratio
from schemas.record import Schema

VERSION = 1


def metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    """The one metric of this module."""
    yield Metric("effort.kept", "无需改动的比例", "工作量")


def effort(findings: Iterable[Finding]) -> Measure:
    """Of all elements of label and answer, the share that needs no correction, addition or deletion.

    After KIEval (Khang et al. 2025): what is `wrong` takes one correction, a `miss` one addition, what is `invented` one
    deletion. Elements are facts, headings, statements, figures and names; nothing said where nothing is
    counts neither way. Free text has no elements.
    """
    counted = Counter(each.outcome for each in findings)
    return ratio("effort.kept", counted["match"], counted.total() - counted["absent"], 1.0)
