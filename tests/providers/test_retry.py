import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import AuthenticationFailed, EndpointOverloaded
from summarizer.providers.failures import retry_after
from summarizer.providers.retry import ATTEMPTS, LONGEST_WAIT, Transient, with_retries

BUSY = EndpointOverloaded("busy")


def retried(outcomes: list[Exception | str]) -> tuple[Callable[[], str], list[float]]:
    """A run over these outcomes of a call, one after another, and the waits between them."""
    waits: list[float] = []
    left = list(outcomes)

    async def call() -> str:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return lambda: asyncio.run(with_retries(call, sleep)), waits


def test_a_success_is_not_retried() -> None:
    run, waits = retried(["good"])
    assert run() == "good"
    assert waits == []


def test_failures_that_pass_are_tried_again_until_one_succeeds() -> None:
    run, waits = retried([Transient(BUSY), Transient(BUSY), "good"])
    assert run() == "good"
    assert len(waits) == 2


def test_the_last_failure_is_raised_with_its_cause() -> None:
    cause = OSError("cable")
    last = Transient(EndpointOverloaded("still busy"))
    last.__cause__ = cause
    run, waits = retried([*[Transient(BUSY)] * (ATTEMPTS - 1), last, "never reached"])
    with pytest.raises(EndpointOverloaded, match="still busy") as caught:
        run()
    assert caught.value.__cause__ is cause
    assert len(waits) == ATTEMPTS - 1


@pytest.mark.parametrize("error", [AuthenticationFailed("key"), BUSY, ValueError("bug")])
def test_what_is_not_named_transient_is_raised_at_once(error: Exception) -> None:
    run, waits = retried([error, "never reached"])
    with pytest.raises(type(error)):
        run()
    assert waits == []


def test_waits_grow_at_random_but_stay_short() -> None:
    run, waits = retried([*[Transient(BUSY)] * (ATTEMPTS - 1), "good"])
    run()
    for number, wait in enumerate(waits):
        assert 0 <= wait <= 0.5 * 2**number


@given(st.floats(min_value=0))
def test_a_wait_asked_for_is_kept_up_to_a_bound(seconds: float) -> None:
    run, waits = retried([Transient(BUSY, seconds), "good"])
    run()
    assert waits == [min(seconds, LONGEST_WAIT)]


@given(st.one_of(st.text(), st.floats().map(str), st.datetimes().map("{:%a, %d %b %Y %H:%M:%S} GMT".format)))
def test_no_retry_after_header_is_an_error_or_a_negative_wait(header: str) -> None:
    wait = retry_after(header)
    assert wait is None or wait >= 0


def test_cancelling_is_not_retried() -> None:
    calls = 0

    async def call() -> str:
        nonlocal calls
        calls += 1
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(with_retries(call))
    assert calls == 1
