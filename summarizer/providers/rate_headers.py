"""What an endpoint says in its headers of when it may be asked again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_NUMBER = r"\d+(?:\.\d+)?"
_PART = re.compile(rf"({_NUMBER})(ms|[dhms])")
_DURATION = re.compile(rf"(?:{_NUMBER}(?:ms|[dhms]))+")
_EPOCH = 1e9  # larger numbers are points in time: no limit is reset in thirty years
_EPOCH_MILLISECONDS = 1e12
_NAMES = {
    "requests": ("x-ratelimit-{}-requests", "x-ratelimit-{}", "ratelimit-{}"),
    "tokens": ("x-ratelimit-{}-tokens",),
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests (or tokens) are left, and after how many seconds there are all of them again."""

    left: int
    reset: float


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait by `retry-after-ms` or `Retry-After` (RFC 9110, section 10.2.3); None without either.

    Never negative. Names of headers are looked up in lower case.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    if said is None:
        return None
    seconds = _number(said)
    if seconds is not None:
        return seconds
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def allowances(headers: Mapping[str, str], now: datetime) -> dict[str, Allowance]:
    """What `x-ratelimit-remaining-*` and `x-ratelimit-reset-*` say, by "requests" and "tokens".

    A reset is a duration (OpenAI: `1s`, `6m0s`, `20ms`), seconds, or a point in time in seconds or milliseconds
    since 1970. What is neither is left out.
    """
    found = {}
    for what, names in _NAMES.items():
        for name in names:
            left = _number(headers.get(name.format("remaining")))
            reset = _reset(headers.get(name.format("reset")), now)
            if left is not None and reset is not None:
                found[what] = Allowance(int(left), reset)
                break
    return found


def _number(said: str | None) -> float | None:
    """A number as it stands in a header, negative ones as 0; None for all else."""
    if said is None or not re.fullmatch(rf"-?{_NUMBER}", said.strip()):
        return None
    return max(0.0, float(said))


def _reset(said: str | None, now: datetime) -> float | None:
    number = _number(said)
    if number is None:
        text = (said or "").strip().lower()
        if not _DURATION.fullmatch(text):
            return None
        return sum(float(value) * _SECONDS[unit] for value, unit in _PART.findall(text))
    if number < _EPOCH:
        return number
    since_1970 = number / 1000 if number >= _EPOCH_MILLISECONDS else number
    return max(0.0, since_1970 - now.timestamp())
