"""What a reader does on the index of a folder, done in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.collection.index import render_index
from summarizer.collection.pages import Pages
from summarizer.collection.records import Collected
from tests.collection.made import failed, figure, item, pending, report
from tests.rendering.browser.conftest import NARROW, Show
from tests.rendering.html.pages import HOSTILE

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
UNSUPPORTED = item("产值翻番", verdict="unsupported")


@pytest.fixture
def opened(show: Show, tmp_path: Path) -> Open:
    def open_index(reports: list[Collected], **options: Any) -> Any:
        return show(render_index(reports, Pages(tmp_path)), **options)

    return open_index


@pytest.fixture
def index(opened: Open) -> Any:
    return opened(
        [
            report("甲县", figure("教师", 3), doc_type="work_summary", date="2024-03-05"),
            report("乙县", doc_type="speech", date="2024", achievements=(UNSUPPORTED,)),
            report("丙县", doc_type="speech", date="2025-01-10", abstract="供水管网改造完成"),
            failed("丁县.txt"),
            pending("戊县.txt"),
        ]
    )


def shown(tab: Any) -> list[str]:
    return [str(each).strip()[:2] for each in tab.locator("#reports tbody tr:visible th").all_inner_texts()]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("kind", "讲话", ["乙县", "丙县"]),
        ("region", "甲县", ["甲县"]),
        ("state", "doubtful", ["乙县"]),
        ("state", "clean", ["甲县", "丙县"]),
        ("state", "failed", ["丁县"]),
        ("state", "pending", ["戊县"]),
    ],
)
def test_a_choice_shows_what_fits(index: Any, name: str, value: str, expected: list[str]) -> None:
    index.locator(f"select[name={name}]").select_option(value)
    assert shown(index) == expected
    assert index.locator("output").inner_text() == f"{len(expected)} / 5 份"


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024", "2024", ["甲县", "乙县"]),
        ("2024-04", "", ["乙县", "丙县"]),
        ("", "2024-03", ["甲县", "乙县"]),
        ("2025-01-11", "", []),
    ],
)
def test_dates_are_compared_as_far_as_they_are_known(
    index: Any, since: str, until: str, expected: list[str]
) -> None:
    index.locator("[name=since]").fill(since)
    index.locator("[name=until]").fill(until)
    assert shown(index) == expected
    assert index.locator("#none").is_visible() == (not expected)


def test_all_words_looked_for_must_be_said(index: Any) -> None:
    index.locator("[name=words]").fill("供水 改造")
    assert shown(index) == ["丙县"]
    index.locator("[name=words]").fill("供水 学校")
    assert shown(index) == []
    index.locator("button[type=reset]").click()
    # A form is emptied after the event that says so.
    index.wait_for_function("document.querySelectorAll('#reports tbody tr:not([hidden])').length === 5")


def test_a_view_stands_in_the_address(index: Any) -> None:
    index.locator("select[name=kind]").select_option("讲话")
    index.locator("[name=words]").fill("供水")
    index.reload()
    assert shown(index) == ["丙县"]


def test_a_press_on_a_head_sorts(index: Any) -> None:
    index.locator("th button", has_text="日期").click()
    assert shown(index) == ["乙县", "甲县", "丙县", "丁县", "戊县"]


def test_a_title_leads_to_the_page_of_the_report(index: Any) -> None:
    index.locator("a", has_text="甲县").click()
    index.wait_for_load_state()
    assert index.locator("h1").inner_text() == "甲县工作总结"
    assert index.locator("#p12").count() == 1


def test_hostile_text_stays_text_and_nothing_is_fetched(opened: Open) -> None:
    tab = opened([report(HOSTILE, abstract=HOSTILE, issuer=HOSTILE), failed(HOSTILE, HOSTILE)])
    assert tab.complaints == []
    assert len(tab.asked) == 1
    assert tab.locator("img, svg").count() == 0
    assert "alert(1)" in tab.locator("tbody").inner_text()


def test_two_hundred_reports_open_within_a_second(opened: Open) -> None:
    abstract = "全县完成投资3.2亿元，同比增长8.1%，新建学校3所，培训教师1200人次。" * 5
    reports = [report(f"第{number}县", abstract=abstract, doc_type="speech") for number in range(200)]
    tab = opened(reports)
    took = []
    for _ in range(3):  # the machine may be busy with other things
        tab.reload()
        took.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    assert len(shown(tab)) == 200
    assert 0 < min(took) < 1000


def test_a_narrow_window_needs_no_scrolling_sideways(opened: Open) -> None:
    tab = opened([report("甲县", figure("教师", 3), abstract="很长的摘要" * 40)], viewport=NARROW)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_hinders_access(opened: Open, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    reports = [report("甲县", achievements=(UNSUPPORTED,), abstract="摘要"), failed("乙县.txt")]
    tab = opened(reports, color_scheme=scheme)
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
