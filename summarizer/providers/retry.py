"""Transport errors are tried again: only those named transient, with jitter, obeying `Retry-After`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from summarizer.errors import ProviderError

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
Kind = Literal["throttled", "down", "failed"]

ATTEMPTS = 4
LONGEST_WAIT = 60.0


class Transient(Exception):
    """A failure that may pass. `error` is what is raised when it does not; `retry_after` is in seconds.

    `kind` tells whether the endpoint has too much to do, is not there, or failed at this request.
    """

    def __init__(self, error: ProviderError, retry_after: float | None = None, kind: Kind = "failed") -> None:
        super().__init__(str(error))
        self.error = error
        self.retry_after = retry_after
        self.kind = kind


_backoff = wait_random_exponential(multiplier=0.5, max=8)


def _wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    if isinstance(failure, Transient) and failure.retry_after is not None:
        return min(failure.retry_after, LONGEST_WAIT)
    return _backoff(state)


async def with_retries(call: Callable[[], Awaitable[T]], sleep: Sleep = asyncio.sleep) -> T:
    """Await `call()` until it succeeds, at most `ATTEMPTS` times; raise the last failure's `error`."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )

    async def attempt() -> T:
        return await call()

    try:
        return await retrying(attempt)
    except Transient as failure:
        raise failure.error from failure.__cause__
