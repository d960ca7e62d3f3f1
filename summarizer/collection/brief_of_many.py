"""The brief of many reports: what they have in common, where they differ, what is to be looked after."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median

from schemas.record import Item
from schemas.work_report import DOC_TYPES
from summarizer.collection.brief import (
    LINES,
    WIDTH,
    Brief,
    Part,
    Point,
    Table,
    brief_of_one,
    numbered,
    sentence,
    shortened,
)
from summarizer.collection.grid import Cell, Column, Grid, Row, common_indicators, grid_of
from summarizer.collection.grid_text import CONFLICT, GAP, amount_text, number
from summarizer.collection.indicators import pairs_dice
from summarizer.collection.records import Collected, Collection, WorkRecord
from summarizer.collection.rows import unsupported
from summarizer.rendering import plain

_COMPARED = 4  # indicators, as many as a page is wide
_TITLE = "工作情况汇总简报"
_TITLE_LINES = 3  # with the blank line after it
_LOOKED_AT = 16  # indicators, for what is not as it should be
_MOST_ROWS = 33  # of the table, on its page
_COMMON = 3
_SAME_PROBLEM = 0.5
_MOST_GROUPS = 300
_NAMED = 5


@dataclass(slots=True)
class _Heard:
    """What was gathered from the reports."""

    count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    regions: set[str] = field(default_factory=set)
    lines: list[Point] = field(default_factory=list)
    problems: list[tuple[str, set[str]]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    pending: int = 0
    doubtful: list[str] = field(default_factory=list)


def brief_of(collection: Collection) -> Brief:
    """The brief of a collection; of a single report in more detail."""
    first = list(islice(collection, 2))
    if len(first) == 1 and first[0].record:
        return brief_of_one(first[0].record, first[0].name)
    heard = _Heard()
    for report in collection:
        _hear(heard, report)
    grid = grid_of(collection, common_indicators(collection, _LOOKED_AT))
    common_ones = _told_by_half(grid, heard.count)
    told = common_ones[:_COMPARED]
    opening = _opening(heard)
    parts = [
        Part("数据对比", tuple(_compared(grid, column, index) for index, column in told)),
        Part("各报告要点", ()),
        Part("共性问题", tuple(_common(heard))),
        Part("需要关注", tuple(_watched(grid, common_ones, heard))),
    ]
    table = _table(grid, told) if len(told) > 1 else None
    room = LINES * (1 if table else 2) - _TITLE_LINES - Point(opening).lines
    parts = _cut(parts, room)
    if not table:
        left = room - 1 - sum(part.lines for part in parts)
        parts[1] = Part(parts[1].heading, tuple(_fitting(heard.lines, left)))
    return Brief(_TITLE, "", opening, tuple(numbered(parts)), table)


def _cut(parts: Sequence[Part], room: int) -> list[Part]:
    """As many points of each part as stand in so many lines; what is to be looked after gives way last."""
    kept = list(parts)
    for at, least in ((2, 2), (0, 2), (2, 1), (3, 3), (3, 1), (0, 1)):
        while sum(part.lines for part in kept) > room and len(kept[at].points) > least:
            kept[at] = Part(kept[at].heading, kept[at].points[:-1])
    return kept


def _hear(heard: _Heard, report: Collected) -> None:
    record = report.record
    if report.pending:
        heard.pending += 1
        return
    if record is None:
        heard.failed.append(plain(report.name))
        return
    heard.count += 1
    summary, who = record.summary, _who(record, report.name)
    heard.kinds[DOC_TYPES[summary.doc_type]] += 1
    if summary.region:
        heard.regions.add(plain(summary.region))
    if unsupported(record):
        heard.doubtful.append(who)
    if said := _telling(summary.achievements) or _telling(summary.tasks) or plain(summary.abstract):
        heard.lines.append(Point(sentence(shortened(said, 2 * WIDTH - 4 - len(who))), f"{who}："))
    for problem in summary.problems:
        if problem.verdict != "unsupported":
            _sort_in(heard.problems, plain(problem.text), who)


def _who(record: WorkRecord, name: str) -> str:
    summary = record.summary
    return plain(summary.region or summary.issuer or summary.title or name)


def _telling(items: Sequence[Item]) -> str:
    """The first item that tells a number, else the first."""
    told = [plain(item.text) for item in items if item.verdict != "unsupported"]
    return next((text for text in told if any(char.isdigit() for char in text)), told[0] if told else "")


def _sort_in(groups: list[tuple[str, set[str]]], problem: str, who: str) -> None:
    """Put a problem to the first that is worded alike."""
    for text, named in groups:
        if pairs_dice(text, problem) >= _SAME_PROBLEM:
            named.add(who)
            return
    if len(groups) < _MOST_GROUPS:
        groups.append((problem, {who}))


def _opening(heard: _Heard) -> str:
    kinds = "、".join(f"{kind}{count}份" for kind, count in heard.kinds.most_common(4))
    regions = f"，涉及{len(heard.regions)}个地区" if len(heard.regions) > 1 else ""
    failed = f"；另有{len(heard.failed)}份未能读取" if heard.failed else ""
    pending = f"；另有{heard.pending}份尚未处理" if heard.pending else ""
    return f"本期汇总报告{heard.count}份（{kinds}）{regions}{failed}{pending}。以下数据均摘自各报告，可对照原文核查。"


def _told_by_half(grid: Grid, count: int) -> list[tuple[int, Column]]:
    """Columns of what half of the reports tell as done; fewer are no comparison."""
    return [
        (index, column)
        for index, column in enumerate(grid.columns)
        if not column.planned and 2 * sum(row.cells[index] is not None for row in grid.rows) >= max(count, 4)
    ]


def _compared(grid: Grid, column: Column, index: int) -> Point:
    cells = sorted(
        ((row, cell) for row in grid.rows if (cell := row.cells[index])), key=lambda each: each[1].value
    )
    (lowest, least), (highest, most) = cells[0], cells[-1]
    if least.value == most.value:
        return Point(f"{len(cells)}份均为{_amount(most, column)}。", f"{column.indicator}：")
    middle = median(column.shown(cell.value) for _, cell in cells)
    return Point(
        f"{len(cells)}份，最高{_place(highest)}{_amount(most, column)}，最低{_place(lowest)}"
        f"{_amount(least, column)}，中位数{number(middle)}{column.word}{column.unit}。",
        f"{column.indicator}：",
    )


def _amount(cell: Cell, column: Column) -> str:
    return f"{amount_text(cell, column)}{column.word}{column.unit}"


def _place(row: Row) -> str:
    return row.region or row.title


def _common(heard: _Heard) -> Iterator[Point]:
    shared = sorted((each for each in heard.problems if len(each[1]) > 1), key=lambda each: -len(each[1]))
    for text, named in shared[:_COMMON]:
        yield Point(f"{shortened(text, 2 * WIDTH - 14)}（{len(named)}份报告提到）。")


def _watched(grid: Grid, columns: Sequence[tuple[int, Column]], heard: _Heard) -> Iterator[Point]:
    for index, column in columns:
        for row in grid.rows:
            if (cell := row.cells[index]) and cell.against:
                values = "、".join(plain(each.mention) for each in (cell.figure, *cell.against))
                yield Point(f"{_place(row)}的{column.indicator}前后不一（{values}），请核实。")
    for index, column in columns:
        silent = [_place(row) for row in grid.rows if row.report.record and row.cells[index] is None]
        if silent and len(silent) * 4 <= heard.count:
            yield Point(f"{_listed(silent)}未提到{column.indicator}。")
    if heard.doubtful:
        yield Point(f"{_listed(heard.doubtful)}的摘要有内容在原文中找不到依据，请对照原文。")
    if heard.failed:
        yield Point(f"未能读取：{_listed(heard.failed)}。")


def _listed(names: Sequence[str]) -> str:
    more = f"等{len(names)}份" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _fitting(points: Sequence[Point], lines: int) -> Iterator[Point]:
    for at, point in enumerate(points):
        lines -= point.lines
        if lines < 1:
            yield Point(f"其余{len(points) - at}份见报告目录。")
            return
        yield point


def _table(grid: Grid, columns: Sequence[tuple[int, Column]]) -> Table:
    rows = [row for row in grid.rows if any(row.cells[index] for index, _ in columns)]
    left = len(rows) - _MOST_ROWS
    return Table(
        "附表　各报告主要数据" + (f"（其余{left}份见工作簿）" if left > 0 else ""),
        ("报告", *(column.head for _, column in columns)),
        tuple(
            (_place(row), *(_cell(row.cells[index], column) for index, column in columns))
            for row in rows[:_MOST_ROWS]
        ),
    )


def _cell(cell: Cell | None, column: Column) -> str:
    if cell is None:
        return GAP
    return amount_text(cell, column) + (f" {CONFLICT}" if cell.against else "")
