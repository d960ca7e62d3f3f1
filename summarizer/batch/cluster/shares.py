"""What many workers may do together, dealt out beforehand so that no request waits to be allowed.

Requests in flight and ceilings a minute are divided into one equal share for each worker that is planned: a
share is a worker's for its life. Money and tokens are dealt out as they are needed, some seconds' worth at a
time; what a lost worker was dealt counts as spent, so that a budget is never passed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.providers.limiter_state import LimiterState

# Seconds between two words of a worker, and how long a silent one is believed to live.
BEAT = 1.0
SILENT = 10.0
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens and money; of a bound, None is without."""

    tokens: float | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """A worker's part of what all may do at once and in a minute."""

    parallel: int
    requests_per_minute: int | None
    tokens_per_minute: int | None


@dataclass(frozen=True, slots=True)
class Beat:
    """What a worker says of itself: all that it spent, how much it may spend, how much it would like that to be.

    `needs` is the least that lets it go on where it cannot; all are sums since it began. `state` is that of
    its limiter, `in_work` its reports.
    """

    spent: Amount
    holds: Amount
    wants: Amount
    needs: Amount | None = None
    state: LimiterState | None = None
    in_work: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """The answer: how much the worker may have spent by now in all, and whether more may come.

    `stop`: 1, begin no more reports; 2, leave those in work.
    """

    may_spend: Amount
    more: bool
    stop: int = 0


@dataclass(slots=True)
class _Worker:
    heard: float
    beat: Beat | None = None
    given: Amount = Amount(0, 0)
    spent: Amount = Amount(0, 0)


class Shares:
    """Deals out `parallel` requests in flight, ceilings a minute and a budget to so many workers.

    `budget` is what is left of it at the beginning. Times are in seconds of one clock.
    """

    def __init__(
        self,
        workers: int,
        whole: Share,
        budget: Amount,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shares = [_part(whole, workers, number) for number in range(workers)]
        self._holders: list[str | None] = [None] * workers
        self._hold = MINUTE if whole.requests_per_minute or whole.tokens_per_minute else 0.0
        self._budget = budget
        self._workers: dict[str, _Worker] = {}
        self._carried = Amount(0, 0)
        self._clock = clock

    def join(self, worker: str) -> Share | None:
        """The share of a worker, None while all are taken: one of a worker that died is free in time."""
        now = self._clock()
        for number, holder in enumerate(self._holders):
            if holder == worker or self._is_free(holder, now):
                self._holders[number] = worker
                self._workers.setdefault(worker, _Worker(now)).heard = now
                return self._shares[number]
        return None

    def beat(self, worker: str, beat: Beat) -> tuple[Amount, bool]:
        """How much a worker may spend in all, and whether more may come where that is too little."""
        its = self._workers.setdefault(worker, _Worker(self._clock()))
        its.heard, its.beat, its.spent = self._clock(), beat, beat.spent
        given = Amount(
            _deal(self._budget.tokens, [each.given.tokens for each in self._others(its)], beat, "tokens"),
            _deal(self._budget.cost, [each.given.cost for each in self._others(its)], beat, "cost"),
        )
        # What is too little for a request is left to others.
        its.given = beat.holds if beat.needs and not _covers(given, beat.needs) else given
        return its.given, self._more_may_come(its)

    def note(self, worker: str, spent: Amount) -> None:
        """A worker said in between what it spent."""
        self._workers.setdefault(worker, _Worker(self._clock())).spent = spent

    def carry(self, spent: Amount) -> None:
        """Count what earlier runs of the same batch spent."""
        self._carried = spent
        self._budget = Amount(_less(self._budget.tokens, spent.tokens), _less(self._budget.cost, spent.cost))

    def release(self) -> None:
        """All workers ended, with nothing in flight: what they did not spend is to be dealt out anew."""
        for each in self._workers.values():
            each.given = Amount(
                None if each.given.tokens is None else each.spent.tokens,
                None if each.given.cost is None else each.spent.cost,
            )
        if not self._hold:
            self._holders = [None] * len(self._holders)

    def lost(self) -> list[str]:
        """Workers that have not been heard for long."""
        now = self._clock()
        return [name for name, each in self._workers.items() if now - each.heard > SILENT]

    def spent(self, worker: str) -> Amount:
        """What a worker said it spent."""
        its = self._workers.get(worker)
        return its.spent if its else Amount(0, 0)

    def state(self) -> tuple[LimiterState | None, int]:
        """The limiters of all that are alive as if they were one, and the reports in work."""
        now = self._clock()
        beats = [w.beat for w in self._workers.values() if w.beat and now - w.heard <= SILENT]
        states = [beat.state for beat in beats if beat.state]
        in_work = sum(beat.in_work for beat in beats)
        if not states:
            return None, in_work
        paused = max((each for each in states if each.paused_for), key=_pause, default=None)
        all_spent = [self._carried, *(w.spent for w in self._workers.values())]
        currency = states[0].currency
        return LimiterState(
            in_flight=sum(each.in_flight for each in states),
            allowed=sum(each.allowed for each in states),
            waiting=sum(each.waiting for each in states),
            paused_for=paused.paused_for if paused else None,
            why=paused.why if paused else None,
            spent_tokens=round(sum(each.tokens or 0 for each in all_spent)),
            spent_cost=sum(each.cost or 0 for each in all_spent) if currency else None,
            currency=currency,
        ), in_work

    def _is_free(self, holder: str | None, now: float) -> bool:
        """A ceiling holds in any minute: what a dead worker started still counts for one."""
        if holder is None:
            return True
        return now - self._workers[holder].heard > max(3 * BEAT, self._hold)

    def _others(self, its: _Worker) -> list[_Worker]:
        return [each for each in self._workers.values() if each is not its]

    def _more_may_come(self, its: _Worker) -> bool:
        """Whether others that live hold what they have not spent: they give it back or spend it."""
        if its.beat is None or its.beat.needs is None or _covers(its.given, its.beat.needs):
            return True
        now = self._clock()
        alive = [w for w in self._others(its) if now - w.heard <= SILENT and w.beat]
        return any(_unspent(each) for each in alive)


def _deal(whole: float | None, others: list[float | None], beat: Beat, what: str) -> float | None:
    """How much of one thing a worker may spend, others keeping what they were given."""
    if whole is None:
        return None
    holds, wants = getattr(beat.holds, what) or 0, getattr(beat.wants, what) or 0
    left = whole - sum(each or 0 for each in others)
    return max(min(holds, left), min(wants, left))


def _covers(given: Amount, needs: Amount) -> bool:
    return all(
        has is None or (need or 0) <= has
        for has, need in ((given.tokens, needs.tokens), (given.cost, needs.cost))
    )


def _less(bound: float | None, spent: float | None) -> float | None:
    return None if bound is None else max(0, bound - (spent or 0))


def _unspent(worker: _Worker) -> bool:
    spent = worker.spent
    pairs = ((worker.given.tokens, spent.tokens), (worker.given.cost, spent.cost))
    return any(given is not None and given > (paid or 0) for given, paid in pairs)


def _part(whole: Share, workers: int, number: int) -> Share:
    def part(amount: int | None) -> int | None:
        return None if amount is None else max(1, amount // workers + (number < amount % workers))

    return Share(part(whole.parallel) or 1, part(whole.requests_per_minute), part(whole.tokens_per_minute))


def _pause(state: LimiterState) -> float:
    return state.paused_for or 0.0
