"""What a document was read as: plain values for programs, and the same for reading in a terminal."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from summarizer.documents import Found, Outline, find_facts, statuses, subject_of
from summarizer.messages import say
from summarizer.rendering import words
from summarizer.rendering.plain import plain
from summarizer.rendering.wrapping import Flowing

Values = Mapping[str, Any]

_LABEL = "bold cyan"
_LONG_LINE = 120  # characters of a heading or a point; the terminal's width cuts them further
_QUOTE = 24
_QUOTES = 4
_FACTS = MappingProxyType(
    {
        "doc_type": say("文种", "type"),
        "title": say("标题", "title"),
        "issuer": say("单位", "issuer"),
        "region": say("地区", "region"),
        "author": say("作者", "author"),
        "occasion": say("场合", "occasion"),
        "date": say("日期", "date"),
        "period": say("时段", "period"),
        "number": say("文号", "number"),
        "addressee": say("主送", "addressee"),
        "signature": say("落款", "signature"),
    }
)

_STATUSES = MappingProxyType(
    {
        "achieved": say("完成", "achieved"),
        "planned": say("计划", "planned"),
        "problem": say("问题", "problem"),
        "background": say("背景", "background"),
    }
)


def inspection(outline: Outline) -> dict[str, Any]:
    """All that was found, as values that JSON holds; every `start` and `end` counts in the original text."""
    document, clean = outline.document, outline.clean
    facts = find_facts(outline)
    return {
        "format": "inspection/1",
        "source": {
            "name": document.name,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "characters": len(document.text),
            "pages": list(document.pages),
        },
        "kept": round(_kept(outline), 4),
        "text": clean.text,
        "removed": [
            {"reason": each.reason, "start": each.start, "end": each.end, "quote": document.text[each.start : each.end]}
            for each in clean.removed
        ],
        "repairs": dict(clean.repairs),
        "masked": [_place(outline, start, end) for start, end in clean.masked],
        "facts": {each.name: _fact(outline, getattr(facts, each.name)) for each in fields(facts)},
        "sections": [
            {"level": each.level, "heading": each.heading, "parent": each.parent, **_place(outline, each.start, each.end)}
            for each in outline.sections
        ],
        "points": list(_points(outline)),
        "quantities": list(_quantities(outline)),
    }  # fmt: skip


def render_inspection(found: Values) -> RenderableType:
    """Return the values of `inspection` as a rich renderable. No text of the document is read as markup."""
    return Group(*_parts(found))


def _kept(outline: Outline) -> float:
    """The share of the characters of the original, white space aside, that no removal took."""
    text = outline.document.text
    whole = len("".join(text.split()))
    taken = sum(len("".join(text[each.start : each.end].split())) for each in outline.clean.removed)
    return 1 - taken / whole if whole else 1.0


def _place(outline: Outline, start: int, end: int) -> dict[str, int]:
    first, last = outline.clean.offsets.to_original(start, end)
    return {"start": first, "end": last}


def _fact(outline: Outline, found: Found[Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    value = asdict(found.value) if is_dataclass(found.value) else found.value  # type: ignore[arg-type]
    if found.start is None or found.end is None:
        return {"value": value, "rule": found.rule, **_removed_with(outline, str(value))}
    return {"value": value, "rule": found.rule, **_place(outline, found.start, found.end)}


def _removed_with(outline: Outline, date: str) -> dict[str, int | None]:
    """The place of the line that was removed and holds this ISO date."""
    written = re.compile(r"\D{1,2}0?".join(part.lstrip("0") for part in date.split("-")) + r"(?!\d)")
    for each in outline.clean.removed:
        if written.search(outline.document.text[each.start : each.end]):
            return {"start": each.start, "end": each.end}
    return {"start": None, "end": None}


def _points(outline: Outline) -> Iterator[dict[str, Any]]:
    for point in outline.points:
        yield {
            "id": point.id,
            "text": "".join(sentence.text for sentence in point.sentences),
            "path": list(point.path),
            "lead": point.lead,
            "numbered": point.numbered,
            "section": _section_at(outline, point.sentences[0].start),
            **_place(outline, point.sentences[0].start, point.sentences[-1].end),
        }


def _section_at(outline: Outline, position: int) -> int | None:
    """Index of the innermost section around a position of the clean text."""
    sections = outline.sections
    index: int | None = bisect_right(sections, position, key=lambda each: each.start) - 1
    while index is not None and index >= 0 and sections[index].end <= position:
        index = sections[index].parent
    return None if index == -1 else index


def _quantities(outline: Outline) -> Iterator[dict[str, Any]]:
    status_of = statuses(outline)
    for each in outline.quantities:
        yield {
            "mention": each.mention,
            "value": _number(each.value),
            "value_to": None if each.value_to is None else _number(each.value_to),
            "unit": each.unit,
            "qualifier": each.qualifier,
            "direction": each.direction,
            "numerals": each.numerals,
            "status": status_of(each, None),
            "subject": subject_of(outline, each),
            **_place(outline, each.start, each.end),
        }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _parts(found: Values) -> Iterator[RenderableType]:
    source = found["source"]
    yield Text.assemble(
        (plain(source["name"]), "bold"), "  ", (f"{source['media_type']}  {source['encoding']}", "dim")
    )
    characters = say(f"共 {source['characters']} 字", f"{source['characters']} characters")
    if pages := len(source["pages"]):
        characters += say(f"，{pages} 页", f", pages: {pages}")
    yield Text(characters + say(f"，保留 {found['kept']:.1%}", f", {found['kept']:.1%} kept"))  # fmt: skip
    if found["removed"]:
        yield from _headed(say("去掉的", "removed"), _removed(found["removed"]))
    if found["repairs"]:
        yield from _headed(say("修复的", "repaired"), _counted(found["repairs"]))
    if masked := found["masked"]:
        yield from _headed(say("遮住的", "masked"), Text(say(f" {len(masked)} 处", f" {len(masked)} places")))
    yield from _headed(say("著录项", "facts"), _facts(found["facts"]))
    yield from _headed(say("提纲", "outline"), _outline(found))
    if found["quantities"]:
        yield from _headed(say("数据", "quantities"), _figures(found["quantities"]))
    kept = (plain(line) for line in found["text"].split("\n"))
    yield from _headed(say("保留的文字", "kept text"), Group(*(Flowing(Text(line)) for line in kept if line)))


def _headed(label: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(label, _LABEL), align="left", style="dim")
    yield Padding(body, (0, 1))


def _short(text: str, longest: int) -> str:
    shown = plain(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _removed(removed: list[Values]) -> Table:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for each in removed:
        grouped[each["reason"]].append(each["quote"])
    grid = _grid(3)
    for reason, quotes in grouped.items():
        shown = " ¦ ".join(_short(quote, _QUOTE) for quote in quotes[:_QUOTES])
        grid.add_row(
            Text(words.reason(plain(reason))),
            Text(str(len(quotes)), "dim"),
            Flowing(Text(shown + " …" * (len(quotes) > _QUOTES))),
        )
    return grid


def _counted(repairs: Mapping[str, int]) -> Table:
    grid = _grid(2)
    for kind, count in repairs.items():
        grid.add_row(Text(words.repair(plain(kind))), Text(str(count), "dim"))
    return grid


def _facts(facts: Mapping[str, Values | None]) -> Table:
    grid = _grid(3)
    for name, fact in facts.items():
        shown = _told(fact["value"]) if fact else "—"
        grid.add_row(
            Text(_FACTS[name], "dim"), Flowing(Text(shown)), Text(fact["rule"] if fact else "", "dim")
        )
    return grid


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(plain(each) for each in value.values() if each)
    return plain(value) if isinstance(value, str) else " – ".join(map(plain, value))


def _outline(found: Values) -> Tree:
    """Sections as branches, their points as leaves; a numbered point is told from a paragraph by its mark."""
    root = Tree(
        Text(say(f"{len(found['points'])} 个要点", f"{len(found['points'])} points"), "dim"),
        guide_style="dim",
    )
    branches: list[Tree] = []
    # At one place the section goes before the point that it may be itself.
    entries = [(each["start"], 0, each) for each in found["sections"]]
    entries += [(each["start"], 1, each) for each in found["points"]]
    for _, is_point, entry in sorted(entries, key=lambda each: each[:2]):
        parent = entry["section"] if is_point else entry["parent"]
        branch = root if parent is None else branches[parent]
        if is_point:
            mark = "•" if entry["numbered"] else "¶"
            heading = "" if parent is None else found["sections"][parent]["heading"]
            # A run-in heading stands above already.
            text = _short(entry["text"].removeprefix(heading).lstrip("。：: "), _LONG_LINE)
            branch.add(Text.assemble((f"{mark} ", "cyan"), text, no_wrap=True, overflow="ellipsis"))
        else:
            heading = _short(entry["heading"], _LONG_LINE)
            branches.append(branch.add(Text(heading, "bold", no_wrap=True, overflow="ellipsis")))
    return root


def _figures(quantities: list[Values]) -> Table:
    grid = _grid(4)
    for each in quantities:
        value = f"{each['value']:,}" + ("" if each["value_to"] is None else f"–{each['value_to']:,}")
        grid.add_row(
            Text(plain(each["mention"]), "bold"),
            Text(f"{value} {plain(each['unit'])}".rstrip()),
            Text(_STATUSES[each["status"]], "dim"),
            Flowing(Text(plain(each["subject"]))),
        )
    return grid


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        grid.add_column()
    return grid
