"""Ceilings of requests and tokens: those a minute that the user sets, and what the endpoint says is left."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.errors import ConfigError
from summarizer.messages import say
from summarizer.providers.budget import Tokens
from summarizer.providers.rate_headers import Allowance

MINUTE = 60.0
# Of a prompt's bytes, how many are tokens before any was counted, and how far the next may pass those that were.
_USUAL_SHARE = 0.5
_MARGIN = 1.25


@dataclass(eq=False, slots=True)
class Entry:
    """What was taken at a time; the amount may be put right once it is known."""

    time: float
    amount: int


class PerMinute:
    """Never more than `most` in any sixty seconds.

    A log of the last minute rather than a bucket: a full bucket that refills lets through twice its size.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken: deque[Entry] = deque()
        self._sum = 0

    def ready(self, amount: int, now: float) -> float:
        """When this much may be taken, at the earliest `now`; `amount` is at most `most`."""
        self._forget(now)
        over = self._sum + amount - self.most
        if over <= 0:
            return now
        for entry in self._taken:
            over -= entry.amount
            if over <= 0:
                return entry.time + MINUTE
        raise ValueError(f"{amount} is more than {self.most} a minute")

    def take(self, amount: int, now: float) -> Entry:
        """Take this much at this time."""
        entry = Entry(now, amount)
        self._taken.append(entry)
        self._sum += amount
        return entry

    def correct(self, entry: Entry, amount: int, now: float) -> None:
        """What was taken turned out to be `amount`."""
        self._forget(now)
        if self._taken and entry.time >= self._taken[0].time:
            self._sum += amount - entry.amount
            entry.amount = amount

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0].time + MINUTE <= now:
            self._sum -= self._taken.popleft().amount


@dataclass(frozen=True, slots=True)
class Started:
    """A request that was started: its bound, the how-manieth it was, what all had taken by then, its own tokens."""

    most: Tokens
    number: int
    begun: Mapping[str, int]
    tokens: Entry | None


@dataclass(slots=True)
class _Told:
    """What is left by the endpoint's own word, less what was started since, until a time."""

    left: int
    until: float


class Ceilings:
    """All of them together. Seconds are those of one clock; `longest` bounds how long a told limit is believed.

    A prompt is expected to take the share of its bound that prompts took so far, the greatest one with a margin:
    by the bound itself, which holds for text that no report is, a minute would stay half empty.
    """

    def __init__(self, requests: int | None, tokens: int | None, longest: float) -> None:
        self.most_tokens = tokens
        self._requests = PerMinute(requests) if requests else None
        self._tokens = PerMinute(tokens) if tokens else None
        self._longest = longest
        self._begun = {"requests": 0, "tokens": 0}
        self._told: dict[str, _Told] = {}
        self._told_by = 0
        self._share = 0.0

    def expected(self, most: Tokens) -> int:
        """The tokens that a request will take, to all that is known."""
        share = min(1.0, _MARGIN * (self._share or _USUAL_SHARE))
        return math.ceil(share * most.prompt) + most.completion

    def ready(self, most: Tokens, now: float) -> float:
        """When a request of such a size may start."""
        at, tokens = now, self.expected(most)
        if self._requests:
            at = max(at, self._requests.ready(1, now))
        if self._tokens:
            at = max(at, self._tokens.ready(tokens, now))
        for what, told in list(self._told.items()):
            if told.until <= now:
                del self._told[what]
            elif told.left < (1 if what == "requests" else tokens):
                at = max(at, told.until)
        return at

    def start(self, most: Tokens, now: float) -> Started:
        """A request of such a size starts."""
        tokens = self.expected(most)
        for what, amount in (("requests", 1), ("tokens", tokens)):
            self._begun[what] += amount
            if what in self._told:
                self._told[what].left -= amount
        if self._requests:
            self._requests.take(1, now)
        entry = self._tokens.take(tokens, now) if self._tokens else None
        return Started(most, self._begun["requests"], dict(self._begun), entry)

    def correct(self, started: Started, used: Tokens | None, now: float) -> None:
        """A request took so many tokens; None: it was not worked for."""
        if self._tokens and started.tokens:
            self._tokens.correct(started.tokens, used.total if used else 0, now)
        if used and used.prompt < started.most.prompt:  # all of the bound is what nobody counted
            self._share = max(self._share, used.prompt / started.most.prompt)

    def heard(self, started: Started, said: Mapping[str, Allowance], now: float) -> None:
        """The endpoint said what is left, in its answer to this request; later ones are not counted in it."""
        if started.number < self._told_by:
            return
        for what, allowance in said.items():
            self._told_by = started.number
            left = allowance.left - (self._begun[what] - started.begun[what])
            self._told[what] = _Told(left, now + min(allowance.reset, self._longest))


def ceiling_too_low(ceiling: int, most: int) -> ConfigError:
    """A request that no minute could hold."""
    return ConfigError(
        say(
            f"设置 tokens_per_minute 为 {ceiling}，而一次请求最多要 {most} 个 token，永远轮不到它；请调高",
            f"tokens_per_minute is {ceiling}, but one request takes up to {most} tokens and would never start: raise it",
        )
    )
