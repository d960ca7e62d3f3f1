import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from schemas import Record, WorkReport
from schemas.record import Checks, Evidence, UncitedFigure
from summarizer.documents import from_text, read
from summarizer.rendering import html as pages_of
from summarizer.rendering.html import render_html
from summarizer.rendering.html.frame import visible
from summarizer.rendering.plain import INVISIBLE
from tests.rendering.html.pages import EXAMPLES, HOSTILE, by_rules, hostile_page, item, record_for

TEXT = "临江县水务局2024年工作总结\n\n全年完成投资3.2亿元，同比增长8.1%，管网漏损率下降。\n存在资金缺口较大等问题。\n"


def tree_of(page: str) -> Any:
    return html.document_fromstring(page)


def source_text(tree: Any) -> str:
    """What the source pane shows, without the notes on what was removed."""
    (pane,) = tree.xpath("//div[@class='text']")
    return "".join(pane.xpath(".//p//text()"))


@pytest.mark.parametrize("name", ["county_half_year.txt", "scraped_page.txt", "speech.txt"])
def test_the_source_is_whole_and_in_order(name: str) -> None:
    record, document = by_rules(name)
    assert source_text(tree_of(render_html(record, document))) == document.text.replace("\r\n", "\n")


def test_every_link_leads_to_a_mark_and_every_mark_to_an_entry() -> None:
    record, document = by_rules("county_half_year.txt")
    tree = tree_of(render_html(record, document))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//a/@href")
    assert len(links) > 100
    assert {link.removeprefix("#") for link in links} <= set(ids)
    numbers = set(tree.xpath("//*[@data-n]/@data-n"))
    marked = {number for mark in tree.xpath("//mark/@data-e") for number in mark.split()}
    assert marked == numbers


def test_what_a_link_leads_to_begins_its_quote() -> None:
    record, document = by_rules("county_half_year.txt")
    tree = tree_of(render_html(record, document))
    for kept in record.summary.tasks:
        (entry,) = tree.xpath(f"//section[@id='tasks']//li[.//a[text()='{kept.text}']]")
        (mark,) = tree.xpath(f"//mark[@id='{entry.xpath('.//a/@href')[0].removeprefix('#')}']")
        assert document.text.startswith(mark.text_content(), kept.evidence[0].start)


def test_statements_that_overlap_share_the_piece_that_both_rest_on() -> None:
    document = from_text(TEXT, "a.txt")
    both = "完成投资3.2亿元，同比增长8.1%", "同比增长8.1%，管网漏损率下降"
    summary = WorkReport(achievements=tuple(item(document, words) for words in both))
    tree = tree_of(render_html(record_for(document, summary), document))
    marks = {mark.text_content(): mark.get("data-e").split() for mark in tree.xpath("//mark")}
    assert marks == {"完成投资3.2亿元，": ["1"], "同比增长8.1%": ["2", "1"], "，管网漏损率下降": ["2"]}
    assert "shared" in tree.xpath("//mark[text()='同比增长8.1%']/@class")[0]


def test_evidence_over_a_line_end_is_marked_on_both_lines() -> None:
    document = from_text(TEXT, "a.txt")
    summary = WorkReport(problems=(item(document, "管网漏损率下降。\n存在资金缺口"),))
    tree = tree_of(render_html(record_for(document, summary), document))
    assert [mark.text_content() for mark in tree.xpath("//p/mark")] == ["管网漏损率下降。\n", "存在资金缺口"]


def test_a_figure_is_marked_where_its_sentence_mentions_it() -> None:
    record, document = by_rules("county_half_year.txt")
    tree = tree_of(render_html(record, document))
    rows = tree.xpath("//section[@id='figures']//tbody/tr")
    assert len(rows) == len(record.summary.figures)
    for figure, row in zip(record.summary.figures, rows, strict=True):
        (mark,) = tree.xpath(f"//mark[@id='{row.xpath('.//a/@href')[0].removeprefix('#')}']")
        assert figure.mention.startswith(mark.text_content())
        assert float(row.xpath("./td[1]/@data-v")[0]) == figure.value


def test_achievements_problems_and_tasks_have_marks_of_their_own() -> None:
    record, document = by_rules("county_half_year.txt")
    tree = tree_of(render_html(record, document))
    for part, kind in (("achievements", "achieved"), ("problems", "problem"), ("tasks", "planned")):
        numbers = set(tree.xpath(f"//section[@id='{part}']//li/@data-n"))
        marked = tree.xpath(f"//mark[contains(@class, '{kind}')]/@data-e")
        assert numbers
        assert numbers <= {number for entries in marked for number in entries.split()}


def test_verdicts_are_words_not_colours_alone(full: Record[WorkReport]) -> None:
    document = from_text(TEXT, "a.txt")
    tree = tree_of(render_html(record_for(document, full.summary), document))
    told = [
        " ".join(each.text_content().split())
        for each in tree.xpath(
            "//ol[@class='items']//*[@class='verdict supported' or @class='verdict unsupported' or @class='verdict unchecked']"
        )
    ]
    assert told == ["✓ 有据", "✗ 无据", "· 未核对", "✓ 有据"]


