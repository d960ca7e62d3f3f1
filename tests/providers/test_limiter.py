import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import (
    BadCompletion,
    BudgetSpent,
    ConfigError,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
)
from summarizer.providers import Completion, Message
from summarizer.providers.breaker import Patience
from summarizer.providers.budget import Budget, Tokens, prompt_bound
from summarizer.providers.ceilings import MINUTE
from summarizer.providers.endpoint import _encode
from summarizer.providers.forms import MODES, Form, Mode
from summarizer.providers.lanes import own_lane
from summarizer.providers.limiter import Limiter, LimiterState, Slot
from summarizer.providers.prices import Price
from summarizer.providers.retry import with_retries
from summarizer.providers.transient import Transient
from tests.providers.virtual_time import now, run

PRICE = Price(Decimal(2), Decimal(8), Decimal(1), "CNY", date(2026, 1, 1), "")
MOST = Tokens(100, 100)
GOOD = Completion("{}", 50, 50)
EPOCH = datetime(2026, 11, 22, tzinfo=UTC)


async def answer(_: Slot) -> Completion:
    await asyncio.sleep(1)
    return GOOD


# What an attempt comes to, and the tokens that the model worked for with it, as parts of the most it may take.
OUTCOME = st.tuples(
    st.sampled_from(["good", "throttled", "slow", "bad", "unknown model", "cancelled"]),
    st.integers(0, 100),
    st.integers(0, 100),
)
REQUEST = st.tuples(st.integers(0, 300), st.integers(1, 300), st.lists(OUTCOME, min_size=1, max_size=3))


@given(
    st.lists(REQUEST, max_size=40),
    st.integers(1, 8),
    st.one_of(st.none(), st.integers(1, 6000)),
    st.one_of(st.none(), st.integers(1, 20_000)),
)
def test_no_budget_is_ever_passed(
    requests: list[tuple[int, int, list[tuple[str, int, int]]]],
    parallel: int,
    tokens: int | None,
    micros: int | None,
) -> None:
    worked = [0, Decimal(0)]
    cost = None if micros is None else micros / 1e6

    async def one(limiter: Limiter, prompt: int, most: int, outcomes: list[tuple[str, int, int]]) -> None:
        left = list(outcomes)

        async def call(slot: Slot) -> Completion:
            kind, prompt_share, answer_share = left.pop(0) if left else ("good", 0, 0)
            used = Tokens(prompt * prompt_share // 100, most * answer_share // 100)
            await asyncio.sleep(0.1)
            if kind == "throttled":
                raise Transient(EndpointOverloaded("429"), kind="throttled")
            if kind == "unknown model":
                raise ModelNotFound("404")
            worked[0] += used.total
            worked[1] += PRICE.cost(used.prompt, used.completion)
            assert tokens is None or worked[0] <= tokens
            assert cost is None or worked[1] <= Decimal(str(cost))
            if kind == "slow":
                raise Transient(EndpointOverloaded("late"), kind="slow")
            if kind == "bad":
                raise BadCompletion("no completion")
            if kind == "cancelled":
                raise asyncio.CancelledError
            return Completion("{}", used.prompt, used.completion)

        await with_retries(call, limiter, Tokens(prompt, most))

    async def main() -> None:
        limiter = Limiter(parallel, budget=Budget("m", PRICE, cost, tokens), clock=now)
        await asyncio.gather(*(one(limiter, *request) for request in requests), return_exceptions=True)
        state = limiter.state()
        assert (state.in_flight, state.waiting) == (0, 0)
        assert state.spent_tokens >= worked[0]
        assert state.spent_cost is not None
        assert state.spent_cost >= float(worked[1])

    run(main())


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 400), st.floats(0, 30)), max_size=60),
    st.integers(1, 20),
    st.integers(400, 2000),
)
def test_no_ceiling_of_a_minute_is_ever_passed(
    requests: list[tuple[int, int, float]], most_requests: int, most_tokens: int
) -> None:
    started: list[tuple[float, int]] = []

    async def one(limiter: Limiter, used: int, most: int, seconds: float) -> None:
        used = min(used, most)

        async def call(_: Slot) -> Completion:
            started.append((now(), used))
            await asyncio.sleep(seconds)
            return Completion("{}", 0, used)

        await with_retries(call, limiter, Tokens(0, most))

    async def main() -> None:
        limiter = Limiter(16, requests_per_minute=most_requests, tokens_per_minute=most_tokens, clock=now)
        await asyncio.gather(*(one(limiter, *request) for request in requests))

    run(main())
    assert len(started) == len(requests)
    for time, _ in started:
        minute = [tokens for other, tokens in started if time <= other < time + MINUTE - 1e-6]
        assert len(minute) <= most_requests
        assert sum(minute) <= most_tokens


