"""What kind of document it is: by its title, its formulas, its headings, and by who speaks in it."""

import re
from collections.abc import Callable, Sequence

from summarizer.documents.found import Found
from summarizer.documents.issuer import find_actor, without_time
from summarizer.documents.model import Section
from summarizer.documents.organisations import leading_area
from summarizer.documents.title_kind import DocType, kind_of_title

_HEAD = 600
_FOOT = 160
_REPORTS = re.compile(
    r"(?:代表[^，。\n]{2,20}|现在[，,]?(?:我)?)[^。\n]{0,12}向(?:大会|全会|会议)[^。\n]{0,6}(?:报告|汇报)"
    r"|受[^，。\n]{2,30}委托[，,]?[^。\n]{0,80}(?:报告|汇报)"
)
_SALUTATION = re.compile(
    r"^(?:尊敬的[^，。：\n]{0,20}[、，,]?)?(?:[^，。：\n]{0,24}[、，,])?[^，。\n]{0,20}(?:同志们|同志|(?:女士|先生|老师|同学|朋友|乡亲|代表|委员)们|朋友"
    r"|各位(?:代表|委员|领导|来宾|嘉宾|专家|同事|同仁|朋友|企业家|老师|委员们))[：:！!]",
    re.MULTILINE,
)
_THANKS = re.compile(
    r"(?:^|[。！!\n])\s*(?:谢谢(?:大家|各位)?|我的(?:讲话|发言)[^。\n]{0,4}(?:完|结束)[^。\n]{0,4}|我就讲(?:到这里|这些)[^。\n]{0,6})[！!。]?\s*$"
)
# Who wrote it, as newspapers tell: 本报讯（通讯员 某某）, 某报讯, （记者 某某）.
_BYLINE = re.compile(
    r"(?:本[报网台刊站]|[一-鿿]{2,10}[报网社])[ \u3000]?(?:\d{1,2}月\d{1,2}日)?[讯电](?=[ \u3000（(，])"
    r"|[（(](?:本报|全媒体|见习|首席|特约)*(?:记者|通讯员)[ \u3000:：][^（）()\n]{2,40}[）)]"
    r"|^(?:本报)?(?:记者|通讯员)[ \u3000:：][^。\n]{2,30}$",
    re.MULTILINE,
)
# 现将有关情况总结如下: the verb nearest to 如下 tells what follows.
_FOLLOWS = re.compile(
    r"现[将就][^。；\n“”]{0,40}?(?P<verb>总结|述职|汇报|报告|通知|通报|公告|印发|转发)(?:如下|给你们)"
)
_FOLLOWING: dict[str, DocType] = {
    "总结": "work_summary",
    "述职": "work_summary",
    "汇报": "work_report",
    "报告": "work_report",
}
_ARTICLE = re.compile(
    r"[（(](?:原载|原刊|本文原载|刊于|作者系|作者为|作者单位|作者[:：]|本文作者)[^（）()\n]{2,60}[）)]"
)
_COLUMN = re.compile(r"^[一-鿿]{2,4}(?:笔谈|专栏|论坛|视点)[:：|｜]", re.MULTILINE)
_CLAUSES = re.compile(r"^第[一二三四五六七八九十]+条[ \u3000]", re.MULTILINE)
_FEWEST_CLAUSES = 3
_LOOKS_BACK = re.compile(
    "工作总结|工作回顾|完成情况|开展情况|(?:年|半年|以来)[^，。]{0,6}(?:总结|回顾|工作情况)"
)
_LOOKS_AHEAD = re.compile("打算|思路|计划|安排|下一步|下步")
# The parts that a plan is made of; two of them make one.
_PLAN_PARTS = (
    re.compile("指导思想|总体要求|总体思路|(?:工作|总体|主要|活动)目标|基本原则"),
    re.compile("(?:主要|重点|工作)(?:任务|措施|举措)|实施步骤|方法步骤|活动(?:内容|安排)|时间安排|进度安排"),
    re.compile("(?:保障|组织)(?:措施|保障|领导|实施)|工作要求|有关要求"),
)
_QUOTED = re.compile("“[^“”\n]{1,200}”|「[^「」\n]{1,200}」")
_NEWS_HEAD = 1000
# A local paper says 本市 of the place it appears in.
_THIS_PLACE = re.compile("本[省市县区]")
# How a newspaper tells; a document printed below it may then speak of itself.
_TOLD = re.compile("记者|[报社]讯|日前|近日|据悉|获悉|据了解|据介绍")
_FIRST_PERSON = re.compile(r"我们|我[省市县区局委厅校院镇乡街办旗州]|本[省市县区局委校院]|咱们")
# What makes a text without a first person news, and not an essay: it reports, or tells of an area.
_REPORTED = re.compile(
    "记者|[报社]讯|日前|近日|近期|连日来|昨[天日]|今[天日]|据悉|获悉|据了解|据介绍|原标题[:：]|(?:会议|会上)[^，。]{0,4}(?:指出|强调|要求|提出)"
    "|\\d{1,2}月\\d{1,2}日"
)
# Without a title: in such a year we did so.
_ON_THE_YEAR = re.compile(
    r"^\s*(?:(?:19|20)\d\d年|今年|[上下]半年|一年来)[^。]{0,200}(?:我们|我[局县市区镇乡委厅校院])[^。]*(?:完成|取得|实现|交出|办成|坚持)"
)
_EVENT = re.compile(
    r"(?:(?:19|20)\d\d年)?(?:\d{1,2}月\d{1,2}日|近日|日前)[^。]{2,50}?(?:召开|举行|举办|开展|赴|到|主持|调研|检查|督导|会见|考察|听取|审议)"
)
_ATTENDED = re.compile(
    "出席(?:会议|活动|并|了)|主持会议|参加(?:会议|活动|调研|检查)|(?:指出|强调|要求)[，：,:]|会上，"
)
_WHEN = re.compile(r"(?:(?:(?:19|20)\d\d|今|去)年(?:以来|度|[上下]半年)?|近年来|近期)?[，,]?")


