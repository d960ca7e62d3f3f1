import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.model import State
from summarizer.batch.parts import part_path, parts_there
from summarizer.errors import FolderInUse, OtherBatch, OutputError
from tests.batch.played import MARKS, settled

Opened = Callable[..., OpenBatch]
NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]


def close(batch: OpenBatch) -> None:
    batch.__exit__(None, None, None)


def find_and_keep(batch: OpenBatch, *names: str, stamp: str = "1") -> None:
    batch.ledger.claim([(name, f"/in/{name}", stamp) for name in names])
    batch.keep([settled(name, stamp=stamp) for name in names])


def lines(path: Path) -> list[str]:
    with BatchFolder(path) as folder:
        return [json.loads(line) for line in folder.lines()]


def test_records_come_back_in_the_order_in_which_reports_were_found(opened: Opened) -> None:
    batch = opened()
    batch.ledger.find([(name, "", "1") for name in NAMES])
    batch.keep([settled(name) for name in reversed(NAMES)])
    assert lines(batch.path) == [f"{name} " for name in NAMES]


def test_what_stands_after_the_registered_records_is_cut_off(opened: Opened) -> None:
    batch = opened()
    find_and_keep(batch, "甲")
    close(batch)
    for torn in (b'"half a rec', b'"whole"\n"and half'):
        with part_path(batch.path, 1).open("ab") as file:
            file.write(torn)
        part_path(batch.path, 2).write_bytes(b'"never registered"\n')
        close(opened())
        assert part_path(batch.path, 1).read_text("utf-8") == '"甲 "\n'
        assert parts_there(batch.path) == [1]


def test_records_that_are_lost_with_a_part_are_done_again(opened: Opened) -> None:
    batch = opened(most_lines=2)
    find_and_keep(batch, *NAMES)
    close(batch)
    part_path(batch.path, 2).unlink()
    os.truncate(part_path(batch.path, 3), 5)
    batch = opened(most_lines=2)
    assert [row.name for row in batch.ledger.rows(State.PENDING)] == ["丙", "丁", "戊", "己"]
    find_and_keep(batch, *NAMES[2:])
    assert sorted(lines(batch.path)) == sorted(f"{name} " for name in NAMES)


def test_parts_are_bounded_in_lines_and_bytes(opened: Opened) -> None:
    batch = opened(most_lines=2)
    find_and_keep(batch, *NAMES[:5])
    assert [path.read_bytes().count(b"\n") for path in sorted(batch.path.glob("records-*"))] == [2, 2, 1]
    close(batch)
    batch = opened(most_bytes=1)
    find_and_keep(batch, "己")
    assert parts_there(batch.path) == [1, 2, 3, 4]


def test_a_write_that_fails_leaves_all_as_it_was_and_can_be_repeated(opened: Opened) -> None:
    batch = opened(most_lines=2)
    find_and_keep(batch, "甲")
    in_the_way = part_path(batch.path, 2)
    in_the_way.mkdir()
    batch.ledger.claim([(name, "", "1") for name in NAMES])
    with pytest.raises(OutputError, match="records-00002"):
        batch.keep([settled(name) for name in NAMES[1:]])
    assert part_path(batch.path, 1).read_text("utf-8") == '"甲 "\n'
    assert batch.ledger.counts().done == 1
    in_the_way.rmdir()
    batch.keep([settled(name) for name in NAMES[1:]])
    assert lines(batch.path) == [f"{name} " for name in NAMES]


def test_a_second_process_is_told_who_has_the_folder(opened: Opened) -> None:
    opened()
    with pytest.raises(FolderInUse, match=str(os.getpid())):
        opened()


@pytest.mark.parametrize("marks", [{**MARKS, "model": "another"}, {**MARKS, "also": "json"}])
def test_a_batch_made_otherwise_is_not_gone_on_with(opened: Opened, marks: dict[str, str]) -> None:
    batch = opened()
    close(batch)
    with pytest.raises(OtherBatch, match=r"another|json"):
        OpenBatch(batch.path, marks)
    close(opened())  # and its own goes on, so the lock was given back


def test_records_without_a_ledger_are_not_touched(tmp_path: Path) -> None:
    record = part_path(tmp_path, 1)
    record.write_text("{}\n")
    with pytest.raises(OtherBatch, match=r"ledger\.sqlite"):
        OpenBatch(tmp_path, MARKS)
    assert record.read_text() == "{}\n"


