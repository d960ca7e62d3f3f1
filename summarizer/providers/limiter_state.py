"""What a limiter tells of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LimiterState:
    """What a display shows: requests in flight, allowed at present and waiting; a pause in seconds, and why.

    `spent_cost` is in `currency`; None where the price is not known.
    """

    in_flight: int
    allowed: int
    waiting: int
    paused_for: float | None
    why: str | None
    spent_tokens: int
    spent_cost: float | None
    currency: str | None
