"""Points told in the document's own words: the topic, and the clauses of its figures."""

import re
from collections.abc import Iterator, Sequence

from summarizer.documents import Outline, Point, Sentence, clause_before, clause_of, leans, opens_with_thesis
from summarizer.engine.wording import LONGEST_ITEM, PART, shorten, tidy
from summarizer.quantities import Quantity, find_quantities

TOPIC_END = re.compile(r"[：:，,；;]")
SHORTEST_TOPIC, LONGEST_TOPIC = 4, 20
# Words that lead over to a statement and are none.
_LEADS_OVER = re.compile(
    "在|为了?|按照?|根据|依照|围绕|通过|随着|对于?|针对|由于|面对|以|从|到|当|用|把|将|因|因此|同时|此外|另外|目前|当前"
    "|今年|去年|近年|一年来|[一二三四五六七八九十几]年来|上半年|下半年|全年|截至|期间|其中|特别|尤其|首先|最后|我们|我[市县区省镇乡局院校]"
    "|全[市县区省镇乡局院校]|要|也|还|又|如|例如|这|那|有人|但|而|不过"
)

# Clauses before a statement that say when, why and by whose order.
_LEAD = re.compile(
    "(?:在|为了?|按照?|根据|依照|围绕|通过|随着|对于|针对|由于|面对|自|当|因|因此|同时|此外|另外|目前|当前|期间|特别是|尤其是"
    "|首先|最后|其中|(?:今年|去年|近年|一年|[一二三四五六七八九十几]年)以?来|截至|综合|刚刚过去|过去的?[一二三四五六七八九十几]年"
    "|据[^，,：:]{0,12}(?:了解|介绍|报道|悉|统计)|一方面|另一方面|此前|不久前|就在|事实上|值得注意的是|本着)[^，,]*[，,：:]"
    "|[^，,]{2,16}将(?:按照|根据)[^，,]*[，,]"
    # By whose thought and will all is done: an opening that every report has.
    "|(?:我们|我[市县区省镇乡局院校])?(?:始终|一直)?(?:坚持以|坚决|全面|认真|深入|严格)?(?:学习|贯彻|落实|坚持以|围绕|突出)[^，,]*"
    "(?:思想|精神|部署|指示|批示|要求|决策|为指导|为统领|领导下)[，,]"
    "|(?:主要|具体|突出)(?:是|有|为|表现[在为]|体现在)[：:]|(?:这|过去)[一二三四五六七八九十几]年[，,]"
    "|(?:(?:尊敬的)?各位[^，,]{2,8}|同志们)[！!：:，,]"
    "|(?:今年|去年(?:初|底|末)?|年初|年底|上半年|下半年|全年|[一二三四]季度|近日|日前|近期|最近|下一?步|下一阶段|接下来|未来|今后|[明来]年|我们|这|但|而|不过)[，,]"
)


# What stands between clauses that follow each other.
_GAP = re.compile(r"[\s，,；;：:。]*")
_BESIDE = re.compile(r"[\s，,]*")
# For whom or by what measure something is done, without what is done.
_ONLY_FOR = re.compile("(?:对|按|凡)[^，,]*的[^，,的]{1,6}")


def own_line(outline: Outline, point: Point) -> str | None:
    """The point in the document's own words; None where it has none that make a line.

    That is its topic with the clauses of its first figures or, without figures, with what comes next; where
    it opens with no topic, its statement from the first clause that is more than a lead. A line made so is
    true to its place by construction.
    """
    first = _said(point, point.sentences[0])
    topic = _topic(first)
    if not (point.numbered or topic == first) or not SHORTEST_TOPIC <= len(topic) <= LONGEST_TOPIC:
        return _statement(outline, point)
    if _LEADS_OVER.match(topic) or _LEAD.match(first):
        return _statement(outline, point)
    if find_quantities(topic):
        return shorten(first)
    figured = with_figure(outline, point, topic)
    return figured if figured != topic else _with_detail(point, first, topic)


