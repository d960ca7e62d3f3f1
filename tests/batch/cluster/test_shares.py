import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.cluster.shares import MINUTE, SILENT, Amount, Beat, Share, Shares
from summarizer.providers.limiter_state import LimiterState

NOTHING = Amount(None, None)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def shares(clock: Clock, workers: int = 2, whole: Share | None = None, budget: Amount = NOTHING) -> Shares:
    return Shares(workers, whole or Share(8, None, None), budget, clock)


def says(spent: float = 0, holds: float = 0, wants: float = 0, needs: float | None = None) -> Beat:
    least = None if needs is None else Amount(needs, None)
    return Beat(Amount(spent, 0), Amount(holds, None), Amount(wants, None), least)


@given(st.integers(1, 9), st.integers(9, 500), st.integers(9, 10_000))
def test_all_shares_together_are_the_whole(workers: int, parallel: int, requests: int) -> None:
    dealt = Shares(workers, Share(parallel, requests, None), NOTHING, Clock())
    got = [dealt.join(str(number)) for number in range(workers)]
    assert sum(each.parallel for each in got if each) == parallel
    assert sum(each.requests_per_minute or 0 for each in got if each) == requests
    assert all(each.tokens_per_minute is None for each in got if each)


def test_a_worker_has_its_share_for_life_and_there_are_no_more_than_planned(clock: Clock) -> None:
    dealt = shares(clock, whole=Share(5, None, None))
    assert (dealt.join("a"), dealt.join("b")) == (Share(3, None, None), Share(2, None, None))
    assert dealt.join("c") is None
    assert dealt.join("a") == Share(3, None, None)


def test_the_share_of_a_lost_worker_goes_to_another_soon(clock: Clock) -> None:
    dealt = shares(clock)
    dealt.join("a")
    dealt.join("b")
    clock.now = 5
    dealt.beat("b", says())
    assert dealt.join("c") == Share(4, None, None)
    assert dealt.join("d") is None


def test_with_a_ceiling_a_lost_share_rests_for_a_minute_since_its_requests_count_so_long(
    clock: Clock,
) -> None:
    dealt = shares(clock, 1, Share(8, 60, None))
    dealt.join("a")
    clock.now = MINUTE
    assert dealt.join("b") is None
    clock.now = MINUTE + 0.1
    assert dealt.join("b") == Share(8, 60, None)


def test_silent_workers_are_lost(clock: Clock) -> None:
    dealt = shares(clock)
    dealt.join("a")
    clock.now = SILENT + 1
    dealt.join("b")
    assert dealt.lost() == ["a"]


def test_without_a_budget_nothing_bounds_a_worker(clock: Clock) -> None:
    given_, more = shares(clock).beat("a", Beat(Amount(5, 1), NOTHING, NOTHING))
    assert (given_, more) == (NOTHING, True)


def test_what_a_lost_worker_was_dealt_counts_as_spent(clock: Clock) -> None:
    dealt = shares(clock, budget=Amount(100, None))
    assert dealt.beat("a", says(wants=60))[0].tokens == 60
    clock.now = 100
    assert dealt.beat("b", says(wants=60, needs=60)) == (Amount(0, None), False)
    assert dealt.beat("b", says(wants=40, needs=40))[0].tokens == 40


def test_who_lacks_waits_while_another_holds_what_it_may_give_back(clock: Clock) -> None:
    dealt = shares(clock, budget=Amount(100, None))
    dealt.beat("a", says(wants=60))
    assert dealt.beat("b", says(wants=60, needs=60)) == (Amount(0, None), True)
    dealt.beat("a", says(spent=10, holds=10, wants=10))
    assert dealt.beat("b", says(wants=60, needs=60))[0].tokens == 60


def test_what_is_too_little_for_one_is_left_to_others(clock: Clock) -> None:
    """Else two of them could hold half a request's price each, and wait for each other for ever."""
    dealt = shares(clock, budget=Amount(100, None))
    assert dealt.beat("a", says(wants=120, needs=120)) == (Amount(0, None), False)
    assert dealt.beat("b", says(wants=100, needs=100))[0].tokens == 100


def test_earlier_runs_and_workers_that_ended_count_with_what_they_spent(clock: Clock) -> None:
    dealt = shares(clock, budget=Amount(100, None))
    dealt.carry(Amount(30, 0))
    dealt.beat("a", says(wants=70))
    dealt.note("a", Amount(20, 0))
    dealt.release()
    assert dealt.beat("b", says(wants=70))[0].tokens == 50


def test_the_limiters_of_all_are_shown_as_one(clock: Clock) -> None:
    dealt = shares(clock)
    for name, paused in (("a", None), ("b", 3.0)):
        state = LimiterState(2, 4, 1, paused, paused and "told to wait", 10, 0.5, "CNY")
        dealt.beat(name, Beat(Amount(10, 0.5), NOTHING, NOTHING, None, state, 5))
    assert dealt.state() == (LimiterState(4, 8, 2, 3.0, "told to wait", 20, 1.0, "CNY"), 10)


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(0, 400))
def test_a_budget_is_never_passed_whatever_workers_spend_and_whichever_die(
    seed: int, workers: int, budget: int
) -> None:
    drawn, clock = random.Random(seed), Clock()
    dealt = Shares(workers, Share(8, None, None), Amount(budget, None), clock)
    spent: dict[str, float] = {}
    holds: dict[str, float] = {}
    for step in range(60):
        clock.now += drawn.random() * 4
        name = f"{drawn.randrange(workers)}-{step // 20}"  # each twenty steps all die and others come
        has = spent.setdefault(name, 0)
        spent[name] = has = has + drawn.uniform(0, max(0, holds.get(name, 0) - has))
        if drawn.random() < 0.3:
            holds[name] = has
        beat = says(has, holds.get(name, 0), has + drawn.uniform(0, 50), drawn.choice([None, has + 20]))
        holds[name] = dealt.beat(name, beat)[0].tokens or 0
        assert sum(spent.values()) <= budget + 1e-6
        assert holds[name] >= has - 1e-6
