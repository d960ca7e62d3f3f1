from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import CitedItems, Prose, WorkReport, fields_of
from summarizer.engine.composed import choose, compose

ABSTRACT = dict(fields_of(WorkReport, Prose))["abstract"]
TOLD = {name: kind.told for name, kind in fields_of(WorkReport, CitedItems)}
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


def told(chosen):
    return {TOLD[name]: texts for name, texts in chosen.items()}


def room(lists, opening):
    forms = sum(len(form.format(items="")) for name, form in TOLD.items() if lists[name])
    return ABSTRACT.most - sum(len(each) + 1 for each in opening) - forms


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(TOLD, TEXTS)))
def test_what_is_put_together_never_exceeds_the_most_that_is_wanted(lists):
    opening = ["2024年上半年", "临江县水务局"]
    chosen = choose(lists, TOLD, ABSTRACT.shares, room(lists, opening))
    assert len(compose(opening, told(chosen))) <= ABSTRACT.most


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(TOLD, TEXTS)))
def test_no_list_is_pushed_out_by_a_longer_one(lists):
    chosen = choose(lists, TOLD, {}, 200)
    assert list(chosen) == [name for name, texts in lists.items() if texts]


def test_an_item_gives_its_figure_or_its_topic_and_each_once():
    lists = {"achievements": ["水利建设提速：完成投资2.36亿元", "供水有力：群众满意", "供水有力：覆盖广泛"]}
    assert choose(lists, TOLD, {}, 200) == {"achievements": ("完成投资2.36亿元", "供水有力")}


def test_items_with_figures_come_first_where_room_is_short_and_stay_in_order():
    lists = {"tasks": ["加强队伍建设", "抓好防汛：储备物资5000件", "要建设水库8座"]}
    assert choose(lists, TOLD, {}, 18) == {"tasks": ("储备物资5000件", "建设水库8座")}


def test_where_the_form_enumerates_the_topics_alone_are_named():
    lists = {"problems": ["人手不够：缺编96名", "经费不足：缺口4200万元"]}
    assert choose(lists, TOLD, {}, 100) == {"problems": ("人手不够", "经费不足")}


def test_a_list_has_what_the_others_leave():
    lists = {"achievements": [f"建成{n}号泵站{n}座" for n in range(1, 10)], "problems": ["缺人"]}
    assert len(choose(lists, TOLD, {"achievements": 1, "problems": 9}, 60)["achievements"]) == 6


def test_nothing_comes_of_nothing():
    assert choose({"achievements": [], "problems": []}, TOLD, {}, 200) == {}
    assert compose([], {}) == ""


def test_each_list_is_told_in_its_own_form():
    text = compose(
        ["2024年", "临江县水务局"],
        {
            "{items}": ["完成投资2.36亿元"],
            "存在{items}等问题": ["经费不足", "人手不够"],
            "下一步将{items}": ["抓防汛，保供水"],
        },
    )
    assert (
        text
        == "2024年，临江县水务局：完成投资2.36亿元。存在经费不足、人手不够等问题。下一步将抓防汛，保供水。"
    )


def test_braces_in_an_item_are_text():
    assert compose([], {"{items}": ["推进{x}工程"]}) == "推进{x}工程。"
