"""What a reader does on the page of a record, done in a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas import WorkReport
from summarizer.documents import from_text
from summarizer.rendering.html import render_html
from tests.loopback import Answer, LoopbackServer, fault
from tests.rendering.browser.conftest import NARROW, WIDE, Show
from tests.rendering.html.pages import by_rules, hostile_page, item, record_for

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement"


def in_view(tab: Any, selector: str) -> bool:
    """Whether the middle of an element can be seen, and not something over it."""
    return bool(
        tab.locator(selector).evaluate(
            """node => { const box = node.getClientRects()[0];
                const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return Boolean(met && (node.contains(met) || met.contains(node))); }"""
        )
    )


def test_a_click_on_a_statement_shows_its_evidence(show: Show, county: str) -> None:
    tab = show(county)
    link = tab.locator("#tasks .to").first
    target = link.get_attribute("href")
    assert not in_view(tab, target)
    link.click()
    assert in_view(tab, target)
    assert tab.locator("mark.here").count() > 0
    assert tab.evaluate(f"{FOCUSED}.id") == target.removeprefix("#")
    assert tab.url.endswith(target)


def test_a_click_on_evidence_shows_its_statement(show: Show, county: str) -> None:
    tab = show(county)
    tab.locator("mark.planned:not(.figure)").last.click()
    entry = "#tasks li.here"
    assert tab.locator(entry).count() == 1
    assert in_view(tab, entry)
    assert tab.evaluate(f"{FOCUSED}.closest('li') === document.querySelector('{entry}')")


def test_each_further_click_on_a_shared_piece_leads_to_the_next_statement(show: Show) -> None:
    document = from_text(
        "水务局2024年工作总结\n\n完成投资并且供水保障有力而且管网漏损下降，群众满意。\n", "a.txt"
    )
    summary = WorkReport(
        achievements=(
            item(document, "完成投资并且供水保障有力"),
            item(document, "供水保障有力而且管网漏损下降"),
        )
    )
    tab = show(render_html(record_for(document, summary), document))
    met = []
    for _ in range(3):
        tab.locator("mark.shared").click()
        met.append(tab.locator("li.here").get_attribute("data-n"))
    assert met == ["1", "2", "1"]


def test_selecting_words_of_the_source_follows_no_mark(show: Show, county: str) -> None:
    tab = show(county)
    tab.locator("mark.achieved").first.dblclick()
    tab.evaluate("document.querySelectorAll('.here').forEach(node => node.classList.remove('here'))")
    box = tab.locator("mark.achieved").first.bounding_box()
    tab.mouse.move(box["x"] + 4, box["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 60, box["y"] + 8, steps=4)
    tab.mouse.up()
    assert tab.evaluate("getSelection().toString()")
    assert tab.locator(".here").count() == 0


def test_pointing_at_a_statement_lights_its_evidence_and_the_other_way_round(show: Show, county: str) -> None:
    tab = show(county)
    tab.locator("#achievements li").first.hover()
    assert tab.locator("mark.lit").count() > 0
    tab.locator("mark.achieved:not(.figure)").nth(1).hover()
    assert tab.locator("#achievements li.lit").count() == 1


def test_the_keyboard_alone_leads_there_and_back(show: Show, county: str) -> None:
    tab = show(county)
    link = tab.locator("#problems .to").first
    link.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate(f"{FOCUSED}.tagName") == "MARK"
    first = tab.evaluate(f"{FOCUSED}.id")
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate(f"{FOCUSED}.tagName") == "MARK"
    assert tab.evaluate(f"{FOCUSED}.id") != first
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate(f"{FOCUSED}.id") == first
    tab.keyboard.press("Escape")
    assert link.evaluate(f"node => node === {FOCUSED}")


def test_marks_are_one_stop_of_the_tab_key_and_all_parts_are_reached(show: Show, county: str) -> None:
    tab = show(county)
    reached: set[str] = set()
    for _ in range(400):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate(f"{FOCUSED}.closest('section, nav, fieldset, .text')?.id || {FOCUSED}.tagName")
        )
        if tab.evaluate(f"{FOCUSED}.tagName") == "MARK":
            break
    assert {"achievements", "problems", "tasks", "figures", "INPUT", "MARK"} <= reached | {
        tab.evaluate(f"{FOCUSED}.tagName")
    }
    assert tab.locator('mark[tabindex="0"]').count() == 1


def test_figures_are_sorted_by_value_and_by_text(show: Show, county: str) -> None:
    tab = show(county)
    values = "[...document.querySelectorAll('#figures tbody tr')].map(row => Number(row.cells[1].dataset.v))"
    before = tab.evaluate(values)
    head = tab.get_by_role("button", name="数值")
    head.click()
    assert tab.evaluate(values) == sorted(before)
    head.press("Enter")
    assert tab.evaluate(values) == sorted(before, reverse=True)
    assert tab.locator("#figures th").nth(1).get_attribute("aria-sort") == "descending"
    tab.locator("#figures thead").get_by_role("button", name="原文").click()
    assert tab.evaluate(values) == before


def test_figures_are_filtered_by_words_and_status_and_counted(show: Show, county: str) -> None:
    tab = show(county)
    shown = tab.locator("#figures tbody tr:visible")
    every = shown.count()
    tab.get_by_role("searchbox").fill("收入 %")
    assert 0 < shown.count() < every
    assert all("收入" in row for row in shown.all_inner_texts())
    assert tab.locator("#figures output").inner_text() == f"{shown.count()} / {every}"
    tab.get_by_role("searchbox").fill("")
    tab.get_by_label("状态").select_option("planned")
    assert set(tab.locator("#figures tbody tr:visible .status").all_inner_texts()) == {"计划"}
    tab.get_by_role("searchbox").fill("没有这样的词")
    assert shown.count() == 0


def test_a_mark_whose_figure_was_filtered_out_brings_it_back(show: Show, county: str) -> None:
    tab = show(county)
    tab.get_by_role("searchbox").fill("没有这样的词")
    tab.locator("mark.figure").first.click()
    assert tab.locator("#figures tr.here:visible").count() == 1
    assert tab.get_by_role("searchbox").input_value() == ""


@pytest.mark.parametrize(
    ("toggle", "selector", "style"),
    [
        ("show-evidence", "mark.achieved:not(.figure)", "textDecorationLine"),
        ("show-figures", "mark.figure", "fontWeight"),
        ("show-uncited", "mark.uncited", "outlineStyle"),
    ],
)
def test_a_toggle_shows_and_hides_its_marks(
    show: Show, county: str, toggle: str, selector: str, style: str
) -> None:
    tab = show(county)
    look = f"node => getComputedStyle(node).{style}"
    before = tab.locator(selector).first.evaluate(look)
    tab.locator(f"#{toggle}").click()
    after = tab.locator(selector).first.evaluate(look)
    assert before != after
    tab.locator(f"#{toggle}").press("Space")
    assert tab.locator(selector).first.evaluate(look) == before


def test_what_was_removed_is_folded_until_it_is_asked_for(show: Show) -> None:
    tab = show(render_html(*by_rules("scraped_page.txt")))
    line = tab.locator(".cut p").first
    assert not line.is_visible()
    tab.locator("#show-removed").check()
    assert line.is_visible()
    tab.locator("#show-removed").uncheck()
    assert not line.is_visible()


def test_what_is_read_is_shown_beside_what_was_mended(show: Show) -> None:
    document = from_text(
        "臨江縣水務局2024年工作總結\n\n全年完成投資，農村供水有保障，管網建設加快推進。\n", "a.txt"
    )
    tab = show(render_html(record_for(document, WorkReport()), document))
    read = "node => getComputedStyle(node, '::after').content"
    assert tab.locator("[data-new]").first.evaluate(read) == "none"
    tab.locator("#show-mended").check()
    assert "临江县" in tab.locator("[data-new]").first.evaluate(read)


def test_an_address_with_a_place_opens_there(show: Show, county: str) -> None:
    target = show(county).locator("#tasks .to").last.get_attribute("href")
    tab = show(county, fragment=target)
    assert in_view(tab, target)
    assert tab.locator("#tasks li.here").count() == 1


def test_in_a_narrow_window_a_button_leads_back(show: Show, county: str) -> None:
    tab = show(county, NARROW)
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    back = tab.locator("#back")
    assert not back.is_visible()
    tab.locator("#problems .to").first.click()
    back.click()
    assert in_view(tab, "#problems li.here")
    assert not back.is_visible()


def test_a_hostile_document_runs_nothing_and_asks_for_nothing(show: Show) -> None:
    page, _ = hostile_page()
    tab = show(page)
    tab.locator("#tasks .to").first.click()
    tab.locator("mark").first.click()
    tab.get_by_role("searchbox").fill("alert")
    assert tab.complaints == []
    assert len(tab.asked) == 1
    assert tab.locator("script").count() == 1


def test_the_policy_blocks_what_would_get_in_all_the_same(
    show: Show, county: str, serve: Callable[[Answer], LoopbackServer]
) -> None:
    server = serve(fault(500, "asked"))
    inside = f'<img src="{server.url}/a"><i style="color:red" onclick="alert(1)">i</i></main>'
    tab = show(county.replace("</main>", f"{inside}<script>alert(2)</script>"))
    tab.locator("i").click()
    tab.evaluate(f"fetch('{server.url}/b').catch(() => null)")
    assert server.requests == []
    assert not {"1", "2"} & set(tab.complaints)
    assert len([each for each in tab.complaints if "Content Security Policy" in each]) >= 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(show: Show, county: str, scheme: str, viewport: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    tab = show(county, viewport, color_scheme=scheme)
    tab.locator("#show-uncited").check()
    tab.locator("#problems .to").first.click()
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


def test_paper_is_a4_has_no_tools_and_the_whole_text(show: Show, county: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    tab = show(county)
    last = tab.locator(".text p[id]").last.inner_text()
    pages = list(pdfium.PdfDocument(tab.pdf(prefer_css_page_size=True)))
    assert {tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pages} == {(210, 297)}
    words = ["".join(page.get_textpage().get_text_range().split()) for page in pages]
    assert words[-1].endswith(last.strip())
    assert "回车在摘要与原文间来回" not in "".join(words)
    assert (
        sum("指标数值单位时间状态核对原文" in page for page in words) > 2
    )  # the head of the table, on each page
    assert len(pages) < 10


def test_a_long_report_scrolls_without_stalls(show: Show) -> None:
    """A scroll through 30,000 characters in 60 steps costs the page less than two frames a step."""
    points = [f"完成投资{n}.5亿元，同比增长{n % 9}.{n % 7}%，建成项目{n}个" for n in range(1, 180)]
    text = "临江县水务局2024年工作总结\n" + "".join(
        f"{each}。{'农村供水保障有力，' * 17}\n" for each in points
    )
    document = from_text(text, "a.txt")
    assert len(text) > 30_000
    summary = WorkReport(achievements=tuple(item(document, point) for point in points))
    tab = show(render_html(record_for(document, summary), document))
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")

    def spent() -> float:
        measured = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(sum(measured[f"{part}Duration"] for part in ("Layout", "RecalcStyle", "Script")))

    before = spent()
    end = tab.evaluate(
        """async () => {
            const pane = document.querySelector(".text");
            for (let step = 0; step < 60; step++) {
                pane.scrollTop += pane.scrollHeight / 60;
                await new Promise(requestAnimationFrame);
            }
            return pane.scrollTop;
        }"""
    )
    assert end > 5_000
    assert spent() - before < 60 * 0.033
