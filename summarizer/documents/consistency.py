"""Where a report contradicts itself: a change that does not follow, parts above their total, two values for one thing.

Precision goes before recall: rounding is allowed for, approximate numbers are left alone, and only wordings
that leave no other reading are compared.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from summarizer.documents.arithmetic import Contradiction, is_exact, slack
from summarizer.documents.changes import changes
from summarizer.documents.clauses import CLAUSE
from summarizer.documents.model import Outline
from summarizer.documents.tense import statuses
from summarizer.documents.totals import shares, sums
from summarizer.quantities import Quantity

# 全市森林覆盖率达到…: of the whole area, so that two values for one time cannot both hold.
_INDICATOR = re.compile(
    r"(?P<name>[全我][省市县区国州旗镇乡校](?:[一-鿿]{0,14})(?:率|总值|总额|收入|支出|产值|面积|人口|总数|占比|比重|增加值|产量|里程))"
    r"(?:已|共|总计)?(?:达到|达|为|是|完成|实现)?"
)
_AHEAD = re.compile(r"计划|打算|目标|任务|安排|下一步|展望|要求|部署|规划")


def contradictions(
    outline: Outline, period_of: Callable[[Quantity], str | None]
) -> tuple[Contradiction, ...]:
    """All contradictions found, in order of place; `period_of` tells when a figure holds, or None."""
    found = [*changes(outline), *sums(outline), *shares(outline), *_values(outline, period_of)]
    return tuple(sorted(found, key=lambda each: each.places))


def _values(outline: Outline, period_of: Callable[[Quantity], str | None]) -> Iterator[Contradiction]:
    """An indicator of the whole area that has two values for one time."""
    seen: dict[tuple[str, str, str | None], Quantity] = {}
    status_of = statuses(outline)
    for quantity in outline.quantities:
        name = _indicator(outline, quantity)
        if not name or status_of(quantity, None) != "achieved":
            continue
        other = seen.setdefault((name, quantity.unit, period_of(quantity)), quantity)
        if abs(other.value - quantity.value) > 2 * max(slack(other), slack(quantity)):
            reason = f"“{name}”一处是{other.mention}，一处是{quantity.mention}"
            yield Contradiction(reason, ((other.start, other.end), (quantity.start, quantity.end)))


def _indicator(outline: Outline, quantity: Quantity) -> str | None:
    """The indicator of which a quantity is the value, None where another reading is possible."""
    text = outline.clean.text
    if not is_exact(quantity) or quantity.direction or quantity.role:
        return None
    start = max(
        (m.end() for m in CLAUSE.finditer(text, max(0, quantity.start - 60), quantity.start)), default=0
    )
    named = _INDICATOR.fullmatch(text[start : quantity.start])
    index = bisect_right(outline.points, quantity.start, key=lambda point: point.sentences[0].start) - 1
    ahead = index >= 0 and any(_AHEAD.search(heading) for heading in outline.points[index].path)
    return named["name"] if named and not ahead else None
