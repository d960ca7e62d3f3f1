"""Whose document it is, and which area it is about."""

import re
from typing import Any

from summarizer.documents.found import Found
from summarizer.documents.letter import Signature
from summarizer.documents.organisations import is_organisation, is_placed, leading_area
from summarizer.documents.people import Person

_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")
# What follows the name of who issues a document in its title.
_AFTER_NAME = re.compile(
    "关于|印发|转发|批转|发布|公布|贯彻|《|(?:19|20)\\d\\d年|[上下]半年|第?[一二三四]季度|年度|工作(?:报告|总结|要点|计划|汇报|情况|安排)|述职|半年|全年"
)
_LONGEST = 44
_BY_POST = re.compile(
    r"(.{2,30}?(?:教育局|委员会|局|厅|委|院|政府|办公室|学校|中学|小学|大学|学院|公司|集团|纪委|工委))(?:党委|党组|党总支|分党组|常务|副|书记|[局厅院校主]|机关)"
)
# Meetings of an area, whose name begins with it.
_ASSEMBLY = re.compile("人民代表大会|代表大会|委员会|人大|政协|全会")


def find_issuer(
    title: Found[str] | None, signature: Found[Signature] | None, author: Found[Person] | None
) -> Found[str] | None:
    """The organisation that the title names first, else the one that signs, else the author's.

    Only a name that is full: with its area, or of the whole country, or both in the title and signed.
    """
    signer = signature.value.organisation if signature else None
    if title and (named := _named_first(title.value)) and (is_placed(named) or named == signer):
        return Found(named, title.start, title.end, "title")
    if signature and signer and is_placed(signer):
        return Found(signer, signature.start, signature.end, "signature")
    role = author.value.role if author else None
    if author and role and is_placed(role):
        if by_post := _BY_POST.match(role):
            return Found(by_post[1], author.start, author.end, "post")
        if is_organisation(role):
            return Found(role, author.start, author.end, "closing_line")
    return None


def find_region(
    title: Found[str] | None,
    issuer: Found[str] | None,
    author: Found[Person] | None,
    occasion: Found[str] | None,
) -> Found[str] | None:
    """The area whose name the issuer, the title, the author's post or the assembly spoken to begins with."""
    told: list[tuple[str, Found[Any], str]] = []
    if issuer:
        told.append(("issuer", issuer, issuer.value))
    if title:
        told.append(("title", title, _without_year(title.value)))
    if author and author.value.role:
        told.append(("post", author, author.value.role))
    if occasion and _ASSEMBLY.search(occasion.value):
        told.append(("occasion", occasion, occasion.value))
    for rule, found, name in told:
        if area := leading_area(name):
            return Found(name[slice(*area)], found.start, found.end, rule)
    return None


def _named_first(title: str) -> str | None:
    rest = _without_year(title)
    for after in _AFTER_NAME.finditer(rest[:_LONGEST]):
        name = rest[: after.start()]
        if all(map(is_organisation, name.split("、"))):
            return name
    return None


def _without_year(title: str) -> str:
    year = _YEAR.match(title)
    return title[year.end() if year else 0 :]
