"""The figures of a record as rows of a table that can be sorted and filtered."""

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from schemas.record import Figure, Status, Verdict
from summarizer.rendering.blocks import clipped
from summarizer.rendering.html.marks import Span
from summarizer.rendering.plain import plain

_QUALIFIERS = MappingProxyType(
    {"nearly": "近", "about": "约", "over": "超", "at_least": "至少", "at_most": "至多", None: ""}
)
_DIRECTIONS = MappingProxyType({"up": ("↑", "增"), "down": ("↓", "减"), None: ("", "")})
_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure. `value` orders, `amount` is read; `exact` is the amount to the last digit.

    `arrow` and `direction` say one thing, as a sign and as a word; `place` is where its mention starts.
    """

    entry: int
    subject: str
    value: int | float
    amount: str
    exact: str
    arrow: str
    direction: str
    unit: str
    period: str
    period_order: str
    status: Status
    verdict: Verdict
    quote: tuple[str, str, str]
    place: int | None


def figure_row(entry: int, figure: Figure) -> FigureRow:
    """The row of one figure; `entry` is its number on the page."""
    mention = plain(figure.mention)
    arrow, direction = _DIRECTIONS[figure.direction]
    values = [value for value in (figure.value, figure.value_to) if value is not None]
    span = mention_in(figure)
    return FigureRow(
        entry=entry,
        subject=plain(figure.subject),
        value=figure.value,
        amount=_QUALIFIERS[figure.qualifier] + "–".join(map(amount_of, values)),
        exact="–".join(f"{value:,}" for value in values),
        arrow=arrow,
        direction=direction,
        unit=plain(figure.unit),
        period=_period(plain(figure.period or "")),
        period_order=plain(figure.period or "").removeprefix("../"),
        status=figure.status,
        verdict=figure.verdict,
        quote=clipped(plain(figure.evidence[0].quote), mention) if figure.evidence else ("", "", ""),
        place=span and span[0],
    )


def mention_in(figure: Figure) -> Span | None:
    """Where the first evidence holds the mention, the whole of it where it does not; None without evidence."""
    if not figure.evidence:
        return None
    first = figure.evidence[0]
    found = re.search(rf"(?<![\d.]){re.escape(figure.mention)}", first.quote) if figure.mention else None
    if not found:
        return first.start, first.end
    return first.start + found.start(), first.start + found.end()


def amount_of(value: int | float) -> str:
    """A number as a Chinese reader writes it: in 亿 or 万 where that leaves at most four decimal places."""
    exact = Decimal(str(value))
    for scale, word in _SCALES:
        scaled = (exact / scale).normalize()
        places = -int(scaled.as_tuple().exponent)
        if abs(scaled) >= 1 and places <= _MOST_PLACES:
            return f"{scaled:,f}{word}"
    return f"{exact.normalize():,f}"


def _period(period: str) -> str:
    """`2023-01/2023-06` and `../2023-06` in words; see docs/record.md."""
    start, slash, end = period.partition("/")
    if not slash:
        return period
    return f"截至 {end}" if start == ".." else f"{start} 至 {end}"
