"""The figures of a record as rows of a table that can be sorted and filtered."""

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from schemas.record import Figure, Status, Verdict
from summarizer.rendering.blocks import clipped, find_mention
from summarizer.rendering.html.marks import Span
from summarizer.rendering.plain import plain

_QUALIFIERS = MappingProxyType(
    {"nearly": "近", "about": "约", "over": "超", "at_least": "至少", "at_most": "至多", None: ""}
)
_DIRECTIONS = MappingProxyType({"up": ("↑", "增"), "down": ("↓", "减"), None: ("", "")})
_SCALES = ((Decimal(10**8), "亿億"), (Decimal(10**4), "万萬"))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure. `value` orders, `amount` is read; `exact` is the amount to the last digit.

    `arrow` and `direction` say one thing, as a sign and as a word; `place` is where its mention starts, `line` the number of that line.
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
    line: int | None


def figure_row(entry: int, figure: Figure, line: int | None) -> FigureRow:
    """The row of one figure; `entry` is its number on the page, `line` that of the source's line."""
    mention = plain(figure.mention)
    arrow, direction = _DIRECTIONS[figure.direction]
    values = [value for value in (figure.value, figure.value_to) if value is not None]
    span = mention_in(figure)
    return FigureRow(
        entry=entry,
        subject=plain(figure.subject),
        value=figure.value,
        amount=_QUALIFIERS[figure.qualifier] + "–".join(amount_of(value, mention) for value in values),
        exact="–".join(f"{value:,}" for value in values),
        arrow=arrow,
        direction=direction,
        unit=plain(figure.unit),
        period=period_of(plain(figure.period or "")),
        period_order=plain(figure.period or "").removeprefix("../"),
        status=figure.status,
        verdict=figure.verdict,
        quote=clipped(plain(figure.evidence[0].quote), mention) if figure.evidence else ("", "", ""),
        place=span and span[0],
        line=line,
    )


def mention_in(figure: Figure) -> Span | None:
    """Where the first evidence holds the mention, the whole of it where it does not; None without evidence."""
    if not figure.evidence:
        return None
    first = figure.evidence[0]
    found = find_mention(first.quote, figure.mention)
    return (first.start + found.start(), first.start + found.end()) if found else (first.start, first.end)


def amount_of(value: float, mention: str) -> str:
    """The number in 亿 or 万 where the document writes it so, else in full; thousands are set apart."""
    scale, words = next((each for each in _SCALES if set(each[1]) & set(mention)), (Decimal(1), ""))
    scaled = (Decimal(str(value)) / scale).normalize()
    return f"{scaled:,f}{words[:1]}"


def period_of(period: str) -> str:
    """An ISO period in words; `2023-01/2023-06` is 2023年1–6月, `../2023-06` 截至2023年6月 (docs/record.md)."""
    start, slash, end = (_date(part) for part in period.partition("/"))
    if not slash:
        return start
    if start == "..":
        return f"截至{end}"
    year = f"{period[:4]}年"
    return (
        f"{start.removesuffix('月')}–{end.removeprefix(year)}" if end.startswith(year) else f"{start}–{end}"
    )


def _date(iso: str) -> str:
    """As much of year, month and day as is there; what is no date stays as it is."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso)
    if not found:
        return iso
    return "".join(f"{int(part)}{word}" for part, word in zip(found.groups(), "年月日", strict=True) if part)
