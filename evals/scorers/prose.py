"""Free text: what it must name, and whether its numbers and names are the document's."""

from collections.abc import Iterator

from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Scored
from evals.scorers.base import Scorer, ratio
from evals.support import Told, mentions, names_held, numbers_held
from schemas.fields import Prose, fields_of
from schemas.record import Schema


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, Prose):
        yield Metric(f"{field}.must_have", f"{kind.label}要点覆盖率", kind.label)
        yield Metric(f"{field}.numbers", f"{kind.label}数字有据", kind.label, kind="invariant")
        yield Metric(f"{field}.names", f"{kind.label}名称有据", kind.label, kind="invariant")
        yield Metric(f"{field}.length_ok", f"{kind.label}长度合适", kind.label)


def _score(comparison: Comparison) -> Scored:
    reference = comparison.reference
    measures: list[Measure] = []
    findings: list[Finding] = []
    for field, kind in fields_of(reference.schema, Prose):
        text = comparison.prediction.prose[field]
        missing = [
            alternatives
            for alternatives in reference.label.must_have
            if not any(mentions(text, each) for each in alternatives)
        ]
        wanted = len(reference.label.must_have)
        told = Told(text)
        held = numbers_held(told, reference.told)
        named = names_held(told, reference.told, reference.coined)
        fits = float(kind.least <= len(text) <= kind.most)
        measures += [
            ratio(f"{field}.must_have", wanted - len(missing), wanted),
            ratio(f"{field}.numbers", sum(held), len(held)),
            ratio(f"{field}.names", sum(named), len(named)),
            Measure(metric=f"{field}.length_ok", value=fits),
        ]
        findings += [
            Finding(field=field, outcome="miss", error="must_have", expected="|".join(each))
            for each in missing
        ]
    return Scored(tuple(measures), tuple(findings))


PROSE = Scorer("prose", 1, _metrics, _score)
