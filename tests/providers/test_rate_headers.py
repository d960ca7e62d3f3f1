from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.providers.rate_headers import Allowance, allowances, retry_after

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:09 GMT"}, 9),
        ({"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({}, None),
    ],
)
def test_a_wait_is_seconds_milliseconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("1s", 1),
        ("6m0s", 360),
        ("20ms", 0.02),
        ("1h2m3.5s", 3723.5),
        ("45", 45),
        (str(int(NOW.timestamp()) + 30), 30),
        (str((int(NOW.timestamp()) + 30) * 1000), 30),
        ("1000000001", 0),
    ],
)
def test_a_reset_is_a_duration_seconds_or_a_point_in_time(reset: str, seconds: float) -> None:
    headers = {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": reset}
    assert allowances(headers, NOW) == {"requests": Allowance(3, pytest.approx(seconds))}


def test_requests_and_tokens_are_told_apart() -> None:
    headers = {
        "x-ratelimit-remaining-requests": "3",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "900",
        "x-ratelimit-reset-tokens": "2s",
    }
    assert allowances(headers, NOW) == {"requests": Allowance(3, 1), "tokens": Allowance(900, 2)}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-remaining-requests": "3"},
        {"x-ratelimit-remaining-requests": "many", "x-ratelimit-reset-requests": "1s"},
        {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "later"},
    ],
)
def test_what_is_half_or_no_number_is_left_out(headers: dict[str, str]) -> None:
    assert allowances(headers, NOW) == {}


@given(st.one_of(st.text(), st.floats().map(str), st.datetimes().map("{:%a, %d %b %Y %H:%M:%S} GMT".format)))
def test_no_header_is_an_error_or_a_negative_wait(said: str) -> None:
    wait = retry_after({"retry-after": said}, NOW)
    assert wait is None or wait >= 0
    told = allowances({"x-ratelimit-remaining": "1", "x-ratelimit-reset": said}, NOW)
    assert all(each.reset >= 0 for each in told.values())
