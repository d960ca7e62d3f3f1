import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import CitedItems, Prose, WorkReport, fields_of
from summarizer.engine.composed import Form, choose, compose, gists, weight

ABSTRACT = dict(fields_of(WorkReport, Prose))["abstract"]
FORMS = {
    name: Form(kind.told, ABSTRACT.shares[name], kind.markers)
    for name, kind in fields_of(WorkReport, CitedItems)
}
TEXTS = st.lists(
    st.sampled_from(
        [
            "水利建设提速：完成投资2.36亿元",
            "群众比较满意",
            "新铺管网126公里、惠及群众5万人",
            "完成" * 20,
            "防汛",
        ]
    ),
    max_size=40,
)
OPENING = "临江县水务局总结2024年上半年工作"


def chosen(room=200, **lists):
    return choose(lists, FORMS, room, "".join(text for texts in lists.values() for text in texts))


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(FORMS, TEXTS)))
def test_what_is_put_together_never_exceeds_the_most_that_is_wanted(lists):
    forms = sum(len(form.told.format(items="")) for name, form in FORMS.items() if lists[name])
    told = chosen(ABSTRACT.most - len(OPENING) - 1 - forms, **lists)
    assert len(compose(OPENING, [(FORMS[name].told, texts) for name, texts in told.items()])) <= ABSTRACT.most


def test_no_list_is_pushed_out_by_a_longer_one():
    told = chosen(
        achievements=["完成投资2.36亿元"] + [f"建成{n}号泵站{n}座" for n in range(40)], problems=["缺人手"]
    )
    assert list(told) == ["achievements", "problems"]


def test_an_item_gives_its_figure_or_its_topic_and_each_once():
    texts = ["水利建设提速：完成投资2.36亿元", "供水有力：群众满意", "供水有力：覆盖广泛"]
    assert chosen(achievements=texts) == {"achievements": ("完成投资2.36亿元", "供水有力")}


@pytest.mark.parametrize("topic", ["要素保障有力", "要点工程落地", "要塞修缮完工"])
def test_a_word_that_begins_like_an_order_keeps_its_first_character(topic):
    assert chosen(achievements=[f"{topic}：群众满意"]) == {"achievements": (topic,)}


def test_items_with_figures_come_first_where_room_is_short_and_stay_in_order():
    told = chosen(18, tasks=["加强队伍建设", "抓好防汛：储备物资5000件", "要建设水库8座"])
    assert told == {"tasks": ("储备物资5000件", "建设水库8座")}


def test_what_moved_or_was_reached_comes_before_what_was_held():
    told = chosen(24, achievements=["举办培训班12期", "供水量同比增长8.2%，达到3.1亿吨"])
    assert told == {"achievements": ("供水量同比增长8.2%，达到3.1亿吨",)}


def test_a_comparison_stays_with_what_it_compares():
    text = "收支平稳：全县完成收入38.6亿元，同比增长6.4%"
    assert gists(text, text) == ["全县完成收入38.6亿元，同比增长6.4%"]


def test_a_comparison_of_something_left_out_is_not_told_of_something_else():
    source = "固定资产投资增长3.2%，其中房地产开发投资86亿元，下降12.8%"
    assert gists("固定资产投资增长3.2%，下降12.8%", source) == ["固定资产投资增长3.2%"]


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ("人手不够：缺编96名", "人手不够"),
        ("其一，管护经费不足，缺口4200万元", "管护经费不足"),
        ("负责人坦言，夜间值守力量薄弱", "夜间值守力量薄弱"),
        ("细看起来，大家都很努力，设备老化严重", "设备老化严重"),
    ],
)
def test_where_the_form_enumerates_the_clause_that_names_what_is_lacking_is_told(item, named):
    assert chosen(100, problems=[item]) == {"problems": (named,)}


def test_what_is_done_about_a_lack_is_not_named_as_one():
    assert chosen(problems=["针对人手不足的实际"]) == {}


def test_a_list_has_what_the_others_leave():
    pumps = [f"建成{n}号泵站{n}座" for n in range(1, 10)]
    forms = {"achievements": Form("{items}", 1), "problems": Form("{items}", 9)}
    told = choose({"achievements": pumps, "problems": ["缺人"]}, forms, 60, "".join(pumps))
    assert len(told["achievements"]) == 6


def test_nothing_comes_of_nothing():
    assert chosen(achievements=[], problems=[]) == {}
    assert compose("", []) == ""


def test_each_list_is_told_in_its_own_form_after_the_opening():
    told = [
        ("{items}", ["完成投资2.36亿元，增长8%", "新铺管网126公里"]),
        ("存在{items}等问题", ["经费不足", "人手不够"]),
        ("下一步计划{items}", ["抓防汛"]),
    ]
    assert compose("临江县水务局总结2024年工作", told) == (
        "临江县水务局总结2024年工作：完成投资2.36亿元，增长8%；新铺管网126公里。"
        "存在经费不足、人手不够等问题。下一步计划抓防汛。"
    )


def test_braces_in_an_item_are_text():
    assert compose("", [("{items}", ["推进{x}工程"])]) == "推进{x}工程。"


def test_money_and_growth_weigh_more_than_meetings():
    assert weight("完成投资2.36亿元，增长8%") > weight("建成泵站8座") > weight("召开会议8次")
