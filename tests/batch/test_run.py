import asyncio
import json
from collections.abc import Callable

import pytest

from schemas import Record, WorkReport
from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.model import State
from summarizer.batch.reports import REFUSALS_IN_A_ROW
from summarizer.batch.run import Run
from summarizer.documents import Document
from summarizer.errors import (
    AuthenticationFailed,
    BadCompletion,
    EmbeddedServerFailed,
    EndpointOverloaded,
    InputUnreadable,
    OutputError,
    ProviderError,
    ReportTimeout,
)
from tests.batch.played import Bench, found

Benches = Callable[..., Bench]
TEN = [found(f"{number:02d}.txt") for number in range(10)]


def names(batch: OpenBatch) -> list[str]:
    """Names in the records as the folder gives them."""
    with BatchFolder(batch.path) as folder:
        return [json.loads(line)["source"]["name"] for line in folder.lines()]


def test_each_report_gets_a_record_under_its_name_in_the_batch(bench: Benches) -> None:
    work = bench()
    run = work([found("县/a.txt"), found("县/b.txt")])
    assert names(work.batch) == ["县/a.txt", "县/b.txt"]
    assert run.fatal is None
    progress = run.look()
    assert (progress.total, progress.counted, progress.done, progress.left) == (2, True, 2, 0)
    assert (progress.calls, progress.prompt_tokens, progress.in_work) == (4, 200, 0)


def test_a_second_run_does_nothing_again(bench: Benches) -> None:
    asked: list[str] = []

    async def note(document: Document) -> None:
        asked.append(document.name)

    work = bench(note)
    work(TEN[:4])
    run = work(TEN)
    assert sorted(asked) == [each.name for each in TEN]
    assert sorted(names(work.batch)) == [each.name for each in TEN]
    assert (run.look().done, run.look().finished) == (10, 6)


def test_a_report_that_changed_is_done_anew_and_its_old_record_goes(bench: Benches) -> None:
    work = bench()
    work(TEN[:3])
    work(
        [
            TEN[0],
            found(
                "01.txt", "改过之后的报告：全年新建学校五所，培训教师三百名，成效明显，群众满意度提高。", "2"
            ),
            TEN[2],
        ]
    )
    work.batch.sweep()
    assert sorted(names(work.batch)) == ["00.txt", "01.txt", "02.txt"]
    lines = b"".join(path.read_bytes() for path in work.batch.path.glob("records-*.jsonl")).splitlines()
    assert len(lines) == 3


def test_reports_of_the_same_content_are_summarised_once(bench: Benches) -> None:
    asked: list[str] = []

    async def note(document: Document) -> None:
        asked.append(document.name)
        await asyncio.sleep(0.01)  # the others come meanwhile

    work = bench(note)
    text = "同一份报告：全年新建学校五所，培训教师三百名，成效明显，群众满意度提高，工作有序推进。"
    work([found(name, text) for name in ("a.txt", "b.txt", "c.txt")])
    work([found(name, text) for name in ("a.txt", "b.txt", "c.txt", "d.txt")])
    assert asked == ["a.txt"]
    assert sorted(names(work.batch)) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    rows = {row.name: row for row in work.batch.ledger.rows()}
    assert [rows[name].same_as for name in ("a.txt", "b.txt", "d.txt")] == [None, "a.txt", "a.txt"]
    assert [rows[name].calls for name in ("a.txt", "b.txt", "d.txt")] == [2, 0, 0]


def test_a_copy_of_a_report_that_failed_is_tried_itself(bench: Benches) -> None:
    asked: list[str] = []

    async def fail_once(document: Document) -> None:
        asked.append(document.name)
        await asyncio.sleep(0.01)
        if len(asked) == 1:
            raise BadCompletion("nothing usable")

    work = bench(fail_once)
    text = "同一份报告：全年新建学校五所，培训教师三百名，成效明显，群众满意度提高，工作有序推进。"
    run = work([found(name, text) for name in ("a.txt", "b.txt")])
    assert asked == ["a.txt", "b.txt"]
    assert (run.look().done, run.look().failed) == (1, 1)


@pytest.mark.parametrize(
    "error", [BadCompletion("no answer"), ReportTimeout("too slow"), ValueError("a bug"), RuntimeError()]
)
def test_what_lies_in_one_report_fails_that_report_alone(bench: Benches, error: Exception) -> None:
    work = bench({"03.txt": error})
    run = work(TEN)
    assert (run.look().done, run.look().failed, run.fatal) == (9, 1, None)
    (row,) = work.batch.ledger.rows(State.FAILED)
    assert (row.name, row.error_kind) == ("03.txt", type(error).__name__)
    assert row.error == (str(error) or "RuntimeError")
    assert run.look().failures == (("03.txt", row.error),)


def test_a_report_that_cannot_be_read_fails_alone(bench: Benches) -> None:
    def unreadable() -> bytes:
        raise InputUnreadable("no right to read it")

    work = bench()
    broken = found("x.txt")
    object.__setattr__(broken, "read", unreadable)
    run = work([*TEN[:2], broken])
    assert (run.look().done, run.look().failed) == (2, 1)


def test_failed_reports_are_left_alone_until_they_are_to_be_retried(bench: Benches) -> None:
    errors: dict[str, Exception] = {"03.txt": BadCompletion("no answer")}
    work = bench(errors)
    work(TEN)
    errors.clear()
    assert work(TEN).look().finished == 0
    work.batch.ledger.retry_failed()
    assert work(TEN).look().done == 10
    assert next(row.attempts for row in work.batch.ledger.rows() if row.name == "03.txt") == 2


