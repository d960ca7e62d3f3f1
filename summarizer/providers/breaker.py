"""A breaker: where an endpoint is down or refuses everything, all requests wait while one at a time tries."""

from dataclasses import dataclass

from summarizer.providers.transient import Kind

_IN_A_ROW = {"quota": 1, "throttled": 2, "down": 5, "slow": 5, "failed": 5}
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_QUOTA_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that an endpoint is waited for: one that is down, and one that refuses whatever is asked."""

    down: float = 5.0
    throttled: float = 30.0

    def of(self, kind: Kind) -> float:
        """How long a failure of this kind may last."""
        return self.throttled if kind == "throttled" else self.down


class Breaker:
    """Opens after some failures in a row; while open, one request at a time goes out, at growing intervals.

    Closed by an answer to a request that was sent since. Refusals of requests sent side by side count once.
    Times are in seconds of one clock that never goes back.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self.reset()

    def reset(self) -> None:
        """Close it and forget what was."""
        self.kind: Kind | None = None  # of the failure that keeps it open
        self.until = float("-inf")  # nothing is to start before
        self._opened = self._last = float("-inf")
        self._since: float | None = None
        self._row = self._pauses = 0

    def answered(self, started: float) -> bool:
        """An answer came; true where it closes the breaker."""
        if self.kind is not None and started < self._opened:
            return False
        was_open = self.kind is not None
        self.reset()
        return was_open

    def failed(self, kind: Kind, now: float, started: float) -> bool:
        """A request failed; true where the endpoint has been waited for long enough."""
        in_flight_before = self._opened if self.kind else self._last if kind == "throttled" else started
        if started < in_flight_before:
            return False
        self._last = now
        self._since = now if self._since is None else self._since
        self._row += 1
        again = self.kind == "quota" == kind
        if self._row >= _IN_A_ROW[kind] or self.kind:
            self._open(kind, now)
        return again or (self.kind is not None and now - self._since >= self._patience.of(kind))

    def _open(self, kind: Kind, now: float) -> None:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self._pauses)
        if kind == "quota":
            pause = min(_QUOTA_PAUSE, self._patience.down)
        self.kind, self._opened, self.until = kind, now, now + pause
        self._pauses += 1
