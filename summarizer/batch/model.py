"""What a batch keeps of its reports: how each one stands, where its record is, what it took."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.record import Usage


class State(StrEnum):
    """How a report stands.

    `running` ones were in hand when the process that had them ended, or still are; `waiting` ones need answers
    that are, or will be, asked for in the provider's own batches.
    """

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one report stands, and of which file that is said."""

    state: State
    sha256: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record's line is: bytes `start` to `start + length` of a part, line break included."""

    part: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a part holds: what stands after `bytes` was never registered."""

    number: int
    lines: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Settled:
    """How the work on one report ended: `line` is its record, or `error` says in one line why there is none.

    Or it is `waiting` for answers. `stamp` is that of the file as it was found; `same_as` names the report whose record was copied.
    """

    name: str
    stamp: str
    sha256: str | None = None
    line: bytes | None = None
    same_as: str | None = None
    error_kind: str | None = None
    error: str | None = None
    usage: Usage | None = None
    waiting: bool = False

    @property
    def state(self) -> State:
        """Done where there is a record."""
        if self.waiting:
            return State.WAITING
        return State.FAILED if self.line is None else State.DONE


@dataclass(frozen=True, slots=True)
class Row:
    """What the ledger says of one report; usage is summed over all attempts, `cost` is None where unknown."""

    name: str
    origin: str
    stamp: str
    state: State
    attempts: int
    sha256: str | None
    same_as: str | None
    error_kind: str | None
    error: str | None
    place: Place | None
    calls: int
    cached_calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    cost: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports by state, and what they took together."""

    pending: int = 0
    running: int = 0
    waiting: int = 0
    done: int = 0
    failed: int = 0
    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None

    @property
    def total(self) -> int:
        """All reports found so far."""
        return self.pending + self.running + self.waiting + self.done + self.failed
