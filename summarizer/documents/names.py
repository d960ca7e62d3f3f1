"""Names that a report gives: of documents, and of what it has undertaken under a name of its own.

Quotation marks in official writing stress, mock and cite as often as they name. What tells a name is the
noun after it (`“雪亮”工程`), the verb before it (`推行“…”`), or its own make (`一村一品`, `两不愁三保障`,
`党建+`); what tells another use is a verb of saying or shunning before it, or `问题` after it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from summarizer.documents.coined import WINDOW, Quoted, is_coined, noun_of
from summarizer.documents.model import Name, Outline

_CHAIN = re.compile(r"^”?(?:[、，,和及与或]|以及)?“?$")
_DOCUMENT = re.compile(
    r"(?:(?<![书方做看想工作])法|法典|规划|方案|意见|办法|条例|通知|通报|通告|公告|公报|报告|汇报|指南|指引|纲要|大纲|提纲"
    r"|决定|决议|规定|规则|细则|清单|规范|标准|章程|公约|措施|计划|制度|预案|规程|准则|守则|白皮书|蓝皮书|要点|建议"
    r"|目录|批复|函|合同|协定|协议|责任书|承诺书|倡议书|倡议|宣言|声明|政策|安排|备忘录|手册|框架|禁令|纪要|指标体系|[表条])(?:草案|征求意见稿)?"
    r"(?:[（(〔][^）)〕]{1,20}[）)〕]+)*$"
)
_TITLED = re.compile(r"^关于.*的|20[2-9]\d$")
_REPORT = re.compile(r"党的[一二三四五六七八九十]+大报告")
# An undertaking without marks, by what is done with it and its last noun; a building site is none.
_WHOSE = r"了?(?:省(?![级域际会])|国家|全国)?(?:第[一二三四五六七八九十]{1,2}[期轮批]|新一轮)?"
_DONE = rf"(?:实施|启动|开展|组织好?|打[好响]|争[创取]|推进|推行|深化|建设|作为|建立|实行){_WHOSE}"
_KINDS = r"(?:行动计划|专项行动|行动|战略|主题教育|学习教育|大会战|实验区|示范区|先行区|试验区)"
_CORE = r"[^，,。；;：:、！？\s“”《》（）()\d的了和等把与及对]{3,18}?"
_UNDERTAKEN = re.compile(
    rf"{_DONE}(?P<name>{_CORE}{_KINDS})(?![划部者性师员学指])(?![^，。；、]{{0,4}}(?:工程|行动|战略|计划|方案》))"
    rf"|(?:实施|启动|组织)好?{_WHOSE}(?P<work>{_CORE}工程(?:\d\.0)?)(?![部师学])"
)
_GENERIC_WORK = re.compile(
    r"^(?:重[大点]|标志性|日常|各[项类]|一[批系]|系列|[两三四五六七八九十]+[项大个]|国家|专项|保障性)|[建修造]工程|地理标志|配套|管网"
)
# What the whole country knows under a name, mostly without marks.
_NATIONAL = re.compile(
    r"双减|县管校聘|放管服|一网通办|双随机、一公开|党[纪史]学习教育|主题教育|厕所革命|现代学徒制|预算管理一体化"
    r"|(?:科教兴国|人才强国|创新驱动发展|乡村振兴|区域协调发展|可持续发展|健康中国)战略"
    r"|(?:中小学校)?党组织领导的校长负责制|党委领导下的校长负责制"
)
_FOLLOWED = re.compile(
    r"(?:落实|贯彻|依据|根据|按照|遵照)(?:好)?"
    r"(?P<name>(?:国家|省|市|县|区|部|全国)[^，。；：、《》“”\n\d落贯依按和的对]{6,28}(?:方案|规划|办法|条例|意见|细则|纲要))"
    r"(?=[，。；、,;]|要求|精神|部署)"
)


def policies(outline: Outline) -> tuple[Name, ...]:
    """The documents that the report names, in order: laws, plans, notices; no article, book or film.

    Names in 《》 that are made like a document's, and without marks those that can be nothing else
    (`党的二十大报告`).
    """
    text = outline.clean.text
    marked = [each for each in outline.names if each.marks == "book" and _is_document(each.text)]
    plain = (_plain(match, 0, "book") for match in _REPORT.finditer(text))
    followed = (_plain(match, "name", "book") for match in _FOLLOWED.finditer(text))
    return _in_order([*marked, *_outside(outline.names, [*plain, *followed])])


def initiatives(outline: Outline) -> tuple[Name, ...]:
    """What the report has undertaken under a name: programmes, campaigns, brands, formulas, in order.

    A quoted name that is no name without its noun has it with it: `“雪亮”工程` is `雪亮工程`. Without
    marks a name is known by its noun and the verb before it (`实施县中提升工程`), or from the list of those
    that the whole country uses.
    """
    text = outline.clean.text
    quotes = [each for each in outline.names if each.marks == "quotes"]
    coined = [
        replace(name, text=name.text + noun, end=name.end + (len(noun) + 1 if noun else 0))
        for row in _rows(quotes, text)
        for name, quoted in _quoted(row, text)
        if is_coined(quoted)
        for noun in [noun_of(quoted)]
    ]
    plain = [
        _plain(match, match.lastgroup or 0, "quotes")
        for match in _UNDERTAKEN.finditer(text)
        if not _GENERIC_WORK.search(match[match.lastgroup or 0])
    ]
    known = [_plain(match, 0, "quotes") for match in _NATIONAL.finditer(text)]
    marked = [each for each in outline.names if each.marks == "book"]
    return _in_order([*coined, *_outside([*marked, *coined], [*plain, *known])])


def _is_document(text: str) -> bool:
    """Whether a title is a document's; 《意见》 alone is short for one that is named in full."""
    return bool(_TITLED.search(text) or _DOCUMENT.sub("", text).strip() not in ("", text))


def _plain(match: re.Match[str], group: str | int, marks: Literal["book", "quotes"]) -> Name:
    return Name(match[group], match.start(group), match.end(group), marks)


def _outside(names: Iterable[Name], found: Iterable[Name]) -> list[Name]:
    """Those found that lie in no marked name."""
    taken = [(each.start, each.end) for each in names]
    return [each for each in found if not any(start < each.end and each.start < end for start, end in taken)]


def _in_order(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(sorted(names, key=lambda name: (name.start, -name.end)))


def _rows(names: Iterable[Name], text: str) -> Iterator[list[Name]]:
    """Quoted names that stand in a row, with nothing but marks and conjunctions between them."""
    row: list[Name] = []
    for name in names:
        if row and not _CHAIN.match(text[row[-1].end : name.start]):
            yield row
            row = []
        row.append(name)
    if row:
        yield row


def _quoted(row: list[Name], text: str) -> Iterator[tuple[Name, Quoted]]:
    first, last = row[0], row[-1]
    before = text[max(0, first.start - 1 - WINDOW) : first.start - 1]
    after = text[last.end + 1 : last.end + 1 + WINDOW]
    for name in row:
        yield name, Quoted(name.text, before, after)