def find_doc_type(
    text: str,
    titles: Sequence[Found[str]],
    sections: Sequence[Section],
    *,
    official: bool,
    signed: bool,
) -> Found[DocType] | None:
    """The kind, by the first rule that tells one, None where none does.

    `titles` are the title and what stands below it; `official` says that the document has a number or an
    addressee, so that it is no news item; `signed` that a person's name and post stand below the title.
    """
    for title in titles:
        if kind := kind_of_title(title.value):
            return Found(kind, title.start, title.end, "title")
    rules: tuple[Callable[[], Found[DocType] | None], ...] = (
        lambda: _matched(_REPORTS, text[:_HEAD], "work_report", "opening"),
        lambda: _matched(_SALUTATION, text[:_HEAD], "speech", "salutation"),
        lambda: _thanks(text),
        lambda: _byline(text),
        lambda: _by_formula(text[:_HEAD]),
        lambda: _by_clauses(text),
        lambda: _by_headings(sections),
        lambda: None if official else _event(text),
        lambda: _matched(_ARTICLE, text, "article", "printed_in"),
        lambda: _matched(_COLUMN, text[:_HEAD], "article", "column"),
        lambda: Found("article", 0, len(text), "signed") if signed else None,
        lambda: None if titles else _matched(_ON_THE_YEAR, text[:_HEAD], "work_summary", "untitled"),
        lambda: None if official else _third_person(text, titles),
    )
    return next((found for rule in rules if (found := rule())), None)


def _matched(pattern: re.Pattern[str], text: str, kind: DocType, rule: str) -> Found[DocType] | None:
    found = pattern.search(text)
    return Found(kind, *found.span(), rule) if found else None


def _thanks(text: str) -> Found[DocType] | None:
    """Who thanks his listeners at the end has spoken."""
    start = max(0, len(text.rstrip()) - _FOOT)
    found = _THANKS.search(text, start)
    return Found("speech", *found.span(), "thanks") if found else None


def _byline(text: str) -> Found[DocType] | None:
    """A reporter named at the head or at the end."""
    foot = max(0, len(text.rstrip()) - _FOOT)
    found = _BYLINE.search(text, 0, _HEAD) or _BYLINE.search(text, foot)
    return Found("news", *found.span(), "byline") if found else None


def _by_formula(head: str) -> Found[DocType] | None:
    found = _FOLLOWS.search(head)
    return Found(_FOLLOWING.get(found["verb"], "notice"), *found.span(), "formula") if found else None


def _by_clauses(text: str) -> Found[DocType] | None:
    """第一条 to the last: rules that others are to keep."""
    clauses = list(_CLAUSES.finditer(text))
    if len(clauses) < _FEWEST_CLAUSES:
        return None
    return Found("notice", clauses[0].start(), clauses[-1].end(), "clauses")


def _by_headings(sections: Sequence[Section]) -> Found[DocType] | None:
    """What was done and then what is to be done is a summary; aims, tasks and safeguards are a plan."""
    tops = [each for each in sections if each.level == 1]
    if len(tops) < 2:
        return None
    place = tops[0].start, tops[-1].start + len(tops[-1].heading)
    if _LOOKS_BACK.search(tops[0].heading) and any(_LOOKS_AHEAD.search(each.heading) for each in tops[1:]):
        return Found("work_summary", *place, "headings")
    held = [part for part in _PLAN_PARTS if any(part.search(each.heading) for each in tops)]
    return Found("plan", *place, "headings") if len(held) > 1 else None


def _event(text: str) -> Found[DocType] | None:
    """What opens with the day on which somebody met or visited, and tells who came and what they said."""
    opened = _EVENT.match(text.lstrip())
    return Found("news", 0, opened.end(), "event") if opened and _ATTENDED.search(text[:_NEWS_HEAD]) else None


def _third_person(text: str, titles: Sequence[Found[str]]) -> Found[DocType] | None:
    """What reports and never speaks of itself is news: who reports on himself says 我 somewhere."""
    # What somebody is quoted with is not the document's own voice.
    reported = _TOLD.search(text[:_HEAD])
    own = _QUOTED.sub("", _THIS_PLACE.sub("", text[:_NEWS_HEAD]) if reported else text)
    if _FIRST_PERSON.search(own) or not _reports(text, titles):
        return None
    return Found("news", 0, len(text), "third_person")


def _reports(text: str, titles: Sequence[Found[str]]) -> bool:
    opening = text.lstrip()[:40]
    when = _WHEN.match(opening)
    told = leading_area(opening[when.end() if when else 0 :]) or any(
        leading_area(without_time(each.value)) for each in titles
    )
    return bool(told or _REPORTED.search(text) or find_actor(text))
