import pytest

from summarizer.documents import from_text, outline
from summarizer.engine.telling import with_figure

REPORT = """临江县水务局2024年工作总结
一、主要工作成效
一是水利建设提速。实施项目14个，完成投资2.36亿元，其中省级资金800万元，同比增长18.2%。
二是供水保障有力。普及率达到93.8%，新铺管网126公里。
三是队伍建设加强。干部作风明显好转，群众比较满意。
"""


@pytest.fixture(scope="module")
def parsed():
    return outline(from_text(REPORT, "总结.txt"))


def point(parsed, number):
    return [each for each in parsed.points if each.numbered][number]


def test_a_line_with_a_figure_stays_as_it_is(parsed):
    assert with_figure(parsed, point(parsed, 0), "实施项目14个") == "实施项目14个"


def test_a_line_without_one_gets_the_largest_sum_of_its_point(parsed):
    assert with_figure(parsed, point(parsed, 0), "水利建设提速，质量优良") == "水利建设提速：完成投资2.36亿元"


def test_a_count_tells_more_than_a_share(parsed):
    assert with_figure(parsed, point(parsed, 1), "供水保障有力") == "供水保障有力：新铺管网126公里"


def test_a_point_without_figures_gets_none(parsed):
    assert with_figure(parsed, point(parsed, 2), "队伍建设加强") == "队伍建设加强"


def test_a_line_whose_topic_is_long_already_gets_none(parsed):
    text = "全县水利工程建设各项工作持续推进并且明显提速"
    assert with_figure(parsed, point(parsed, 0), text) == text
