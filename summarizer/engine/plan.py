"""Which points go into which request, and how they are shown to a model."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.documents import Outline, Point, Sentence, opens_with_thesis, parts
from summarizer.providers import Limits

TOKENS_PER_ITEM = 200
# Chinese takes less than one token a character in the vocabularies in use; ids and tags fill the rest.
TOKENS_PER_CHARACTER = 1.0
TOKENS_OF_TEMPLATE = 1000
# The first and last articles of every regulation.
_FORMULA = re.compile(
    r"为[^。]*(?:制定|特制定)本[^，。]{2,6}。|本(?:办法|规定|细则|规则|意见|方案)自[^。]*(?:施行|执行|实施)|由[^，。]*负责解释"
)
# 坚持以…为指导: by what all is done, which tells nothing of what.
_GUIDANCE = re.compile(r"以[^。，；]{2,40}为(?:指导|根本遵循|行动指南)|指导思想(?:是|：|。)|总体要求是")
_PRINCIPLES = re.compile("指导思想|基本原则")
_LACKS = re.compile("不足|困难|问题|挑战|差距|短板|矛盾|清醒")
_AHEAD = re.compile(r"(?:下一步|下一阶段|下阶段|接下来|今后|明年|来年|未来)[，,]")
ADDRESS = re.compile(r"(?:各位)?(?:同志们|代表|委员)[，,！!：:]")


@dataclass(frozen=True, slots=True)
class Plan:
    """Batches of points, one request each, and what had to be left out of them."""

    batches: tuple[tuple[Point, ...], ...]
    warnings: tuple[str, ...]


def plan_items(asked: Iterable[Point], limits: Limits, reserved: int = 0) -> Plan:
    """Fill requests with the points asked about, up to the model's number of points and half of its context.

    `reserved` are tokens of each request that something else takes, examples for one.
    Of a point that no request can hold, the first sentences are kept, and a warning says so.
    """
    limits = replace(limits, context=limits.context - reserved)
    room = int((limits.context - TOKENS_OF_TEMPLATE - TOKENS_PER_ITEM) / TOKENS_PER_CHARACTER)
    warnings: list[str] = []
    points: list[Point] = []
    for point in asked:
        kept = tuple(_within(point.sentences, room))
        if len(kept) < len(point.sentences):
            warnings.append(_too_long(point, len(kept)))
        if kept:
            points.append(replace(point, sentences=kept))
    return Plan(tuple(_batches(points, limits)), tuple(warnings))


def show(outline: Outline, point: Point) -> str:
    """The point's sentences with their ids before and each quantity's id after it: `[4]投资12.8亿元#6`."""
    return "".join(f"[{sentence.id}]{_tagged(outline, sentence)}" for sentence in point.sentences)


def told(outline: Outline) -> list[Point]:
    """The points but for those that only frame others.

    What stands unnumbered over numbered points, or outside all sections of a document that has some, and
    addresses the audience or holds no figure, opens or closes: it greets, leads over or exhorts. So does what
    holds no figure where most paragraphs do, unless it tells of problems or plans.
    """
    above = {
        point.path[:depth]
        for point in outline.points
        if point.numbered
        for depth in range(len(point.path) + 1)
    }
    sectioned = any(point.section is not None for point in outline.points)
    part = parts(outline)
    plain = [point for point in outline.points if not point.numbered]
    proven = 2 * sum(_counts(outline, point) for point in plain) > len(plain)

    def frames(point: Point) -> bool:
        if _guides(point) and not _counts(outline, point):
            return True
        if point.numbered:
            return _FORMULA.search(point.sentences[0].text) is not None
        outside = sectioned and point.section is None
        if _LACKS.search(point.lead) or _AHEAD.match(point.sentences[0].text):
            return False
        opens = point is outline.points[0] and () in above
        if outside or opens or (sectioned and point.path in above):
            return bool(ADDRESS.match(point.sentences[0].text)) or not _counts(outline, point)
        listed = point.lead or point.sentences[-1].text.endswith(("；", ";"))
        announced = part(point.sentences[0].start) in ("problem", "planned")
        topical = opens_with_thesis(point.sentences)
        return proven and not (listed or announced or topical or _counts(outline, point))

    return [point for point in outline.points if not frames(point)]


def _guides(point: Point) -> bool:
    """Whether a point only says by what thought all is guided; a numbered one has more to say of its topic."""
    if any(map(_PRINCIPLES.search, (*point.path[-1:], point.sentences[0].text[:10]))):
        return True
    if point.numbered:
        return False
    return any(_GUIDANCE.search(sentence.text) for sentence in point.sentences)


def _counts(outline: Outline, point: Point) -> bool:
    """Whether a point holds a figure: one in digits, or a rank (名列第一)."""
    first = bisect_left(outline.quantities, point.sentences[0].start, key=lambda each: each.start)
    last = bisect_left(outline.quantities, point.sentences[-1].end, key=lambda each: each.start)
    return any(
        quantity.numerals == "arabic" or quantity.mention.startswith("第")
        for quantity in outline.quantities[first:last]
    )


def _batches(points: Sequence[Point], limits: Limits) -> Iterator[tuple[Point, ...]]:
    most = min(limits.points, limits.context // (4 * TOKENS_PER_ITEM))  # room for the answers too
    batch: list[Point] = []
    size = 0
    for point in points:
        length = sum(len(sentence.text) for sentence in point.sentences)
        if batch and (len(batch) >= most or size + length > limits.context / 2):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(point)
        size += length
    if batch:
        yield tuple(batch)


def _within(sentences: Iterable[Sentence], room: int) -> Iterator[Sentence]:
    for sentence in sentences:
        room -= len(sentence.text) + len(f"[{sentence.id}]")
        if room < 0:
            return
        yield sentence


def _tagged(outline: Outline, sentence: Sentence) -> str:
    quantities = outline.quantities
    text, at = "", sentence.start
    number = bisect_left(quantities, sentence.start, key=lambda each: each.start)
    while number < len(quantities) and quantities[number].end <= sentence.end:
        text += f"{outline.clean.text[at : quantities[number].end]}#{number + 1}"
        at = quantities[number].end
        number += 1
    return text + outline.clean.text[at : sentence.end]


def _too_long(point: Point, kept: int) -> str:
    head, total = point.sentences[0].text[:20], len(point.sentences)
    return f"要点“{head}…”太长，{total} 句中只看了前 {kept} 句"
