"""The example reports as they are parsed: their structure is what their authors wrote."""

from pathlib import Path

import pytest

from summarizer.documents import document_date, document_period, outline, read

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED = {
    "county_half_year": {
        "title": "云岫县人民政府2025年上半年工作总结及下半年工作打算",
        "date": "2025-07-14",
        "period": ("2025-01", "2025-06"),
        "top": ["一、上半年工作完成情况", "二、存在的主要问题", "三、下半年工作打算"],
        "numbered": 12 + 4 + 5,
    },
    "speech": {
        "title": "在全市生态环境保护暨河湖长制工作会议上的讲话",
        "date": "2025-04-11",
        "top": [
            "第一，肯定成绩，增强做好工作的信心",
            "第二，正视问题，保持清醒坚定的头脑",
            "第三，突出重点，坚决完成今年的目标任务",
        ],
        "numbered": 3 + 4 + 4,
    },
    "scraped_page": {
        "title": "望川区教育局2024年工作总结",
        "date": "2025-01-10",
        "period": ("2024-01", "2024-12"),
        "top": ["一、主要工作成效", "二、存在的问题", "三、2025年工作计划"],
        "numbered": 4 + 3 + 3,
    },
}
# Figures that are easily missed or misread, with value and unit.
FIGURES = {
    "county_half_year": {"89.8亿元": (8_980_000_000, "元"), "2280人次": (2280, "人次"), "81.3%": (81.3, "%")},
    "speech": {"0.23毫克/升": (0.23, "毫克/升"), "3.5个百分点": (3.5, "个百分点"), "1486名": (1486, "名")},
    "scraped_page": {"462.7万元": (4_627_000, "元"), "6.34万名": (63_400, "名"), "260余场": (260, "场")},
}
CHROME = (
    "无障碍阅读",
    "走进望川",
    "当前位置",
    "浏览次数",
    "1326次",
    "上一篇",
    "相关阅读",
    "寒假校外培训治理",
    "热点新闻",
    "600张",
    "2.1万人次",
    "扫一扫",
    "网站地图",
    "主办：",
    "0000-0000000",
    "ICP备",
    "版权所有",
)


@pytest.fixture(scope="module")
def outlines():
    return {name: outline(read(EXAMPLES / f"{name}.txt")) for name in EXPECTED}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_has_the_title_headings_and_points_of_its_author(name, outlines):
    parsed, expected = outlines[name], EXPECTED[name]
    assert parsed.title == expected["title"]
    assert [each.heading for each in parsed.sections if each.level == 1] == expected["top"]
    assert sum(point.numbered for point in parsed.points) == expected["numbered"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_date_of_an_example_is_found(name, outlines):
    assert document_date(outlines[name]) == EXPECTED[name]["date"]


@pytest.mark.parametrize("name", ["county_half_year", "scraped_page"])
def test_the_period_of_an_example_that_names_it_is_found(name, outlines):
    parsed, expected = outlines[name], EXPECTED[name]
    assert document_period(parsed, expected["date"]) == expected["period"]


@pytest.mark.parametrize("name", FIGURES)
def test_the_figures_of_an_example_are_found(name, outlines):
    found = {each.mention: (float(each.value), each.unit) for each in outlines[name].quantities}
    assert FIGURES[name].items() <= found.items()


@pytest.mark.parametrize(("name", "least"), [("county_half_year", 130), ("speech", 65), ("scraped_page", 50)])
def test_an_example_is_full_of_figures(name, least, outlines):
    assert sum(each.numerals == "arabic" for each in outlines[name].quantities) >= least


def test_nothing_of_the_page_is_left_around_the_scraped_report(outlines):
    parsed = outlines["scraped_page"]
    assert all(word in parsed.document.text for word in CHROME)
    assert [word for word in CHROME if word in parsed.clean.text] == []


def test_nothing_is_taken_out_of_the_reports_without_a_page(outlines):
    assert outlines["county_half_year"].clean.removed == ()
    assert outlines["speech"].clean.removed == ()


def test_no_sentence_of_the_scraped_report_is_lost(outlines):
    original = outlines["scraped_page"].document.text
    body = original[original.index("2024年，望川区教育局") : original.index("打印本页")]
    clean = outlines["scraped_page"].clean.text
    assert [line for line in body.splitlines() if line not in clean] == []
