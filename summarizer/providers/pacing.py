"""How many requests an endpoint takes: found out by asking a little more, and less after a refusal."""

import math
from collections import deque
from statistics import median

_FIRST = 4  # requests in flight before anything is known of the endpoint
_CUT = 0.8  # of the requests in flight, after a refusal
_SLACK = 0.02  # seconds by which timers wake too late; what was missed so is made up for
_RECENT = 64
_LOWEST_RATE = 0.01
_PAUSE = 0.05  # seconds, doubled with each refusal in a row
_LONGEST_PAUSE = 60.0
_DOUBLING = 0.5  # seconds in which a guessed rate doubles
_SLOW = 4.0  # times the usual seconds a token: the endpoint queues what it is sent


class Pacer:
    """Requests in flight (`window`, at most `most`) and starts a second (`rate`), both as the endpoint bears them.

    The window starts slowly, grows by one with each round of answers and shrinks by a fifth with each round of
    refusals (AIMD; Chiu and Jain, 1989), or where answers take far longer than usual. The rate is free until
    something is refused. From then on starts are handed out one at a time: first at a guess that doubles
    every half second; after the next refusal at nine tenths of the rate that was refused, soon 95 %, then slowly up to it
    and ever faster beyond (the shape of CUBIC, RFC 9438).
    Times are in seconds of one clock that never goes back.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._starts: deque[float] = deque(maxlen=_RECENT)
        self._latency = Latency()
        self._answers = 0
        self._row = 0  # refusals with nothing accepted between
        self._accepted = False  # something that was started since the last cut
        self._began: float | None = None
        self._ceiling: float | None = None
        self._cut = self._shrunk = float("-inf")
        self._ceiling_at = 0.0
        self._guessed = self._held = False
        self._next = float("-inf")
        self.restart()

    def restart(self) -> None:
        """Begin slowly again, as after an outage; the rate that was found holds on."""
        self.window = float(min(self.most, max(_FIRST, self.most // 4)))
        self._slow_start = True
        self._borne = math.inf
        self._since_shrunk = 0

    def rate(self, now: float) -> float | None:
        """Starts a second, None while nothing bounds them."""
        if self._ceiling is None:
            return None
        since = max(0.0, now - self._ceiling_at)
        if self._guessed:
            return float(self._ceiling * 2 ** min(since / _DOUBLING, 30))
        return self._ceiling * (min(0.9 + 0.1 * since, 0.95) + 0.005 * since + 0.0002 * since**3)

    def ready(self, now: float) -> float:
        """When the next request may start, by its rate."""
        return now if self._ceiling is None else max(now, self._next)

    def started(self, now: float) -> None:
        """A request starts."""
        self._starts.append(now)
        if self._began is None:
            self._began = now
        rate = self.rate(now)
        if rate is not None:
            self._next = max(self._next, now - _SLACK) + 1 / rate

    def answered(self, now: float, started: float, in_flight: int, tokens: int) -> None:
        """An answer of so many tokens came; `in_flight` counts it still."""
        self._answers += 1
        self._accepted = self._accepted or started >= self._cut
        if self._latency.queues(now - started, tokens) and started >= self._shrunk:
            self._shrink(now)
        elif in_flight >= self.window - 1:
            self.window = min(self.most, self.window + self._step())
        self._since_shrunk += 1

    def slowed(self, now: float, started: float) -> None:
        """A request found no answer in time."""
        if started >= self._shrunk:
            self._shrink(now)

    def refused(self, now: float, started: float, in_flight: int) -> None:
        """The endpoint wants fewer requests; `in_flight` counts this one. What started before the last is no news.

        Only the bound that was in force is cut, both where that cannot be told.
        """
        if started < self._cut:
            return
        rate, again = self.rate(now), self._ceiling is not None and not self._accepted
        self._cut, self._accepted = now, False
        self._row = self._row + 1 if again else 0
        if again:
            self._held = True
            self._hold(now, in_flight)
            return
        full = in_flight >= 0.9 * self.window and not self._guessed and rate is not None
        if rate is None:
            self._guess(now)
        elif not full or self._start_rate(now) >= 0.9 * rate:
            self._slow_down(now, min(rate, self._start_rate(now), self._sustained(now)))
        if full:
            self._shrink(now)

    def _hold(self, now: float, in_flight: int) -> None:
        """Nothing beside what is in flight was accepted: wait a little, longer each time, and go on as before."""
        self.window = max(1.0, min(self.window, in_flight - 1))
        if self._slow_start:
            self._borne, self._slow_start = self.window, False
        self._ceiling_at = now
        self._next = now + min(_LONGEST_PAUSE, _PAUSE * 2**self._row)

    def _guess(self, now: float) -> None:
        """The rate at which answers came until the first refusal."""
        began = now if self._began is None else self._began
        self._slow_down(now, (self._answers + 1) / max(0.05, now - began))
        self._guessed = True

    def _slow_down(self, now: float, refused: float) -> None:
        self._guessed = False
        self._answers, self._began, self._held = 0, now, False
        self._ceiling, self._ceiling_at = max(_LOWEST_RATE, refused), now
        self._next = now + 1 / self._ceiling

    def _shrink(self, now: float) -> None:
        self._shrunk = now
        self._slow_start = False
        self._borne = self.window - 1
        self.window = max(1.0, self.window * _CUT)
        self._since_shrunk = 0

    def _step(self) -> float:
        """How much wider the window gets with an answer: soon as wide as it was, then slowly, then ever faster."""
        if self._slow_start or self.window < self._borne:
            return 2.0
        rounds = self._since_shrunk / self.window
        return (1 + rounds**2) / 8 / self.window

    def _sustained(self, now: float) -> float:
        """Answers a second since the rate was last cut, where the endpoint refused everything in between."""
        if not self._held or self._began is None:
            return math.inf
        return (self._answers + 1) / max(0.05, now - self._began)

    def _start_rate(self, now: float) -> float:
        return len(self._starts) / max(0.001, now - self._starts[0])


class Strays:
    """Refusals without a reason, which busy endpoints answer now and then: noise as long as they are few.

    Taken for a bound, three in a hundred would hold an endpoint that bears a hundred a second to six.
    """

    _FEW = 0.12  # of the last outcomes
    _ALWAYS = 4

    def __init__(self) -> None:
        self._refused: deque[bool] = deque(maxlen=256)

    def answered(self) -> None:
        """A request found its answer."""
        self._refused.append(False)

    def refused(self) -> bool:
        """One was refused; whether that is one of few."""
        self._refused.append(True)
        if sum(self._refused) <= max(self._ALWAYS, self._FEW * len(self._refused)):
            return True
        self._refused.clear()
        return False


class Latency:
    """Seconds a token of answers: whether the last ones took far longer than the quick ones of late.

    Per token, since long answers take long; with some tokens added to each, for the time before the first.
    """

    _ADDED = 64
    _EACH = 16

    def __init__(self) -> None:
        self._last: list[float] = []
        self._medians: deque[float] = deque(maxlen=32)  # so that a lasting change becomes the usual

    def queues(self, seconds: float, tokens: int) -> bool:
        """Take one answer down; true, now and then, where the endpoint seems to let requests wait."""
        self._last.append(seconds / (tokens + self._ADDED))
        if len(self._last) < self._EACH:
            return False
        middle = median(self._last)
        self._last.clear()
        self._medians.append(middle)
        return middle > _SLOW * min(self._medians)
