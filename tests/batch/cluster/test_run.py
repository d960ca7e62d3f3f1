"""The whole way on Ray, over two nodes; some 20 seconds for each run, most of it until actors are there."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.app import Batch, BatchResult
from summarizer.batch.cluster.run import Cluster
from summarizer.batch.model import State
from summarizer.batch.reading import open_batch
from summarizer.errors import AuthenticationFailed, BatchPartial, BatchStopped, BudgetSpent
from tests.endpoint.answers import Asked
from tests.endpoint.script import when
from tests.endpoint.server import ScriptedEndpoint, serving


def own_address() -> str:
    """The address at which nodes on this machine find each other; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        try:
            any_socket.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(any_socket.getsockname()[0])


pytestmark = [
    pytest.mark.ray,
    pytest.mark.allow_hosts(["127.0.0.1", "::1", own_address()]),
    # Ray's own, and sockets and files of processes that end with it.
    pytest.mark.filterwarnings("default"),
]
Reports = Callable[[int], Path]
TIMES = {"seconds", "model_seconds"}


def batch(folder: Path, out: Path | str, endpoint: ScriptedEndpoint, **options: Any) -> Batch:
    usual = {"model": "scripted", "base_url": endpoint.url, "api_key": "k", "cache": False, "parallel": 32}
    return Batch([folder], out, **{**usual, **options})


def timeless(out: Path) -> list[str]:
    """Records as they are but for times, in order."""
    with open_batch(out) as done:
        records = [json.loads(line) for line in done.lines()]
    for record in records:
        record["usage"] = {name: value for name, value in record["usage"].items() if name not in TIMES}
    return sorted(json.dumps(record, ensure_ascii=False) for record in records)


def names(out: Path | str) -> list[str]:
    with open_batch(out) as done:
        return sorted(json.loads(line)["source"]["name"] for line in done.lines())


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)  # another machine's clock cannot be injected


def test_two_nodes_write_the_records_that_one_machine_writes(
    nodes: Any, reports: Reports, tmp_path: Path
) -> None:
    folder = reports(120)
    with serving(ScriptedEndpoint(latency=0.02)) as endpoint:
        assert batch(folder, tmp_path / "here", endpoint).run().error is None
        result = batch(folder, tmp_path / "there", endpoint, cluster=Cluster(workers=2), also=["json"]).run()
    assert (result.error, result.progress.done) == (None, 120)
    assert timeless(tmp_path / "there") == timeless(tmp_path / "here")
    manifest = json.loads((tmp_path / "there" / "manifest.json").read_bytes())
    assert (manifest["complete"], manifest["done"]) == (True, 120)
    assert len(list((tmp_path / "there" / "reports").rglob("*.json"))) == 120
    pyarrow = pytest.importorskip("pyarrow.parquet")
    rows = [
        row
        for path in (tmp_path / "there").rglob("*.parquet")
        for row in pyarrow.read_table(path).to_pylist()
    ]
    assert sorted(row["name"] for row in rows) == names(tmp_path / "there")
    assert all(json.loads(row["record"])["source"]["sha256"] == row["sha256"] for row in rows)
    again = batch(folder, tmp_path / "there", endpoint, cluster=Cluster(workers=2), also=["json"]).run()
    assert (again.progress.finished, again.progress.done) == (0, 120)


def test_a_node_that_dies_costs_what_was_in_flight_alone(
    nodes: Any, reports: Reports, tmp_path: Path
) -> None:
    folder, out = reports(240), tmp_path / "out"
    repeated: set[str] = set()

    def script(asked: Asked, before: int) -> str | None:
        if before:
            repeated.update(re.findall(r"第\d+街道", asked.text)[:1])
        return None

    node = nodes.add_node(num_cpus=1)
    with serving(ScriptedEndpoint(script, latency=0.3)) as endpoint:
        work = batch(folder, out, endpoint, cluster=Cluster(workers=3))
        results: list[BatchResult] = []
        done: list[int] = []
        running = threading.Thread(
            target=lambda: results.append(work.run(lambda progress: done.append(progress.done), 0.1))
        )
        running.start()
        until(lambda: bool(done) and done[-1] >= 60)
        nodes.remove_node(node, allow_graceful=False)
        running.join(300)
    assert results[0].error is None
    assert names(out) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    # Of 32 requests in flight a third was that node's: 11 and some more reports.
    assert 0 < len(repeated) <= 11 + 2