def test_warnings_come_before_the_summary() -> None:
    document = from_text(TEXT, "a.txt")
    page = render_html(
        record_for(document, WorkReport(abstract="摘要的话"), Checks(warnings=("当心",))), document
    )
    assert page.index("当心") < page.index("摘要的话")


def test_an_empty_list_is_told_and_an_empty_record_is_a_page() -> None:
    document = from_text(TEXT, "a.txt")
    tree = tree_of(render_html(record_for(document, WorkReport()), document))
    assert [each.text_content() for each in tree.xpath("//section//p[@class='dim']")] == ["报告未提及"] * 3
    assert source_text(tree) == TEXT


def test_uncited_figures_are_listed_and_marked() -> None:
    document = from_text(TEXT, "a.txt")
    start = TEXT.index("8.1%")
    checks = Checks(uncited_figures=(UncitedFigure(mention="8.1%", start=start, end=start + 4),))
    tree = tree_of(render_html(record_for(document, WorkReport(), checks), document))
    assert tree.xpath("//mark[@class='uncited']/text()") == ["8.1%"]
    assert tree.xpath("//section[@id='uncited']//a/@href") == [f"#p{start}"]


def test_removed_lines_are_folded_under_what_they_are() -> None:
    record, document = by_rules("scraped_page.txt")
    tree = tree_of(render_html(record, document))
    notes = tree.xpath("//details[@class='cut']/summary/text()")
    assert notes
    assert all(note.startswith("已去掉：") for note in notes)
    assert not tree.xpath("//details//p[@id]")  # they have no numbers


def test_mended_places_show_what_is_read() -> None:
    text = "臨江縣水務局2024年工作總結\n\n全年完成投資３.２億元，建成供水管網，農村供水有保障。\n"
    document = from_text(text, "a.txt")
    tree = tree_of(render_html(record_for(document, WorkReport()), document))
    assert source_text(tree) == text
    assert tree.xpath("//*[@data-new]/@data-new")[0].startswith("临江县")
    assert tree.xpath("//input[@id='show-mended']")


def test_the_record_of_another_document_is_refused() -> None:
    record, _ = by_rules("speech.txt")
    with pytest.raises(ValueError, match=record.source.sha256):
        render_html(record, read(EXAMPLES / "county_half_year.txt"))


def test_evidence_beyond_the_text_does_no_harm() -> None:
    document = from_text(TEXT, "a.txt")
    lost = item(document, "管网", evidence=(Evidence(start=9000, end=9010, quote="别处"),))
    page = render_html(record_for(document, WorkReport(achievements=(lost,))), document)
    assert "管网" in page


# Hostile text


def test_hostile_text_is_no_markup() -> None:
    page, _ = hostile_page()
    tree = tree_of(page)
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not tree.xpath("//img | //svg | //iframe | //object | //base | //a[not(starts-with(@href, '#'))]")
    assert page.count("alert(1)") > 10
    assert ">49<" not in page


def test_no_attribute_carries_style_or_script() -> None:
    page, _ = hostile_page()
    names = {name for element in tree_of(page).iter() for name in element.attrib}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_hostile_text_reaches_the_reader_as_it_is() -> None:
    page, document = hostile_page()
    assert source_text(tree_of(page)) == visible(document.text)


def test_nothing_invisible_gets_into_the_page() -> None:
    page, _ = hostile_page()
    assert set(INVISIBLE.findall(page)) <= {"\n", "\t", "\r"}
    page.encode()


def test_the_policy_allows_the_pages_own_style_and_script_alone() -> None:
    tree = tree_of(hostile_page()[0])
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag in ("style", "script"):
        (inline,) = tree.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


def test_the_page_asks_for_nothing() -> None:
    record, document = by_rules("speech.txt")
    tree = tree_of(render_html(record, document))
    wanted = [*tree.xpath("//@src"), *tree.xpath("//@href")]
    assert [each for each in wanted if not each.startswith("#")] == ["data:,"]
    assert "url(" not in tree.xpath("//style/text()")[0]
    assert not re.search(r"fetch|XMLHttp|import|innerHTML|eval", tree.xpath("//script/text()")[0])


@pytest.mark.parametrize("name", ["base.css", "record.css", "table.js", "figures.js", "record.js"])
def test_style_and_script_cannot_end_their_own_element(name: str) -> None:
    assert "</" not in (Path(pages_of.__file__).parent / name).read_text(encoding="utf-8")


def test_hostile_text_is_in_every_place_that_text_can_come_from() -> None:
    tree = tree_of(hostile_page()[0])
    for place in ("//h1", "//dl", "//section[@id='sections']", "//section[@id='tasks']", "//tbody//th", "//tbody//td[2]",
                  "//section[@id='policies']", "//section[@id='uncited']", "//section[@id='repairs']", "//title"):  # fmt: skip
        assert "alert(2)" in tree.xpath(place)[0].text_content(), place
    assert HOSTILE not in tree.text_content()  # its controls are gone
