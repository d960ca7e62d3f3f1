import pytest

from summarizer.documents import from_text, outline
from summarizer.engine.telling import own_line, with_figure

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


def test_a_line_without_one_gets_the_first_figures_of_its_point_as_many_as_fit(parsed):
    told = with_figure(parsed, point(parsed, 0), "水利建设提速，质量优良")
    assert told == "水利建设提速，质量优良：实施项目14个，完成投资2.36亿元"
    assert len(told) <= 40


def test_a_point_that_opens_with_its_topic_is_told_in_its_own_words(parsed):
    assert own_line(parsed, point(parsed, 1)) == "供水保障有力：普及率达到93.8%，新铺管网126公里"
    assert own_line(parsed, point(parsed, 2)) == "队伍建设加强：干部作风明显好转，群众比较满意"


def line_of(said):
    text = f"临江县水务局2024年工作总结\n一、主要工作成效\n一是{said}\n二是防汛有力。储备物资90件。\n"
    told = outline(from_text(text, "总结.txt"))
    return own_line(told, point(told, 0))


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            "投资运行平稳。固定资产投资增长3.2%，工业投资增速比上年全年回落了整整0.6个百分点。用水量下降5.1%。",
            "投资运行平稳：固定资产投资增长3.2%；用水量下降5.1%",
        ),
        (
            "投资运行平稳。固定资产投资增长3.2%。全市水利部门水利管理业和公共设施投资合计27.4亿元，下降5.1%。",
            "投资运行平稳：固定资产投资增长3.2%",
        ),
        (
            "收入稳步回升。水费收入3.6亿元，增长6.4%。",
            "收入稳步回升：水费收入3.6亿元，增长6.4%",
        ),
    ],
)
def test_a_comparison_is_told_only_beside_what_it_belongs_to(said, line):
    assert line_of(said) == line


def test_a_clause_without_its_thing_is_told_with_the_clause_before_it():
    told = line_of("宣传有声有色。干部学习形式多样。“节水讲堂”走进机关和集市，开讲215场。")
    assert told == "宣传有声有色：“节水讲堂”走进机关和集市，开讲215场"


def test_clauses_that_do_not_follow_each_other_are_parted_by_a_semicolon():
    told = line_of("管网提速。新铺管网126公里，农村供水条件明显改善，改造泵站6座。")
    assert told == "管网提速：新铺管网126公里；改造泵站6座"


def test_whom_a_sum_is_for_is_not_told_without_the_sum():
    assert (
        line_of("支持改造。对主导制定水务领域国家标准的企业，给予奖励并优先推荐申报重点项目和各类荣誉称号。")
        == "支持改造"
    )


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ("在县委的坚强领导下，水利建设提速", "水利建设提速：完成投资2.36亿元"),
        ("今年以来，供水有力", "供水有力：完成投资2.36亿元"),
        ("按照上级要求，通过三年努力，归并补贴资金12项", "归并补贴资金12项"),
        ("下一步，县水务局将按照防洪法的规定，修订防汛预案", "修订防汛预案：完成投资2.36亿元"),
        ("据县水务局介绍，供水有力", "供水有力：完成投资2.36亿元"),
        ("我们认真贯彻县委决策部署，供水有力", "供水有力：完成投资2.36亿元"),
        ("全市水利重点工程建设速度和投资进度持续加快提升", "全市水利重点工程建设速度和投资进度持续加快提升"),
    ],
)
def test_a_point_that_opens_with_a_lead_is_told_from_its_statement_on(opening, line):
    text = f"临江县水务局2024年工作总结\n一、主要工作成效\n一是{opening}。完成投资2.36亿元。\n二是防汛有力。储备物资90件。\n"
    told = outline(from_text(text, "总结.txt"))
    assert own_line(told, point(told, 0)) == line


@pytest.mark.parametrize("opening", ["好", "全县各级水务部门" + "认真贯彻落实上级各项决策部署" * 4])
def test_a_point_without_words_that_make_a_line_is_left_to_the_model(opening):
    text = f"临江县水务局2024年工作总结\n一、主要工作成效\n一是{opening}。完成投资2.36亿元。\n二是防汛有力。储备物资90件。\n"
    told = outline(from_text(text, "总结.txt"))
    assert own_line(told, point(told, 0)) is None


def test_an_unnumbered_paragraph_has_a_topic_only_where_that_is_its_first_sentence():
    text = "临江县水务局2024年工作总结\n水利建设提速。完成投资2.36亿元。\n水利建设提速，质量优良。完成投资1.5亿元，进展顺利得多。\n"
    first, second = outline(from_text(text, "总结.txt")).points
    parsed = outline(from_text(text, "总结.txt"))
    assert own_line(parsed, first) == "水利建设提速：完成投资2.36亿元"
    assert own_line(parsed, second) == "水利建设提速，质量优良：完成投资1.5亿元"


def test_a_point_without_figures_gets_none(parsed):
    assert with_figure(parsed, point(parsed, 2), "队伍建设加强") == "队伍建设加强"


def test_a_figure_that_opens_with_the_topic_does_not_tell_it_twice():
    text = "临江县水务局2024年工作总结\n一、主要工作成效\n1.山区水厂：日供水超过150吨的水厂，没有备用电源的可以申报备用电源一台。\n2.平原水厂：达标12座。\n"
    told = outline(from_text(text, "总结.txt"))
    assert own_line(told, point(told, 0)) == "山区水厂：日供水超过150吨的水厂"


def test_a_line_whose_topic_is_long_already_gets_none(parsed):
    text = "全县水利工程建设各项工作持续推进并且明显提速"
    assert with_figure(parsed, point(parsed, 0), text) == text
