"""Time and cost of a batch of any size: a simulation with measured constants, and how well it meets what was measured.

    python -m benchmarks.scale_model                      # the measured points, then 10⁴, 10⁶ and 10⁸ reports
    python -m benchmarks.scale_model --reports 1e6 --workers 16 --parallel 512 --latency 8

A worker is one process: its own work on a report takes its processor in turns, its requests wait for an endpoint
that answers after `latency` seconds, as many at once as its share allows. The desk takes its time for each report.
Beyond some thousand reports the pace no longer changes and is carried forward.
"""

import argparse
import heapq
from dataclasses import dataclass, replace

SIMULATED = 4_000
BUNDLE = 4


@dataclass(frozen=True)
class Constants:
    """Seconds of processor time, measured as docs/scale.md says.

    `report`: a worker for a report beside its calls; `call`: a worker for one call; `desk`: the desk for a
    report; `listed`: the driver for a report that it finds and deals out. `start`: until the first request.
    """

    report: float = 0.013
    call: float = 0.0023
    desk: float = 0.0047
    listed: float = 0.0003
    start: float = 15.0


@dataclass(frozen=True)
class Batch:
    """`calls` a report one after another, each of `latency` seconds; `parallel` in flight over all `workers`.

    `processors`: how many of them have one to themselves; `per_minute` is the endpoint's ceiling of requests.
    """

    reports: int
    workers: int = 1
    parallel: int = 32
    latency: float = 2.0
    calls: int = 3
    processors: float | None = None
    per_minute: int | None = None
    constants: Constants = Constants()


def seconds(batch: Batch) -> float:
    """How long the batch takes."""
    some = _enough(batch)
    if batch.reports <= some:
        return batch.constants.start + _simulated(batch)
    rest = (batch.reports - some) / pace(batch)
    return batch.constants.start + _simulated(replace(batch, reports=some)) + rest


def pace(batch: Batch) -> float:
    """Reports a second once all is under way."""
    some = _enough(batch)
    half, whole = (_simulated(replace(batch, reports=count)) for count in (some // 2, some))
    return some // 2 / (whole - half)


def _enough(batch: Batch) -> int:
    """Reports after which the pace no longer changes: many more than are in work at once."""
    return max(SIMULATED, 8 * batch.parallel)


def bounds(batch: Batch) -> dict[str, float]:
    """Reports a second that each part allows alone: the least of them saturates first."""
    constants = batch.constants
    processors = min(batch.workers, batch.processors or batch.workers)
    told = {
        "requests in flight": batch.parallel / (batch.calls * batch.latency),
        "processors of the workers": processors / (constants.report + batch.calls * constants.call),
        "desk": 1 / constants.desk,
        "listing": 1 / constants.listed,
    }
    if batch.per_minute:
        told["ceiling of the endpoint"] = batch.per_minute / 60 / batch.calls
    return told


def _simulated(batch: Batch) -> float:
    """Event by event: each event is a report's next step, at the time at which it may begin."""
    constants = batch.constants
    slow = batch.workers / min(batch.workers, batch.processors or batch.workers)
    share = max(1, batch.parallel // batch.workers)
    free = [0.0] * batch.workers  # when each worker's processor is free
    slots = [[0.0] * share for _ in range(batch.workers)]  # when each of its requests in flight ends
    at_once = share + max(2, share // 4)
    desk = listed = ended = start = 0.0
    waiting = [
        batch.reports // batch.workers + (n < batch.reports % batch.workers) for n in range(batch.workers)
    ]
    events: list[tuple[float, int, int]] = []
    for worker in range(batch.workers):
        for _ in range(min(at_once, waiting[worker])):
            waiting[worker] -= 1
            listed += constants.listed
            heapq.heappush(events, (listed, worker, batch.calls))
    while events:
        now, worker, left = heapq.heappop(events)
        own = constants.call if left < batch.calls else constants.report
        free[worker] = now = max(now, free[worker]) + own * slow
        if left:
            now = max(now, heapq.heappop(slots[worker]))
            if batch.per_minute:
                start = now = max(now, start + 60 / batch.per_minute)
            heapq.heappush(slots[worker], now + batch.latency)
            heapq.heappush(events, (now + batch.latency, worker, left - 1))
            continue
        desk = now = max(now, desk) + constants.desk
        ended = max(ended, now)
        if waiting[worker]:
            waiting[worker] -= 1
            heapq.heappush(events, (now, worker, batch.calls))
    return ended


# Reports a second from the first tenth of 400 to the ninth, and the batch; docs/scale.md says where and how.
MEASURED = (
    ("one machine, no Ray", 4.98, Batch(400)),
    ("Ray, one worker", 5.24, Batch(400, workers=1)),
    ("Ray, two workers on two nodes", 5.25, Batch(400, workers=2)),
)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_model", description=__doc__)
    parser.add_argument("--reports", type=float)
    parser.add_argument("--workers", type=int, default=16)
    parser.add_argument("--parallel", type=int, default=512)
    parser.add_argument("--latency", type=float, default=8.0)
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--per-minute", type=int)
    parser.add_argument("--tokens", type=float, default=15_000, help="tokens a report")
    parser.add_argument("--price", type=float, default=1.0, help="money for a million tokens")
    given = parser.parse_args()
    for what, measured, batch in MEASURED:
        off = 100 * (pace(batch) / measured - 1)
        print(f"{what}: measured {measured:.2f} a second, modelled {pace(batch):.2f} ({off:+.0f} %)")  # noqa: T201
    for reports in [given.reports] if given.reports else [1e4, 1e6, 1e8]:
        batch = Batch(
            int(reports),
            given.workers,
            given.parallel,
            given.latency,
            given.calls,
            per_minute=given.per_minute,
        )
        first, most = min(bounds(batch).items(), key=lambda each: each[1])
        cost = reports * given.tokens / 1e6 * given.price
        hours = seconds(batch) / 3600
        told = f"{reports:.0e} reports: {hours:,.1f} h, {most:.1f} a second at most, cost {cost:,.0f}"
        print(f"{told}; first saturated: {first}")  # noqa: T201


if __name__ == "__main__":
    main()
