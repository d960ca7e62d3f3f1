"""Whose document it is."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.letter import Signature
from summarizer.documents.organisations import (
    areas_told,
    centrals_told,
    is_full,
    is_organisation,
    is_placed,
    is_settlement,
    is_township,
    leading_area,
)
from summarizer.documents.people import Person
from summarizer.documents.title_kind import DocType

_TIME = re.compile(
    r"(?:19|20)\d\d(?:[—–-](?:19|20)?\d\d)?学?年度?(?:第?[一二上下春秋]学期)?(?:[上下]半年|[第前]?[一二三四]季度)?|(?:[上下]半年|[第前][一二三四]季度|一季度)(?!来)"
)
# What follows the name of who issues a document in its title: its subject, its time, what was done.
_AFTER_NAME = re.compile(
    "[:：]|关于|印发|转发|批转|发布|公布|贯彻|《|“|(?:19|20)\\d\\d年|[上下]半年|第?[一二三四]季度|年度"
    "|工作(?:报告|总结|要点|计划|汇报|情况|安排)|党建|述职|半年|全年|多措并举|多举措|扎实|深入|积极|全力|全面|着力|持续|切实"
    "|大力|认真|召开|举办|举行|开展|组织|聚焦|围绕|[以用让]|把|推动|推进|加强|强化|打造|落实|坚持|创新|探索|荣获|启动|获"
)
_LONGEST = 44
_BY_POST = re.compile(
    r"(.{2,30}?(?:教育局|委员会|局|厅|委|院|政府|办公室|学校|中学|小学|大学|学院|公司|集团|纪委|工委))"
    r"(?:党委|党组|党总支|分党组|常务|副|书记|[局厅院校主]|机关|董事|总经理)"
)
# 县长 speaks for the government of the county, 县委书记 for its committee.
_HEAD_OF = re.compile(
    r"(?:^|[、，,]|政府|[省市县区州旗镇乡])(?:代理?|常务副|副)?([省市县区州旗镇乡])长(?:$|[、，,])"
)
_SECRETARY_OF = re.compile(
    r"(?:^|[、，,]|[省市县区州旗镇乡])([省市县区州旗镇乡])(?:党)?委副?书记(?:$|[、，,])"
)
# Who publishes, as the page around the document says.
_PUBLISHER = re.compile(
    r"(?:来源|发布机构|发文机关|发文机构|制发机关|发布单位|供稿单位|供稿)[:：][ \u3000]*([一-鿿]{4,30})(?![一-鿿])"
)
_MEDIA = re.compile("[报网台媒刊社]|新闻|宣传|文明办|中心$")
_OPENING = 600
# 市政府 is short for the people's government of the city, which is its name in law.
_SHORT_GOVERNMENT = re.compile("(?<=[省市县区州旗镇乡])政府")
_HEAD_LINES = 4  # below the title, where its parts may stand each on a line
_OTHERWISE = re.compile("（[^（）]{4,20}）$")  # a second name of the same organisation
_ON_BEHALF = re.compile(r"受(?P<name>[^，。\n]{4,30}?)的?委托")
_TOLD_BY = re.compile(r"记者[^，。\n]{0,4}从(?P<name>[^，。\n]{4,30}?)(?:方面)?(?:了解到|获悉|得知)")
# What an organisation does, or the condition under which it does it, right after its name.
_ACTS = re.compile(
    "多措并举|多举措|坚持|积极|认真|深入|扎实|切实|全面|全力|着力|持续|不断|大力|牢固|主动|严格|充分|精心|紧扣|紧紧|聚焦|围绕|立足|结合|通过"
    "|按照|根据|始终|高度重视|成立|出台|制定|印发|发布|启动|推出|牵头|探索|创新|统筹|狠抓|抓实|强化|加强|推进|推动|建立|加快|召开|举办|举行|开展"
    "|组织|继续|再次|率先|联动|迎来|赴|携手|联合|会同|采取|完成|荣获|获|将|把|以|在|于|自|为(?!了)|从|对|\\d{1,2}月\\d{1,2}日(?:透露|介绍|发布|召开|举行|宣布|通报)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the issuer may be read from beside the title: the text, the original with its page around, the kind."""

    text: str
    original: str
    kind: DocType | None


