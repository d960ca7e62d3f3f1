import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.merge import Merged, merge
from summarizer.batch.model import Settled, State
from summarizer.batch.shards import Shard
from summarizer.errors import OtherBatch
from tests.batch.played import MARKS, settled

Write = Callable[..., Path]


@pytest.fixture
def shard(tmp_path: Path) -> Write:
    """Writes the folder of a shard: reports that are done, failed and left."""

    def write(
        number: int,
        done: list[str] | list[Settled] = [],  # noqa: B006 - read only
        failed: list[str] = [],  # noqa: B006
        left: list[str] = [],  # noqa: B006
        of: int = 2,
        **marks: str,
    ) -> Path:
        folder = tmp_path / f"shard{number}"
        all_done = [settled(each) if isinstance(each, str) else each for each in done]
        all_failed = [Settled(name, "1", error_kind="BadCompletion", error="none") for name in failed]
        with OpenBatch(folder, {**MARKS, "shard": f"{number}/{of}", **marks}) as batch:
            names = [each.name for each in (*all_done, *all_failed)]
            batch.ledger.claim([(name, f"/in/{name}", "1") for name in names])
            batch.keep([*all_done, *all_failed], {"spent_tokens": "12", "spent_cost": "0.5"})
            batch.ledger.find([(name, f"/in/{name}", "1") for name in left])
        return folder

    return write


def test_shards_become_one_batch_that_tells_what_all_of_them_took(shard: Write, tmp_path: Path) -> None:
    parts = [shard(1, ["a", "c"]), shard(2, ["b"], failed=["d"], left=["e"])]
    merged = merge(parts, tmp_path / "all")
    assert merged == Merged(done=3, failed=1, left=1, doubled=0, missing=())
    with BatchFolder(tmp_path / "all") as batch:
        assert [json.loads(line).split()[0] for line in batch.lines()] == ["a", "c", "b"]
        states = {row.name: (row.state, row.error_kind, row.calls, row.stamp) for row in batch.reports()}
        meta = batch.ledger.meta()
    assert states["a"] == (State.DONE, None, 1, "1")
    assert states["d"] == (State.FAILED, "BadCompletion", 0, "1")
    assert states["e"] == (State.PENDING, None, 0, "1")
    assert (meta["spent_tokens"], meta["spent_cost"]) == ("24", "1.0")


def test_a_merged_batch_can_be_gone_on_with_as_a_whole(shard: Write, tmp_path: Path) -> None:
    merge([shard(1, ["a"], left=["b"])], tmp_path / "all")
    with OpenBatch(tmp_path / "all", {**MARKS, "shard": str(Shard())}) as batch:
        assert batch.ledger.claim([("a", "/in/a", "1"), ("b", "/in/b", "1")]) == {"b"}
        batch.keep([settled("b")])
        assert batch.ledger.counts().done == 2


def test_a_report_in_two_folders_is_kept_once_and_a_record_before_a_failure(
    shard: Write, tmp_path: Path
) -> None:
    merged = merge([shard(1, ["a"], failed=["b"], left=["c"]), shard(2, ["a", "b", "c"])], tmp_path / "all")
    assert merged == Merged(done=3, failed=0, left=0, doubled=2, missing=())


def test_shards_that_were_not_given_are_named(shard: Write, tmp_path: Path) -> None:
    merged = merge([shard(2, ["a"], of=4), shard(3, ["b"], of=4)], tmp_path / "all")
    assert merged.missing == (Shard(1, 4), Shard(4, 4))


@pytest.mark.parametrize("mark", ["model", "also", "prompts_sha256"])
def test_what_different_systems_made_is_not_merged(shard: Write, tmp_path: Path, mark: str) -> None:
    with pytest.raises(OtherBatch, match=mark):
        merge([shard(1, ["a"]), shard(2, ["b"], **{mark: "other"})], tmp_path / "all")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["shard1", "shard2"]


def test_two_files_of_one_name_are_not_taken_for_one(shard: Write, tmp_path: Path) -> None:
    other = Settled("a", "1", sha256="another", line=b'"a other"\n')
    with pytest.raises(OtherBatch, match="shard2"):
        merge([shard(1, ["a"]), shard(2, [other])], tmp_path / "all")
    assert not (tmp_path / "all").exists()


def test_a_merge_does_not_go_into_a_folder_that_holds_something(shard: Write, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OtherBatch, match="all"):
        merge([shard(1, ["a"])], tmp_path / "all")
    assert (tmp_path / "all" / "mine.txt").exists()


def test_what_an_interrupted_merge_left_is_swept_away(shard: Write, tmp_path: Path) -> None:
    (tmp_path / ".all.merging").mkdir()
    (tmp_path / ".all.merging" / "records-00001.jsonl").write_bytes(b"{}\n")
    assert merge([shard(1, ["a"])], tmp_path / "all").done == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all", "shard1"]
