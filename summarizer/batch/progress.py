"""How far a batch is."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.batch.model import Counts, Settled, State
from summarizer.providers.limiter import LimiterState

_WINDOW = 60.0
_FAILURES = 5


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """A look at a batch.

    `total` grows until `counted`. `done` and `failed` are of the whole batch; `finished`, `calls` and
    tokens of this run alone; what all runs spent is in `limits`. `per_minute` is the pace of the
    last minute, `waiting` are put aside until the provider's own batches bring answers, `seconds_left` None where it cannot be told. `failures` are the last ones: name and reason.
    `ended` marks the last look. `limits` is the state of the provider's limiter, None where it has none.
    """

    total: int
    counted: bool
    done: int
    failed: int
    in_work: int
    finished: int
    calls: int
    cached_calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    per_minute: float
    seconds_left: float | None
    failures: tuple[tuple[str, str], ...]
    stopping: bool
    waiting: int = 0
    ended: bool = False
    limits: LimiterState | None = None

    @property
    def left(self) -> int:
        """Reports that are not settled."""
        return max(0, self.total - self.done - self.failed)


class Tally:
    """Counts while a run goes on; `look` may be called from any thread."""

    def __init__(self, before: Counts, clock: Callable[[], float] = time.monotonic) -> None:
        self.counted = False
        self._clock = clock
        self._started = clock()
        self._total = before.total
        self._done, self._failed, self._in_work = before.done, before.failed, 0
        self._waiting = before.waiting
        self._finished = self._calls = self._cached = self._prompt = self._completion = 0
        self._failures: deque[tuple[str, str]] = deque(maxlen=_FAILURES)
        self._paces: deque[tuple[float, int]] = deque([(self._started, 0)])

    def known(self, total: int) -> None:
        """Note how many reports there are so far."""
        self._total = max(self._total, total)

    def begin(self) -> None:
        """Note that a report is worked on."""
        self._in_work += 1

    def end(self) -> None:
        """Note that a report is not worked on any more."""
        self._in_work -= 1

    def settle(self, settled: Settled) -> None:
        """Note how a report ended, or that it waits."""
        if settled.state is State.WAITING:
            self._waiting += 1
            return
        self._finished += 1
        if settled.state is State.DONE:
            self._done += 1
        else:
            self._failed += 1
            self._failures.append((settled.name, settled.error or ""))
        if usage := settled.usage:
            self._calls += usage.calls
            self._cached += usage.cached_calls
            self._prompt += usage.prompt_tokens
            self._completion += usage.completion_tokens

    def resume(self) -> None:
        """Note that reports wait no longer."""
        self._waiting = 0

    def look(self, *, stopping: bool, limits: LimiterState | None = None) -> BatchProgress:
        """How far it is now."""
        now = self._clock()
        pace = self._pace(now)
        left = max(0, self._total - self._done - self._failed)
        return BatchProgress(
            total=self._total,
            counted=self.counted,
            done=self._done,
            failed=self._failed,
            in_work=self._in_work,
            finished=self._finished,
            calls=self._calls,
            cached_calls=self._cached,
            prompt_tokens=self._prompt,
            completion_tokens=self._completion,
            seconds=now - self._started,
            per_minute=60 * pace,
            seconds_left=left / pace if pace and self.counted and not self._waiting else None,
            failures=tuple(self._failures),
            stopping=stopping,
            waiting=self._waiting,
            limits=limits,
        )

    def _pace(self, now: float) -> float:
        """Reports a second over the last minute."""
        if now - self._paces[-1][0] >= 1:
            self._paces.append((now, self._finished))
        while len(self._paces) > 2 and now - self._paces[1][0] >= _WINDOW:
            self._paces.popleft()
        then, finished = self._paces[0]
        return (self._finished - finished) / (now - then) if now > then else 0.0
