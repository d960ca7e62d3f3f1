import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from schemas.record import Item
from summarizer.collection.brief import LINES, Brief, Part, Point, shortened
from summarizer.collection.brief_of_many import brief_of
from summarizer.collection.docx import write_docx
from summarizer.collection.records import Collected, Collection
from tests.collection.made import figure, item, report, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COUNTIES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"


def county(name: str, number: int) -> Collected:
    return report(
        f"{name}县",
        figure("本科上线", 1000 + number),
        figure("学前教育毛入园率", 90 + number / 10, "%"),
        figure("新建学校", number, "所"),
        doc_type="work_summary",
        problems=(item("城区学位供给不足，大班额尚未消除"), item(f"{name}山道路不畅")),
    )


def brief(folder: Path, reports: list[Collected]) -> Brief:
    list(written(folder, reports))
    return brief_of(Collection([folder]))


def lines(brief: Brief) -> int:
    return 3 + Point(brief.opening).lines + sum(part.lines for part in brief.parts)


def said(brief: Brief) -> str:
    return "\n".join(point.lead + point.text for part in brief.parts for point in part.points)


def test_thirty_counties_are_a_page_of_text_and_a_table(tmp_path: Path) -> None:
    made = brief(tmp_path, [county(name, number) for number, name in enumerate(COUNTIES)])
    assert lines(made) <= LINES
    assert made.table
    assert made.table.head == ("报告", "本科上线（人）", "学前教育毛入园率（%）", "新建学校（所）")
    assert len(made.table.rows) == 30
    assert [part.heading for part in made.parts] == ["一、数据对比", "二、共性问题"]
    assert "最高荒县1,029人，最低甲县1,000人" in said(made)
    assert "城区学位供给不足，大班额尚未消除（30份报告提到）" in said(made)


def test_what_contradicts_itself_or_is_missing_is_to_be_looked_after(tmp_path: Path) -> None:
    reports = [county(name, number) for number, name in enumerate("甲乙丙丁")]
    reports[0] = report("甲县", figure("本科上线", 1000), figure("本科上线", 1036))
    made = brief(tmp_path, [*reports, report("戊县", figure("新建学校", 2, "所"))])
    assert "甲县的本科上线前后不一（1000人、1036人）" in said(made)
    assert "戊县未提到本科上线" in said(made)


def test_reports_with_nothing_in_common_get_a_line_each(tmp_path: Path) -> None:
    reports = [report(f"{name}县", achievements=(item(f"{name}桥通车，全长3公里"),)) for name in COUNTIES]
    made = brief(tmp_path, reports)
    assert made.table is None
    assert "甲县：甲桥通车，全长3公里。" in said(made)
    assert lines(made) <= 2 * LINES


def test_what_is_unsupported_is_not_told(tmp_path: Path) -> None:
    wrong = Item(text="产值翻了十番", evidence=(), verdict="unsupported")
    made = brief(tmp_path, [report("甲县", achievements=(wrong, item("建成学校3所")))])
    assert "翻了十番" not in said(made)
    assert "建成学校3所" in said(made)


def test_one_report_fits_a_page(tmp_path: Path) -> None:
    items = tuple(
        item(f"{name}项工作完成，投资{number}亿元，惠及群众众多，成效明显，各方满意")
        for number, name in enumerate(COUNTIES)
    )
    made = brief(tmp_path, [report("甲县", achievements=items, problems=items[:4], abstract="摘要。" * 60)])
    assert made.title == "甲县工作总结"
    assert [part.heading for part in made.parts] == ["一、主要成效", "二、存在问题"]
    assert lines(made) <= LINES


def test_a_line_is_shortened_at_a_comma_and_never_within_a_number() -> None:
    assert shortened("投资1,234.5万元，建成学校3所，全部启用", 14) == "投资1,234.5万元"
    assert (
        shortened("没有逗号的一句很长的话没有逗号的一句很长的话", 5)
        == "没有逗号的一句很长的话没有逗号的一句很长的话"
    )


def test_the_document_is_laid_out_after_gb_t_9704() -> None:
    file = BytesIO()
    write_docx(
        file, Brief("标题<&>", "某县", "开头。", (Part("一、甲", (Point("正文\x00\ud800。", "某县："),)),))
    )
    with zipfile.ZipFile(file) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    page = parts["word/document.xml"].find(f".//{W}sectPr")
    assert page is not None
    size, margin, grid = (page.find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
    assert size is not None
    assert margin is not None
    assert grid is not None
    mm = {
        side: round(int(margin.attrib[f"{W}{side}"]) / 1440 * 25.4)
        for side in ("top", "bottom", "left", "right")
    }
    assert mm == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    height = int(size.attrib[f"{W}h"]) - int(margin.attrib[f"{W}top"]) - int(margin.attrib[f"{W}bottom"])
    assert height // int(grid.attrib[f"{W}linePitch"]) == LINES
    text = "".join(each.text or "" for each in parts["word/document.xml"].iter(f"{W}t"))
    assert text == "标题<&>某县开头。一、甲某县：正文。"
    fields = [each.text for each in parts["word/footer_odd.xml"].iter(f"{W}instrText")]
    assert fields == [" PAGE "]


def test_the_same_brief_is_the_same_file() -> None:
    files = []
    for _ in range(2):
        file = BytesIO()
        write_docx(file, Brief("标题", "", "开头。", ()))
        files.append(file.getvalue())
    assert files[0] == files[1]
