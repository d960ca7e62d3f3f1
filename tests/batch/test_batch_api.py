"""Batches through a provider's own batches, over HTTP, with a scripted endpoint."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from summarizer.app import Batch, BatchResult
from summarizer.batch.folder import BatchFolder
from summarizer.batch.requests import unsettled
from summarizer.batch.rounds import Polling
from summarizer.errors import (
    AuthenticationFailed,
    BatchRejected,
    BatchStopped,
    BudgetSpent,
    ConfigError,
    OtherBatch,
)
from tests.endpoint.batches import Fate
from tests.endpoint.script import when
from tests.endpoint.server import ScriptedEndpoint, serving

AT_ONCE = Polling(first=0.0, growth=1.0, longest=0.0)
REPORT = """{name}县上半年工作总结

一、主要成绩
（一）新建学校{number}所。全县教育投入持续增长，办学条件明显改善，群众比较满意。
（二）培训教师一千二百名。各校按计划组织，骨干教师覆盖全部乡镇。
二、存在的问题
（一）师资结构不够合理。部分乡村学校缺少音体美教师，课程开不齐。
三、下一步打算
（一）计划新建学校三所。争取年底前完工，缓解城区入学压力。
"""
Runs = Callable[..., BatchResult]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of three reports."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate("甲乙丙", 5):
        (folder / f"{name}.txt").write_text(REPORT.format(name=name, number=number), encoding="utf-8")
    return folder


@pytest.fixture
def work(reports: Path, tmp_path: Path) -> Runs:
    """A function that runs the batch once against an endpoint."""

    def run(endpoint: ScriptedEndpoint, **options: Any) -> BatchResult:
        given = {"mode": "batch-api", "cache": False, "polling": AT_ONCE, **options}
        return Batch([reports], tmp_path / "out", base_url=endpoint.url, model="m", **given).run()

    return run


@contextmanager
def endpoint_with(*fates: Fate, **options: Any) -> Iterator[ScriptedEndpoint]:
    with serving(ScriptedEndpoint(batches=fates, **options)) as endpoint:
        yield endpoint


def records(folder: Path) -> list[dict[str, Any]]:
    """The records of a batch, in the order of their names."""
    with BatchFolder(folder) as batch:
        lines = [json.loads(line) for line in batch.lines()]
    return sorted(lines, key=lambda record: str(record["source"]["name"]))


def answered_once(endpoint: ScriptedEndpoint) -> bool:
    return set(endpoint.batches.answered.values()) == {1}


def summaries(found: Sequence[dict[str, Any]]) -> list[Any]:
    return [record["summary"] for record in found]


def test_every_report_gets_the_record_that_it_gets_online(work: Runs, reports: Path, tmp_path: Path) -> None:
    with endpoint_with() as endpoint:
        result = work(endpoint)
        assert result.error is None
        assert (result.progress.done, result.progress.waiting) == (3, 0)
        assert endpoint.counts.requests == 1  # the first, to see that it can be asked at all
        assert answered_once(endpoint)
        Batch([reports], tmp_path / "online", base_url=endpoint.url, model="m", cache=False).run()
    assert summaries(records(tmp_path / "out")) == summaries(records(tmp_path / "online"))


def test_what_a_stage_needs_of_all_reports_goes_in_one_batch(work: Runs) -> None:
    with endpoint_with() as endpoint:
        work(endpoint)
        made, answered = len(endpoint.batches.made), len(endpoint.batches.answered)
    assert made <= 4
    assert answered > 3 * made


@pytest.mark.parametrize(
    "fates",
    [
        ["shuffled"],
        ["unknown"],
        ["twice"],
        ["cut"],
        ["lost"],
        ["expired", "ok"],
        ["cancelled", "ok"],
        ["partial", "ok"],
        ["errors", "ok"],
        ["ok", "expired", "cancelled", "errors", "lost", "ok"],
        ["full", "ok"],
        ["full", "full", "ok"],
    ],
)
def test_whatever_becomes_of_batches_each_report_has_its_record_and_no_answer_is_paid_twice(
    work: Runs, tmp_path: Path, fates: list[Fate]
) -> None:
    with endpoint_with(*fates) as endpoint:
        result = work(endpoint)
        assert result.error is None
        assert answered_once(endpoint)
    found = records(tmp_path / "out")
    assert [record["source"]["name"] for record in found] == ["丙.txt", "乙.txt", "甲.txt"]
    warnings = [each for record in found for each in record["checks"]["warnings"]]
    assert not any("batch" in each for each in warnings)


def test_a_batch_that_is_never_answered_in_full_ends_with_its_requests_named(
    work: Runs, tmp_path: Path
) -> None:
    with endpoint_with("expired") as endpoint:
        result = work(endpoint)
        assert answered_once(endpoint)
    assert result.progress.left == 0
    found = records(tmp_path / "out")
    with BatchFolder(tmp_path / "out") as batch:
        said = [row.error or "" for row in batch.reports()]
    said += [warning for record in found for warning in record["checks"]["warnings"]]
    assert any("no answer to this request (expired)" in each for each in said)


def test_a_batch_that_is_not_accepted_ends_the_run_and_is_sent_again_by_the_next(work: Runs) -> None:
    with endpoint_with("failed", "ok") as endpoint:
        result = work(endpoint)
        assert isinstance(result.error, BatchRejected)
        assert "line 1 is no JSON" in str(result.error)
        assert result.progress.waiting == 3
        assert work(endpoint).error is None
        assert answered_once(endpoint)


def test_a_request_too_many_for_the_provider_ends_the_run_once_it_stands_alone(work: Runs) -> None:
    with endpoint_with("full") as endpoint:
        assert isinstance(work(endpoint).error, BatchRejected)
        sizes = [endpoint.batches.files[each.file].count(b"\n") for each in endpoint.batches.made]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 1


def test_without_waiting_each_run_goes_one_step_and_the_last_one_ends(work: Runs, tmp_path: Path) -> None:
    with endpoint_with() as endpoint:
        runs = 1
        while (result := work(endpoint, wait=False)).error:
            assert isinstance(result.error, BatchStopped)
            assert result.error.exit_code == 71
            # One may be ready a step before the others: the first request of each run is answered at once.
            assert result.progress.waiting > 0
            assert result.progress.waiting + result.progress.done == 3
            runs += 1
        assert answered_once(endpoint)
        assert runs > len(endpoint.batches.made)
    assert len(records(tmp_path / "out")) == 3


def test_a_stop_leaves_the_batches_with_the_provider(reports: Path, tmp_path: Path) -> None:
    with endpoint_with("never") as endpoint:
        batch = Batch(
            [reports],
            tmp_path / "out",
            mode="batch-api",
            base_url=endpoint.url,
            model="m",
            cache=False,
            polling=Polling(first=600),
        )
        result = batch.run(
            lambda look: batch.stop() if endpoint.batches.made and not look.ended else None, every=0.01
        )
        assert isinstance(result.error, BatchStopped)
        with BatchFolder(tmp_path / "out") as folder:
            (sent,) = unsettled(folder.ledger)
        assert [each.file for each in endpoint.batches.made] == [sent.file]
        assert sent.batch in {None, "batch-1"}


def test_a_budget_for_a_part_is_spent_on_that_part_and_then_refuses(work: Runs) -> None:
    with endpoint_with() as endpoint:
        result = work(endpoint, max_tokens=5_000)
        assert isinstance(result.error, BudgetSpent)
        assert endpoint.batches.made
        limits = result.progress.limits
        assert limits is not None
        assert 0 < limits.spent_tokens <= 5_000
        assert work(endpoint).error is None
        assert answered_once(endpoint)


def test_batches_cost_their_part_of_the_price(work: Runs, tmp_path: Path) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text(
        '[[price]]\nmodel = "m"\nfrom = 2020-01-01\ninput = 1000\noutput = 1000\ncurrency = "CNY"\n'
        '[[batch]]\nhost = "127.0.0.1"\nfactor = 0.5\n',
        encoding="utf-8",
    )
    with endpoint_with() as endpoint:
        result = work(endpoint, prices=prices)
    usages = [record["usage"] for record in records(tmp_path / "out")]
    tokens = sum(each["prompt_tokens"] + each["completion_tokens"] for each in usages)
    cost = sum(each["cost"] for each in usages)
    limits = result.progress.limits
    assert limits is not None
    assert cost == pytest.approx(limits.spent_cost)
    assert tokens == limits.spent_tokens
    # All but the first request, which was asked at once.
    assert tokens / 1000 * 0.5 < cost < tokens / 1000 * 0.6


def test_what_was_answered_is_in_the_cache_for_other_batches(
    work: Runs, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))
    with endpoint_with() as endpoint:
        assert work(endpoint, cache=True).error is None
        before = endpoint.counts.requests
        Batch([reports], tmp_path / "other", base_url=endpoint.url, model="m").run()
        assert endpoint.counts.requests == before
    assert {record["usage"]["cached_calls"] for record in records(tmp_path / "out")} == {0}


def test_an_answer_that_a_filter_withholds_is_not_asked_again(work: Runs, tmp_path: Path) -> None:
    with endpoint_with(script=when("音体美", "content-filter")) as endpoint:
        result = work(endpoint)
        assert result.error is None
        assert answered_once(endpoint)
    assert all(record["checks"]["warnings"] for record in records(tmp_path / "out"))


def test_a_report_that_changes_meanwhile_is_asked_about_as_it_is_now(
    work: Runs, reports: Path, tmp_path: Path
) -> None:
    with endpoint_with() as endpoint:
        work(endpoint, wait=False)
        (reports / "甲.txt").write_text(REPORT.format(name="丁", number=99), encoding="utf-8")
        assert work(endpoint).error is None
    assert "丁县" in json.dumps(records(tmp_path / "out")[2], ensure_ascii=False)


def test_the_mode_of_a_batch_is_kept(work: Runs, tmp_path: Path) -> None:
    with endpoint_with("never", "ok") as endpoint:
        work(endpoint, wait=False)
        with pytest.raises(OtherBatch, match="mode"):
            work(endpoint, mode="online")
        endpoint.batches.made[0].fate = "ok"
        again = Batch.again(tmp_path / "out", base_url=endpoint.url, model="m", cache=False, polling=AT_ONCE)
        assert again.run().error is None


def test_failed_requests_are_asked_again_by_a_retry(work: Runs, tmp_path: Path) -> None:
    with endpoint_with("nothing") as endpoint:
        first = work(endpoint)
        assert first.progress.failed
        endpoint.batches.fates = ["ok"]
        assert work(endpoint, retry_failed=True).progress.failed == 0


def test_a_key_that_is_refused_ends_the_run_before_anything_is_sent(work: Runs) -> None:
    with endpoint_with(key="another") as endpoint:
        result = work(endpoint)
        assert isinstance(result.error, AuthenticationFailed)
        assert not endpoint.batches.files


def test_requests_are_written_in_the_form_that_the_endpoint_takes(work: Runs) -> None:
    with endpoint_with(modes=["text"]) as endpoint:
        assert work(endpoint).error is None
        sent = [
            json.loads(line)
            for made in endpoint.batches.made
            for line in endpoint.batches.files[made.file].splitlines()
        ]
    assert sent
    assert not any("response_format" in line["body"] for line in sent)
    assert len({line["custom_id"] for line in sent}) == len(sent)


def test_a_file_that_a_killed_process_left_is_removed(work: Runs, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".requests-7.jsonl"
    left.parent.mkdir()
    left.write_text("{}")
    with endpoint_with() as endpoint:
        assert work(endpoint).error is None
    assert not left.exists()


def test_an_endpoint_without_batches_is_told_at_once(work: Runs) -> None:
    with serving(ScriptedEndpoint()) as endpoint:
        result = work(endpoint)
    assert isinstance(result.error, ConfigError)
    assert "no batch API" in str(result.error)


def test_a_model_that_is_no_service_has_no_batches(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="batch API"):
        Batch([reports], tmp_path / "out", mode="batch-api", model="none").run()
