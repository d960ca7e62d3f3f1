"""Parts that do not make their total, and shares that do not follow from two counts."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter

from summarizer.documents.arithmetic import Contradiction, amount, is_exact, slack
from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_start = attrgetter("start")
_OF_WHICH = re.compile(r"[，,（(：:]?(?:其中|包括)[：:，,]?")
_PART = re.compile(r"[一-鿿A-Za-z“”]{1,16}")
_NEXT_PART = re.compile(r"(?P<mark>[、和与及，,])(?P<name>[一-鿿A-Za-z“”]{1,16})")
# Parts that may overlap say nothing by their sum.
_OVERLAPPING = re.compile(
    r"女|男|以[上下]|党员|民族|学历|职称|研究生|本科|硕士|博士|骨干|困难|贫困|留守|残疾|重点|优秀|新增|外|青年|老年|累计"
)
# Parts that are together the whole of anything.
_WHOLES = (("第一产业", "第二产业", "第三产业"), ("一产", "二产", "三产"), ("新建", "续建"), ("新建", "改造"))
_LIST_END = re.compile(r"[，,。；;）)\n]|合计|[共总]计|共|\Z")
_NOT_SUMMED = frozenset({"%", "‰", "个百分点", "倍", "岁", "分", "天", "年"})
# Of the parts and nothing else.
_TOGETHER = re.compile(r"[，,、]?(?:合计|共计|总计|共)(?:为|达|有)?")
_IN_ALL = re.compile(r"(?:合计|共计|总计|总共|一共|(?<![中公])共(?!享|建|同|产))[^，。；0-9]{0,14}$")
_OPENED = re.compile(r"[一-鿿]{0,10}?(?:[：:（(]|[，,](?:分别(?:为|是)[：:]?|即|分为))")
# After a comma only what is named like the first part is one more: 适任船员…，普通船员….
_ALIKE = 2  # characters
_EACH = re.compile(r"[每各]|平均|人均")
_DUE = re.compile(r"应|需|交办|移交|转办|反馈|抽检|抽查|检测|检验|受理|排查|下达|计划|任务|目标")
_DONE_OF = re.compile(
    r"[^，。；、]{0,6}[，,、](?:其中|目前|现|均)?(?:已|实际|已经)?(?P<verb>[一-鿿]{2})(?!率)[^，。；、]{0,6}"
)
_RATE = re.compile(r"[^，。；、]{0,6}[，,、（(](?P<verb>[一-鿿]{2})率(?:达到|达|为|是)?")
_AMONG = re.compile(r"[^，。；、]{0,8}中[，,]?(?:已)?有")
_MAKES_UP = re.compile(r"[^，。；、]{0,8}[，,（(]占(?:比)?(?:总数的?)?(?:达到|达|为)?")
_COUNT_ROUNDING = 100


def sums(outline: Outline) -> Iterator[Contradiction]:
    """Parts that make more than the total they are 其中 of, or another sum than the total of just them."""
    yield from _of_which(outline)
    for index, total in enumerate(outline.quantities):
        if not is_exact(total) or total.direction or total.role or total.unit in _NOT_SUMMED:
            continue
        for parts, names in (_parts_before(outline, index), _parts_after(outline, index)):
            if len(parts) > 1 and not any(_OVERLAPPING.search(each) or _EACH.search(each) for each in names):
                yield from _unequal(total, parts, most=True, least=True)


def _of_which(outline: Outline) -> Iterator[Contradiction]:
    for said in _OF_WHICH.finditer(outline.clean.text):
        first = bisect_left(outline.quantities, said.end(), key=_start)
        parts, names = _parts(outline, said.end(), first)
        total = _total(outline, said.start(), first, parts[0].unit) if len(parts) > 1 else None
        if total and not any(_OVERLAPPING.search(name) for name in names):
            yield from _unequal(total, parts, most=True, least=any(_are(names, each) for each in _WHOLES))


def _unequal(
    total: Quantity, parts: Sequence[Quantity], *, most: bool, least: bool
) -> Iterator[Contradiction]:
    """The parts if they make more than the total (`most`) or less (`least`), by more than rounding hides."""
    together = sum((each.value for each in parts), Decimal(0))
    rounding = sum((slack(each) for each in parts), slack(total))
    if (most and together > total.value + rounding) or (least and together < total.value - rounding):
        reason = f"各部分相加为{amount(together, total)}，与总数{total.mention}不符"
        places = sorted([(total.start, total.end), (parts[0].start, parts[-1].end)])
        yield Contradiction(reason, tuple(places))


def _parts_before(outline: Outline, index: int) -> tuple[list[Quantity], list[str]]:
    """The list that ends where a total is told of it: 东区12个、西区15个，合计27个."""
    text, total = outline.clean.text, outline.quantities[index]
    first, start = index, start_of(SENTENCE, text, total.start, 3 * WINDOW)
    while (
        first
        and outline.quantities[first - 1].start >= start
        and outline.quantities[first - 1].unit == total.unit
    ):
        first -= 1
    if first == index or not _TOGETHER.fullmatch(text[outline.quantities[index - 1].end : total.start]):
        return [], []
    clause = start_of(CLAUSE, text, outline.quantities[first].start)
    parts, names = _parts(outline, clause, first)
    return (parts, names) if len(parts) == index - first else ([], [])


def _parts_after(outline: Outline, index: int) -> tuple[list[Quantity], list[str]]:
    """The list that a total opens: 共27个：东区12个、西区15个。"""
    text, total = outline.clean.text, outline.quantities[index]
    before = text[start_of(CLAUSE, text, total.start) : total.start]
    opened = _OPENED.match(text, total.end)
    if not opened or not _IN_ALL.search(before):
        return [], []
    parts, names = _parts(outline, opened.end(), index + 1)
    same = bool(parts) and parts[0].unit == total.unit and parts[-1].end < len(text)
    return (parts, names) if same and text[parts[-1].end] in "。；;）)\n" else ([], [])


def shares(outline: Outline) -> Iterator[Contradiction]:
    """Shares that do not follow from the two counts before them: 应完成200件，完成180件，完成率95%."""
    text, quantities = outline.clean.text, outline.quantities
    for whole, part, share in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if not all(is_exact(each) and not each.direction and not each.role for each in (whole, part, share)):
            continue
        if share.unit != "%" or whole.unit != part.unit or whole.unit in _NOT_SUMMED:
            continue
        if not 0 < part.value <= whole.value or not _is_share(text, whole, part, share):
            continue
        exact, rounding = part.value / whole.value * 100, 2 * slack(share)
        # Some cut the last place off, some write 99.9 for what is not yet all.
        if (
            not abs(exact - share.value)
            <= rounding + _COUNT_ROUNDING * (slack(part) + slack(whole)) / whole.value
        ):
            reason = f"{whole.mention}中的{part.mention}应为{exact:.1f}%，原文写{share.mention}"
            yield Contradiction(reason, ((whole.start, part.end), (share.start, share.end)))


def _is_share(text: str, whole: Quantity, part: Quantity, share: Quantity) -> bool:
    """Whether the words leave no doubt that the share is of the part in the whole."""
    first = text[start_of(CLAUSE, text, whole.start) : whole.start]
    between, then = text[whole.end : part.start], text[part.end : share.start]
    if _AMONG.fullmatch(between) and _MAKES_UP.fullmatch(then):
        return True
    done, rate = _DONE_OF.fullmatch(between), _RATE.fullmatch(then)
    return bool(done and rate and done["verb"] == rate["verb"] and _DUE.search(first))


def _parts(outline: Outline, start: int, first: int) -> tuple[list[Quantity], list[str]]:
    """The quantities of one list and what stands before each; nothing where the list is not plain."""
    text = outline.clean.text
    parts: list[Quantity] = []
    names: list[str] = []
    for quantity in outline.quantities[first:]:
        before = text[start : quantity.start]
        named = _NEXT_PART.fullmatch(before) if parts else _PART.fullmatch(before)
        if not named or (parts and quantity.unit != parts[0].unit):
            break
        if parts and named["mark"] in "，," and named["name"][-_ALIKE:] != names[0][-_ALIKE:]:
            break
        if not is_exact(quantity) or quantity.direction or quantity.unit in _NOT_SUMMED:
            return [], []
        parts.append(quantity)
        names.append(named["name"] if len(parts) > 1 else named[0])
        start = quantity.end
    return (parts, names) if _LIST_END.match(text, start) else ([], [])


def _total(outline: Outline, end: int, before: int, unit: str) -> Quantity | None:
    """The last quantity of the unit in the sentence before 其中, if it is a total."""
    for quantity in reversed(outline.quantities[:before]):
        if SENTENCE.search(outline.clean.text, quantity.end, end):
            return None
        if quantity.unit == unit:
            return quantity if is_exact(quantity) and not (quantity.direction or quantity.role) else None
    return None


def _are(names: list[str], whole: tuple[str, ...]) -> bool:
    return len(names) == len(whole) and all(
        name.startswith(part) for name, part in zip(names, whole, strict=True)
    )
