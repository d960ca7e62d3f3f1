"""Whether what a clause tells is reached, planned, a problem, or only said for comparison: by its words."""

import re
from collections.abc import Callable

from schemas.record import Status
from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.documents.parts import gives_orders, parts, year_of
from summarizer.quantities import Quantity

# 将…纳入: a thing is put somewhere, nothing lies ahead.
_PUT = r"[^，。；]{1,25}?(?:纳入|列入|作为|分[为成]|划[为分]|转[为化]|变[为成]|提高到|送[到至]|交由|的情况)"
_DEADLINE = r"(?<!\d年)[到至](?P<year>20\d\d)年(?!的)|(?<![去上])年底[以之]?前|[到在](?:今年)?年底|月(?:底|\d{1,2}日)[以之]?前"
_DEMANDED = r"(?:会议[^，。]{0,6}|提出[^，。；]{0,8})要求(?=[，,：:])"
_PLANNED = re.compile(
    r"拟|力争|争取(?!到|[“”〇]*(?:项目|资金|上级|中央|政策))|争取到(?=\d|年)|(?<![生项])计划(?![生内外书的]|任务)"
    rf"|(?<![即])将(?!近|士|领|军|所有|{_PUT})|(?<!为)确保|{_DEADLINE}|预计|承诺"
    r"|(?<![主重纪摘必需])要(?![求素点闻闭职])|(?<!实际)需要(?![^，。]{0,6}的)|{_DEMANDED}|(?:目标|任务)(?:是|为|[：:])"
    r"|(?:必须|务必)|(?<!去)年内|明年|来年|下一步|[一二三四五]年内(?![就便即已])"
)
# What governs all that its sentence lists, whatever is 完成 or 累计 in it.
_GOVERNS = re.compile(rf"力争|{_DEADLINE}|(?:目标|任务)(?:是|为|[：:])|{_DEMANDED}|承诺[，,：:]|下一步")
# What is over whatever part of the report tells it, and what is done in a report of results but due in a plan.
_OVER = re.compile(
    r"已|曾|了(?!解)|获(?![得取])|截[至止]|以来|(?<![比较与同])去年|过去|[一二三四五]年来|(?<=争取)到(?!\d|年)"
    r"|[一二三四五]年内(?=[就便即已])"
)
_DONE = re.compile(r"(?<![要前内])完成|获得|累计|取得|建成")
# A count to date is over, whatever its sentence goes on to.
_TO_DATE = re.compile(r"以来|截[至止]")
# 不少于2节: a standard to be kept, where nothing says that it is reached.
_STANDARD = re.compile(r"不[少低多高小大超]|至少|最[多少低高]")
_LACKING = re.compile(r"问题|不足|短缺|缺口|投诉|尚未|滞后|违法|违规|隐患|矛盾")
_BEFORE = r"(?:去年|上年|前年|上期|同期|年初|(?:19|20)\d\d年|“〇+”(?:时期|规划)?末?)"
# 比去年同期的42元, (去年同期5.1%), 在去年5个的基础上: what a figure is compared with, told by its own value.
_BASE = re.compile(
    rf"[比较超]{_BEFORE}[^，。；增减升降提下]{{0,12}}的[^，。；增减升降提下]{{0,8}}$"
    r"|(?:去年|上年)(?:同期|末)?[^，。；增减升降提下]{0,6}(?:为|是|只有|仅有)$|[去上]年同期[^，。；增减升降提下]{0,6}$"
    r"|(?<![于过出比为较])(?:全国|世界|全球)平均(?:水平|值|线)?(?:仅?为|是|[（(])$"
)
# 从2020年的51%提升到2025年的70%: too far apart for the two to be read as one change.
_FROM = re.compile(r"[由从][^，。；]{0,20}年[^，。；0-9]{0,6}$")
_TO = re.compile(
    r"(?:左右|以上)?(?:提高|提升|增加|增长|上升|扩大|下降|减少|降低|缩小|压减|升|降|增|减)[到至为]"
)
_ON_TOP = re.compile(r"在(?:去年|上年|前年|(?:19|20)\d\d年)[^，。；]{0,20}$")
# What a place is, not what was made of it.
_GIVEN = re.compile(
    r"(?:(?:总|户籍|农业)人口|国土(?:总?面积)?|幅员(?:总?面积)?|(?:辖区|行政区域|区域|全[省市县区])总?面积|海拔"
    r"|年均?降[雨水]量|年?平均气温|下辖|管辖)(?:约|达到?|为|有|高达)*$"
)
# 补助标准为500元: in force, not reached.
_IN_FORCE = re.compile(
    r"(?<!提高)(?:(?<!达)标准|限额|限价|上限|下限|起点|门槛|定额)(?:分别)?(?P<said>[为是：:]|不[超高低]过?于?)?$"
)
# 产值超10亿元的企业达100家, 人数少于150人的学校: which ones are meant.
_MEASURED = re.compile(
    r"(?:收入|产值|销售额|营收|规模|面积|人数|投资|投资额|金额|年龄|时间|期限|学生数|注册资本|单价|造价)(?:在|达到?)?$"
)
_WHICH = re.compile(r"的(?!标准|比例|目标|速度|水平|资金|投资|规模)")
_LONG_SENTENCE = 6 * WINDOW
_FULL_STOP = re.compile(r"[。！？\n]")

