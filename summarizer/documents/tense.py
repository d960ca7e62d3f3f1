"""Whether what a clause tells is reached, planned, a problem, or only said for comparison: by its words."""

import re

from schemas.record import Status
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_WINDOW = 80
_CLAUSE = re.compile(r"[，,。；;：:！？\n]")
_SENTENCE = re.compile(r"[。！？；;\n]")

_PLANNED = re.compile(
    r"拟|力争|争取(?!到)|(?<![生项])计划(?![生内外书])|将(?!近|士|领|军)|确保|[到至]20\d\d年|预计|(?<![主重纪摘必])要(?![求素点闻])"
)
_DONE = re.compile(r"已|(?<![要前内])完成|获|了|累计|取得|建成")
_LACKING = re.compile(r"问题|不足|短缺|缺口|投诉|尚未|滞后|违法|违规|隐患|矛盾")


def is_planned(text: str) -> bool:
    """Whether a line speaks of what is yet to be done."""
    return _PLANNED.search(text) is not None


def status_of(outline: Outline, quantity: Quantity, around: Status | None) -> Status:
    """Whether a figure is reached, planned, part of a problem or background.

    `around` is what the statement about it is, or None. The tense of the clause goes before that of the
    sentence, and both before the statement's.
    """
    if quantity.role == "from":
        return "background"
    text = outline.clean.text
    start = _start_of(_SENTENCE, text, quantity.start, 3 * _WINDOW)
    sentence = text[start : quantity.start]
    clause = text[_start_of(_CLAUSE, text, quantity.start) : quantity.start]
    if _PLANNED.search(clause):
        return "planned"
    if around == "problem" and (_LACKING.search(sentence) or not _DONE.search(clause)):
        return "problem"
    if _DONE.search(clause):
        return "achieved"
    planned = max((found.end() for found in _PLANNED.finditer(sentence)), default=-1)
    done = max((found.end() for found in _DONE.finditer(sentence)), default=-1)
    return "planned" if planned > done else around or "achieved"


def _start_of(mark: re.Pattern[str], text: str, end: int, window: int = _WINDOW) -> int:
    """Where the clause or sentence that reaches to `end` begins, at most `window` characters before."""
    first = max(0, end - window)
    return max((first + found.end() for found in mark.finditer(text[first:end])), default=first)