def test_a_ceiling_of_tokens_goes_by_what_prompts_really_take() -> None:
    bound = Tokens(1000, 0)

    async def call(_: Slot) -> Completion:
        await asyncio.sleep(1)
        return Completion("{}", 200, 0)

    async def main() -> float:
        limiter = Limiter(64, tokens_per_minute=2000, clock=now)
        await with_retries(call, limiter, bound)
        await asyncio.gather(*(with_retries(call, limiter, bound) for _ in range(24)))
        return now()

    # By the bound, two a minute could be sent; by what they take, ten.
    assert run(main()) <= 200


@given(st.lists(st.integers(0, 100), max_size=30))
def test_a_prompt_is_expected_to_take_no_less_than_any_before(shares: list[int]) -> None:
    async def main() -> None:
        limiter = Limiter(1, clock=now)
        for share in shares:

            async def call(_: Slot, share: int = share) -> Completion:
                return Completion("{}", share, 1)

            await with_retries(call, limiter, MOST)
            counted = [each for each in shares[: shares.index(share) + 1] if 0 < each < 100]
            assert limiter._ceilings.expected(MOST) >= 100 + max(counted, default=0)

    run(main())


def test_a_ceiling_is_used_whole() -> None:
    async def main() -> float:
        limiter = Limiter(64, requests_per_minute=60, clock=now)
        await asyncio.gather(*(with_retries(answer, limiter, MOST) for _ in range(180)))
        return now()

    assert 120 <= run(main()) <= 125


def test_a_request_that_no_minute_could_hold_is_refused_with_the_setting() -> None:
    with pytest.raises(ConfigError, match="tokens_per_minute is 150"):
        run(with_retries(answer, Limiter(1, tokens_per_minute=150, clock=now), MOST))


def test_a_request_waits_for_what_is_put_aside_and_is_then_refused_with_the_sum() -> None:
    async def main() -> list[Completion | BaseException]:
        limiter = Limiter(8, budget=Budget(tokens=450), clock=now)
        calls = (with_retries(answer, limiter, MOST) for _ in range(5))
        return await asyncio.gather(*calls, return_exceptions=True)

    outcomes = run(main())
    assert [isinstance(each, Completion) for each in outcomes] == [True, True, True, False, False]
    assert isinstance(outcomes[-1], BudgetSpent)
    assert "300 of the budget of 450 tokens" in str(outcomes[-1])
    assert "\n" not in str(outcomes[-1])


def test_a_bound_of_money_without_a_price_is_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="max_cost is set but the price of the model 'm' is not known"):
        Budget("m", None, 50)


def test_a_completion_tells_its_price_and_the_limiter_the_sum() -> None:
    async def main() -> tuple[Completion, LimiterState]:
        limiter = Limiter(2, budget=Budget("m", PRICE), clock=now)
        await with_retries(answer, limiter, MOST)
        return await with_retries(answer, limiter, MOST), limiter.state()

    completion, state = run(main())
    assert (completion.cost, completion.currency) == (0.0005, "CNY")
    assert (state.spent_tokens, state.spent_cost, state.currency) == (200, 0.001, "CNY")


