import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from summarizer.documents import from_text, outline
from summarizer.rendering.inspection import inspection, render_inspection
from summarizer.rendering.json_text import json_of

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"
PAGE = f"""首页
分享到：
青川县果业局2024年上半年工作总结
发布时间：2024-07-25 17:44
一、主要成效
（一）规模稳步扩大。完成投资1132.05万元。{BODY}
（二）效益持续提升。{BODY}
1.抓品牌。{BODY}
2.抓销售。{BODY}
二、下步打算
力争年底前建成果园3000亩。{BODY}
版权所有：青川县果业局
"""


def found_in(text=PAGE):
    return inspection(outline(from_text(text, "总结.txt")))


def shown(found, width=100):
    page = io.StringIO()
    Console(file=page, width=width, color_system=None).print(render_inspection(found))
    return page.getvalue()


def test_every_place_counts_in_the_original_text():
    found = found_in()
    for each in (*found["sections"], *found["points"], *found["quantities"]):
        stretch = PAGE[each["start"] : each["end"]]
        assert stretch.startswith(each.get("heading") or each.get("mention") or each["text"][:8])
    for each in found["removed"]:
        assert PAGE[each["start"] : each["end"]] == each["quote"]
    title, date = found["facts"]["title"], found["facts"]["date"]
    assert PAGE[title["start"] : title["end"]] == title["value"]
    assert "2024-07-25" in PAGE[date["start"] : date["end"]]


def test_what_was_taken_out_is_told_with_its_reason_and_lowers_the_share_kept():
    found = found_in()
    assert {each["reason"] for each in found["removed"]} >= {"button", "date_line", "legal_notice"}
    assert 0.5 < found["kept"] < 1
    assert found_in(BODY)["kept"] == 1


def test_points_name_the_innermost_section_around_them():
    found = found_in()
    headings = [
        None if each["section"] is None else found["sections"][each["section"]]["heading"]
        for each in found["points"]
    ]
    assert headings == [
        "（一）规模稳步扩大",
        "（二）效益持续提升",
        "（二）效益持续提升",
        "（二）效益持续提升",
        "二、下步打算",
    ]


def test_quantities_have_value_unit_and_status():
    told = {
        each["mention"]: (each["value"], each["unit"], each["status"]) for each in found_in()["quantities"]
    }
    assert told["1132.05万元"] == (11320500, "元", "achieved")
    assert told["3000亩"] == (3000, "亩", "planned")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(cell_len(line) for line in shown(found_in(), width).splitlines()) <= width


def test_the_terminal_shows_all_that_was_found():
    lines = shown(found_in())
    for words in (
        "legal notice",
        "青川县果业局2024年上半年工作总结",
        "├── 一、主要成效",
        "（二）效益持续提升",
        "11,320,500 元",
    ):
        assert words in lines


def test_nothing_in_a_hostile_document_reaches_the_terminal_as_a_command_or_markup():
    text = f"[bold]青川县果业\x1b[31m工作总结[/bold]\n一、[red]成效\x1b]0;甲\x07\n{BODY}\u202e完成3\x1b[2J亩[/nope]\n首页\x1b[31m\n{BODY}"
    found = found_in(text)
    page = shown(found, 200)
    assert not {"\x1b", "\x07", "\u202e"} & set(page)
    assert "[red]成效" in page
    assert not {"\x1b", "\x07", "\u202e"} & set(json_of(found))


def test_a_document_without_any_structure_is_shown():
    assert "¶" in shown(found_in(BODY))


def test_masked_values_are_placed_and_counted():
    text = PAGE.replace("1132.05万元", "x.x億元").replace("青川县", "XX县")
    found = inspection(outline(from_text(text, "总结.txt")))
    assert "x.x" in [text[each["start"] : each["end"]] for each in found["masked"]]
    assert f"{len(found['masked'])} places" in shown(found)


def test_the_pages_of_a_document_are_counted():
    document = replace(from_text(PAGE, "总结.pdf"), pages=(0, PAGE.index("二、下步打算")))
    found = inspection(outline(document))
    assert found["source"]["pages"] == [0, PAGE.index("二、下步打算")]
    assert "pages: 2" in shown(found)


def test_the_kept_text_is_shown_as_it_is_read():
    found = found_in()
    assert "版权所有" not in found["text"]
    assert found["text"].count(BODY) == PAGE.count(BODY)
    page = shown(found, width=400)
    assert f"（一）规模稳步扩大。完成投资1132.05万元。{BODY}" in page[page.index("kept text") :]
