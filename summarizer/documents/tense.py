"""Whether what a clause tells is reached, planned, a problem, or only said for comparison: by its words."""

import re

from schemas.record import Status
from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_PLANNED = re.compile(
    r"拟|力争|争取(?!到|项目|资金|上级|中央|政策)|争取到(?=\d|年)|(?<![生项])计划(?![生内外书的]|任务)|将(?!近|士|领|军|所有)|确保|(?<!\d年)[到至]20\d\d年(?!的)|预计"
    r"|(?<![主重纪摘必需])要(?![求素点闻闭职])|需要(?![^，。]{0,6}的)|会议[^，。]{0,6}要求(?=[，,：:])|(?:目标|任务)(?:是|为|[：:])"
    r"|(?:必须|务必)|(?<![去上])年底[以之]?前|[到在](?:今年)?年底|月(?:底|\d{1,2}日)[以之]?前|(?<!去)年内|明年|来年|下一步|[一二三四五]年内"
)
# What is over whatever part of the report tells it, and what is done in a report of results but due in a plan.
_OVER = re.compile(
    r"已|曾|了(?!解)|获(?![得取])|截[至止]|以来|(?<![比较与同])去年|过去|[一二三四五]年来|(?<=争取)到(?!\d|年)"
)
_DONE = re.compile(r"(?<![要前内])完成|获得|累计|取得|建成")
# A count to date is over, whatever its sentence goes on to.
_TO_DATE = re.compile(r"以来|截[至止]")
# 不少于2节: a standard to be kept, where nothing says that it is reached.
_STANDARD = re.compile(r"不[少低多高小大超]|至少|最[多少低高]")
_LACKING = re.compile(r"问题|不足|短缺|缺口|投诉|尚未|滞后|违法|违规|隐患|矛盾")


def is_planned(text: str) -> bool:
    """Whether a line speaks of what is yet to be done."""
    return _PLANNED.search(text) is not None


def status_of(outline: Outline, quantity: Quantity, around: Status | None) -> Status:
    """Whether a figure is reached, planned, part of a problem or background.

    `around` is what the statement about it is, or None. What the clause says goes before that, and that
    before the rest of the sentence; 完成 in a plan is still a plan.
    """
    if quantity.role == "from":
        return "background"
    text = outline.clean.text
    sentence = text[start_of(SENTENCE, text, quantity.start, 3 * WINDOW) : quantity.start]
    before = text[start_of(CLAUSE, text, quantity.start) : quantity.start]
    after = CLAUSE.split(text[quantity.end : quantity.end + WINDOW], maxsplit=1)[0]
    over = max(_last(_OVER, before), 0 if _OVER.search(after) else -1)
    if _last(_PLANNED, before) > over or (over < 0 and around != "problem" and _PLANNED.search(after)):
        return "planned"
    done = max(over, _last(_DONE, before))
    if around == "problem" and (_LACKING.search(sentence) or done < 0):
        return "problem"
    if over >= 0 or (done >= 0 and around != "planned"):
        return "achieved"
    if around is None and _STANDARD.match(quantity.mention):
        return "planned"
    return _by_sentence(sentence, around)


def _by_sentence(sentence: str, around: Status | None) -> Status:
    """The status where the clause tells none: by the last mark of the sentence before, else by what is around."""
    planned = _last(_PLANNED, sentence)
    if planned > max(_last(_OVER, sentence), _last(_DONE, sentence)):
        return "planned"
    return "achieved" if around == "planned" and _last(_TO_DATE, sentence) > planned else around or "achieved"


def _last(marks: re.Pattern[str], text: str) -> int:
    """Where the last mark ends, -1 where there is none."""
    return max((found.end() for found in marks.finditer(text)), default=-1)
