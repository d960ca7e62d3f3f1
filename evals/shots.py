"""Labels of a data set as examples for prompts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from evals.dataset import Case, Dataset
from evals.model import Label, Statement
from summarizer.documents import Outline, Point, outline
from summarizer.engine.examples import LONGEST, Example, Examples
from summarizer.engine.items import supporting
from summarizer.engine.plan import show
from summarizer.engine.wording import tidy
from summarizer.errors import InputError
from summarizer.grounding import unsupported


def examples_of(dataset: Dataset, barred: Mapping[str, frozenset[str]] = MappingProxyType({})) -> Examples:
    """Every point of the labelled documents that one item of the label, and no other, tells."""
    return Examples(tuple(example for case in dataset.cases for example in _examples(case)), barred)


def issuers_of(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Who issued each document, by the document's SHA-256: whose examples an eval must not show."""
    return {case.document.sha256: issuers(case.label) for case in dataset.cases if _is_readable(case)}


def issuers(label: Label) -> frozenset[str]:
    """All names that a label knows for the issuer."""
    told = (label.facts.get("issuer"), *label.variants.get("issuer", ()))
    return frozenset("".join(name.split()) for name in told if isinstance(name, str) and name)


def _is_readable(case: Case) -> bool:
    try:
        return bool(case.document)
    except InputError:
        return False  # nor will it be summarised


def _examples(case: Case) -> Iterator[Example]:
    parsed = outline(case.document)
    telling = defaultdict[int, list[tuple[str, Statement]]](list)
    points = {point.id: point for point in parsed.points}
    for field, items in case.label.items.items():
        for item in items:
            if point := _point_of(parsed, item):
                telling[point.id].append((field, item))
    for number, told in sorted(telling.items()):
        if len(told) == 1:
            ((field, item),) = told
            yield from _example(case, parsed, points[number], field, item)


def _example(case: Case, parsed: Outline, point: Point, field: str, item: Statement) -> Iterator[Example]:
    """The example, unless it is long or would show a model to say what the sentences do not."""
    shown, text = show(parsed, point), tidy(item.text)
    if len(shown) > LONGEST or unsupported(text, [each.text for each in point.sentences]):
        return
    cited = frozenset(each.id for each in point.sentences if _covers(parsed, each.start, each.end, item))
    yield Example(
        document=case.document.sha256,
        issuers=issuers(case.label),
        id=point.id,
        path=point.path,
        shown=shown,
        field=field,
        text=text,
        sentences=tuple(sorted(each.id for each in supporting(point, text, cited))),
    )


def _point_of(parsed: Outline, item: Statement) -> Point | None:
    for point in parsed.points:
        if _covers(parsed, point.sentences[0].start, point.sentences[-1].end, item):
            return point
    return None


def _covers(parsed: Outline, start: int, end: int, item: Statement) -> bool:
    """Whether a stretch of the clean text holds the beginning of an item's evidence."""
    first, last = parsed.clean.offsets.to_original(start, end)
    return any(first <= place[0] < last for place in item.places[:1])
