import csv
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from schemas.record import Evidence, Item, Task
from summarizer import Batch
from summarizer.collection.export import Form, export
from summarizer.collection.records import Collected, Collection
from summarizer.collection.rows import TableName
from tests.collection.made import figure, item, report, written

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = "临江县教育局2024年工作总结\n\n全年新建学校3所，培训教师1200人次。存在资金不足等问题。\n"
FORMULA = '=HYPERLINK("http://x.invalid/")'


def hostile() -> Collected:
    return report(
        "甲县",
        figure(FORMULA, 3, mention="3人"),
        title=FORMULA,
        abstract="@SUM(A1:A9)",
        problems=(item("+1"), item("-cmd")),
        tasks=(Task(**item("@later").model_dump()),),
        achievements=(item("<img src=x onerror=alert(1)>\x07|a|"),),
    )


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    list(written(tmp_path / "in", [hostile(), report("乙县", figure("教师", 1200, "人次"))]))
    return Collection([tmp_path / "in"])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheets(path: Path) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [each.attrib["name"] for each in book.iter(f"{SHEET}sheet")]
        parts = (archive.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1))
        return {name: ElementTree.fromstring(part) for name, part in zip(names, parts, strict=True)}


def texts(sheet: ElementTree.Element) -> Iterator[str]:
    for cell in sheet.iter(f"{SHEET}t"):
        yield cell.text or ""


def test_every_row_of_a_table_has_its_quote_and_leads_to_its_place(
    collection: Collection, tmp_path: Path
) -> None:
    export(collection, tmp_path / "out" / "f.csv", Form.CSV, TableName.FIGURES)
    head, *rows = rows_of(tmp_path / "out" / "f.csv")
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        assert cells["原文写法"] in cells["引文"]
        path, anchor = unquote(cells["链接"]).split("#")
        assert f'id="{anchor}"' in (tmp_path / "out" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("table", list(TableName))
def test_no_cell_of_a_csv_starts_like_a_formula(
    collection: Collection, tmp_path: Path, table: TableName
) -> None:
    export(collection, tmp_path / "x.csv", Form.CSV, table)
    cells = [cell for row in rows_of(tmp_path / "x.csv") for cell in row]
    assert any(cell.startswith("'") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_workbook_has_the_five_sheets_and_no_formula(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path / "x.xlsx", Form.XLSX)
    found = sheets(tmp_path / "x.xlsx")
    assert list(found) == ["报告", "要点", "数据", "问题", "任务"]
    assert not any(list(sheet.iter(f"{SHEET}f")) for sheet in found.values())
    assert FORMULA in list(texts(found["数据"]))
    assert {"+1", "-cmd"} <= set(texts(found["问题"]))
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
        links = archive.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    (first, *_) = re.findall(r'Target="([^"]+)"', links)
    assert (tmp_path / unquote(first).replace("\\", "/")).is_file()


def test_lines_hold_whole_records_unless_a_table_is_named(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path / "a.jsonl", Form.JSONL)
    assert [each.record for each in Collection([tmp_path / "a.jsonl"])] == [
        each.record for each in collection
    ]
    export(collection, tmp_path / "b.jsonl", Form.JSONL, TableName.FIGURES)
    lines = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["report"], each["subject"], each["value"]) for each in lines] == [
        ("乙县.txt.json", "教师", 1200),
        ("甲县.txt.json", FORMULA, 3),
    ]


def test_parquet_keeps_types_and_gaps(collection: Collection, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(collection, tmp_path / "x.parquet", Form.PARQUET, TableName.FIGURES)
    table = parquet.read_table(tmp_path / "x.parquet")
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("start").type) == "int64"
    assert table.column("value").to_pylist() == [1200.0, 3.0]
    assert table.column("value_to").to_pylist() == [None, None]


def test_markdown_shows_what_documents_say_as_text(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path / "x.md", Form.MARKDOWN)
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "<img" not in text
    assert "\x07" not in text
    assert r"\|a\|" in text


def test_pages_of_a_batch_are_copied_and_missing_ones_made_from_the_source(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "甲.txt").write_text(TEXT, encoding="utf-8")
    Batch([source], tmp_path / "with", also=["html"], model="none").run()
    Batch([source], tmp_path / "without", model="none").run()
    pages = []
    for name in ("with", "without"):
        export(Collection([tmp_path / name]), tmp_path / f"to-{name}" / "index.html", Form.HTML)
        pages.append((tmp_path / f"to-{name}" / "reports" / "甲.txt.html").read_text(encoding="utf-8"))
    assert pages[0] == (tmp_path / "with" / "reports" / "甲.txt.html").read_text(encoding="utf-8")
    assert all("培训教师1200人次" in re.sub(r"<[^>]+>", "", page) for page in pages)
    assert all('id="source"' in page for page in pages)


def test_without_its_source_a_page_has_the_quotes(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path / "index.html", Form.HTML)
    page = (tmp_path / "reports" / "甲县.txt.json.html").read_text(encoding="utf-8")
    assert "原文不在手边" in page
    assert "<blockquote" in page
    assert "<img" not in page


def test_quotes_that_follow_one_another_are_one(tmp_path: Path) -> None:
    evidence = (
        Evidence(start=0, end=3, quote="一句。"),
        Evidence(start=3, end=6, quote="二句。"),
        Evidence(start=9, end=12, quote="四句。"),
    )
    told = Item(text="要点", evidence=evidence, verdict="supported")
    list(written(tmp_path / "in", [report("甲县", achievements=(told,))]))
    export(Collection([tmp_path / "in"]), tmp_path / "x.csv", Form.CSV, TableName.ITEMS)
    (_, row) = rows_of(tmp_path / "x.csv")
    assert "一句。二句。 … 四句。" in row