def stating(point: Point) -> Sequence[Sentence]:
    """The sentences from the one that states the point: without a number, the first with a figure or a topic."""
    found = (
        index
        for index, each in enumerate(point.sentences)
        if point.numbered
        or len(each.text) <= LONGEST_TOPIC
        or any(map(str.isdigit, each.text))
        or (not index and opens_with_thesis(point.sentences))
    )
    return point.sentences[next(found, 0) :]


def _statement(outline: Outline, point: Point) -> str | None:
    """The sentence that states the point, without what leads over to it, as far as one line holds it."""
    line = shorten(without_lead(_said(point, stating(point)[0])))
    if not SHORTEST_TOPIC <= len(line) <= LONGEST_ITEM:
        return None
    return with_figure(outline, point, line)


def without_lead(text: str) -> str:
    """A statement from the first clause that is more than a lead; one with a figure always is."""
    clauses = PART.findall(text)
    while len(clauses) > 1 and _LEAD.fullmatch(clauses[0]) and not find_quantities(clauses[0]):
        del clauses[0]
    return tidy("".join(clauses))


def _said(point: Point, sentence: Sentence) -> str:
    """What a sentence says without the words at its head that govern the whole list."""
    whole = point.lead.endswith(tuple("：:，,"))
    return tidy(sentence.text.removeprefix(point.lead) if whole else sentence.text)


def _with_detail(point: Point, first: str, topic: str) -> str:
    if first != topic:
        return shorten(first)
    rest = "".join(sentence.text for sentence in point.sentences[1:2])
    detail = shorten(without_lead(rest), LONGEST_ITEM - len(topic) - 1)
    line = f"{topic}：{detail}"
    return line if detail and not _ONLY_FOR.fullmatch(detail) and len(line) <= LONGEST_ITEM else topic


def with_figure(outline: Outline, point: Point, text: str) -> str:
    """`text` itself if it holds a quantity, else its topic with the point's figures, as many as one line holds.

    The first ones are taken: of 125 labelled points, their annotators chose one of these for 114, the largest
    sums of money would have been one for 106.
    """
    if find_quantities(text):
        return text
    topic = _topic(text)
    if len(topic) > LONGEST_TOPIC:
        return text
    source, line = outline.clean.text, ""
    told = _end_of(topic, point)
    for start, end, quantity in _clauses(outline, point):
        begin = start if _GAP.fullmatch(source, told, start) else _standing(outline, start, quantity)
        if begin is None:
            continue
        detail = tidy(source[max(begin, told) : end]).lstrip("：:")
        mark = "，" if _BESIDE.fullmatch(source, told, begin) else "；"
        longer = f"{line}{mark}{detail}" if line else f"{topic}：{detail}"
        if len(longer) <= LONGEST_ITEM:
            line, told = longer, end
    return line or text


def _end_of(topic: str, point: Point) -> int:
    """Where the topic ends in the point; where the point begins if it is worded otherwise there."""
    first = point.sentences[0]
    at = first.text.find(topic)
    return first.start + (at + len(topic) if at >= 0 else 0)


def _standing(outline: Outline, start: int, quantity: Quantity) -> int | None:
    """Where to begin so that the quantity's clause can be told apart from what stands before it.

    A clause that leans on the one before it is told with it; None where that would not tell more.
    """
    if not leans(outline, quantity):
        return start
    before = clause_before(outline, start)
    return None if before is None or _LEAD.match(outline.clean.text, before) else before


def _topic(text: str) -> str:
    return text if len(text) <= LONGEST_TOPIC else TOPIC_END.split(text, maxsplit=1)[0]


def _clauses(outline: Outline, point: Point) -> Iterator[tuple[int, int, Quantity]]:
    """The clauses of the point's quantities, each once, in order, with the first quantity of each."""
    first, last = point.sentences[0].start, point.sentences[-1].end
    spans: dict[tuple[int, int], Quantity] = {}
    for quantity in outline.quantities:
        if first <= quantity.start < last and quantity.numerals == "arabic":
            spans.setdefault(clause_of(outline, quantity), quantity)
    return ((*span, quantity) for span, quantity in spans.items())