def test_an_error_that_every_report_would_meet_ends_the_run_and_fails_none(bench: Benches) -> None:
    errors: dict[str, Exception] = {
        f"{number:02d}.txt": AuthenticationFailed("no") for number in range(4, 10)
    }
    work = bench(errors)
    run = work(TEN, workers=1)
    assert isinstance(run.fatal, AuthenticationFailed)
    counts = work.batch.ledger.counts()
    assert (counts.done, counts.failed, counts.pending, counts.running) == (4, 0, 6, 0)
    errors.clear()
    assert work(TEN).look().done == 10


def test_an_endpoint_that_was_waited_for_in_vain_ends_the_run(bench: Benches) -> None:
    down = EndpointOverloaded("still down")
    down.final = True
    work = bench({"00.txt": down})
    run = work(TEN, workers=1)
    assert run.fatal is down
    assert work.batch.ledger.counts().failed == 0


def test_an_endpoint_that_refuses_report_after_report_ends_the_run_and_fails_none(bench: Benches) -> None:
    many = [found(f"{number:03d}.txt") for number in range(REFUSALS_IN_A_ROW * 3)]
    work = bench({each.name: ProviderError("400") for each in many})
    run = work(many)
    assert isinstance(run.fatal, ProviderError)
    counts = work.batch.ledger.counts()
    assert (counts.done, counts.failed, counts.pending) == (0, 0, len(many))


def test_now_and_then_a_refusal_fails_its_report_alone(bench: Benches) -> None:
    many = [found(f"{number:03d}.txt") for number in range(REFUSALS_IN_A_ROW * 3)]
    work = bench({each.name: ProviderError("400") for each in many[::2]})
    run = work(many, workers=1)
    assert run.fatal is None
    assert run.look().failed == len(many) / 2


def test_a_report_of_which_the_model_server_dies_fails_alone(bench: Benches) -> None:
    work = bench({"03.txt": EmbeddedServerFailed("died"), "07.txt": EmbeddedServerFailed("died")})
    run = work(TEN)
    assert run.fatal is None
    assert (run.look().done, run.look().failed) == (8, 2)
    row = next(row for row in work.batch.ledger.rows() if row.name == "03.txt")
    assert (row.state, row.error_kind, row.error) == ("failed", "EmbeddedServerFailed", "died")


def test_a_model_server_that_dies_of_report_after_report_ends_the_run_and_fails_none(bench: Benches) -> None:
    work = bench({each.name: EmbeddedServerFailed("died") for each in TEN[2:]})
    run = work(TEN, workers=1)
    assert isinstance(run.fatal, EmbeddedServerFailed)
    counts = work.batch.ledger.counts()
    assert (counts.done, counts.failed, counts.pending) == (2, 0, 8)


def test_a_model_server_that_does_not_start_ends_the_run_at_once(bench: Benches) -> None:
    never = EmbeddedServerFailed("too little memory")
    never.final = True
    run = bench({"00.txt": never})(TEN, workers=1)
    assert run.fatal is never


def test_what_cannot_be_delivered_ends_the_run(bench: Benches) -> None:
    work = bench()

    def full(*_: object) -> None:
        raise OutputError("no room")

    run = work(TEN, deliver=full)
    assert isinstance(run.fatal, OutputError)
    assert work.batch.ledger.counts().pending == 10


def test_a_stop_lets_what_is_in_work_end_and_begins_nothing_more(bench: Benches) -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    async def wait(_: Document) -> None:
        inside.set()
        await go.wait()

    async def stop(run: Run) -> None:
        await inside.wait()
        run.stop()
        assert run.look().stopping
        await asyncio.sleep(0.01)
        go.set()

    work = bench(wait)
    run = work(TEN, meanwhile=stop)
    assert 1 <= run.look().done <= 3
    counts = work.batch.ledger.counts()
    assert (counts.running, counts.failed) == (0, 0)
    assert counts.done == run.look().done
    assert work(TEN).look().done == 10


@pytest.mark.parametrize("options", [{"drain": 0.01}, {}])
def test_a_stop_at_once_and_one_that_takes_too_long_leave_what_is_in_work(
    bench: Benches, options: dict[str, float]
) -> None:
    inside, never = asyncio.Event(), asyncio.Event()

    async def wait(_: Document) -> None:
        inside.set()
        await never.wait()

    async def stop(run: Run) -> None:
        await inside.wait()
        run.stop(at_once=not options)

    work = bench(wait)
    run = work(TEN, meanwhile=stop, **options)
    counts = work.batch.ledger.counts()
    assert (run.look().done, counts.done, counts.failed, counts.pending) == (0, 0, 0, counts.total)


def test_inputs_that_cannot_be_searched_end_the_run_and_leave_no_worker(bench: Benches) -> None:
    def broken() -> object:
        yield TEN[0]
        raise InputUnreadable("the folder is gone")

    work = bench()
    with pytest.raises(InputUnreadable):
        asyncio.run(_run_over(work, broken))
    assert work.batch.ledger.counts().running == 0


async def _run_over(work: Bench, finding: Callable[[], object]) -> None:
    run = Run(
        work.batch,
        finding,  # type: ignore[arg-type]
        work.summarize,
        form=Record[WorkReport],
        deliver=lambda *_: None,
        workers=3,
    )
    await run.run()


def test_as_many_reports_are_in_work_as_there_are_workers(bench: Benches) -> None:
    in_work, most = 0, 0

    async def count(_: Document) -> None:
        nonlocal in_work, most
        in_work += 1
        most = max(most, in_work)
        await asyncio.sleep(0.01)
        in_work -= 1

    bench(count)([found(f"{number:03d}.txt") for number in range(60)], workers=7)
    assert most == 7
