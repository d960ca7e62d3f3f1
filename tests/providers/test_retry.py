import asyncio
from collections.abc import Callable

import pytest

from summarizer.errors import (
    AuthenticationFailed,
    BudgetSpent,
    EndpointOverloaded,
    EndpointUnreachable,
    ProviderError,
)
from summarizer.providers import Completion
from summarizer.providers.breaker import Patience
from summarizer.providers.budget import Tokens
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.retry import ATTEMPTS, REFUSALS, with_retries
from summarizer.providers.transient import Kind, Transient
from tests.providers.virtual_time import now, run

GOOD = Completion("good", 10, 5)
MOST = Tokens(100, 100)
BUSY = EndpointOverloaded("busy")


def limiter(parallel: int = 4, down: float = 60, throttled: float = 600) -> Limiter:
    return Limiter(parallel, patience=Patience(down, throttled), clock=now)


class Retried:
    """One request over these outcomes of its attempts; `times` are when they began, `took` when it ended."""

    def __init__(self, *outcomes: Exception | Completion) -> None:
        self._left = list(outcomes)
        self.times: list[float] = []
        self.took = 0.0

    async def call(self, slot: Slot) -> Completion:
        self.times.append(now())
        outcome = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def __call__(self, make: Callable[[], Limiter] = limiter) -> Completion:
        async def main() -> Completion:
            try:
                return await with_retries(self.call, make(), MOST)
            finally:
                self.took = now()

        return run(main())


def test_a_success_is_not_retried() -> None:
    asking = Retried(GOOD)
    assert asking().text == "good"
    assert asking.times == [0]


@pytest.mark.parametrize("kind", ["throttled", "down", "slow", "failed"])
def test_failures_that_pass_are_tried_again_until_one_succeeds(kind: Kind) -> None:
    asking = Retried(Transient(BUSY, kind=kind), Transient(BUSY, kind=kind), GOOD)
    assert asking().text == "good"
    assert len(asking.times) == 3


def test_the_last_failure_is_raised_with_its_cause() -> None:
    cause = OSError("cable")
    last = Transient(EndpointOverloaded("still busy"))
    last.__cause__ = cause
    asking = Retried(*[Transient(BUSY)] * (ATTEMPTS - 1), last, GOOD)
    with pytest.raises(EndpointOverloaded, match="still busy") as caught:
        asking()
    assert caught.value.__cause__ is cause
    assert not caught.value.final


@pytest.mark.parametrize("error", [AuthenticationFailed("key"), BUSY, ValueError("bug")])
def test_what_is_not_named_transient_is_raised_at_once(error: Exception) -> None:
    asking = Retried(error, GOOD)
    with pytest.raises(type(error)):
        asking()
    assert len(asking.times) == 1


def test_refusals_cost_no_attempt() -> None:
    asking = Retried(*[Transient(BUSY, kind="throttled")] * (3 * ATTEMPTS), GOOD)
    assert asking().text == "good"


def test_an_endpoint_that_is_down_costs_no_attempt_and_is_asked_ever_less_often() -> None:
    asking = Retried(*[Transient(BUSY, kind="down")] * 12, GOOD)
    assert asking(lambda: limiter(down=9000)).text == "good"
    waits = [later - sooner for sooner, later in zip(asking.times[5:], asking.times[6:], strict=False)]
    assert waits == pytest.approx([1, 2, 4, 8, 16, 32, 60])


@pytest.mark.parametrize("error", [EndpointUnreachable("no cable"), EndpointOverloaded("502")])
def test_an_endpoint_that_stays_down_is_given_up_in_time_with_its_own_error(error: ProviderError) -> None:
    asking = Retried(Transient(error, kind="down"))
    with pytest.raises(type(error), match=str(error)) as caught:
        asking(lambda: limiter(down=60))
    assert caught.value.final
    assert 60 <= asking.took <= 150


def test_a_whole_endpoint_that_refuses_everything_is_given_up_in_time() -> None:
    asking = Retried(Transient(BUSY, kind="throttled"))
    with pytest.raises(EndpointOverloaded) as caught:
        asking(lambda: limiter(throttled=100))
    assert caught.value.final
    assert 100 <= asking.took <= 200


def test_a_spent_account_is_fatal_only_where_it_is_still_spent_after_a_pause() -> None:
    spent = Transient(EndpointOverloaded("insufficient_quota"), kind="quota")
    recovering = Retried(spent, GOOD)
    assert recovering().text == "good"
    assert recovering.took == 30
    with pytest.raises(BudgetSpent, match="insufficient_quota"):
        Retried(spent, spent, GOOD)()


@pytest.mark.parametrize(("kind", "most"), [("down", ATTEMPTS), ("throttled", REFUSALS)])
def test_a_request_that_fails_while_others_are_answered_is_given_up(kind: Kind, most: int) -> None:
    tried = 0

    async def main() -> None:
        shared = limiter()
        going_on = True

        async def good(_: Slot) -> Completion:
            await asyncio.sleep(0.01)
            return GOOD

        async def poison(_: Slot) -> Completion:
            nonlocal tried
            tried += 1
            await asyncio.sleep(0.1)
            raise Transient(BUSY, kind=kind)

        async def others() -> None:
            while going_on:
                await with_retries(good, shared, MOST)

        other = asyncio.create_task(others())
        with pytest.raises(EndpointOverloaded) as caught:
            await with_retries(poison, shared, MOST)
        assert not caught.value.final
        going_on = False
        await other

    run(main())
    assert tried >= most


@pytest.mark.parametrize(("asked", "waited"), [(7, 7), (0, 0.25), (550, 550), (999_999, 600)])
def test_a_wait_asked_for_is_kept_up_to_a_bound(asked: float, waited: float) -> None:
    asking = Retried(Transient(BUSY, asked, "throttled"), GOOD)
    asking()
    assert asking.times[1] == pytest.approx(waited, abs=0.25)


def test_a_completion_tells_how_long_its_own_attempt_took() -> None:
    async def main() -> Completion:
        shared = limiter(parallel=1)

        async def call(_: Slot) -> Completion:
            await asyncio.sleep(2)
            return GOOD

        *_, last = await asyncio.gather(*(with_retries(call, shared, MOST) for _ in range(3)))
        assert now() == 6
        return last

    assert run(main()).seconds == 2


def test_cancelling_is_not_retried() -> None:
    calls = 0

    async def call(_: Slot) -> Completion:
        nonlocal calls
        calls += 1
        raise asyncio.CancelledError

    async def main() -> None:
        await with_retries(call, limiter(), MOST)

    with pytest.raises(asyncio.CancelledError):
        run(main())
    assert calls == 1
