"""What kind of document it is."""

import re
from typing import Literal

from summarizer.documents.found import Found
from summarizer.documents.organisations import leading_area

# The choices of the schema `work_report/1`, which is not imported: it would bring all of pydantic.
DocType = Literal["work_summary", "work_report", "speech", "article", "plan", "notice", "news", "other"]

# What a title ends in; the first that fits decides, so the longer stand first.
_ENDS: tuple[tuple[str, DocType], ...] = (
    ("述职述廉报告", "work_summary"),
    ("述职报告", "work_summary"),
    ("总结报告", "work_summary"),
    ("总结", "work_summary"),
    ("工作报告", "work_report"),
    ("工作汇报", "work_report"),
    ("情况报告", "work_report"),
    ("情况的报告", "work_report"),
    ("情况汇报", "work_report"),
    ("讲话", "speech"),
    ("讲话提纲", "speech"),
    ("致辞", "speech"),
    ("发言", "speech"),
    ("通知", "notice"),
    ("意见", "notice"),
    ("办法", "notice"),
    ("规定", "notice"),
    ("细则", "notice"),
    ("决定", "notice"),
    ("通报", "notice"),
    ("批复", "notice"),
    ("计划", "plan"),
    ("方案", "plan"),
    ("要点", "plan"),
    ("规划", "plan"),
    ("简报", "news"),
)
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|修订版|征求意见稿|送审稿|讨论稿|草案|全文|摘要|节选)[）)]$")
_HEAD = 600
_REPORTS = re.compile(
    r"(?:代表[^，。\n]{2,20}|现在[，,]?(?:我)?)[^。\n]{0,12}向(?:大会|全会|会议)[^。\n]{0,6}(?:报告|汇报)"
)
_SALUTATION = re.compile(
    r"^(?:尊敬的)?[^，。\n]{0,20}(?:同志们|各位代表|各位委员|同志)[：:！!]", re.MULTILINE
)
_FIRST_PERSON = re.compile(r"我们|我[省市县区局委厅校院镇乡街办旗州]|本[省市县区局委校院]")
# What makes a text without a first person news, and not an essay: it reports, or tells of an area.
_REPORTED = re.compile(
    "记者|[报社]讯|日前|近日|昨[天日]|今[天日]|据悉|获悉|据了解|据介绍|\\d{1,2}月\\d{1,2}日"
)
_WHEN = re.compile(r"(?:(?:(?:19|20)\d\d|今|去)年(?:以来|度|[上下]半年)?|近年来|近期)?[，,]?")


def find_doc_type(text: str, title: Found[str] | None, *, official: bool) -> Found[DocType] | None:
    """The kind, by the title's last word, by how the text opens, or by its never speaking of itself.

    `official` says that the document has a number or an addressee, so that it is no news item.
    """
    if title and (kind := kind_of_title(title.value)):
        return Found(kind, title.start, title.end, "title")
    if reports := _REPORTS.search(text[:_HEAD]):
        return Found("work_report", *reports.span(), "opening")
    if salutation := _SALUTATION.search(text[:_HEAD]):
        return Found("speech", *salutation.span(), "salutation")
    # Who reports on himself says 我 somewhere.
    if official or _FIRST_PERSON.search(text) or not _reports(text, title):
        return None
    return Found("news", 0, len(text), "third_person")


def _reports(text: str, title: Found[str] | None) -> bool:
    opening = text.lstrip()[:40]
    when = _WHEN.match(opening)
    told = leading_area(opening[when.end() if when else 0 :]) or (title and leading_area(title.value))
    return bool(told or _REPORTED.search(text))


def kind_of_title(title: str) -> DocType | None:
    """The kind that the last word of a title names, None where it names none."""
    closers = "》”】]）)"
    words = _TRIAL.sub("", title.rstrip("》”")).rstrip(closers)
    return next((kind for end, kind in _ENDS if words.endswith(end)), None)
