"""Whether a figure is only said for comparison: the base of a change, a standard, a limit, how a place is."""

import re

from summarizer.documents.clauses import CLAUSE
from summarizer.quantities import Quantity

_BEFORE = r"(?:去年|上年|前年|上期|同期|年初|(?:19|20)\d\d年|“〇+”(?:时期|规划)?末?)"
# 比去年同期的42元, (去年同期5.1%), 在去年5个的基础上: what a figure is compared with, told by its own value.
_BASE = re.compile(
    rf"[比较超]{_BEFORE}[^，。；增减升降提下]{{0,12}}的[^，。；增减升降提下]{{0,8}}$"
    r"|(?:去年|上年)(?:同期|末)?[^，。；增减升降提下]{0,6}(?:为|是|只有|仅有)$|[去上]年同期[^，。；增减升降提下快慢多少高低]{0,6}$"
    r"|(?<![于过出比为较])(?:全国|世界|全球)平均(?:水平|值|线)?(?:仅?为|是|[（(])$"
    r"|^\s*(?:过去|以前|原来|原先|此前)(?![^，。；]{0,3}[年月]|的)[^，。；]{0,15}$"
)
# 从2019年的43%升到2024年的61%: too far apart for the two to be read as one change.
_FROM = re.compile(r"[由从][^，。；]{0,20}年[^，。；0-9]{0,6}$")
_TO = re.compile(
    r"(?:左右|以上)?(?:提高|提升|增加|增长|上升|扩大|下降|减少|降低|缩小|压减|升|降|增|减)[到至为]"
)
# 由5.8等提到5.6等: 提到 by itself mentions.
_OUT_OF = re.compile(r"[由从][^，。；0-9]{0,12}$")
_INTO = re.compile(r"[提调变转改][到至为成]\d")
_ON_TOP = re.compile(r"在(?:去年|上年|前年|(?:19|20)\d\d年)[^，。；]{0,20}$")
# 占年度计划3.4亿元的54.7%, 全省13个市中列第8位: the whole that a part or a rank is of.
_OF = re.compile(r"占[^，。；0-9]{0,12}$")
_SHARE = re.compile(r"的(?:近|约|超过?)?\d")
_AMONG = re.compile(
    r"[^，。；、0-9]{0,14}(?:中|里|当中)，?(?:有|共有|分列|分居|居|位[列居]|排|列|\d|脱颖而出)"
)
# 把9个网格细分为68个: what was made into more or fewer of the same.
_PUT = re.compile(r"[把将由][^，。；]{0,6}$")
_MADE = re.compile(r"[^，。；0-9]{0,8}(?:细分|整合|合并|归并|优化|调整|重组|撤并)[成为到至]\d+")
# What a place is, not what was made of it.
_GIVEN = re.compile(
    r"(?:(?:总|户籍|农业)人口|国土(?:总?面积)?|幅员(?:总?面积)?|(?:辖区|行政区域|区域|全[省市县区])总?面积|海拔"
    r"|年均?降[雨水]量|年?平均气温|下辖|管辖|核定编制)(?:约|达到?|为|有|高达)*$"
)
# 我校是一所中学，有教学班42个: what a place or body is and has.
_DESCRIBED = re.compile(r"(?:位于|地处|坐落|是一[所个家座]|下?辖(?!区)|辖区面积|(?:共|现)有)")
_MADE_OF_IT = re.compile(r"已|了|获|被评|新[增建]|[位列排]居|居全|列[第全]|达到|建成|完成|率达")
# 补助标准为500元: in force, not reached.
_IN_FORCE = re.compile(
    r"(?<!提高)(?:(?<!达)标准|限额|限价|上限|下限|起点|门槛|定额)(?:分别)?(?P<said>[为是：:]|不[超高低]过?于?)?$"
)
# 优于国家90分钟以内的标准
_AGAINST = re.compile(r"(?:[优高低好快]于|超过)[^，。；]{0,8}$")
_STANDARD = re.compile(r"的[^，。；]{0,4}(?:标准|要求|规定|目标|水平)")
# 产值超10亿元的企业达100家, 人数少于150人的学校, 得分低于70分的，…: which ones are meant.
_MEASURED = re.compile(
    r"(?:收入|产值|销售额|营收|规模|面积|人数|投资|投资额|投入|金额|年龄|时间|期限|学生数|注册资本|单价|造价"
    r"|得分|评分|分数|利率|年限|工龄|纳税|纳税额)(?:在|达到?)?$"
)
_FOR = re.compile(r"^\s*(?:凡是?)?对[^，。；]*$")
_WHICH = re.compile(r"的(?!标准|比例|目标|速度|水平|资金|投资|规模|奖励|补助|补贴)")
_DEMANDED = re.compile(r"不[少低多高小大超]|至少|最[多少低高]")
_YEAR = re.compile(r"\s*((?:19|20)\d\d)年?\s*")
_TABLE = 600  # characters above a row in which its header may stand
_LIMITS = frozenset({"at_least", "at_most"})


