"""The geometry of the charts: in units of an SVG whose axis runs from 0 to `WIDTH`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evals.statistics import Interval

WIDTH = 160
BINS = 20
BIN_HEIGHT = 22
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A value to compare with; `shape` numbers the floors, None for the ceiling."""

    at: float
    title: str
    shape: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A mean with its interval between `low` and `high`, which are None where there are too few documents."""

    mean: float
    low: float | None
    high: float | None
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """A column of a histogram; `title` names the documents in it."""

    x: float
    y: float
    width: float
    height: float
    title: str


def bar(found: Interval, ticks: Iterable[Tick] = ()) -> Bar:
    """An interval on the axis from 0 to 1."""
    return Bar(_at(found.mean), _maybe(found.low), _maybe(found.high), tuple(ticks))


def tick(value: float, title: str, shape: int | None) -> Tick:
    """A value on the axis from 0 to 1."""
    return Tick(_at(value), title, shape)


def change_bar(mean: float, low: float | None, high: float | None, reach: float) -> Bar:
    """A change on an axis from -`reach` to `reach`."""

    def at(value: float) -> float:
        return _at((value / reach + 1) / 2)

    return Bar(at(mean), None if low is None else at(low), None if high is None else at(high))


def histogram(values: Mapping[str, float]) -> tuple[Bin, ...]:
    """How many documents have about which value, from 0 to 1; the highest column fills the height."""
    columns: dict[int, list[tuple[float, str]]] = {}
    for name, value in sorted(values.items()):
        columns.setdefault(min(int(value * BINS), BINS - 1), []).append((value, name))
    most = max(map(len, columns.values()), default=1)
    width = WIDTH / BINS
    return tuple(
        Bin(
            x=round(column * width + 0.5, 2),
            y=round(BIN_HEIGHT * (1 - len(held) / most), 2),
            width=width - 1,
            height=round(BIN_HEIGHT * len(held) / most, 2),
            title=_named(sorted(held)),
        )
        for column, held in sorted(columns.items())
    )


def _named(held: list[tuple[float, str]]) -> str:
    lines = [f"{len(held)} 个文件", *(f"{name} {value:.3f}" for value, name in held[:_NAMED])]
    return "\n".join([*lines, "…"] if len(held) > _NAMED else lines)


def _maybe(value: float | None) -> float | None:
    return None if value is None else _at(value)


def _at(value: float) -> float:
    return round(min(max(value, 0.0), 1.0) * WIDTH, 1)
