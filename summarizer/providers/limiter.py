"""One limiter for all requests of a provider: who starts when, and whether at all."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from summarizer.errors import BadCompletion, BudgetSpent, ProviderError
from summarizer.messages import say
from summarizer.providers.breaker import Breaker, Patience
from summarizer.providers.budget import Budget, Tokens, billed
from summarizer.providers.ceilings import Ceilings, Started, ceiling_too_low
from summarizer.providers.lanes import Lanes, current_lane
from summarizer.providers.limiter_state import LimiterState
from summarizer.providers.pacing import Pacer
from summarizer.providers.rate_headers import allowances
from summarizer.providers.transient import Transient

__all__ = ["Limiter", "LimiterState", "Slot"]

Sleep = Callable[[float], Awaitable[None]]

_LONGEST_PAUSE = 600.0  # seconds that an endpoint may ask for; it is asked again then


@dataclass(eq=False, slots=True)
class Slot:
    """Leave to make one attempt. Its maker tells it the headers of the answer, whatever its status."""

    lane: object
    most: Tokens
    turn: "asyncio.Future[None]"
    limiter: "Limiter"
    time: float = 0.0
    started: Started | None = None
    answers: int = 0
    used: Tokens | None = None
    seconds: float = 0.0
    cost: float | None = None

    def heard(self, headers: Mapping[str, str]) -> None:
        """Take note of what the endpoint says of its limits; names of headers are looked up in lower case."""
        self.limiter.heard(self, headers)


class Limiter:
    """Starts requests in fair turns, as many at once and as fast as the endpoint bears, within all bounds.

    `parallel` is the most in flight. Ceilings are per minute, of requests and of tokens (prompt and answer).
    For one event loop; each start takes O(log n) of the reports that wait, and nobody polls. `clock` and `sleep`
    are in seconds, `wall` is the time that headers refer to.
    """

    def __init__(  # noqa: PLR0913 - all but the first by name
        self,
        parallel: int,
        *,
        budget: Budget | None = None,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.sleep = sleep
        self._clock = clock
        self._wall = wall
        self.budget = budget or Budget()
        self._longest_pause = min(_LONGEST_PAUSE, max(1.0, (patience or Patience()).throttled))
        self._breaker = Breaker(patience or Patience())
        self._pacer = Pacer(parallel)
        self._ceilings = Ceilings(requests_per_minute, tokens_per_minute, self._longest_pause)
        self._lanes: Lanes[Slot] = Lanes(lambda slot: slot.turn.done())
        self._waiting = self._in_flight = 0
        self.answers = 0  # of any kind, refusals of the endpoint left out
        self._paused_until = -math.inf
        self._why: str | None = None
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = math.inf

    def state(self) -> LimiterState:
        """What goes on at present."""
        until = max(self._paused_until, self._breaker.until)
        paused = max(0.0, until - self._clock()) or None
        return LimiterState(
            in_flight=self._in_flight,
            allowed=self._allowed(),
            waiting=self._waiting,
            paused_for=paused,
            why=self._why if paused else None,
            spent_tokens=self.budget.spent_tokens,
            spent_cost=self.budget.spent,
            currency=self.currency,
        )

    def carry(self, tokens: int, cost: float) -> None:
        """Count what earlier runs of the same work spent: the budget is for all of them."""
        self.budget.carry(tokens, cost)

    def next_takes(self) -> Tokens | None:
        """What the request takes at most whose turn it is, None where none waits."""
        slot = self._lanes.first()
        return slot.most if slot else None

    def rebudget(self) -> None:
        """Start what may start now that the budget was bound anew."""
        self._pump()

    @asynccontextmanager
    async def slot(self, most: Tokens) -> AsyncIterator[Slot]:
        """Wait for leave to make one attempt, which takes `most` at most. Once it is over, set `used`.

        Raises BudgetSpent where the attempt could pass the budget, ConfigError where a minute's ceiling is too low for
        it; the attempt's own error, now final, where the endpoint has been waited for long enough.
        """
        slot = await self._turn(most)
        try:
            yield slot
        except Transient as failure:
            self._left(slot, billed(failure.error, most) if failure.billed else None)
            self._failed(slot, failure)
            raise
        except ProviderError as error:
            self._answered(slot)
            self._left(slot, billed(error, most) if isinstance(error, BadCompletion) else None)
            if isinstance(error, BadCompletion):
                error.cost, error.currency = slot.cost, self.currency
            raise
        except BaseException:
            self._left(slot, most)  # the model may have answered all the same
            raise
        else:
            used = slot.used if slot.used and slot.used.total else most
            self._answered(slot, used.completion)
            self._left(slot, used)
        finally:
            self._pump()

    @property
    def currency(self) -> str | None:
        """What money is counted in, None where the price is not known."""
        return (self.budget.price and self.budget.price.currency) or None

    @property
    def trying(self) -> bool:
        """Whether the endpoint is down, or refuses everything, and only tried now and then."""
        return self._breaker.kind is not None

    def heard(self, slot: Slot, headers: Mapping[str, str]) -> None:
        """Take note of what the endpoint says is left, in its answer to this attempt."""
        if slot.started:
            self._ceilings.heard(slot.started, allowances(headers, self._wall()), self._clock())
            self._pump()

    async def _turn(self, most: Tokens) -> Slot:
        ceiling, expected = self._ceilings.most_tokens, self._ceilings.expected(most)
        if ceiling is not None and expected > ceiling:
            raise ceiling_too_low(ceiling, expected)
        slot = Slot(current_lane(), most, asyncio.get_running_loop().create_future(), self)
        self._lanes.put(slot.lane, slot)
        self._waiting += 1
        self._pump()
        try:
            await slot.turn
        except asyncio.CancelledError:
            if slot.turn.done() and not slot.turn.cancelled() and slot.turn.exception() is None:
                self._left(slot, None)
            else:
                self._waiting -= 1
            self._pump()
            raise
        return slot

    def _pump(self) -> None:
        """Start whatever may start now; see to it that this is done again when more may."""
        while (slot := self._lanes.first()) is not None:
            if self._in_flight >= self._allowed():
                return
            now = self._clock()
            at = self._ready(slot, now)
            if at > now:
                self._wake(at, now)
                return
            if self.budget.fits(slot.most):
                self._start(slot, now)
            elif self._in_flight or self.budget.more_may_come:
                return  # what is put aside for them may be more than they take
            else:
                self._refuse(slot, self.budget.refusal(slot.most))
        self._cancel_alarm()

    def _allowed(self) -> int:
        return 1 if self.trying else int(self._pacer.window)

    def _ready(self, slot: Slot, now: float) -> float:
        """When the next request may start: the last of all the times that bound it."""
        ceilings = self._ceilings.ready(slot.most, now)
        return max(self._paused_until, self._breaker.until, self._pacer.ready(now), ceilings)

    def _start(self, slot: Slot, now: float) -> None:
        self._lanes.take()
        self._waiting -= 1
        self._in_flight += 1
        self.budget.reserve(slot.most)
        self._pacer.started(now)
        slot.started = self._ceilings.start(slot.most, now)
        slot.time, slot.answers = now, self.answers
        slot.turn.set_result(None)

    def _refuse(self, slot: Slot, error: ProviderError) -> None:
        self._lanes.drop()
        self._waiting -= 1
        slot.turn.set_exception(error)

    def _left(self, slot: Slot, used: Tokens | None) -> None:
        now = self._clock()
        self._in_flight -= 1
        self._lanes.done(slot.lane)
        slot.cost = self.budget.settle(slot.most, used)
        slot.seconds = now - slot.time
        if slot.started:
            self._ceilings.correct(slot.started, used, now)

    def _answered(self, slot: Slot, tokens: int = 0) -> None:
        self.answers += 1
        self._pacer.answered(self._clock(), slot.time, self._in_flight, tokens)
        if self._breaker.answered(slot.time):
            self._pacer.restart()

    def _failed(self, slot: Slot, failure: Transient) -> None:
        now = self._clock()
        if failure.kind in {"throttled", "quota"}:
            self._pacer.refused(now, slot.time, self._in_flight + 1)
        elif failure.kind == "slow":
            self._pacer.slowed(now, slot.time)
        if failure.retry_after is not None:
            self._pause(failure.retry_after, now)
        # While others are in flight, the endpoint does not refuse everything: it is full.
        full = failure.kind == "throttled" and self._in_flight
        if not full and self._breaker.failed(failure.kind, now, slot.time):
            self._give_up(failure)
        if self.trying:
            self._why = str(failure.error)

    def _pause(self, asked: float, now: float) -> None:
        pause = min(asked, self._longest_pause)
        if now + pause <= self._paused_until:
            return
        self._paused_until = now + pause
        self._why = say(f"服务要求等 {asked:g} 秒", f"the endpoint asks to wait {asked:g} s")
        if pause < asked:
            self._why += say(f"，只等 {pause:g} 秒再问", f", it is asked again after {pause:g} s")

    def _give_up(self, failure: Transient) -> NoReturn:
        """Fail all that wait, and this one, for good; whoever asks later gets the whole patience again."""
        error = _final(failure)
        self._breaker.reset()
        for waiting in self._lanes.drain():
            self._waiting -= 1
            waiting.turn.set_exception(error)
        raise error from failure.__cause__

    def _wake(self, at: float, now: float) -> None:
        """Pump again at a time, or before."""
        if self._alarm and self._alarm_at <= at:
            return
        self._cancel_alarm()
        self._alarm_at = at
        self._alarm = asyncio.get_running_loop().create_task(self._ring(at - now))

    async def _ring(self, seconds: float) -> None:
        await self.sleep(seconds)
        self._alarm = None
        self._pump()

    def _cancel_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None


def _final(failure: Transient) -> ProviderError:
    """The error of an endpoint that was waited for long enough."""
    said = str(failure.error)
    if failure.kind == "quota":
        return BudgetSpent(
            say(
                f"账户在服务上的额度已用完，等过之后仍是如此：{said}",
                f"The account at the endpoint has nothing left, nor had it after a while: {said}",
            )
        )
    error = type(failure.error)(
        say(f"{said}（一直如此，不再等待）", f"{said} (so all the time; waited for long enough)")
    )
    error.final = True
    return error
