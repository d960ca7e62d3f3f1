"""The key of an endpoint is in nothing that the program writes, shows or passes on."""

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer import Summarizer, SummarizerError
from tests.endpoint.script import first_of, in_turn, when
from tests.endpoint.server import ScriptedEndpoint, serving
from tests.faults.summarizing import KEY, REPORT

if TYPE_CHECKING:
    from tests.cli.conftest import Command, Start

# What endpoints answer that repeats the key is in tests/providers; here it is what the program does with it.
LOUD = {
    "OPENAI_LOG": "debug",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONDEVMODE": "1",
}
SAID = first_of(when("要点1\n", "502", times=1), in_turn("ok"))


def written(folder: Path) -> list[Path]:
    """Files under a folder that hold the key, by name or content."""
    return [
        path
        for path in folder.rglob("*")
        if KEY in path.name or (path.is_file() and KEY.encode() in path.read_bytes())
    ]


def line(url: str, *more: object) -> Sequence[object]:
    return ("summarize", REPORT, "--base-url", url, "--model", "m", *more)


@pytest.mark.parametrize("form", ["json", "md", "html"])
def test_no_record_cache_or_log_holds_the_key(
    command: "Command", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(ScriptedEndpoint(SAID, key=KEY)) as endpoint:
        outcome = command(*line(endpoint.url, "--output", f"out.{form}"), OPENAI_API_KEY=KEY, **LOUD)
    assert outcome.code == 0, outcome.err
    assert KEY not in outcome.out + outcome.err
    assert (tmp_path / f"out.{form}").stat().st_size > 100
    assert not written(tmp_path)


@pytest.mark.parametrize("fault", ["401", "400", "html", "404", "error-with-200"])
def test_no_error_or_traceback_holds_the_key(fault: str) -> None:
    with (
        serving(ScriptedEndpoint(in_turn(fault))) as endpoint,
        pytest.raises(SummarizerError) as caught,
        Summarizer(base_url=endpoint.url, api_key=KEY, model="m") as summarizer,
    ):
        summarizer.summarize(REPORT)
    seen: BaseException | None = caught.value
    while seen:
        assert KEY not in repr(seen)
        seen = seen.__cause__ or seen.__context__
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_neither_settings_nor_the_model_show_the_key(command: "Command") -> None:
    shown = command("config", "show", OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://127.0.0.1:1/v1")
    assert shown.code == 0
    assert KEY not in shown.out + shown.err
    with Summarizer(base_url="http://127.0.0.1:1/v1", api_key=KEY, model="m") as summarizer:
        assert KEY not in f"{summarizer.provider!r} {summarizer.provider.identity} {summarizer.system!r}"


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_the_list_of_processes_does_not_show_the_key(start: "Start") -> None:
    with serving(ScriptedEndpoint(in_turn("slow-headers"))) as endpoint:
        program = start(*line(endpoint.url), OPENAI_API_KEY=KEY)
        assert endpoint.asked.wait(30)
        shown = Path(f"/proc/{program.pid}/cmdline").read_bytes()
    assert endpoint.url.encode() in shown
    assert KEY.encode() not in shown


def test_there_is_no_flag_for_a_key_as_other_users_would_see_it(command: "Command") -> None:
    outcome = command("summarize", REPORT, "--api-key", KEY)
    assert outcome.code == 2
    assert "--api-key" in outcome.err


def test_a_file_of_the_current_folder_cannot_have_the_key(
    command: "Command", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summarizer.toml").write_text('base_url = "http://models.example/v1"\nmodel = "m"\n')
    said = command("summarize", REPORT, OPENAI_API_KEY=KEY).complaint(20)
    assert "--config summarizer.toml" in said