def test_a_ledger_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("这不是数据库" * 500, encoding="utf-8")
    with pytest.raises(OutputError, match=r"ledger\.sqlite"):
        OpenBatch(tmp_path, MARKS)


def test_a_folder_without_a_batch_is_named(tmp_path: Path) -> None:
    with pytest.raises(OtherBatch, match="no batch"):
        BatchFolder(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        OpenBatch(tmp_path / "file" / "out", MARKS)


def test_another_form_of_batch_is_not_read(opened: Opened) -> None:
    batch = opened()
    batch.ledger.note({"format": "batch/9"})
    close(batch)
    with pytest.raises(OtherBatch, match="batch/9"):
        BatchFolder(batch.path)
    with pytest.raises(OtherBatch, match="batch/9"):
        opened()


def test_it_can_be_read_while_it_is_worked_on(opened: Opened) -> None:
    batch = opened()
    find_and_keep(batch, "甲")
    with BatchFolder(batch.path) as folder:
        batch.ledger.claim([("乙", "", "1")])
        counts = folder.counts()
        assert (counts.done, counts.running, counts.calls, counts.cost) == (1, 1, 1, 0.5)


class Crashes(RuleBasedStateMachine):
    """Any sequence of work, changed files and crashes between write, sync and commit.

    After each restart every report that the ledger calls done has exactly its last record, and no part holds
    anything that the ledger does not know.
    """

    @initialize()
    def begin(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.path = Path(self.temporary.name) / "out"
        self.stamps = dict.fromkeys(NAMES, 1)
        self.expected: dict[str, str] = {}
        self.open()

    def open(self) -> None:
        self.batch = OpenBatch(self.path, MARKS, most_lines=3)
        assert self.batch.ledger.counts().running == 0
        known = sum(part.bytes for part in self.batch.ledger.parts())
        assert known == sum(path.stat().st_size for path in self.path.glob("records-*"))

    def row(self, name: str) -> tuple[str, str, str]:
        return name, "", str(self.stamps[name])

    @rule(names=st.sets(st.sampled_from(NAMES)))
    def work(self, names: set[str]) -> None:
        claimed = self.batch.ledger.claim([self.row(name) for name in sorted(names)])
        assert not claimed & self.expected.keys()
        self.batch.keep([settled(name, stamp=str(self.stamps[name])) for name in sorted(claimed)])
        self.expected |= {name: f"{name} " for name in claimed}

    @rule(name=st.sampled_from(NAMES))
    def change(self, name: str) -> None:
        self.stamps[name] += 1
        self.batch.ledger.find([self.row(name)])
        self.expected.pop(name, None)

    @rule(name=st.sampled_from(NAMES))
    def settle_what_changed_meanwhile(self, name: str) -> None:
        if name not in self.expected:
            self.batch.ledger.claim([self.row(name)])
            self.change(name)
            self.batch.keep([settled(name, stamp=str(self.stamps[name] - 1))])

    @rule(names=st.sets(st.sampled_from(NAMES), min_size=1))
    def crash_before_the_commit(self, names: set[str]) -> None:
        self.batch.ledger.claim([self.row(name) for name in sorted(names)])
        self.batch._parts.append([settled(name).line or b"" for name in sorted(names)])
        self.crash()

    @rule(torn=st.binary(max_size=20))
    def crash_while_writing(self, torn: bytes) -> None:
        number = max(parts_there(self.path), default=1)
        with part_path(self.path, number).open("ab") as file:
            file.write(torn)
        self.crash()

    @rule()
    def crash(self) -> None:
        self.batch._parts.close()
        self.batch.ledger.close()
        self.batch._lock.release()
        self.open()

    @rule()
    def sweep(self) -> None:
        self.batch.sweep()
        kept = b"".join(part_path(self.path, number).read_bytes() for number in parts_there(self.path))
        assert sorted(json.loads(line) for line in kept.splitlines()) == sorted(self.expected.values())

    @invariant()
    def each_report_has_its_record_once(self) -> None:
        assert sorted(lines(self.path)) == sorted(self.expected.values())

    def teardown(self) -> None:
        close(self.batch)
        self.temporary.cleanup()


TestCrashes = Crashes.TestCase
TestCrashes.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
