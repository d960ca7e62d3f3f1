import csv
import json
import os
import signal
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest

from summarizer.app import Mode as LibraryMode
from summarizer.batch.outputs import Form
from summarizer.cli.batch.run import Also, Mode
from tests.cli.conftest import Command, Outcome, Start
from tests.endpoint.script import mixed
from tests.endpoint.server import ScriptedEndpoint, serving
from tests.loopback import LoopbackServer

STEERING = "\x1b[2J\x1b]0;owned\x07\u202egnp\u2066"
WORDS = "{name}二〇二四年上半年工作总结\n一、工作情况\n新建学校{number}所，培训教师{number}30人次，群众满意度明显提高。\n"


@pytest.fixture
def reports(tmp_path: Path) -> Callable[[int], Path]:
    """A function that writes so many reports and gives their folder."""

    def write(count: int) -> Path:
        folder = tmp_path / "in"
        for number in range(count):
            path = folder / f"{number % 3}" / f"r{number:03d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(WORDS.format(name=f"第{number}街道", number=number + 2), encoding="utf-8")
        return folder

    return write


def names(out: Path) -> list[str]:
    lines = [line for path in sorted(out.glob("records-*")) for line in path.read_bytes().splitlines()]
    return sorted(json.loads(line)["source"]["name"] for line in lines)


