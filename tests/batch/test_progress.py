import pytest

from summarizer.batch.model import Counts, Settled
from summarizer.batch.progress import Tally
from tests.batch.played import settled


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_pace_and_time_left_are_those_of_the_last_minute() -> None:
    clock = Clock()
    tally = Tally(Counts(pending=1000), clock)
    tally.counted = True
    for second in range(1, 301):
        clock.now += 1
        for _ in range(1 if second <= 200 else 2):
            tally.settle(settled("a"))
        look = tally.look(stopping=False)
    assert look.per_minute == pytest.approx(120, rel=0.02)
    assert look.seconds_left == pytest.approx((1000 - 400) / 2, rel=0.02)
    assert look.seconds == 300


def test_the_time_left_is_not_told_before_all_is_counted_or_anything_is_done() -> None:
    clock = Clock()
    tally = Tally(Counts(), clock)
    tally.known(10)
    clock.now += 5
    assert tally.look(stopping=False).seconds_left is None
    tally.settle(settled("a"))
    clock.now += 5
    assert tally.look(stopping=False).seconds_left is None
    tally.counted = True
    assert tally.look(stopping=False).seconds_left == pytest.approx(90)


def test_what_was_done_before_counts_in_the_whole_and_not_in_the_run() -> None:
    tally = Tally(Counts(pending=5, done=3, failed=2), Clock())
    tally.settle(settled("a"))
    tally.settle(Settled("b", "1", error="no"))
    look = tally.look(stopping=True)
    assert (look.total, look.done, look.failed, look.left, look.finished) == (10, 4, 3, 3, 2)
    assert (look.failures, look.stopping) == ((("b", "no"),), True)
