"""Failures that may pass are tried again: at the limiter's pace, and only so often as they are the request's own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from summarizer.providers.base import Completion
from summarizer.providers.budget import Tokens
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.transient import Transient

__all__ = ["ATTEMPTS", "Transient", "until_answered", "with_retries"]

T = TypeVar("T")

ATTEMPTS = 4
# An endpoint that answers others but refuses one request so often will not take it: it is too large, say.
REFUSALS = 16

_backoff = wait_random_exponential(multiplier=0.5, max=8)


async def with_retries(
    call: Callable[[Slot], Awaitable[Completion]], limiter: Limiter, most: Tokens
) -> Completion:
    """`until_answered` for a completion, which says how long its attempt took, and what it cost."""

    async def counted(slot: Slot) -> tuple[Completion, Slot]:
        completion = await call(slot)
        slot.used = _used(completion, most)
        return completion, slot

    completion, slot = await until_answered(counted, limiter, most)
    return replace(completion, seconds=slot.seconds, cost=slot.cost, currency=limiter.currency)


async def until_answered(call: Callable[[Slot], Awaitable[T]], limiter: Limiter, most: Tokens) -> T:
    """Await `call(slot)` until it succeeds; `most` is what one attempt may take in tokens.

    Tried again is what raises Transient: `ATTEMPTS` times where it is the request's own failure. One that is the
    endpoint's (it is down, or wants fewer requests) costs no attempt: the limiter waits, and raises the failure's
    error in the end.
    """
    own = refusals = 0
    seen: int | None = None

    async def attempt() -> T:
        nonlocal own, refusals, seen
        async with limiter.slot(most) as slot:
            try:
                return await call(slot)
            except Transient as failure:
                others_answered = limiter.answers > (slot.answers if seen is None else seen)
                seen = limiter.answers
                if failure.kind in {"failed", "slow"}:
                    own += not limiter.trying
                elif others_answered:
                    own += failure.kind == "down"
                    refusals += failure.kind == "throttled"
                raise

    def wait(state: RetryCallState) -> float:
        failure = state.outcome and state.outcome.exception()
        paced = isinstance(failure, Transient) and failure.kind in {"throttled", "quota"}
        return 0.0 if paced or limiter.trying else _backoff(state)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        stop=lambda _: own >= ATTEMPTS or refusals >= REFUSALS,
        wait=wait,
        sleep=limiter.sleep,
        reraise=True,
    )
    try:
        return await retrying(attempt)
    except Transient as failure:
        raise failure.error from failure.__cause__


def _used(completion: Completion, most: Tokens) -> Tokens:
    """What an answer took; of what the endpoint did not count, all that it may be."""
    prompt, answer = completion.prompt_tokens, completion.completion_tokens
    if completion.miscounted:
        prompt, answer = prompt or most.prompt, answer or most.completion
    return Tokens(prompt, answer, completion.cached_prompt_tokens)
