"""The desk and the set that it keeps, without Ray: an actor's class is a class."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch.cluster.block import Outcome, Spent, commit
from summarizer.batch.cluster.catalogue import Catalogue
from summarizer.batch.cluster.desk import Desk, Failure
from summarizer.batch.cluster.sets import OpenSet
from summarizer.batch.cluster.shares import Amount, Share, Shares
from summarizer.batch.cluster.store import FolderStore
from summarizer.batch.model import Settled, State
from summarizer.batch.reading import open_batch
from summarizer.errors import AuthenticationFailed, FolderInUse, OtherBatch
from tests.batch.played import MARKS

pytest.importorskip("pyarrow")


def done(name: str, stamp: str = "1", text: str = "") -> Outcome:
    line = json.dumps({"source": {"name": name}, "summary": {"title": text}}) + "\n"
    return Outcome(f"/in/{name}", Settled(name, stamp, f"sha {name}{stamp}", line.encode()))


def failed(name: str) -> Outcome:
    return Outcome(f"/in/{name}", Settled(name, "1", error_kind="BadCompletion", error="none"))


def wait(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with OpenSet(str(tmp_path), MARKS) as opened:
        opened.note({})
    desk = Desk(str(tmp_path), Shares(2, Share(8, None, None), Amount(None, None)))
    yield desk
    wait(desk.close())


def kept(tmp_path: Path) -> dict[str, tuple[State, str | None]]:
    with open_batch(tmp_path) as batch:
        return {row.name: (row.state, row.error_kind) for row in batch.reports()}


def lines(tmp_path: Path) -> list[str]:
    with open_batch(tmp_path) as batch:
        return [json.loads(line)["source"]["name"] for line in batch.lines()]


def test_what_a_lost_worker_finished_is_written_by_the_desk(desk: Desk, tmp_path: Path) -> None:
    wait(desk.claim([(name, "", "1") for name in "ab"]))
    wait(desk.finished("w", done("a"), Amount(30, 0.5)))
    assert set(wait(desk.known(["a", "b"]))) == {"a"}
    assert wait(desk.known(["a"]))["a"].state is State.DONE
    counts = wait(desk.finish(2))
    assert (counts.done, counts.pending) == (1, 1)
    assert lines(tmp_path) == ["a"]
    with open_batch(tmp_path) as batch:
        assert (batch.meta()["spent_tokens"], batch.meta()["spent_cost"]) == ("30", "0.5")
        assert batch.counts().pending == 1
    assert not json.loads((tmp_path / "manifest.json").read_bytes())["complete"]


def test_what_a_worker_wrote_is_not_written_again(desk: Desk, store: FolderStore, tmp_path: Path) -> None:
    outcome = done("a")
    wait(desk.finished("w", outcome, Amount(30, 0)))
    block = commit(store, "00001-wx-00000", 1, [outcome], Spent(tokens=30))
    wait(desk.committed("w", block))
    wait(desk.finish(1))
    assert [path.name for path in (tmp_path / "blocks").iterdir()] == ["00001-wx-00000.json"]
    assert json.loads((tmp_path / "manifest.json").read_bytes())["complete"]


def test_a_block_that_its_worker_could_not_tell_of_any_more_counts(
    desk: Desk, store: FolderStore, tmp_path: Path
) -> None:
    wait(desk.finished("w", done("a"), Amount(0, 0)))
    commit(store, "00001-wx-00000", 1, [done("a")], Spent())
    wait(desk.finish(1))
    assert lines(tmp_path) == ["a"]
    assert [path.name for path in (tmp_path / "blocks").iterdir()] == ["00001-wx-00000.json"]


def test_a_part_without_a_block_and_a_block_without_its_part_do_not_count(
    desk: Desk, store: FolderStore, tmp_path: Path
) -> None:
    commit(store, "00001-wx-00000", 1, [done("a")], Spent())
    (tmp_path / "blocks" / "00001-wx-00000.json").unlink()
    commit(store, "00001-wy-00000", 1, [done("b")], Spent())
    (tmp_path / "records" / "00001-wy-00000.jsonl").unlink()
    wait(desk.finish(2))
    assert (lines(tmp_path), kept(tmp_path)) == ([], {})
    assert not list((tmp_path / "records").glob("00001-wx*"))


def test_a_report_that_two_workers_wrote_counts_once(store: FolderStore) -> None:
    commit(store, "00001-wa-00000", 1, [done("a"), done("b")], Spent())
    commit(store, "00001-wb-00000", 1, [done("b"), done("c")], Spent())
    with Catalogue(store).load() as catalogue:
        assert [json.loads(line)["source"]["name"] for line in catalogue.lines()] == ["a", "b", "c"]
        assert catalogue.counts().done == 3


def test_a_later_run_has_the_last_word_on_failures_and_changed_files_alone(store: FolderStore) -> None:
    commit(store, "00001-wa-00000", 1, [failed("a"), done("b"), done("c", text="old")], Spent())
    commit(store, "00002-wa-00000", 2, [done("a"), failed("b"), done("c", "2", "new")], Spent())
    with Catalogue(store).load() as catalogue:
        titles = {json.loads(line)["source"]["name"]: line for line in catalogue.lines()}
        assert sorted(titles) == ["a", "b", "c"]
        assert b"new" in titles["c"]
        assert catalogue.last_run == 2


def test_with_an_error_that_all_meet_those_that_were_refused_are_to_be_done_again(
    desk: Desk, tmp_path: Path
) -> None:
    wait(desk.claim([(name, f"/in/{name}", "1") for name in "ab"]))
    wait(desk.finished("w", failed("a"), Amount(0, 0)))
    wait(desk.finished("w", failed("b"), Amount(0, 0)))
    wait(desk.stop(1, Failure(AuthenticationFailed, "no"), ["a"]))
    wait(desk.finish(2))
    assert kept(tmp_path) == {"a": (State.PENDING, None), "b": (State.FAILED, "BadCompletion")}
    assert isinstance(wait(desk.look()).fatal.error(), AuthenticationFailed)


def test_a_twin_is_found_in_what_was_written(desk: Desk, store: FolderStore) -> None:
    block = commit(store, "00001-wx-00000", 1, [done("z"), done("a")], Spent())
    wait(desk.committed("w", block))
    assert wait(desk.twin("sha a1")) == done("a").settled.line
    assert wait(desk.twin("other")) is None


def test_a_set_is_worked_on_by_one_run_and_by_one_system(tmp_path: Path) -> None:
    now = 1000.0
    first = OpenSet(str(tmp_path), MARKS, clock=lambda: now)
    first.note({"sources": "{}"})
    with pytest.raises(FolderInUse, match="120"):
        OpenSet(str(tmp_path), MARKS, clock=lambda: now + 60)
    with OpenSet(str(tmp_path), MARKS, clock=lambda: now + 200), pytest.raises(FolderInUse):
        OpenSet(str(tmp_path), MARKS, clock=lambda: now + 210)
    with pytest.raises(OtherBatch, match="model"):
        OpenSet(str(tmp_path), {**MARKS, "model": "other"}, clock=lambda: now)
    with open_batch(tmp_path) as batch:
        assert batch.meta()["sources"] == "{}"
