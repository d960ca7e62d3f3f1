"""Names: which documents and which undertakings a report names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import Outline, from_text, initiatives, outline, policies

LONG = "各位代表，今年以来全市各级各部门协同发力，各项工作有序推进并取得了新的进展。"


def outlined(sentence: str) -> Outline:
    return outline(from_text(f"{LONG}\n{sentence}\n{LONG}", "report.txt"))


def undertaken(sentence: str) -> list[str]:
    return [each.text for each in initiatives(outlined(sentence))]


def documents(sentence: str) -> list[str]:
    return [each.text for each in policies(outlined(sentence))]


@pytest.mark.parametrize(
    "name",
    [
        "河道管护办法",
        "关于推进果业振兴的若干措施",
        "云岭县养老服务规划（2024—2028年）",
        "水库调度规程(试行)",
        "数字乡村建设指南2025",
        "北岭市国土空间规划草案",
        "“清渠护水”三年行动方案",
    ],
)
def test_a_document_is_known_by_its_last_noun(name):
    assert documents(f"印发《{name}》，层层落实。") == [name]


@pytest.mark.parametrize("name", ["山那边的灯", "北岭日报", "书法", "意见", "方案（草案）", "我们的工作法"])
def test_a_work_of_art_a_paper_and_a_short_form_are_no_documents(name):
    assert documents(f"大家学习了《{name}》，深受教育。") == []


def test_a_document_may_stand_without_marks_where_it_can_be_nothing_else():
    assert documents("学习党的二十大报告，落实省水网建设总体规划。") == [
        "党的二十大报告",
        "省水网建设总体规划",
    ]
    assert documents("各单位根据实际制定整改方案。") == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("推行“田间课堂”，覆盖所有乡镇。", ["田间课堂"]),
        ("“果农夜话”调解品牌越擦越亮。", ["果农夜话"]),
        ("命名“科普小院”31个。", ["科普小院"]),
        ("“共享农机”接入合作社214家。", ["共享农机"]),
        ("做到“一河一档”、责任到人。", ["一河一档"]),
        ("深化“旅游+”融合。", ["旅游+"]),
        ("严格落实“四张清单”要求。", ["四张清单"]),
        ("建成“平安渡口”，群众满意。", ["平安渡口"]),
        ("用好“果易贷”和“苗圃保”惠农产品。", ["果易贷", "苗圃保"]),
    ],
)
def test_a_quoted_name_is_known_by_what_is_done_with_it_or_by_its_make(sentence, names):
    assert undertaken(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "有的同志把巡查当成“走过场”，态度不端正。",
        "着力解决“看房难”“看房贵”的问题。",
        "“十四五”时期，全市投入持续加大。",
        "“7·20”洪水过后，重建全面完成。",
        "防止“一刀切”和“一阵风”。",
        "他说“这条路走对了”，大家都笑了。",
        "坚持“统筹规划、分步实施”的原则。",
        "荣获“五一劳动奖章”，受到表彰。",
        "“三公”经费下降6%，村“两委”换届完成。",
        "制度从“有没有”走向“好不好”。",
        "让水库“水缸”满起来。",
        "粮食生产实现“十五连丰”。",
    ],
)
def test_words_quoted_for_stress_mockery_or_speech_name_nothing(sentence):
    assert undertaken(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("实施“亮眼”工程，惠及学生3万人。", "亮眼工程"),
        ("开展“学在一线、干在一线”主题教育，成效明显。", "学在一线、干在一线主题教育"),
        ("沿着“135”发展思路前进。", "135发展思路"),
    ],
)
def test_a_noun_after_the_marks_belongs_to_a_name_that_is_none_without_it(sentence, name):
    assert undertaken(sentence) == [name]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("深入实施农机装备补短板行动，推广新机具。", ["农机装备补短板行动"]),
        ("实施第二期村医素质提升工程2.0，培训600人。", ["村医素质提升工程2.0"]),
        ("落实双减要求，开展党纪学习教育。", ["双减", "党纪学习教育"]),
        ("争创国家低碳农业示范区，成效初显。", ["低碳农业示范区"]),
        ("推进重点工程，实施城东水厂改造工程。", []),
        ("大家积极行动，制定工作计划。", []),
    ],
)
def test_an_undertaking_without_marks_is_known_by_its_verb_and_noun(sentence, names):
    assert undertaken(sentence) == names


def test_names_in_a_row_share_the_words_around_the_row():
    assert undertaken("打造“云上果园”“云上茶园”、“云上药园”三大品牌。") == [
        "云上果园",
        "云上茶园",
        "云上药园",
    ]


_TEXT = st.text(alphabet="“”《》、，。实施行动工程一二三四五+的是解决问题方案关于\n", max_size=80)


@given(_TEXT)
def test_every_name_is_found_in_order_within_the_text(text):
    parsed = outlined(text)
    for found in (initiatives(parsed), policies(parsed)):
        assert list(found) == sorted(found, key=lambda name: (name.start, -name.end))
        for name in found:
            place = parsed.clean.text[name.start : name.end]
            assert name.text in (place, place.replace("”", ""))


@pytest.mark.parametrize("unit", ["“", "”", "实施", "“一村一品”、", "开展了", "一", "落实省"])
def test_hostile_repetition_is_searched_in_bounded_time(unit, hang_guard):
    parsed = outlined(unit * (40_000 // len(unit)))
    with hang_guard():
        initiatives(parsed)
        policies(parsed)
