"""ROUGE of free text (Lin 2004), over characters and over words: reported, never compared.

Four wrong figures cost it less than an honest paraphrase does.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from evals.matching import Comparison
from evals.model import Measure, Metric, Scored
from evals.scorers.base import Scorer
from schemas.fields import Prose, fields_of
from schemas.record import Schema
from summarizer.documents import normal
from summarizer.documents.words import tagged

_UNITS = {"char": "字", "word": "词，jieba 分词"}


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, Prose):
        for unit, told in _UNITS.items():
            for sort in ("1", "2", "L"):
                name = f"{field}.rouge{sort}_{unit}"
                yield Metric(name, f"{kind.label} ROUGE-{sort}（{told}）", "ROUGE", kind="reported")


def _score(comparison: Comparison) -> Scored:
    measures: list[Measure] = []
    for field, expected in comparison.reference.label.prose.items():
        given = comparison.prediction.prose[field]
        for unit, split in (("char", characters), ("word", words)):
            one, other = split(expected), split(given)
            scores = {"1": rouge_n(one, other, 1), "2": rouge_n(one, other, 2), "L": rouge_l(one, other)}
            measures += [
                Measure(metric=f"{field}.rouge{sort}_{unit}", value=value) for sort, value in scores.items()
            ]
    return Scored(tuple(measures))


def characters(text: str) -> list[str]:
    """The characters of the normal form."""
    return list(normal(text))


def words(text: str) -> list[str]:
    """The words that jieba finds, in their normal form; marks are none."""
    return [form for word in tagged(text) if (form := normal(word.text))]


def rouge_n(expected: Sequence[str], given: Sequence[str], size: int) -> float:
    """F1 over n-grams, each counted as often as it stands in both; 1 where neither has any."""
    one, other = _grams(expected, size), _grams(given, size)
    return _f1((one & other).total(), one.total(), other.total())


def rouge_l(expected: Sequence[str], given: Sequence[str]) -> float:
    """F1 of the longest common subsequence; 1 of two empty texts."""
    return _f1(LCSseq.similarity(expected, given), len(expected), len(given))


def _grams(tokens: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1))


def _f1(shared: int, one: int, other: int) -> float:
    return 2 * shared / (one + other) if one + other else 1.0


ROUGE = Scorer("rouge", 1, _metrics, _score)
