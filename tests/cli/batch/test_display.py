import io
import re

import pytest
from rich.console import Console

from summarizer.batch.progress import BatchProgress
from summarizer.cli.batch.display import json_of, line, picture
from summarizer.providers.limiter import LimiterState

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u2066[red]\r\n\x08\x00.txt"
OWN = re.compile(r"\x1b\[[0-9;]*m")  # the colours of the display itself


@pytest.fixture
def progress() -> BatchProgress:
    limits = LimiterState(
        in_flight=1,
        allowed=2,
        waiting=3,
        paused_for=4.0,
        why=f"429: {HOSTILE}",
        spent_tokens=5,
        spent_cost=None,
        currency=None,
    )
    return BatchProgress(
        total=9,
        counted=True,
        done=1,
        failed=2,
        in_work=1,
        finished=3,
        calls=4,
        cached_calls=0,
        prompt_tokens=5,
        completion_tokens=6,
        seconds=7,
        per_minute=8,
        seconds_left=9,
        failures=((HOSTILE, f"the text {HOSTILE} is too short"), (f"b{HOSTILE}", "no")),
        stopping=False,
        limits=limits,
    )


def unprintable(text: str) -> list[str]:
    return [char for char in OWN.sub("", text) if not char.isprintable() and char != "\n"]


def test_a_name_of_a_report_or_a_word_of_an_endpoint_steers_no_live_display(progress: BatchProgress) -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, markup=False, highlight=False)
    console.print(picture(progress))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "owned" in shown
    assert unprintable(shown) == []


def test_nor_does_it_steer_what_is_shown_line_by_line(progress: BatchProgress) -> None:
    assert unprintable(line(progress)) == []
    assert json_of(progress).isascii()
    assert json_of(progress).isprintable()
