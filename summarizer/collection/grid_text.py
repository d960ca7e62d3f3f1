"""What a cell of a grid says in words, the same wherever it is shown."""

from decimal import Decimal

from schemas.record import Figure
from summarizer.collection.grid import Cell, Column, Naming
from summarizer.collection.rows import QUALIFIERS
from summarizer.rendering import plain
from summarizer.rendering.html.figures import period_of
from summarizer.rendering.words import STATUSES

GAP = "—"
CONFLICT = "⚠"


def amount_text(cell: Cell, column: Column) -> str:
    """The amount in the column's unit, with 约 or 超 and the sign of a change."""
    values = [each for each in (cell.value, cell.value_to) if each is not None]
    sign = "+" if column.change and cell.value > 0 else ""
    return (
        (QUALIFIERS[cell.figure.qualifier] or "") + sign + "–".join(number(column.shown(v)) for v in values)
    )


def number(value: float) -> str:
    """A number with its thousands set apart, to four decimals where it has more."""
    return f"{Decimal(str(round(value, 4))).normalize():,f}"


def told(figure: Figure) -> str:
    """A figure as the report writes it, with its time and with its status where it is not simply achieved."""
    status = "" if figure.status in {"achieved", "planned"} else STATUSES[figure.status]
    notes = [note for note in (period_of(plain(figure.period or "")), status) if note]
    return plain(figure.mention) + (f"（{'，'.join(notes)}）" if notes else "")


def quote_of(figure: Figure) -> str:
    """The words that the figure rests on."""
    return plain("".join(each.quote for each in figure.evidence))


def remarks(cell: Cell) -> str:
    """What else the report says of the same indicator; "" if nothing."""
    parts = []
    if cell.against:
        parts.append(f"{CONFLICT} 同一报告另说 " + "、".join(map(told, cell.against)))
    if cell.others:
        parts.append("其他时间 " + "、".join(map(told, cell.others)))
    if cell.figure.verdict == "unsupported":
        parts.append("无据")
    return "；".join(parts)


def naming_text(naming: Naming) -> tuple[str, str]:
    """Which names were joined, and which were not though alike, in a line each; "" for none."""
    joined, alike = (
        "、".join(f"{name} {count}" for name, count in names) for names in (naming.joined, naming.alike)
    )
    return (f"{naming.indicator}：合并 {joined}" if joined else f"{naming.indicator}：没有报告提到"), (
        f"相近而未并入 {alike}" if alike else ""
    )
