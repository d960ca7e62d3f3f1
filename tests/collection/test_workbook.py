import zipfile
from io import BytesIO

from summarizer.collection.rows import Column, Values
from summarizer.collection.workbook import workbook

COLUMNS = (Column("a", "甲", 10), Column("link", "链接", 10, "link"), Column("n", "数", 10, "float"))


def made(*rows: Values, **limits: int) -> dict[str, str]:
    """The parts of a workbook with one sheet of these rows."""
    file = BytesIO()
    with workbook(file, **limits) as book:
        sheet = book.sheet("数据", COLUMNS)
        for row in rows:
            sheet.add(row)
        sheet.close()
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if "theme" not in name}


def test_what_a_sheet_cannot_take_goes_on_in_the_next() -> None:
    parts = made(*((f"第{number}行", None, number) for number in range(5)), most_rows=3)
    assert [f'name="{name}"' in parts["xl/workbook.xml"] for name in ("数据", "数据 2", "数据 3")] == [
        True
    ] * 3
    assert [parts[f"xl/worksheets/sheet{number}.xml"].count("<row ") for number in (1, 2, 3)] == [3, 3, 2]


def test_links_beyond_what_excel_takes_are_told_as_text() -> None:
    parts = made(*(("", "reports/a.html", None) for _ in range(5)), most_links=3)
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count("<hyperlink ") == 3
    assert sheet.count("reports/a.html") + parts.get("xl/sharedStrings.xml", "").count("reports/a.html") > 0


def test_links_are_paths_but_for_names_that_would_be_read_otherwise() -> None:
    links = made(("", "reports/%E7%94%B2.html#p3", None), ("", "reports/a%2341.html#p3", None))
    relations = links["xl/worksheets/_rels/sheet1.xml.rels"]
    assert "reports\\甲.html" in relations
    assert "reports\\a%2341.html" in relations


def test_numbers_are_numbers_and_long_text_is_cut() -> None:
    sheet = made(("长" * 40_000, None, 2.5))["xl/worksheets/sheet1.xml"]
    assert "<v>2.5</v>" in sheet
    assert sheet.count("长") == 32_767
