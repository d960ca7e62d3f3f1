"""Indicators side by side: one row a report, one column an indicator in one unit, planned and told apart."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import floor, log10
from statistics import mean

from schemas.record import Figure
from summarizer.collection.indicators import JOIN, NEAR, Indicator, Name, name_of, names_of
from summarizer.collection.records import Collected, WorkRecord
from summarizer.collection.units import commonest, converted, dimension, scale_of
from summarizer.rendering import plain

_ALIKE_SHOWN = 8
_OVER = frozenset({"over", "at_least"})
_RANK = {"achieved": 0, "problem": 1, "planned": 2, "background": 3}
_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says of one indicator; amounts are in the unit of the column, without its scale.

    `against` are figures of the same time that say otherwise, `others` those of other times.
    """

    figure: Figure
    value: float
    value_to: float | None
    against: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator in a unit; `scale` divides its amounts for display and is said by `word` before the unit."""

    indicator: str
    planned: bool
    change: bool
    unit: str
    scale: int
    word: str

    @property
    def head(self) -> str:
        """Name, unit, and that it is planned, in one line."""
        unit = f"（{self.word}{self.unit}）" if self.word or self.unit else ""
        return f"{self.indicator}{'·计划' if self.planned else ''}{unit}"

    def shown(self, value: float) -> float:
        """An amount in the unit that the head says."""
        return value if self.scale == 1 else value / self.scale


@dataclass(frozen=True, slots=True)
class Row:
    """One report; `cells` stand for the columns in order, None where it says nothing of one."""

    report: Collected
    title: str
    region: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Which subjects were taken for an indicator, and which were not though they are alike; with how often."""

    indicator: str
    joined: tuple[tuple[str, int], ...]
    alike: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    namings: tuple[Naming, ...]


_Key = tuple[int, bool, str]


@dataclass(slots=True)
class _Met:
    """A report on the way: which of its figures are of which column."""

    report: Collected
    title: str
    region: str
    figures: dict[_Key, list[Figure]] = field(default_factory=lambda: defaultdict(list))


def grid_of(reports: Iterable[Collected], indicators: Sequence[Indicator]) -> Grid:
    """Lay out what reports say of indicators, of those that are not pending. Of a record only the figures asked for
    are held.
    """
    joined = [Counter[str]() for _ in indicators]
    alike = [Counter[str]() for _ in indicators]
    met = [_meet(report, indicators, joined, alike) for report in reports if not report.pending]
    columns = [column for index, each in enumerate(indicators) for column in _columns(index, each, met)]
    return Grid(
        columns=tuple(column for _, column in columns),
        rows=tuple(
            Row(
                each.report,
                each.title,
                each.region,
                tuple(_cell(each, key, column) for key, column in columns),
            )
            for each in met
        ),
        namings=tuple(
            Naming(each.name, tuple(taken.most_common()), tuple(left.most_common(_ALIKE_SHOWN)))
            for each, taken, left in zip(indicators, joined, alike, strict=True)
        ),
    )


def _meet(
    report: Collected,
    indicators: Sequence[Indicator],
    joined: Sequence[Counter[str]],
    alike: Sequence[Counter[str]],
) -> _Met:
    record = report.record
    if record is None:
        return _Met(report, plain(report.name), "")
    region = plain(record.summary.region or "")
    title = plain(record.summary.title or "") or plain(report.name)
    # 政府工作报告 is the title of many.
    met = _Met(report, title if region in title else f"{region} {title}", region)
    for figure in record.summary.figures:
        names = names_of(figure, region)
        for index, indicator in enumerate(indicators):
            likeness = indicator.likeness(names)
            if likeness >= JOIN:
                joined[index][plain(figure.subject)] += 1
                met.figures[index, figure.status == "planned", dimension(figure.unit)].append(figure)
            elif likeness >= NEAR:
                alike[index][plain(figure.subject)] += 1
    return met


def _columns(index: int, indicator: Indicator, met: Sequence[_Met]) -> Iterator[tuple[_Key, Column]]:
    """What is told before what is planned, the unit that most use first; one empty column where none says anything."""
    change = name_of(indicator.name).change
    counts = Counter(key for each in met for key in each.figures if key[0] == index)
    for key in sorted(counts, key=lambda key: (key[1], -counts[key], key[2])) or [(index, False, "")]:
        figures = [figure for each in met for figure in each.figures.get(key, ())]
        unit = commonest(figure.unit for figure in figures) if figures else ""
        scale, word = scale_of([converted(each.value, each.unit, unit) for each in figures], unit)
        yield key, Column(plain(indicator.name), key[1], change, plain(unit), scale, word)


