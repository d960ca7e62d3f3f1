import pytest

from benchmarks.scale_model import MEASURED, Batch, bounds, pace, seconds


@pytest.mark.parametrize(("what", "measured", "batch"), MEASURED)
def test_the_model_meets_what_was_measured(what: str, measured: float, batch: Batch) -> None:
    assert pace(batch) == pytest.approx(measured, rel=0.1)


@pytest.mark.parametrize(
    "batch",
    [
        Batch(10**6, workers=4, parallel=64, latency=4),
        Batch(10**6, workers=2, parallel=4096, latency=1),
        Batch(10**6, workers=8, parallel=512, latency=1, per_minute=600),
    ],
)
def test_the_pace_is_that_of_what_saturates_first(batch: Batch) -> None:
    assert pace(batch) == pytest.approx(min(bounds(batch).values()), rel=0.1)


def test_twice_as_many_reports_take_twice_as_long() -> None:
    once, twice = (seconds(Batch(reports, workers=4)) for reports in (10**6, 2 * 10**6))
    assert twice / once == pytest.approx(2, rel=0.01)