def find_issuer(
    titles: Sequence[Found[str]],
    signature: Found[Signature] | None,
    author: Found[Person] | None,
    occasion: Found[str] | None,
    page: Page,
) -> Found[str] | None:
    """The organisation that a title names first, else the one that signs, else the author's, else the page's.

    Only a name that is full: with its area, or its own, or of the whole country, or both in the title and
    signed.
    """
    signer = signature.value.organisation if signature else None
    rules: tuple[Callable[[], Found[str] | None], ...] = (
        lambda: _titled(titles, signer),
        lambda: _above(titles, page.text),
        lambda: _below(titles, page.text),
        lambda: _signed(signature),
        lambda: find_headed(author, None),
        lambda: _by_post(author),
        lambda: _on_behalf(page.text),
        lambda: _titled([occasion], None) if occasion else None,
        lambda: _publisher(page.original) if page.kind not in ("speech", "article") else None,
        lambda: _of_news(page.text) if page.kind == "news" else None,
    )
    found = next((found for rule in rules if (found := rule())), None)
    return _in_full(found, page.text) if found else None


def find_headed(author: Found[Person] | None, region: str | None) -> Found[str] | None:
    """The government or committee that the author heads: of the area in his post, else of `region`.

    The bureau of the county (县果业局) is that of `region`. None where the post tells area and organisation in
    one name, which is then the issuer as it stands.
    """
    role = author.value.role if author else None
    if author is None or role is None:
        return None
    area = leading_area(role)
    place = role[slice(*area)] if area else region
    if place is None:
        return None
    for post, name in ((_HEAD_OF, f"{place}人民政府"), (_SECRETARY_OF, f"{place}委")):
        if (head := post.search(role)) and place.endswith(head[1]):
            return Found(name, author.start, author.end, "head")
    bureau = _BY_POST.match(role)
    if area is None and bureau and place.endswith(role[0]) and is_organisation(bureau[1]):
        return Found(place + bureau[1][1:], author.start, author.end, "head")
    return None


def may_issue(text: str) -> bool:
    """Whether `text` can be who issues a document: organisations with 、 or a space between, or a community."""
    names = [name for name in re.split("[、 \u3000]+", text) if name]
    return bool(names) and all(is_organisation(name) or is_settlement(name) for name in names)


def without_time(title: str) -> str:
    """A title without the year or term that it begins with."""
    time = _TIME.match(title)
    return title[time.end() if time else 0 :]


def _titled(titles: Sequence[Found[str]], signer: str | None) -> Found[str] | None:
    for title in titles:
        named = next(_named_first(title.value), None)
        if named and (is_full(named) or named == signer):
            return Found(
                named, title.start, title.end, title.rule if title.rule == "below_title" else "title"
            )
    return None


def _named_first(title: str) -> Iterator[str]:
    rest = without_time(title.removeprefix("在"))
    for after in _AFTER_NAME.finditer(rest[:_LONGEST]):
        names = re.split("[、 \u3000]+", rest[: after.start()].strip())
        if is_settlement(names[0]) or is_township(names[0]) or all(map(is_organisation, names)):
            yield "、".join(names)


def _above(titles: Sequence[Found[str]], text: str) -> Found[str] | None:
    """The organisation on a line of its own above the title."""
    for line in lines_of(text[: titles[0].start or 0] if titles else ""):
        if is_organisation(line.text) and is_full(line.text):
            return Found(line.text, line.start, line.end, "above_title")
    return None