def test_without_a_price_nothing_is_said_of_money() -> None:
    completion = run(with_retries(answer, Limiter(2, clock=now), MOST))
    assert (completion.cost, completion.currency) == (None, None)


def test_a_short_report_is_not_kept_waiting_by_a_long_one() -> None:
    async def report(limiter: Limiter, requests: int) -> float:
        with own_lane():
            await asyncio.gather(*(with_retries(answer, limiter, MOST) for _ in range(requests)))
        return now()

    async def main() -> list[float]:
        limiter = Limiter(4, clock=now)
        return await asyncio.gather(*(report(limiter, requests) for requests in (400, 2, 2, 2)))

    long, *short = run(main())
    assert max(short) <= 3
    assert long <= 103


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "7s"}, 7),
        ({"x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "7s"}, 1),
        ({"x-ratelimit-remaining-tokens": "150", "x-ratelimit-reset-tokens": "6m0s"}, 361),
        ({"x-ratelimit-remaining-tokens": "250", "x-ratelimit-reset-tokens": "6m0s"}, 2),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH.timestamp() + 30)}, 30),
    ],
)
def test_what_the_endpoint_says_is_left_holds_for_all_requests(
    headers: dict[str, str], waited: float
) -> None:
    started: list[float] = []

    async def call(slot: Slot) -> Completion:
        started.append(now())
        if len(started) == 1:
            await asyncio.sleep(1)
            slot.heard(headers)
        return GOOD

    async def main() -> None:
        limiter = Limiter(
            1, clock=now, patience=Patience(5, 900), wall=lambda: EPOCH + timedelta(seconds=now())
        )
        await asyncio.gather(*(with_retries(call, limiter, MOST) for _ in range(3)))

    run(main())
    if waited in {1, 2}:
        assert started[1] == 1
    else:
        assert started[1] == pytest.approx(waited, abs=1.01)
    assert len(started) == 3


def test_a_pause_that_is_asked_for_holds_for_all_requests_and_is_told() -> None:
    states: list[LimiterState] = []
    started: list[float] = []

    async def main() -> None:
        limiter = Limiter(1, clock=now, patience=Patience(5, 900))

        async def call(_: Slot) -> Completion:
            started.append(now())
            if len(started) == 1:
                raise Transient(EndpointOverloaded("429"), 9999, "throttled")
            return GOOD

        calls = asyncio.gather(*(with_retries(call, limiter, MOST) for _ in range(3)))
        await asyncio.sleep(100)
        states.append(limiter.state())
        await calls

    run(main())
    (state,) = states
    assert (state.in_flight, state.waiting, state.paused_for) == (0, 3, 500)
    assert state.why == "the endpoint asks to wait 9999 s, it is asked again after 600 s"
    assert started[1] == 600


def test_an_endpoint_that_is_down_is_tried_with_one_request_at_a_time_and_fails_none() -> None:
    tries: list[float] = []

    async def call(slot: Slot) -> Completion:
        if now() < 600:
            tries.append(now())
            raise Transient(EndpointOverloaded("no connection"), kind="down")
        return await answer(slot)

    async def main() -> list[Completion]:
        limiter = Limiter(64, clock=now, patience=Patience(1800, 1800))
        return await asyncio.gather(*(with_retries(call, limiter, MOST) for _ in range(500)))

    assert [each.text for each in run(main())] == ["{}"] * 500
    later = [time for time in tries if time > 0]
    assert len(later) < 20
    assert len(set(later)) == len(later)


def test_whoever_asks_after_an_endpoint_was_given_up_has_it_tried_anew() -> None:
    async def main() -> None:
        limiter = Limiter(1, clock=now)

        async def down(_: Slot) -> Completion:
            raise Transient(EndpointOverloaded("no connection"), kind="down")

        with pytest.raises(EndpointOverloaded, match="no connection"):
            await with_retries(down, limiter, MOST)
        assert (await with_retries(answer, limiter, MOST)).text == "{}"

    run(main())


