import json
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas import Record, WorkReport
from tests.loopback import Answer, LoopbackServer, fault, in_turn

if TYPE_CHECKING:
    from tests.cli.conftest import Command

Asking = Callable[[LoopbackServer], Sequence[object]]
TITLE = "临江县水务局2024年上半年工作总结"
NEEDS_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and devices of POSIX")


def check(record: str, source: Path) -> Record[WorkReport]:
    """The record that the text holds: valid, each quote where it is said to be."""
    parsed = Record[WorkReport].model_validate_json(record)
    text = source.read_text(encoding="utf-8")
    summary = parsed.summary
    items = (*summary.achievements, *summary.problems, *summary.tasks)
    for evidence in (each.evidence for some in (items, summary.figures) for each in some):
        assert evidence
        for place in evidence:
            assert place.quote == text[place.start : place.end]
    return parsed


def test_json_on_standard_output_is_the_record_alone(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer, report: Path
) -> None:
    outcome = command(*asking(fake_endpoint), "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    record = check(outcome.out, report)
    assert record.summary.title == TITLE
    assert [len(record.summary.achievements), len(record.summary.problems), len(record.summary.tasks)] == [
        2,
        1,
        1,
    ]
    assert record.checks.warnings == ()
    assert record.usage.model == "fake"
    assert record.usage.calls == len(fake_endpoint.requests)


def test_text_is_what_a_terminal_gets(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer
) -> None:
    outcome = command(*asking(fake_endpoint))
    assert (outcome.code, outcome.err) == (0, "")
    assert TITLE in outcome.out
    assert "\x1b" not in outcome.out


def test_standard_input_is_read_for_a_dash_and_markdown_written(
    command: "Command", fake_endpoint: LoopbackServer, report: Path
) -> None:
    outcome = command(
        "summarize", "-", "-f", "markdown", data=report.read_bytes(),
        OPENAI_BASE_URL=fake_endpoint.url, SUMMARIZER_MODEL="fake",
    )  # fmt: skip
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"# {TITLE}")


@pytest.mark.parametrize(
    ("name", "flags", "beginning"),
    [
        ("summary.json", (), "{"),
        ("summary.MD", (), "# "),
        ("summary.txt", (), "╭"),
        ("summary.html", (), "<!doctype html>"),
        ("summary.htm", (), "<!doctype html>"),
        ("summary.md", ("--format", "json"), "{"),
    ],
)
def test_the_suffix_decides_the_format_unless_a_flag_does(
    *,
    command: "Command",
    asking: Asking,
    fake_endpoint: LoopbackServer,
    tmp_path: Path,
    name: str,
    flags: tuple[str, ...],
    beginning: str,
) -> None:
    output = tmp_path / name
    outcome = command(*asking(fake_endpoint), "--output", output, *flags)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert output.read_text(encoding="utf-8").startswith(beginning)
    assert beside_cache(tmp_path) == [output]


def test_html_holds_the_summary_and_the_whole_report(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer, report: Path
) -> None:
    outcome = command(*asking(fake_endpoint), "--format", "html")
    assert (outcome.code, outcome.err) == (0, "")
    assert f"<h1>{TITLE}</h1>" in outcome.out
    assert all(line in outcome.out for line in report.read_text(encoding="utf-8").split("\n")[:1])
    assert outcome.out.count("<mark") > 5


@pytest.mark.parametrize("made", ["", "missing/summary.json"])
def test_an_output_that_cannot_be_written_costs_no_request(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer, tmp_path: Path, made: str
) -> None:
    output = tmp_path / made
    assert str(output) in command(*asking(fake_endpoint), "--output", output).complaint(50)
    assert fake_endpoint.requests == []


def test_a_failure_leaves_the_old_output_as_it_was(
    command: "Command", asking: Asking, serve: Callable[[Answer], LoopbackServer], tmp_path: Path
) -> None:
    output = tmp_path / "summary.json"
    output.write_text("old", encoding="utf-8")
    command(*asking(serve(in_turn(fault(401, "no")))), "--output", output).complaint(32)
    assert output.read_text(encoding="utf-8") == "old"
    assert beside_cache(tmp_path) == [output]


@NEEDS_POSIX
def test_an_output_is_as_readable_as_other_new_files(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.touch()
    output = tmp_path / "summary.json"
    assert command(*asking(fake_endpoint), "--output", output).code == 0
    assert stat.S_IMODE(output.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


@NEEDS_POSIX
def test_a_link_goes_on_pointing_to_the_file_written(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    link, file = tmp_path / "link.json", tmp_path / "folder" / "file.json"
    link.symlink_to(file)
    assert command(*asking(fake_endpoint), "--output", link).code == 0
    assert link.is_symlink()
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "work_report/1"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_device_is_written_to_and_a_full_one_is_one_line(
    command: "Command", asking: Asking, fake_endpoint: LoopbackServer
) -> None:
    assert command(*asking(fake_endpoint), "--output", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert "/dev/full" in command(*asking(fake_endpoint), "--output", "/dev/full").complaint(50)


def test_the_report_itself_is_never_the_output(command, report, fake_endpoint):
    before = report.read_bytes()
    done = command(
        "summarize", str(report), "--base-url", fake_endpoint.url, "--model", "m", "-o", str(report)
    )
    assert done.complaint(50)
    assert report.read_bytes() == before
    assert not fake_endpoint.requests


def beside_cache(folder: Path) -> list[Path]:
    """What lies in a folder, the cache of answers apart, which the tests keep there."""
    return [each for each in folder.iterdir() if each.name != "cache"]
