"""Failures of a request that may pass."""

from typing import Literal

from summarizer.errors import ProviderError

Kind = Literal["throttled", "quota", "down", "slow", "failed"]


class Transient(Exception):
    """A failure that may pass. `error` is what is raised when it does not; `retry_after` is in seconds.

    `kind` says whose fault it is. "throttled": the endpoint wants fewer requests (429, 503, 529). "quota": the
    account has nothing left, or so the endpoint says. "down": nobody answers (no connection, 502, 504).
    "slow": the answer did not come in time. "failed": this request went wrong (500, a broken body).
    `billed`: the model may have worked for it all the same. `stray`: it may be one server's bad moment, and says
    nothing of how many requests the endpoint wants unless there are many (503, 529 without `Retry-After`).
    """

    def __init__(
        self,
        error: ProviderError,
        retry_after: float | None = None,
        kind: Kind = "failed",
        *,
        billed: bool = False,
        stray: bool = False,
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.retry_after = retry_after
        self.kind = kind
        self.billed = billed or kind == "slow"
        self.stray = stray
