import pytest

from summarizer.providers.pacing import Latency, Pacer
from tests.providers.simulated import Accept, at_once, bucket, free, simulate, window


@pytest.mark.parametrize(
    ("accept", "requests", "parallel", "latency", "ideal", "least", "refusals"),
    [
        (free, 4000, 64, 0.2, 4000 / 320, 0.95, 0),
        (bucket(100, 10), 4000, 64, 0.2, 40, 0.95, 0.006),
        (bucket(100, 10), 3000, 256, 2, 30, 0.7, 0.03),
        (bucket(100, 100), 3000, 64, 0.2, 30, 0.95, 0.01),
        (window(100, 1), 3000, 64, 0.2, 30, 0.8, 0.02),
        (window(60, 60), 300, 32, 2, 240, 0.8, 0.3),
        (at_once(3), 300, 32, 5, 500, 0.9, 0.3),
        (at_once(20), 2000, 64, 1, 100, 0.8, 0.05),
    ],
    ids=["free", "rate", "rate-slow-answers", "burst", "a-second", "a-minute", "3-at-once", "20-at-once"],
)
def test_a_hidden_limit_is_used_and_no_request_is_lost(  # noqa: PLR0917 - the columns of the table
    accept: Accept, requests: int, parallel: int, latency: float, ideal: float, least: float, refusals: float
) -> None:
    outcome = simulate(accept, requests, parallel, latency)
    assert outcome.answers == requests
    assert ideal / outcome.seconds >= least
    assert outcome.refusals <= refusals * requests
    assert outcome.peak <= parallel


@pytest.mark.parametrize(("share", "least"), [(0.03, 0.85), (0.06, 0.75)])
def test_a_few_refusals_without_a_reason_do_not_slow_the_pace(share: float, least: float) -> None:
    outcome = simulate(free, 4000, 64, 0.2, strays=share)
    assert outcome.answers == 4000
    assert 4000 / 320 / outcome.seconds >= least


def test_many_refusals_without_a_reason_do() -> None:
    assert simulate(free, 1000, 64, 0.2, strays=0.3).seconds > 3 * 1000 / 320


def test_a_server_of_one_slot_is_never_asked_less_than_one_at_a_time() -> None:
    pacer = Pacer(1)
    for time in range(20):
        pacer.started(time)
        pacer.slowed(time + 0.5, time)
    assert pacer.window == 1


def test_answers_that_take_far_longer_than_usual_narrow_the_window() -> None:
    pacer = Pacer(64)
    for time in range(64):
        pacer.answered(time + 1, time, 64, 100)
    wide = pacer.window
    for time in range(64, 128):
        pacer.answered(time + 9, time, 64, 100)
    assert pacer.window < wide


def test_long_answers_are_not_taken_for_a_slow_endpoint() -> None:
    latency = Latency()
    assert not any(latency.queues(1 + tokens / 50, tokens) for tokens in [50, 1000, 100, 2000] * 40)


def test_a_lasting_change_of_speed_becomes_the_usual() -> None:
    latency = Latency()
    for _ in range(160):
        latency.queues(1, 100)
    slower = [latency.queues(10, 100) for _ in range(1600)]
    assert any(slower[:16])
    assert not any(slower[-160:])