def test_requests_that_wait_when_an_endpoint_is_given_up_fail_as_well() -> None:
    async def main() -> list[Completion | BaseException]:
        limiter = Limiter(2, clock=now)

        async def down(_: Slot) -> Completion:
            raise Transient(EndpointOverloaded("no connection"), kind="down")

        calls = (with_retries(down, limiter, MOST) for _ in range(50))
        return await asyncio.gather(*calls, return_exceptions=True)

    assert all(isinstance(each, EndpointOverloaded) for each in run(main()))


def test_a_request_that_is_cancelled_leaves_its_place() -> None:
    async def main() -> LimiterState:
        limiter = Limiter(1, clock=now)
        calls = [asyncio.create_task(with_retries(answer, limiter, MOST)) for _ in range(5)]
        await asyncio.sleep(0.5)
        for call in calls[:4]:
            call.cancel()
        await calls[4]
        assert now() == 1.5
        return limiter.state()

    state = run(main())
    assert (state.in_flight, state.waiting) == (0, 0)


def test_nothing_is_left_running_once_nobody_waits() -> None:
    async def main() -> set[asyncio.Task[object]]:
        limiter = Limiter(1, requests_per_minute=1, clock=now)
        first = asyncio.create_task(with_retries(answer, limiter, MOST))
        second = asyncio.create_task(with_retries(answer, limiter, MOST))
        await first
        second.cancel()
        await asyncio.sleep(0.1)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert run(main()) == set()


# Letters, Chinese characters common and rare, pictures, combinations, halves of surrogate pairs, what JSON escapes.
TEXT = st.text(st.characters() | st.sampled_from('全县𠮷龘🏗👨‍👩‍👧é\ud83c\n"\\'), max_size=300)


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT, st.sampled_from(MODES))
def test_a_prompt_is_bounded_by_the_bytes_that_a_tokenizer_falls_back_to(
    texts: list[str], described: str, mode: Mode
) -> None:
    messages = [Message("user", text) for text in texts]
    schema = {"type": "object", "description": described}
    body = _encode(Form(mode), "m", messages, schema, 100)
    spelt = [*texts, described]
    worst = sum(len(text.encode("utf-8", "replace")) for text in spelt) + 16 * len(texts)
    assert prompt_bound(body, len(texts)) >= worst


COUNTED = BadCompletion("refused")
COUNTED.tokens = (70, 10)
NEVER_ASKED = BadCompletion("filtered by the gate")
NEVER_ASKED.tokens = (0, 0)


@pytest.mark.parametrize(
    ("outcome", "spent"),
    [
        (COUNTED, 80),
        (NEVER_ASKED, 0),
        (BadCompletion("html"), 200),
        (Transient(COUNTED, billed=True), 4 * 80),
        (Transient(EndpointUnreachable("reset"), billed=True), 4 * 200),
        (Transient(EndpointOverloaded("500")), 0),
        (Completion("{}", 30, 0, miscounted=True), 130),
        (Completion("{}", 0, 20, miscounted=True), 120),
        (Completion("{}", 0, 0, miscounted=True), 200),
        (Completion("{}", 30, 20), 50),
    ],
)
def test_what_was_counted_is_billed_and_all_it_may_be_where_nobody_counted(
    outcome: Exception | Completion, spent: int
) -> None:
    async def call(_: Slot) -> Completion:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def main() -> int:
        limiter = Limiter(1, budget=Budget("m", PRICE), clock=now)
        await asyncio.gather(with_retries(call, limiter, Tokens(100, 100)), return_exceptions=True)
        return limiter.state().spent_tokens

    assert run(main()) == spent


def test_a_refusal_tells_what_was_paid_for_it() -> None:
    async def call(_: Slot) -> Completion:
        error = BadCompletion("refused")
        error.tokens = (100, 0)
        raise error

    async def main() -> None:
        await with_retries(call, Limiter(1, budget=Budget("m", PRICE), clock=now), MOST)

    with pytest.raises(BadCompletion) as caught:
        run(main())
    assert (caught.value.cost, caught.value.currency) == (float(PRICE.cost(100, 0)), "CNY")
