"""The figure that tells most about a point: a line without one gets it, in the document's own clause."""

import re
from collections.abc import Iterator

from summarizer.documents import Outline, Point, clause_of
from summarizer.engine.wording import LONGEST_ITEM, tidy
from summarizer.quantities import Quantity, find_quantities

TOPIC_END = re.compile(r"[：:，,；;]")
LONGEST_TOPIC = 18
SHARES = frozenset({"%", "‰", "个百分点"})


def with_figure(outline: Outline, point: Point, text: str) -> str:
    """`text` itself if it holds a quantity or the point holds none that fits into one line with its topic."""
    if find_quantities(text):
        return text
    topic = TOPIC_END.split(text, maxsplit=1)[0]
    for clause in _clauses(outline, point):
        line = f"{topic}：{clause}"
        if len(topic) <= LONGEST_TOPIC and len(line) <= LONGEST_ITEM:
            return line
    return text


def _clauses(outline: Outline, point: Point) -> Iterator[str]:
    """The clauses of the point's quantities, the most telling one first."""
    first, last = point.sentences[0].start, point.sentences[-1].end
    inside = [q for q in outline.quantities if first <= q.start < last and q.numerals == "arabic"]
    for quantity in sorted(inside, key=_weight, reverse=True):
        start, end = clause_of(outline, quantity)
        yield tidy(outline.clean.text[start:end])


def _weight(quantity: Quantity) -> tuple[int, float]:
    """Money, the largest sum first, then counts, then shares, each as the point tells them."""
    if quantity.unit == "元":
        return 2, float(quantity.value)
    return (0 if quantity.unit in SHARES else 1), -quantity.start