def test_a_folder_becomes_a_record_for_each_report(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, out = reports(4), tmp_path / "out"
    done = command("batch", folder, "-o", out, "--model", "none")
    assert done.code == 0
    assert done.out.startswith("done 4 · failed 0 · left 0 · 4 settled in this run")
    assert names(out) == ["0/r000.txt", "0/r003.txt", "1/r001.txt", "2/r002.txt"]
    again = command("batch", folder, "-o", out, "--model", "none")
    assert (again.code, again.out.split(" · ")[3]) == (0, "0 settled in this run")


def test_failures_are_told_and_retried_by_the_folder_alone(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, out = reports(2), tmp_path / "out"
    broken = folder / "broken.txt"
    broken.write_text("短")
    some = command("batch", folder, "-o", out, "--model", "none")
    assert (some.code, "1 reports failed" in some.err) == (70, True)
    status = command("batch", "status", out)
    assert "3 reports: done 2, failed 1, left 0" in status.out
    assert "✗ broken.txt  InputTooShort:" in status.out
    assert command("batch", "retry", out, "--model", "none").code == 70
    broken.write_text(WORDS.format(name="某街道", number=7), encoding="utf-8")
    assert command("batch", "retry", out, "--model", "none").code == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
def test_no_name_of_a_report_steers_the_terminal(command: Command, tmp_path: Path) -> None:
    folder, out, manifest = tmp_path / "in", tmp_path / "out", tmp_path / "m.jsonl"
    folder.mkdir()
    (folder / f"a{STEERING}.txt").write_text("短")
    manifest.write_text(json.dumps({"id": f"b{STEERING}", "text": "短"}), encoding="utf-8")
    told = [
        command("batch", folder, "-o", out, "--model", "none"),
        command("batch", "status", out),
        command("batch", "--manifest", manifest, "-o", tmp_path / "other", "--model", "none"),
        command("batch", "status", tmp_path / "other"),
        command("summarize", tmp_path / f"no{STEERING}.txt", "--model", "none"),
        command("batch", folder / f"no{STEERING}", "-o", out, "--model", "none"),
    ]
    for each in told:
        assert each.out + each.err
        assert [char for char in each.out + each.err if not char.isprintable() and char != "\n"] == []
    assert "InputTooShort" in told[1].out
    assert "control characters" in told[3].out


def test_a_batch_of_failures_alone_has_an_exit_code_of_its_own(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("短")
    assert command("batch", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", "none").code == 72


def test_a_folder_without_reports_is_no_success(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "photo.jpg").write_text("x")
    empty = command("batch", tmp_path / "in", "-o", tmp_path / "out", "--model", "none")
    assert empty.code == 10
    assert "no reports were found" in empty.err
    assert ".jpg 1" in empty.out


def test_other_settings_need_another_folder(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, out = reports(1), tmp_path / "out"
    command("batch", folder, "-o", out, "--model", "none")
    other = command("batch", folder, "-o", out, "--model", "none", "--also", "html")
    assert "also is , now html" in other.complaint(74)


def test_machines_do_a_shard_each_and_one_puts_them_together(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, model = reports(7), ("--model", "none")
    for shard in ("1/2", "2/2"):
        out = tmp_path / shard[0]
        assert command("batch", folder, "-o", out, "--shard", shard, *model).code == 0
    other = command("batch", folder, "-o", tmp_path / "1", "--shard", "2/2", *model)
    assert "shard is 1/2, now 2/2" in other.complaint(74)
    half = command("batch", "merge", tmp_path / "1", "-o", tmp_path / "half")
    assert half.out.splitlines()[1] == "shards that are missing: 2/2"
    whole = command("batch", "merge", tmp_path / "1", tmp_path / "2", "-o", tmp_path / "all")
    assert whole.out == "7 reports · done 7 · failed 0 · left 0 · doubled, kept once 0\n"
    assert len(names(tmp_path / "all")) == 7
    on = command("batch", folder, "-o", tmp_path / "half", *model)
    assert (on.code, len(names(tmp_path / "half"))) == (0, 7)
    assert command("batch", folder, "-o", tmp_path / "x", "--shard", "3/2", *model).complaint(20)


@pytest.mark.parametrize(
    "options",
    [("--workers", "2"), ("--ray-address", "auto"), ("--engine", "ray", "--ray-address", "ray://x:1")],
)
def test_what_ray_cannot_do_is_told_before_anything_begins(
    command: Command, reports: Callable[[int], Path], tmp_path: Path, options: tuple[str, ...]
) -> None:
    told = command("batch", reports(1), "-o", tmp_path / "out", "--model", "none", *options)
    assert told.code in {2, 20}
    assert "ray" in told.err
    assert not (tmp_path / "out").exists()


def test_an_output_in_an_object_store_takes_ray(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    told = command("batch", reports(1), "-o", "s3://bucket/out", "--model", "none")
    assert "--engine ray" in told.complaint(20)


def test_files_are_written_beside_the_records(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, out = reports(1), tmp_path / "out"
    line = ("batch", folder, "-o", out, "--model", "none")
    assert command(*line, "--also", "json", "--also", "html", "--also", "markdown").code == 0
    written = [path.relative_to(out).as_posix() for path in sorted(out.glob("reports/**/*.*"))]
    assert written == [f"reports/0/r000.txt.{ending}" for ending in ("html", "json", "md")]
    assert json.loads((out / written[1]).read_text("utf-8"))["source"]["name"] == "0/r000.txt"


def test_the_forms_on_the_command_line_are_those_of_the_library() -> None:
    assert [each.value for each in Also] == [each.value for each in Form]


def test_the_modes_on_the_command_line_are_those_of_the_library() -> None:
    assert tuple(each.value for each in Mode) == get_args(LibraryMode)


def test_batches_of_the_provider_are_left_there_and_shown(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with serving(ScriptedEndpoint(batches=["never"])) as endpoint:
        model = ("--base-url", endpoint.url, "--model", "m", "--no-cache")
        done = command("batch", reports(2), "-o", out, *model, "--mode", "batch-api", "--no-wait")
        assert done.code == 71
        assert "2 reports wait for the provider's batches" in done.err
    status = command("batch", "status", out).out
    assert "2 reports wait for the provider's batches" in status
    assert "batch-1  in_progress" in status


def test_progress_for_programs_is_a_json_object_a_line(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    done = command("batch", reports(3), "-o", tmp_path / "out", "--model", "none", "--json-progress")
    *_, last = [json.loads(line) for line in done.out.splitlines()]
    assert (last["done"], last["failed"], last["left"], last["total"]) == (3, 0, 0, 3)
    assert (last["ended"], last["counted"], last["failures"]) == (True, True, [])
    assert done.err == ""


def test_all_records_go_into_one_file_and_all_states_into_a_table(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder, out = reports(2), tmp_path / "out"
    (folder / "=1+1.txt").write_text("短")
    command("batch", folder, "-o", out, "--model", "none")
    lines = command("batch", "export", out).out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["0/r000.txt", "1/r001.txt"]
    assert command("batch", "export", out, "-o", tmp_path / "all.json").code == 0
    assert [each["format"] for each in json.loads((tmp_path / "all.json").read_text("utf-8"))] == [
        "work_report/1"
    ] * 2
    table = list(csv.DictReader(StringIO(command("batch", "export", out, "-f", "csv").out.lstrip("\ufeff"))))
    assert sorted((row["name"], row["state"]) for row in table) == [
        ("'=1+1.txt", "failed"),
        ("0/r000.txt", "done"),
        ("1/r001.txt", "done"),
    ]


def test_a_folder_without_a_batch_has_no_status(command: Command, tmp_path: Path) -> None:
    assert "no batch" in command("batch", "status", tmp_path).complaint(74)


def test_a_manifest_may_come_through_a_pipe(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    manifest = "\n".join(str(path) for path in sorted(reports(3).rglob("*.txt"))).encode()
    line = ("batch", "-", "-o", tmp_path / "out", "--model", "none")
    assert command(*line, data=manifest).out.startswith("done 3 ")
    assert "--retry-failed" in command("batch", "retry", tmp_path / "out", "--model", "none").complaint(20)
    assert command(*line, data=manifest).out.startswith("done 3 ")


def test_without_inputs_it_says_so(command: Command, tmp_path: Path) -> None:
    nothing = command("batch", "-o", tmp_path / "out")
    assert (nothing.code, "name what to summarise" in nothing.err) == (2, True)


def test_a_refused_key_ends_the_batch_and_fails_no_report(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    with serving(ScriptedEndpoint(key="another")) as endpoint:
        line = ("batch", reports(5), "-o", tmp_path / "out", "--base-url", endpoint.url, "--model", "m")
        refused = command(*line)
    assert refused.code == 32
    assert "done 0 · failed 0 · left 5" in refused.out


def test_ctrl_c_lets_what_is_in_work_end_and_the_same_command_goes_on(
    start: Start,
    ended: Callable[..., Outcome],
    command: Command,
    reports: Callable[[int], Path],
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    with serving(ScriptedEndpoint(latency=0.05)) as endpoint:
        line = ("batch", reports(60), "-o", out, "--base-url", endpoint.url, "--model", "m", "--parallel", 2)
        program = start(*line)
        assert endpoint.asked.wait(30)
        program.send_signal(signal.SIGINT)
        stopped = ended(program)
        assert stopped.code == 71
        assert "the same command goes on" in stopped.err
        counts = command("batch", "status", out).out
        assert "(0 in hand)" in counts
        before = len(names(out))
        assert before < 60
        assert command(*line).code == 0
        assert len(names(out)) == len(set(names(out))) == 60
        assert endpoint.counts.repaid == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_batch_that_is_killed_again_and_again_ends_with_each_record_once(
    start: Start, command: Command, reports: Callable[[int], Path], tmp_path: Path, how: signal.Signals
) -> None:
    out = tmp_path / "out"
    with serving(ScriptedEndpoint(mixed({"500": 0.03}), latency=0.02)) as endpoint:
        line = ("batch", reports(40), "-o", out, "--base-url", endpoint.url, "--model", "m", "--parallel", 4)
        for kill in range(3):
            endpoint.asked.clear()
            program = start(*line)
            assert endpoint.asked.wait(60)
            with pytest.raises(subprocess.TimeoutExpired):
                program.wait(0.3 * kill)  # a little further each time
            program.send_signal(how)
            if how is signal.SIGTERM:
                program.send_signal(how)
            program.wait(60)
        assert command(*line).code == 0
        assert len(names(out)) == len(set(names(out))) == 40
        assert endpoint.counts.repaid <= 3 * 4  # no more than those in flight at each kill


def test_two_processes_do_not_share_a_folder(
    start: Start, command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    with serving(ScriptedEndpoint(latency=5)) as endpoint:
        line = ("batch", reports(3), "-o", tmp_path / "out", "--base-url", endpoint.url, "--model", "m")
        program = start(*line)
        assert endpoint.asked.wait(30)
        assert str(program.pid) in command(*line).complaint(73)


def test_a_budget_is_for_all_runs_together(
    command: Command, reports: Callable[[int], Path], tmp_path: Path
) -> None:
    settings = tmp_path / "s.toml"
    out = tmp_path / "out"
    with serving(ScriptedEndpoint()) as endpoint:
        line = (
            "batch",
            reports(30),
            "-o",
            out,
            "--base-url",
            endpoint.url,
            "--model",
            "m",
            "--config",
            settings,
        )
        settings.write_text("max_tokens = 30000\nparallel = 2\n")
        first = command(*line)
        assert first.code == 39
        done, asked = len(names(out)), endpoint.counts.requests
        assert 0 < done < 30
        assert command(*line).code == 39
        assert endpoint.counts.requests - asked <= 2
        settings.write_text("max_tokens = 6000000\nparallel = 2\n")
        assert command(*line).code == 0


def test_a_full_disk_ends_in_one_line_and_can_be_gone_on_from(
    start: Start,
    ended: Callable[..., Outcome],
    command: Command,
    reports: Callable[[int], Path],
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    line = ("batch", reports(40), "-o", out, "--model", "none")
    limited = subprocess.run(
        [
            "bash",
            "-c",
            f'ulimit -f 120; exec {json.dumps(__import__("sys").executable)} -m summarizer "$@"',
            "-",
        ]
        + [str(each) for each in line],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "SUMMARIZER_CACHE": str(tmp_path / "cache")},
        check=False,
        timeout=120,
    )
    assert limited.returncode == 50, limited.stderr
    assert limited.stderr.splitlines()[-1].startswith("summarizer: ")
    assert "Traceback" not in limited.stderr
    assert command(*line).code == 0
    assert len(names(out)) == len(set(names(out))) == 40


def test_the_cache_is_counted_and_cleared(
    command: Command, fake_endpoint: LoopbackServer, asking: Callable[[LoopbackServer], tuple[object, ...]]
) -> None:
    assert command(*asking(fake_endpoint), "--format", "json").code == 0
    asked = len(fake_endpoint.requests)
    again = json.loads(command(*asking(fake_endpoint), "--format", "json").out)
    assert len(fake_endpoint.requests) == asked
    assert again["usage"]["cached_calls"] == again["usage"]["calls"] == asked
    command(*asking(fake_endpoint), "--no-cache")
    assert len(fake_endpoint.requests) == 2 * asked
    assert f"{asked} answers" in command("cache", "stats").out
    assert f"{asked} answers forgotten" in command("cache", "clear").out
    assert ": 0 answers" in command("cache", "stats").out
