from pathlib import Path

import pytest

from summarizer import Batch, read, render_json, summarize
from summarizer.batch.ledger import FILE_NAME, Ledger
from summarizer.collection.grid import grid_of
from summarizer.collection.indicators import indicator_of
from summarizer.collection.records import Collection
from summarizer.errors import InputDamaged, InputNotFound, InputUnsupported
from summarizer.rendering import render_line
from tests.collection.made import figure, report, written
from tests.rendering.html.pages import EXAMPLES

TEXT = "临江县教育局2024年工作总结\n\n全年新建学校3所，培训教师1200人次。存在资金不足等问题。\n"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    (source / "甲.txt").write_text(TEXT, encoding="utf-8")
    (source / "空.txt").write_text(" \n", encoding="utf-8")
    Batch([source], tmp_path / "out", also=["html"], model="none").run()
    return tmp_path / "out"


def test_a_batch_gives_its_records_and_its_failures(batch: Path) -> None:
    done, failed = sorted(Collection([batch]), key=lambda each: each.record is None)
    assert done.name == "甲.txt"
    assert done.record
    assert done.page == batch / "reports" / "甲.txt.html"
    assert failed.name == "空.txt"
    assert failed.record is None
    assert failed.error


def test_what_a_batch_has_yet_to_do_is_pending_and_in_no_table_of_indicators(batch: Path) -> None:
    ledger = Ledger(batch / FILE_NAME)
    ledger.retry_failed()
    ledger.close()
    done, left = sorted(Collection([batch]), key=lambda each: each.pending)
    assert (left.name, left.record, left.error, left.pending) == ("空.txt", None, "", True)
    assert [row.report.name for row in grid_of([done, left], [indicator_of("教师")]).rows] == ["甲.txt"]


def test_the_document_of_a_batch_is_read_again_unless_it_changed(batch: Path) -> None:
    done = next(each for each in Collection([batch]) if each.record)
    document = done.document()
    assert document
    assert document.text == TEXT
    (batch.parent / "in" / "甲.txt").write_text(TEXT + "又及。\n", encoding="utf-8")
    again = next(each for each in Collection([batch]) if each.record)
    assert again.document() is None


def test_a_folder_gives_its_records_and_passes_over_other_files(tmp_path: Path) -> None:
    list(written(tmp_path, [report("乙/甲"), report("丙")]))
    (tmp_path / "package.json").write_text("{}")
    assert [each.name for each in Collection([tmp_path])] == ["丙.txt.json", "乙/甲.txt.json"]


def test_a_record_beside_its_document_has_it(tmp_path: Path) -> None:
    source = tmp_path / "报告.txt"
    source.write_bytes((EXAMPLES / "speech.txt").read_bytes())
    (tmp_path / "摘要.json").write_text(render_json(summarize(source, model="none")), encoding="utf-8")
    (each,) = Collection([tmp_path / "摘要.json"])
    assert each.document() == read(source)


def test_lines_of_records_are_read_one_by_one(tmp_path: Path) -> None:
    lines = tmp_path / "all.jsonl"
    records = [each.record for each in (report("甲", figure("教师", 3)), report("乙"))]
    lines.write_text("".join(render_line(each) for each in records if each) + "\n", encoding="utf-8")
    collection = Collection([lines])
    assert [each.record for each in collection] == records
    assert [each.record for each in collection] == records  # and again


def test_two_reports_of_one_name_are_told_apart(tmp_path: Path) -> None:
    list(written(tmp_path / "一", [report("甲")]))
    list(written(tmp_path / "二", [report("甲")]))
    names = [each.name for each in Collection([tmp_path / "一", tmp_path / "二"])]
    assert names == ["甲.txt.json", "甲.txt.json (2)"]


def test_a_file_that_is_no_record_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"format": "work_report/1"}')
    with pytest.raises(InputDamaged, match=r"坏\.json.*source"):
        Collection([broken])
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputUnsupported, match=r"a\.txt"):
        Collection([tmp_path / "a.txt"])
    with pytest.raises(InputNotFound, match="nowhere"):
        Collection([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputNotFound, match="empty"):
        Collection([tmp_path / "empty"])