StatusOf = Callable[[Quantity, Status | None], Status]


def is_planned(text: str) -> bool:
    """Whether a line speaks of what is yet to be done."""
    return _PLANNED.search(text) is not None


def statuses(outline: Outline) -> StatusOf:
    """A function that tells whether a figure of the document is reached, planned, part of a problem or background.

    It is given the figure and what the statement about it is, or None. What a heading announces goes before
    that: 完成 in a plan is still a plan. What the clause says goes before both, and they before the rest of
    the sentence.
    """
    text, part, year = _without_names(outline), parts(outline), year_of(outline)
    ordered = gives_orders(outline)

    def status(quantity: Quantity, around: Status | None) -> Status:
        announced = part(quantity.start)
        ahead = announced == "planned" or (ordered and announced is None)
        return _status(text, quantity, "planned" if ahead else around or announced, year)

    return status


def _without_names(outline: Outline) -> str:
    """The clean text, of the same length, where no word of a name is read as a mark: 《三年行动计划》, “争取”."""
    text, pieces, end = outline.clean.text, [], 0
    for name in outline.names:
        if name.start >= end and not re.search(r"\d", name.text):
            pieces += [text[end : name.start], "〇" * (name.end - name.start)]
            end = name.end
    return "".join([*pieces, text[end:]])


def _status(text: str, quantity: Quantity, around: Status | None, year: int | None) -> Status:
    before = text[start_of(CLAUSE, text, quantity.start) : quantity.start]
    after = CLAUSE.split(text[quantity.end : quantity.end + WINDOW], maxsplit=1)[0]
    if _is_base(quantity, before, after):
        return "background"
    over = max(_last(_OVER, before, year), 0 if _OVER.search(after) else -1)
    if _last(_PLANNED, before, year) > over or (over < 0 and around != "problem" and _PLANNED.search(after)):
        return "planned"
    if _is_in_force(quantity, before):
        return "background"
    whole = text[start_of(_FULL_STOP, text, quantity.start, _LONG_SENTENCE) : quantity.start]
    done = max(over, _last(_DONE, before, year))
    if around == "problem" and (_LACKING.search(SENTENCE.split(whole)[-1]) or done < 0):
        return "problem"
    standard = around is None and _STANDARD.match(quantity.mention) is not None and done < 0
    governed = -1 if over >= 0 else _last(_GOVERNS, whole, year)
    if over < 0 and (standard or (governed >= 0 and governed > _last(_OVER, whole, year))):
        return "planned"
    reached = over >= 0 or (done >= 0 and around != "planned")
    return "achieved" if reached else _by_sentence(whole, around, year)


def _is_base(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a figure is compared with, describes the place, or says which things are meant."""
    if quantity.role == "from" or (_FROM.search(before) and _TO.match(after)):
        return True
    if quantity.direction is None and (_BASE.search(before) or _GIVEN.search(before)):
        return True
    if after.startswith("的基础上") and _ON_TOP.search(before):
        return True
    if not (_MEASURED.search(before) and _WHICH.match(after)) or _STANDARD.match(quantity.mention):
        return False
    counts = quantity.qualifier == "over" and re.search(r"\d", after) is not None
    return counts or quantity.qualifier in ("at_least", "at_most")


def _is_in_force(quantity: Quantity, before: str) -> bool:
    found = _IN_FORCE.search(before)
    return bool(found and quantity.direction is None and (found["said"] or quantity.unit.startswith("元")))


def _by_sentence(whole: str, around: Status | None, year: int | None) -> Status:
    """The status where the clause tells none: by the last mark before in the sentence, else by what is around."""
    sentence = SENTENCE.split(whole)[-1]
    planned = _last(_PLANNED, sentence, year)
    if planned > max(_last(_OVER, sentence, year), _last(_DONE, sentence, year)):
        return "planned"
    to_date = around == "planned" and _last(_TO_DATE, sentence, year) > planned
    return "achieved" if to_date else around or "achieved"


def _last(marks: re.Pattern[str], text: str, year: int | None) -> int:
    """Where the last mark ends, -1 where there is none; a deadline before the document's year is none."""
    return max(
        (found.end() for found in marks.finditer(text) if not _is_past(found, year)),
        default=-1,
    )


def _is_past(found: re.Match[str], year: int | None) -> bool:
    due = found.groupdict().get("year")
    return bool(year and due and int(due) < year)