def _cell(met: _Met, key: _Key, column: Column) -> Cell | None:
    figures = met.figures.get(key)
    if not figures:
        return None
    best = min(_RANK[each.status] for each in figures)
    told = [each for each in figures if _RANK[each.status] == best]
    latest = max((_until(each) for each in told), default="")
    # A figure without a period of its own may be of any.
    now = [each for each in told if _until(each) in (latest, "")]
    chosen = max((each for each in now if _until(each) == latest), key=_exactness)
    against = _different(chosen, [each for each in now if each is not chosen])
    others = [each for each in told if each not in now]
    value, value_to = (_amount(each, chosen, column) for each in (chosen.value, chosen.value_to))
    assert value is not None  # noqa: S101 – a figure has a value
    return Cell(chosen, value, value_to, tuple(against), tuple(others))


def _amount(value: float | None, figure: Figure, column: Column) -> float | None:
    if value is None:
        return None
    amount = converted(value, figure.unit, column.unit)
    return -amount if column.change and figure.direction == "down" and amount > 0 else amount


def _until(figure: Figure) -> str:
    """The last month or day of a figure's period, "" where it has none; a year ends after its months."""
    end = (figure.period or "").rpartition("/")[2]
    return end if len(end) != 4 else f"{end}-12"


def _different(chosen: Figure, figures: Iterable[Figure]) -> Iterator[Figure]:
    """Figures of other amounts, each amount once; one that is only rounded is no other."""
    met = [chosen]
    for each in figures:
        if not any(_agree(each, other) for other in met):
            met.append(each)
            yield each


def _agree(one: Figure, other: Figure) -> bool:
    a, b = (converted(each.value, each.unit, one.unit) for each in (one, other))
    slack = max(_slack(one), _slack(other))
    if _meets(one, a, b) or _meets(other, b, a):
        return True
    return one.value_to == other.value_to and abs(a - b) <= max(slack, 1e-9 * abs(a))


def _meets(bound: Figure, least: float, amount: float) -> bool:
    """Whether an amount is what a report calls over a round one: 突破3万亿元 of 3.6万亿元, not of 4万亿元."""
    if bound.qualifier not in _OVER or least <= 0:
        return False
    return least <= amount < least + 10.0 ** floor(log10(least))


def _slack(figure: Figure) -> float:
    """Half of the last digit that a report writes; a twentieth of what it only calls 近, 约 or 超."""
    if figure.qualifier:
        return abs(figure.value) / 20
    found = _DIGITS.search(figure.mention)
    if not found or not (written := float(found[0].replace(",", ""))):
        return 0.0
    return abs(figure.value) / written / 10.0 ** len(found[1] or "") / 2


def _exactness(figure: Figure) -> tuple[bool, float]:
    return figure.qualifier is None, -_slack(figure)


def common_indicators(reports: Iterable[Collected], most: int) -> tuple[Indicator, ...]:
    """The indicators that the most reports have, under the name used most; what reports tell early comes first.

    Each is in at least two reports, and in half as many as the one that most have.
    """
    names: dict[Name, Counter[str]] = defaultdict(Counter)
    places: dict[Name, list[float]] = defaultdict(list)
    for report in reports:
        for name, (place, subject) in _named(report.record).items() if report.record else ():
            names[name][subject] += 1
            places[name].append(place)
    least = max(2, max(map(len, places.values()), default=0) / 2)
    having = [name for name in places if len(places[name]) >= least]
    having.sort(key=lambda name: (mean(places[name]), name.core))
    return tuple(Indicator(names[name].most_common(1)[0][0]) for name in having[:most])


def _named(record: WorkRecord) -> dict[Name, tuple[float, str]]:
    """What a report tells amounts of: for each how far down its list it first stands, from 0 to 1, and its subject."""
    found: dict[Name, tuple[float, str]] = {}
    region, figures = plain(record.summary.region or ""), record.summary.figures
    for at, figure in enumerate(figures):
        names = names_of(figure, region)
        if figure.status != "planned" and names and not names[0].change and len(names[0].core) > 1:
            # 地区生产总值增长 in a heading would ask for the change.
            told = names[0].core if name_of(figure.subject, region).change else plain(figure.subject)
            found.setdefault(names[0], (at / len(figures), told))
    return found