def test_failed_reports_are_records_that_are_retried_alone(
    nodes: Any, reports: Reports, tmp_path: Path
) -> None:
    folder, out = reports(12), tmp_path / "out"
    (folder / "broken.txt").write_text("短", encoding="utf-8")
    with serving(ScriptedEndpoint(when("第5街道", "html", times=9))) as endpoint:
        some = batch(folder, out, endpoint, cluster=Cluster(workers=2)).run()
        assert isinstance(some.error, BatchPartial)
        with open_batch(out) as left:
            failed = {row.name: row.error_kind for row in left.reports(State.FAILED)}
        assert failed["broken.txt"] == "InputTooShort"
        assert len(failed) == 2
        endpoint.script = lambda _asked, _before: None
        retried = Batch.again(
            out, model="scripted", base_url=endpoint.url, api_key="k", cache=False, parallel=32
        )
        assert isinstance(retried.run().error, BatchPartial)
    assert len(names(out)) == 12
    with open_batch(out) as left:
        assert [row.name for row in left.reports(State.FAILED)] == ["broken.txt"]


def test_a_run_that_is_stopped_is_gone_on_with(nodes: Any, reports: Reports, tmp_path: Path) -> None:
    folder, out = reports(80), tmp_path / "out"
    with serving(ScriptedEndpoint(latency=0.3)) as endpoint:
        first = batch(folder, out, endpoint, cluster=Cluster(workers=2), parallel=4)
        stopped = first.run(lambda progress: first.stop() if progress.done else None, 0.1)
        assert isinstance(stopped.error, BatchStopped)
        assert not json.loads((out / "manifest.json").read_bytes())["complete"]
        assert len(names(out)) == stopped.progress.done < 80
        assert batch(folder, out, endpoint, cluster=Cluster(workers=2)).run().error is None
        assert endpoint.counts.repeats == 0
    assert len(names(out)) == len(set(names(out))) == 80


def test_an_error_that_every_report_would_meet_ends_the_run_and_fails_none(
    nodes: Any, reports: Reports, tmp_path: Path
) -> None:
    with serving(ScriptedEndpoint(key="another")) as endpoint:
        result = batch(reports(40), tmp_path / "out", endpoint, cluster=Cluster(workers=2)).run()
    assert isinstance(result.error, AuthenticationFailed)
    assert (result.progress.done, result.progress.failed) == (0, 0)


def test_a_budget_holds_for_all_workers_together(nodes: Any, reports: Reports, tmp_path: Path) -> None:
    with serving(ScriptedEndpoint(latency=0.05)) as endpoint:
        result = batch(
            reports(200), tmp_path / "out", endpoint, cluster=Cluster(workers=2), max_tokens=120_000
        ).run()
    assert isinstance(result.error, BudgetSpent)
    assert 0 < result.progress.done < 200
    with open_batch(tmp_path / "out") as out:
        spent = int(out.meta()["spent_tokens"])
        taken = out.counts().prompt_tokens + out.counts().completion_tokens
    assert taken <= spent <= 120_000


@pytest.fixture
def bucket() -> Iterator[str]:
    """A URL in an S3-compatible server on loopback."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"s3://reports/{{}}?endpoint_override={host}:{port}&scheme=http&allow_bucket_creation=true"
    server.stop()


def test_reports_are_read_from_and_records_written_to_an_object_store(
    nodes: Any, reports: Reports, tmp_path: Path, bucket: str
) -> None:
    fs = pytest.importorskip("pyarrow.fs")
    folder = reports(20)
    system, place = fs.FileSystem.from_uri(bucket.format("in"))
    system.create_dir(place.partition("/")[0])
    fs.copy_files(str(folder), place, source_filesystem=fs.LocalFileSystem(), destination_filesystem=system)
    with serving(ScriptedEndpoint()) as endpoint:
        work = batch(bucket.format("in"), bucket.format("out"), endpoint, cluster=Cluster(workers=2))  # type: ignore[arg-type]
        result = work.run()
    assert result.error is None
    expected = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    assert names(bucket.format("out")) == expected
