"""Numbers as reports write them, in the terminal and on the page."""

from evals.model import Metric

NONE = "–"


def number(metric: Metric, value: float | None) -> str:
    """A value or a difference of values; costs in four digits, or whole."""
    if value is None:
        return NONE
    if metric.kind == "cost":
        return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
    return f"{value:,.3f}"


def signed(metric: Metric, value: float) -> str:
    """A difference, with its sign."""
    shown = number(metric, value)
    return f"+{shown}" if value > 0 else shown


def probability(value: float | None) -> str:
    """A p-value; those that cannot be told from 0 in three digits as less."""
    return NONE if value is None else "<0.001" if value < 0.001 else f"{value:.3f}"


def share(value: float | None) -> str:
    """A share, or a coefficient that may be negative, in three digits."""
    return NONE if value is None else f"{value:.3f}"