def _below(titles: Sequence[Found[str]], text: str) -> Found[str] | None:
    """The organisation on a line of its own between the title and the text."""
    for line in _lines_below(titles, text):
        if is_organisation(line.text) and is_placed(line.text):
            return Found(line.text, line.start, line.end, "below_title")
    return None


def _lines_below(titles: Sequence[Found[str]], text: str) -> Iterator[Line]:
    """The few lines between the title and the text."""
    start = (titles[0].end or 0) if titles else len(text)
    below = [each for each in lines_of(text) if each.start >= start][:_HEAD_LINES]
    return takewhile(lambda line: not line.text.endswith(tuple("。：:；")), below)


def _in_full(found: Found[str], text: str) -> Found[str]:
    """The name with 人民政府 for 政府, where the text names the organisation, or the government it ends in, so.

    A town or sub-district is its government or its office, where the text names that.
    """
    if is_township(found.value):
        offices = (found.value + office for office in ("人民政府", "办事处"))
        return replace(found, value=next((each for each in offices if each in text), found.value))
    name = _SHORT_GOVERNMENT.sub("人民政府", found.value)
    return (
        replace(found, value=name)
        if name in text or (name.endswith("政府") and "人民政府" in text)
        else found
    )


def _on_behalf(text: str) -> Found[str] | None:
    """The organisation on whose behalf a report is given."""
    told = _ON_BEHALF.search(text[:_OPENING])
    if told is None or not (is_organisation(told["name"]) and is_placed(told["name"])):
        return None
    return Found(told["name"], *told.span("name"), "on_behalf")


def find_below(titles: Sequence[Found[str]], text: str, region: str | None) -> Found[str] | None:
    """The organisation on a line below the title, named without the region that it is one of: 县财政局."""
    for line in _lines_below(titles, text):
        if region and region.endswith(line.text[0]) and is_organisation(line.text):
            return Found(region + line.text[1:], line.start, line.end, "below_title")
    return None


def _told_by(text: str) -> Found[str] | None:
    """The organisation from which a reporter has the news."""
    told = _TOLD_BY.search(text[:_OPENING])
    if told is None or not (is_organisation(told["name"]) and is_placed(told["name"])):
        return None
    return Found(told["name"], *told.span("name"), "told_by")


def _signed(signature: Found[Signature] | None) -> Found[str] | None:
    if signature is None or not is_full(signature.value.organisation):
        return None
    return Found(signature.value.organisation, signature.start, signature.end, "signature")


def _by_post(author: Found[Person] | None) -> Found[str] | None:
    role = author.value.role if author else None
    if author is None or role is None:
        return None
    by_post = _BY_POST.match(role)
    if by_post and is_full(by_post[1]):
        return Found(by_post[1], author.start, author.end, "post")
    if is_placed(role) and is_organisation(role):
        return Found(role, author.start, author.end, "closing_line")
    return None


def _publisher(original: str) -> Found[str] | None:
    for found in _PUBLISHER.finditer(original):
        if is_organisation(found[1]) and is_placed(found[1]) and not _MEDIA.search(found[1]):
            return Found(found[1], None, None, "publisher")
    return None


def find_actor(text: str) -> Found[str] | None:
    """The first organisation with its area that does something at the start of a clause of the opening."""
    return next(_actors(text[:_OPENING]), None)


def _of_news(text: str) -> Found[str] | None:
    """Who acts in the opening, else who told the reporter, else who acts later and is named more than once."""
    later = (each for each in _actors(text) if text.count(each.value) > 1)
    return find_actor(text) or _told_by(text) or next(later, None)


def _actors(text: str) -> Iterator[Found[str]]:
    for start in sorted({*(start for start, _, _ in areas_told(text)), *centrals_told(text)}):
        for acts in _ACTS.finditer(text, start, start + _LONGEST):
            name = _OTHERWISE.sub("", text[start : acts.start()])
            if is_organisation(name) or is_township(name):
                yield Found(name, start, acts.start(), "opening")
                break