def is_background(text: str, quantity: Quantity, before: str, after: str, *, lacking: bool) -> bool:
    """Whether a figure is compared with, describes the place, or says which things are meant.

    `before` and `after` are what its clause says around it. What a shortcoming is told of belongs to it:
    where the text is `lacking`, only what a figure is compared with is background.
    """
    if quantity.role == "from" or _earlier_column(text, quantity.start):
        return True
    if (_FROM.search(before) and _TO.match(after)) or (_OUT_OF.search(before) and _INTO.match(after)):
        return True
    if quantity.direction is None and (_BASE.search(before) or _GIVEN.search(before)):
        return True
    if (after.startswith("的基础上") and _ON_TOP.search(before)) or _is_part_of(quantity, before, after):
        return True
    if lacking:
        return False
    whole = quantity.direction is None and quantity.unit != "%" and _AMONG.match(after)
    return bool(whole) or _is_limit(text, quantity, before, after)


def _earlier_column(text: str, start: int) -> bool:
    """Whether a figure stands in a table under a year before that of a later column."""
    row = text.rfind("\n", 0, start) + 1
    column = text.count("\t", row, start)
    if not column:
        return False
    above = text[max(0, row - _TABLE) : row].splitlines()
    for line in reversed(above):
        if "\t" not in line:
            return False
        years = [found and int(found[1]) for found in map(_YEAR.fullmatch, line.split("\t"))]
        if any(years):
            here = years[column] if column < len(years) else None
            return here is not None and here < max(filter(None, years))
    return False


def is_in_force(quantity: Quantity, before: str) -> bool:
    """Whether a figure is a standard that holds: 补助标准为500元."""
    found = _IN_FORCE.search(before)
    return bool(found and quantity.direction is None and (found["said"] or quantity.unit.startswith("元")))


def is_described(quantity: Quantity, sentence: str, *, opening: bool) -> bool:
    """Whether a figure says what a place or body is or has, told where it is introduced.

    `sentence` is what stands before the figure in its sentence; 共有 and 现有 introduce only in an `opening`.
    """
    found = _DESCRIBED.search(sentence)
    return bool(
        found
        and (opening or not found[0].endswith("有"))
        and not (quantity.direction or quantity.level or _MADE_OF_IT.search(sentence, found.start()))
    )


def _is_part_of(quantity: Quantity, before: str, after: str) -> bool:
    if _OF.search(before) and _SHARE.match(after):
        return True
    if _AGAINST.search(before) and _STANDARD.match(after):
        return True
    made = _PUT.search(before) and _MADE.match(after)
    return bool(made and after[made.end() :].startswith(quantity.unit))


def _is_limit(text: str, quantity: Quantity, before: str, after: str) -> bool:
    """Whether a figure only says which things are meant, or on what condition something holds."""
    limit, meant, chosen = quantity.qualifier in _LIMITS, _WHICH.match(after), _FOR.search(before)
    end = quantity.end + len(after)
    if limit and after.endswith("的") and CLAUSE.match(text, end) and text[end] in "，,":
        return True
    if not meant or not (limit or quantity.qualifier == "over"):
        return False
    if chosen:
        return True
    counted = limit or re.search(r"\d", after) is not None
    return bool(counted and _MEASURED.search(before) and not _DEMANDED.match(quantity.mention))
