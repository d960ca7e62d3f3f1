"""Fair turns: a report with hundreds of requests must not starve those with a few, nor be starved by them."""

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

W = TypeVar("W")

_COMMON = object()
_lane: ContextVar[object] = ContextVar("lane", default=_COMMON)


@contextmanager
def own_lane() -> Iterator[None]:
    """All requests made within, tasks started within included, queue in a lane of their own."""
    before = _lane.set(object())
    try:
        yield
    finally:
        _lane.reset(before)


def current_lane() -> object:
    """The lane that a request made here belongs to."""
    return _lane.get()


@dataclass(eq=False, slots=True)
class _Lane(Generic[W]):
    name: object
    served: float
    in_flight: int = 0
    ticket: int = -1
    waiting: deque[W] = field(default_factory=deque)


class Lanes(Generic[W]):
    """Requests that wait, by lane. The next is from the lane with the fewest in flight, then the least served.

    A lane that is new counts as served as often as the one whose turn it was last (start-time fair queueing,
    Goyal, Vin and Cheng, 1996): it gets its share from now on, not what it would have had before. Each turn
    takes O(log n) in the number of lanes. `left` says of a request that it waits no more.
    """

    def __init__(self, left: Callable[[W], bool]) -> None:
        self._left = left
        self._lanes: dict[object, _Lane[W]] = {}
        self._heap: list[tuple[int, float, int, _Lane[W]]] = []
        self._tickets = count()
        self._served = 0.0

    def put(self, name: object, request: W) -> None:
        """Queue a request at the end of its lane."""
        lane = self._lanes.get(name)
        if lane is None:
            lane = self._lanes[name] = _Lane(name, self._served)
        lane.waiting.append(request)
        if len(lane.waiting) == 1:
            self._offer(lane)

    def first(self) -> W | None:
        """The request whose turn it is, None where none waits."""
        while self._heap:
            *_, ticket, lane = self._heap[0]
            if ticket == lane.ticket:
                while lane.waiting and self._left(lane.waiting[0]):
                    lane.waiting.popleft()
                if lane.waiting:
                    return lane.waiting[0]
                self._forget_idle(lane)
            heapq.heappop(self._heap)
        return None

    def drop(self) -> None:
        """Take the first request out without a turn."""
        self._heap[0][-1].waiting.popleft()

    def take(self) -> None:
        """Take the first request out; its lane has one more in flight until `done`."""
        lane = heapq.heappop(self._heap)[-1]
        lane.waiting.popleft()
        self._served = max(self._served, lane.served)
        lane.served += 1
        lane.in_flight += 1
        self._offer(lane)

    def done(self, name: object) -> None:
        """A request of this lane is in flight no more."""
        lane = self._lanes[name]
        lane.in_flight -= 1
        self._offer(lane)
        self._forget_idle(lane)

    def drain(self) -> Iterator[W]:
        """Take all out that wait."""
        while (request := self.first()) is not None:
            self.drop()
            yield request

    def _offer(self, lane: _Lane[W]) -> None:
        """Enter a lane with its present rank; entries that it had before are void."""
        if not lane.waiting:
            lane.ticket = -1
            return
        lane.ticket = next(self._tickets)
        heapq.heappush(self._heap, (lane.in_flight, lane.served, lane.ticket, lane))
        if len(self._heap) > 2 * len(self._lanes) + 64:
            self._heap = [entry for entry in self._heap if entry[2] == entry[3].ticket]
            heapq.heapify(self._heap)

    def _forget_idle(self, lane: _Lane[W]) -> None:
        if not lane.waiting and not lane.in_flight:
            self._lanes.pop(lane.name, None)
