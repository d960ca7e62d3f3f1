import pytest

from schemas import CitedItems
from summarizer.documents import Point, Sentence, from_text, outline
from summarizer.engine.kinds import candidates, sorter

FIELDS = {
    "achievements": CitedItems(
        "成绩", "", status="achieved", headings=("成效", "成绩", "工作总结"), markers=("已", "了")
    ),
    "problems": CitedItems(
        "问题",
        "",
        status="problem",
        headings=("问题", "不足"),
        markers=("不足", "难度", "滞后"),
        always_marked=True,
    ),
    "tasks": CitedItems(
        "任务",
        "",
        status="planned",
        headings=("下一步", "打算", "建议"),
        openers=("要", "将"),
        markers=("力争",),
    ),
}


def kinds(text, path=(), lead="", part=None, mood=None):
    sentences = tuple(
        Sentence(n, 0, len(part) + 1, f"{part}。") for n, part in enumerate(text.rstrip("。").split("。"), 1)
    )
    return candidates(Point(1, sentences, path, lead, 0, numbered=True), FIELDS, part, mood)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("一、主要工作成效", "achievements"), ("二、存在的问题", "problems"), ("三、下一步打算", "tasks")],
)
def test_a_heading_that_announces_one_sort_decides(heading, kind):
    assert kinds("水利建设提速。完成投资2.36亿元。", path=(heading,)) == (kind,)


def test_the_nearest_heading_decides():
    path = ("一、主要工作成效", "（二）存在的不足")
    assert kinds("经费不足。仍缺经费20万元。", path=path) == ("problems",)


def test_a_lead_in_is_nearer_than_any_heading():
    lead = "主要存在以下问题："
    assert kinds("经费不足。仍缺经费20万元。", path=("一、主要工作成效",), lead=lead) == ("problems",)


def test_of_a_lead_in_its_end_decides():
    assert kinds("经费短缺。", lead="在肯定成绩的同时，也要看到不足：") == ("problems",)


def test_a_heading_that_deals_with_what_is_lacking_announces_no_problems():
    assert kinds("新建果库。", path=("三、补短板强弱项",)) != ("problems",)


def test_what_stood_in_the_way_is_not_what_a_statement_tells():
    assert kinds("面对需求偏弱的考验，果价同比上涨。") != ("problems",)


def test_a_lead_in_of_what_was_done_decides_whatever_else_it_names():
    assert kinds("巡查。", lead="按照上级不足整改要求，主要做了以下工作：") == ("achievements",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("已完成投资2.36亿元。", "achievements"),
        ("要抓好防汛备汛。", "tasks"),
        ("基层专业技术人员不足。", "problems"),
    ],
)
def test_where_no_heading_says_it_the_marks_of_a_point_do(text, kind):
    assert kinds(text, path=("一、关于水利工程",)) == (kind,)


def test_what_stands_in_a_part_that_looks_ahead_is_a_task_whatever_its_marks():
    text = "新增果园300亩，取得认证5家。"
    assert kinds(text, path=("三、2026年重点工作",), part="planned") == ("tasks",)
    assert kinds(text, path=("一、主要工作成效",), part="planned") == ("achievements",)


def test_a_point_without_a_sign_of_a_problem_is_none():
    assert "problems" not in kinds("水利工程建设。", path=("一、关于水利工程",))


@pytest.mark.parametrize(
    "path", [(), ("一、关于水利工程",), ("一、工作总结及下一步打算",), ("一、问题及建议",)]
)
@pytest.mark.parametrize("text", ["水利工程。", "要解决问题，已完成整改。", "难度压力大，将继续推进。", "一"])
def test_every_point_has_at_least_one_candidate_in_the_order_of_the_schema(text, path):
    found = kinds(text, path=path)
    assert found
    assert list(found) == [name for name in FIELDS if name in found]


def test_where_a_point_bears_no_mark_it_is_what_most_around_it_are():
    assert kinds("水利工程建设。", mood="planned") == ("tasks",)
    assert kinds("水利工程建设。", mood="achieved") == ("achievements",)
    assert kinds("已建成泵站3座。", mood="planned") == ("achievements",)


def test_one_mark_among_many_sentences_does_not_go_against_what_is_around():
    text = "水利建设提速。过去用水要走一个多钟头。新铺管网126公里。新建泵站3座。"
    assert kinds(text, mood="achieved") == ("achievements",)


def test_a_lack_is_a_problem_only_where_the_topic_or_half_of_the_point_tells_it():
    assert kinds(
        "拨付资金分批到位。不得以经费不足为由拒绝受理。确有困难的可以缓缴。另行通知。", mood="planned"
    ) == ("tasks",)
    assert kinds("基层力量不足。一人管三个乡镇。", mood="planned") == ("problems",)


@pytest.mark.parametrize(
    "text", ["针对经费不足，筹资20万元。", "“力争”计划实施。", "为了节水，新建泵站3座。"]
)
def test_what_is_overcome_a_name_and_part_of_a_word_are_no_marks(text):
    assert kinds(text) == ("achievements", "tasks")


def sorted_points(text):
    parsed = outline(from_text(text, "计划.txt"))
    sort = sorter(parsed, FIELDS)
    return [sort(point) for point in parsed.points]


@pytest.mark.parametrize("text", ["环境如果出了问题，大家要共同来担", "不能因为拖拉影响了全局，要抓紧办"])
def test_what_would_be_is_not_over(text):
    assert kinds(text) == ("tasks",)


def test_a_plan_tells_what_is_to_be_done():
    body = "一、水利\n1.新铺管网126公里，覆盖6个乡镇。\n2.新建泵站3座。\n"
    assert sorted_points(f"临江县水务局2025年工作计划\n{body}") == [("tasks",)] * 2
    assert sorted_points(f"临江县水务见闻\n{body}") == [("achievements", "tasks")] * 2


def test_points_without_a_mark_are_told_as_most_of_their_section():
    text = (
        "临江县水务见闻\n一、水利\n1.已新铺管网126公里。\n2.新建泵站3座。\n"
        "二、供水\n1.力争新铺管网30公里。\n2.新建水厂1座。\n"
    )
    assert sorted_points(text) == [("achievements",)] * 2 + [("tasks",)] * 2
