"""Which lists of the schema a point may belong to, as far as rules are sure."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from schemas.fields import CitedItems
from schemas.record import Status
from summarizer.documents import Outline, Point, gives_orders, is_planned, parts, without_aims

CLAUSE_END = re.compile(r"[，。；：！？,;:!?]")
# A number at the head of a clause says nothing about its sort: 一要, （二）, 第三，, 1.
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[是、，,]?|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])"
)
# Words that begin or end like a mark and are none.
_OTHER = re.compile(
    r"[相互]互制约|制约(?:监督)?机制|(?:对于?|凡是?|如|若)已"
    # 如果出了问题, 不能因为拖拉而影响了全局: nothing is over.
    r"|(?:如果|一旦|假如|要是|不能因为|不要)[^。；]*?了"
    r"|为了|除了|了解|免不了|少不了|要求|要素|要点|要么|将近|应急|应届|应用|应运|共同|共建|共享|成功率|确保"
    r"|争取(?:到(?!\d|年)|上级|中央|省级)|预计(?:全年|今年|年)"
)
# What a name is made of says nothing of who bears it: “青苗计划”.
_NAMED = re.compile("“[^”]*”|《[^》]*》")
_DIGIT = re.compile(r"\d")

# 按照上级要求，主要做了以下工作：
_DID = re.compile(r"[做抓干开展](?:好)?了[^，。；]{0,10}[：:]$")

# 据了解，市财政部门还将…；…；…
_TO_BE_DONE = re.compile("将$")

# A sort of statement is clear where its marks outnumber those of every other sort by more than this.
CLEARLY = 2
# In a document without sections one point alone tells too little of the others.
_LEAST_VOTES = 2

Fields = Mapping[str, CitedItems]
Sorter = Callable[[Point], tuple[str, ...]]


def sorter(outline: Outline, fields: Fields) -> Sorter:
    """A function that names the fields that may hold a point of the document (see `candidates`)."""
    part, mood = parts(outline), _moods(outline, fields)
    return lambda point: candidates(point, fields, part(point.sentences[0].start), mood(point))


def candidates(
    point: Point, fields: Fields, part: Status | None, mood: Status | None = None
) -> tuple[str, ...]:
    """Name the fields that may hold the point: one where rules are sure, several where they are not.

    The nearest heading or lead-in that announces something decides, then `part`, what the point stands in;
    where several sorts are announced, or none, the marks of the point itself decide, if they speak clearly
    for one, and if not `mood`, what most of the points around it are.
    """
    announced = _announced(point, fields)
    if len(announced) != 1:
        announced = _of_status(fields, part) or announced
    if len(announced) == 1:
        return announced
    return _by_marks(point, {name: fields[name] for name in announced or fields}, mood) or tuple(fields)


def _moods(outline: Outline, fields: Fields) -> Callable[[Point], Status | None]:
    """A function that tells what most points of a point's top section are by their own marks, else of the document.

    A plan or an order tells what is to be done.
    """
    if gives_orders(outline):
        return lambda point: "planned"  # noqa: ARG005  wherever it stands
    votes: dict[int | None, Counter[Status]] = defaultdict(Counter)
    for point in outline.points:
        sure = _by_marks(point, fields, None)
        status = fields[sure[0]].status if len(sure) == 1 else None
        if status in ("achieved", "planned"):
            votes[point.section][status] += 1
    whole = _most(sum(votes.values(), Counter()), _LEAST_VOTES)
    around = {section: _most(counted, 1) for section, counted in votes.items()} | {None: whole}
    return lambda point: around.get(point.section) or whole


def _most(votes: Counter[Status], least: int) -> Status | None:
    """What is voted for most, by `least` votes more than anything else."""
    first, second = (*votes.most_common(2), (None, 0), (None, 0))[:2]
    return first[0] if first[1] - second[1] >= least else None


def _by_marks(point: Point, fields: Fields, mood: Status | None) -> tuple[str, ...]:
    marks = {name: _marks(point, field) for name, field in fields.items()}
    possible = tuple(name for name in marks if _tells(marks[name]) or not fields[name].always_marked)
    in_topic = tuple(name for name in possible if marks[name][0])
    if len(in_topic) == 1 or not possible:
        return in_topic
    most, *others = sorted(possible, key=lambda name: sum(marks[name]), reverse=True)
    clear = sum(marks[most]) > CLEARLY * max((sum(marks[name]) for name in others), default=0)
    told = tuple(name for name in possible if marks[name][0])
    around = tuple(name for name in _of_status(fields, mood) if name in (told or possible))
    if clear and (_tells(marks[most]) or not around):
        return (most,)
    return around or told or possible


def _tells(marks: list[bool]) -> bool:
    """Whether marks make a point a statement of their sort: its topic bears one, or half of its sentences do."""
    return marks[0] or 2 * sum(marks) >= len(marks)


def _announced(point: Point, fields: Fields) -> tuple[str, ...]:
    """What the lead-in or the nearest heading announces; of a lead-in its end counts: 在肯定成绩的同时，…不足."""
    if _DID.search(point.lead):
        return _of_status(fields, "achieved")
    lead = without_aims(point.lead)
    if _TO_BE_DONE.search(lead):
        return _of_status(fields, "planned")
    ends = {name: max(map(lead.rfind, field.headings)) for name, field in fields.items() if field.headings}
    if ends and max(ends.values()) >= 0:
        return (max(ends, key=lambda name: ends[name]),)
    for heading in map(without_aims, reversed(point.path)):
        found = tuple(
            name for name, field in fields.items() if any(word in heading for word in field.headings)
        )
        if found:
            return found
    return ()


def _of_status(fields: Fields, status: Status | None) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if status and field.status == status)


def _marks(point: Point, field: CitedItems) -> list[bool]:
    """For each sentence of the point, whether it bears a mark of the field.

    Without a number, the sentences that hold figures state something, the others only lead over to them.
    """
    texts = [_OTHER.sub("_", _NAMED.sub("“”", sentence.text)) for sentence in point.sentences]
    stating = [] if point.numbered else [text for text in texts if _DIGIT.search(text)]
    return [_marked(without_aims(text), field) for text in stating or texts]


def _marked(text: str, field: CitedItems) -> bool:
    if field.status == "planned" and is_planned(text):
        return True
    if any(marker in text for marker in field.markers):
        return True
    return any(
        NUMBERING.sub("", clause.strip()).startswith(field.openers) for clause in CLAUSE_END.split(text)
    )
