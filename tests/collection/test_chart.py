from pathlib import Path
from xml.etree import ElementTree

from summarizer.collection.chart import MARGIN, NAMES, WIDTH, render_chart
from summarizer.collection.grid import grid_of
from summarizer.collection.indicators import indicator_of
from summarizer.collection.pages import Pages
from summarizer.collection.records import Collected
from tests.collection.made import figure, report

SVG = "{http://www.w3.org/2000/svg}"


def drawn(folder: Path, name: str, *reports: Collected) -> ElementTree.Element:
    return ElementTree.fromstring(render_chart(grid_of(reports, [indicator_of(name)]), Pages(folder)))


def bars(chart: ElementTree.Element) -> list[tuple[float, float]]:
    found = [each for each in chart.iter(f"{SVG}rect") if each.get("class") == "bar"]
    return [(float(each.attrib["x"]), float(each.attrib["width"])) for each in found]


def words(chart: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in chart.iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_amounts_the_longest_first(tmp_path: Path) -> None:
    chart = drawn(
        tmp_path,
        "教师",
        report("甲县", figure("教师", 50)),
        report("乙县", figure("教师", 200)),
        report("丙县"),
    )
    (first, second) = bars(chart)
    assert first[0] == second[0] == MARGIN + NAMES
    assert first[1] == 4 * second[1]
    assert first[0] + first[1] < WIDTH
    assert words(chart)[2:4] == ["乙县", "200"]
    assert "未提到：丙县" in words(chart)


def test_falls_go_to_the_left_and_stay_in_the_picture(tmp_path: Path) -> None:
    chart = drawn(
        tmp_path,
        "税收增长",
        report("甲县", figure("税收增长", 8, "%", direction="up")),
        report("乙县", figure("税收下降", 12, "%", direction="down")),
    )
    (up, down) = bars(chart)
    assert down[0] + down[1] == up[0]
    assert down[0] > MARGIN + NAMES


def test_hostile_names_stay_text_and_bars_lead_to_their_pages(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "教师", report("<script>&\x00", figure("教师", 5)))
    assert not list(chart.iter(f"{SVG}script"))
    (link,) = chart.iter(f"{SVG}a")
    assert "#p" in link.attrib["href"]
    assert list((tmp_path / "reports").iterdir())


def test_an_indicator_without_amounts_says_so(tmp_path: Path) -> None:
    assert "没有报告提到" in words(drawn(tmp_path, "教师", report("甲县")))
