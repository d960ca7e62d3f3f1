from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents import from_text, outline, read
from summarizer.documents.parse import find_names
from summarizer.documents.sentences import split_sentences

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
LONG = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"

SUMMARY = f"""青川县果业局2024年上半年工作总结
同志们：
{LONG}
一、主要成效
1.规模稳步扩大。{LONG}
2.效益持续提升。一是抓品牌。{LONG}二是抓销售。{LONG}
二、存在问题
主要有以下几个方面：一是人才短缺。{LONG}二是资金不足。{LONG}
三、下步打算
（一）扩大规模
{LONG}
（二）打响品牌
{LONG}
谢谢大家！"""


def outlined(text):
    return outline(from_text(text, "总结.txt"))


def sentences(text):
    return [each.sentence.text for each in split_sentences(text)]


def test_a_sentence_never_breaks_inside_decimals_quotes_or_book_titles():
    text = "增长3.5%，做到“稳！准。”的要求。《果业。白皮书》已印发！第二句？"
    assert sentences(text) == ["增长3.5%，做到“稳！准。”的要求。", "《果业。白皮书》已印发！", "第二句？"]


def test_closing_marks_belong_to_the_sentence_they_close():
    assert sentences("他说：“干得好。”大家鼓掌。") == ["他说：“干得好。”", "大家鼓掌。"]


def test_a_mark_never_closed_does_not_swallow_the_rest():
    assert sentences("他说：“干得好。大家鼓掌。") == ["他说：“干得好。", "大家鼓掌。"]


def test_an_enumeration_starts_its_own_sentences():
    text = "主要有：一是缺人；二是缺钱；（3）缺地。"
    assert sentences(text) == ["主要有：", "一是缺人；", "二是缺钱；", "（3）缺地。"]


def test_a_line_break_ends_a_sentence_and_spaces_belong_to_none():
    assert sentences("  甲\n\n\u3000乙。 丙。\n") == ["甲", "乙。", "丙。"]


def test_straight_quotation_marks_are_told_apart():
    assert sentences('他说："稳！准。"大家"鼓。掌"。') == ['他说："稳！准。"', '大家"鼓。掌"。']


_INSIDE = st.text("甲乙。！？；.1 ", min_size=1, max_size=12).map(str.strip).filter(bool)
_UNSPLIT = st.one_of(
    st.tuples(st.sampled_from(["“”", "《》", "（）", "『』", "【】"]), _INSIDE).map(
        lambda p: p[0][0] + p[1] + p[0][1]
    ),
    st.tuples(st.integers(0, 999), st.integers(0, 99)).map(lambda p: f"{p[0]}.{p[1]:02d}"),
)


@settings(deadline=None)
@given(st.lists(st.one_of(_UNSPLIT, st.text("甲乙，。！丙", min_size=1, max_size=8)), max_size=12))
def test_no_sentence_breaks_inside_a_decimal_or_a_pair_of_marks(parts):
    text = "".join(parts)
    breaks = {each.sentence.end for each in split_sentences(text)} | {
        each.sentence.start for each in split_sentences(text)
    }
    start = 0
    for part in parts:
        if part[0] in "“《（『【0123456789":
            assert not breaks & set(range(start + 1, start + len(part)))
        start += len(part)


@settings(deadline=None)
@given(st.text("甲乙。！？“”《》（）：；一二是、1.,\n ", max_size=60))
def test_sentences_hold_every_character_that_is_no_white_space(text):
    found = [each.sentence for each in split_sentences(text)]
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert "".join("".join(each.text.split()) for each in found) == "".join(text.split())


def test_sections_form_a_tree_with_spans():
    result = outlined(SUMMARY)
    assert [(each.level, each.heading, each.parent) for each in result.sections] == [
        (1, "一、主要成效", None),
        (2, "1.规模稳步扩大", 0),
        (2, "2.效益持续提升", 0),
        (1, "二、存在问题", None),
        (1, "三、下步打算", None),
        (2, "（一）扩大规模", 4),
        (2, "（二）打响品牌", 4),
    ]
    for each in result.sections:
        assert result.clean.text[each.start : each.end].startswith(each.heading)
    assert result.sections[0].end <= result.sections[3].start


def test_points_are_the_lowest_numbered_units_with_path_and_lead():
    result = outlined(SUMMARY)
    points = [(each.sentences[0].text, each.path, each.lead, each.numbered) for each in result.points]
    assert points == [
        (LONG, (), "", False),
        ("1.规模稳步扩大。", ("一、主要成效",), "", True),
        ("一是抓品牌。", ("一、主要成效", "2.效益持续提升"), "", True),
        ("二是抓销售。", ("一、主要成效", "2.效益持续提升"), "", True),
        ("一是人才短缺。", ("二、存在问题",), "主要有以下几个方面：", True),
        ("二是资金不足。", ("二、存在问题",), "主要有以下几个方面：", True),
        ("（一）扩大规模", ("三、下步打算", "（一）扩大规模"), "", True),
        (LONG, ("三、下步打算", "（二）打响品牌"), "", False),
    ]
    assert [each.section for each in result.points] == [None, 0, 0, 0, 3, 3, 4, 4]
    assert [each.id for each in result.points] == list(range(1, 9))


def test_an_ordinal_on_its_own_line_stands_as_high_as_a_numbered_heading():
    text = f"一、回顾\n一是抓好品种。{LONG}\n第一，抓好规模。\n一是扩大面积。{LONG}\n第二，抓好品牌。\n一是注册商标。{LONG}"
    assert [each.heading for each in outlined(text).sections if each.level == 1] == [
        "一、回顾",
        "第一，抓好规模",
        "第二，抓好品牌",
    ]


def test_ordinals_within_a_section_number_its_points():
    text = f"一、回顾\n第一，抓规模。{LONG}\n第二，抓品牌。{LONG}\n二、打算\n{LONG}"
    result = outlined(text)
    assert [each.heading for each in result.sections if each.level == 1] == ["一、回顾", "二、打算"]
    assert [each.numbered for each in result.points] == [True, True, False]


def test_dashes_open_sections_but_not_the_line_below_a_title():
    text = f"青川县政府工作报告\n——2024年1月9日在青川县第十届人民代表大会上\n——果业成为支柱。{LONG}\n——茶业走向全国。{LONG}"
    result = outlined(text)
    assert result.title == "青川县政府工作报告"
    assert [each.heading for each in result.sections] == ["——果业成为支柱", "——茶业走向全国"]


@pytest.mark.parametrize(
    ("first", "second", "heading"),
    [
        ("★一、抓规模", "★二、抓品牌", "一、抓规模"),
        ("【一】抓规模", "【二】抓品牌", "【一】抓规模"),
        ("◆抓好规模", "◆抓好品牌", "抓好规模"),
        ("**一、抓规模**", "**二、抓品牌**", "一、抓规模"),
        ("## 抓规模", "## 抓品牌", "抓规模"),
        ("第一章　总则", "第二章　附则", "第一章　总则"),
        ("抓好规模", "抓好品牌", "抓好规模"),
    ],
)
def test_a_heading_is_known_by_its_number_its_ornament_or_its_place(first, second, heading):
    result = outlined(f"果业工作\n{LONG}\n{first}\n{LONG}\n{second}\n{LONG}")
    assert [each.level for each in result.sections] == [1, 1]
    assert result.sections[0].heading == heading
    assert all(result.clean.text[each.start : each.end].startswith(each.heading) for each in result.sections)


def test_markdown_levels_stand_above_numbers_and_the_title_opens_no_section():
    result = outlined(f"# 果业工作总结\n## 一、成效\n### 抓规模\n{LONG}\n1.面积。{LONG}\n## 打算\n{LONG}")
    assert result.title == "果业工作总结"
    assert [(each.level, each.heading) for each in result.sections] == [
        (1, "一、成效"),
        (2, "抓规模"),
        (1, "打算"),
    ]


@pytest.mark.parametrize("numbers", ["一二二三", "一三四五", "一一一一"])
def test_repeated_and_missing_numbers_do_not_change_the_tree(numbers):
    text = "\n".join(
        f"{number}、抓好第{place}件事\n（一）做法\n{LONG}" for place, number in enumerate(numbers)
    )
    assert [each.level for each in outlined(text).sections] == [1, 2] * 4


def test_all_run_in_headings_of_a_numbering_are_sections_if_one_is():
    text = f"一、要求\n（一）思路。{LONG}\n（二）原则。{LONG}\n1.为民。{LONG}\n2.务实。{LONG}\n（三）目标。{LONG}"
    assert [each.heading for each in outlined(text).sections if each.level == 2] == [
        "（一）思路",
        "（二）原则",
        "（三）目标",
    ]


def test_the_last_item_of_a_bare_list_is_no_heading():
    result = outlined(f"一、条件\n（一）面积达标。\n（二）品种达标。\n{LONG}\n二、程序\n{LONG}")
    assert [each.heading for each in result.sections] == ["一、条件", "二、程序"]


def test_what_is_attached_without_headings_is_no_section():
    text = f"一、成效\n{LONG}\n附件：1.申报书\n2.汇总表\n青川县果业局\n2024年3月5日\n附件1：\n申报书\n{LONG}"
    assert [each.heading for each in outlined(text).sections] == ["一、成效"]


def test_an_annex_holds_its_own_numbering():
    result = outlined(
        f"一、成效\n{LONG}\n二、打算\n{LONG}\n附件1\n果业清单\n一、苹果\n{LONG}\n二、梨\n{LONG}"
    )
    assert [(each.level, each.heading) for each in result.sections] == [
        (1, "一、成效"),
        (1, "二、打算"),
        (1, "附件1"),
        (2, "一、苹果"),
        (2, "二、梨"),
    ]


def test_what_a_covering_letter_hands_on_is_no_annex():
    result = outlined(f"关于印发方案的通知\n{LONG}\n附件\n果业方案\n一、目标\n{LONG}\n二、任务\n{LONG}")
    assert [each.heading for each in result.sections] == ["一、目标", "二、任务"]


def test_dashes_beside_numbered_sections_are_points():
    text = f"果业工作报告\n——果业成为支柱。{LONG}\n——茶业走向全国。{LONG}\n一、打算\n{LONG}"
    result = outlined(text)
    assert [each.heading for each in result.sections] == ["一、打算"]
    assert [each.numbered for each in result.points] == [True, True, False]


def test_articles_of_a_chapter_are_its_points():
    result = outlined(
        f"第一章　总则\n第一条　为抓好果业，制定本办法。\n第二条　本办法适用于全县。\n第二章　附则\n第三条　{LONG}"
    )
    assert [each.heading for each in result.sections] == ["第一章　总则", "第二章　附则"]
    assert [(each.numbered, each.section) for each in result.points] == [(True, 0), (True, 0), (True, 1)]


def test_an_enumeration_in_a_single_paragraph_is_found():
    result = outlined(f"2024年，我局工作取得实效。{LONG} 一是抓规模。{LONG} 二是抓品牌。{LONG}")
    assert [each.sentences[0].text for each in result.points] == [
        "2024年，我局工作取得实效。",
        "一是抓规模。",
        "二是抓品牌。",
    ]
    assert result.sections == ()


def test_a_statement_with_a_figure_is_no_heading():
    text = f"一、成效\n1.新栽苹果3200亩，成活率98%。\n{LONG}\n2.建成冷库12座。\n{LONG}"
    assert [each.heading for each in outlined(text).sections] == ["一、成效"]


def test_a_lower_heading_and_its_one_paragraph_make_a_point():
    text = f"一、成效\n（一）规模扩大\n{LONG}{LONG}\n（二）品牌打响\n{LONG}\n{LONG}\n二、打算\n{LONG}"
    points = [(each.sentences[0].text, len(each.sentences), each.numbered) for each in outlined(text).points]
    assert points == [("（一）规模扩大", 3, True), *[(LONG, 1, False)] * 3]


def test_the_subtitle_below_a_title_opens_no_section():
    text = f"让果业旺起来\n——青川县果业发展的实践\n{LONG}\n一、成效\n{LONG}"
    assert [each.heading for each in outlined(text).sections] == ["一、成效"]


def test_a_semicolon_parts_the_sentences_of_a_paragraph_but_no_phrases():
    long = "全县新栽优质苹果三千二百亩，成活率九成以上；改造低产老园一千八百亩，亩均产量翻了一番。"
    assert sentences(long) == [long[: long.index("；") + 1], long[long.index("；") + 1 :]]
    short = "我们一手抓栽；一手抓管，把果品质量当作生命线来守护，让更多的果农在家门口就能稳定增收。"
    assert sentences(short) == [short]


def test_the_names_of_what_is_attached_are_no_points():
    text = f"一、要求\n1.抓规模。{LONG}\n2.抓品牌。{LONG}\n附件：1.申报书\n2.汇总表\n3.承诺书"
    assert [each.sentences[0].text for each in outlined(text).points] == ["1.抓规模。", "2.抓品牌。"]


def test_a_long_point_of_a_speech_is_cut_into_its_duties():
    duties = [f"各乡镇要{verb}{LONG}" for verb in ("抓好培训，", "抓好销售，", "抓好冷库，")]
    result = outlined(f"一是在增收上求突破。{LONG}{LONG}{LONG}{''.join(duties)}")
    assert [each.sentences[0].text for each in result.points] == ["一是在增收上求突破。", *duties]


def test_a_long_point_is_cut_into_the_measures_that_open_with_topic_phrases():
    result = outlined(f"一是果业服务上新台阶。技术培训到村到户。{LONG * 3}市场开拓多点发力。{LONG * 3}")
    assert [each.sentences[0].text for each in result.points] == ["技术培训到村到户。", "市场开拓多点发力。"]
    assert {each.path for each in result.points} == {("一是果业服务上新台阶",)}


def test_sentences_on_the_whole_before_the_topics_of_a_long_point_are_no_measure():
    whole = "我们把培训和销售放在心上，一件一件抓。"
    result = outlined(
        f"一是果业服务上新台阶。{whole}技术培训到村到户。{LONG * 3}市场开拓多点发力。{LONG * 3}"
    )
    assert [each.sentences[0].text for each in result.points] == ["技术培训到村到户。", "市场开拓多点发力。"]


def test_topics_that_only_close_a_long_point_do_not_divide_it():
    result = outlined(f"一是果业服务上新台阶。{LONG * 9}技术培训到村到户。{LONG}市场开拓多点发力。{LONG}")
    assert [each.sentences[0].text for each in result.points] == ["一是果业服务上新台阶。"]


def test_the_short_sentence_before_an_enumeration_announces_it_wherever_it_stands_in_its_line():
    result = outlined(f"{LONG}果业工作将从两方面推进。一是抓规模。{LONG}二是抓品牌。{LONG}")
    assert [each.sentences[0].text for each in result.points] == [LONG, "一是抓规模。", "二是抓品牌。"]
    assert {each.lead for each in result.points[1:]} == {"果业工作将从两方面推进。"}


def test_a_result_before_an_enumeration_is_a_point_of_its_own():
    result = outlined(f"{LONG}新栽苹果3200亩。一是抓规模。{LONG}二是抓品牌。{LONG}")
    assert result.points[0].sentences[-1].text == "新栽苹果3200亩。"


def test_an_enumeration_opens_after_a_comma_where_it_goes_on_after_a_stop():
    assert sentences("通过培训，一是要提高技术；二是要开拓市场。") == [
        "通过培训，",
        "一是要提高技术；",
        "二是要开拓市场。",
    ]
    assert len(sentences("通过培训，一是要提高技术，二是要开拓市场。")) == 1


def test_a_long_paragraph_that_is_all_of_a_section_gives_a_point_for_each_topic():
    result = outlined(f"一、成效\n切实抓好培训。{LONG}{LONG}{LONG}{LONG}\n二、问题\n{LONG}")
    assert [len(each.sentences) for each in result.points] == [2, 1, 1, 1, 1]


def test_closing_words_belong_to_no_section():
    result = outlined(f"一、成效\n1.抓规模。{LONG}\n2.抓品牌。{LONG}\n同志们，任务已经明确。{LONG}")
    assert result.points[-1].section is None


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("局长谈|扎实推进果业振兴", "扎实推进果业振兴"),
        ("扎实推进果业振兴 - 青川县政府网", "扎实推进果业振兴"),
        ("扎实推进果业振兴", "扎实推进果业振兴"),
        ("一、扎实推进果业振兴", None),
        (LONG, None),
        ("各位代表：", None),
    ],
)
def test_the_title_is_the_first_line_that_is_no_sentence(first, title):
    assert outlined(f"{first}\n{LONG}\n{LONG}").title == title


def test_names_in_marks_are_found_without_their_marks():
    text = "印发《《果业“十四五”规划》和《关于转发〈办法〉的通知》，打造“三品一标”。"
    assert [(each.text, each.marks) for each in find_names(text)] == [
        ("果业“十四五”规划", "book"),
        ("十四五", "quotes"),
        ("关于转发〈办法〉的通知", "book"),
        ("三品一标", "quotes"),
    ]
    assert all(text[each.start : each.end] == each.text for each in find_names(text))


@pytest.mark.parametrize(
    "unit", ["一是", "（一）", "“", "《", "。", "一、\n", "1.\n", "——\n", "甲。\n", "："]
)
def test_hostile_repetition_is_parsed_in_bounded_time(unit, hang_guard):
    text = LONG + unit * (60_000 // len(unit))
    with hang_guard():
        assert outlined(text).sentences


@pytest.mark.skipif(not REPORTS.exists(), reason="the shared reports are not beside this checkout")
@pytest.mark.parametrize("path", sorted(REPORTS.glob("0*.txt")), ids=lambda path: path.stem)
def test_shared_reports_keep_every_sentence_in_its_place(path):
    result = outline(read(path))
    original = result.document.text
    for quantity in result.quantities:
        first, last = result.clean.offsets.to_original(quantity.start, quantity.end)
        assert original[first:last].replace("餘", "余").startswith(quantity.mention[:1]) or last > first
    assert result.points
    assert all(point.sentences for point in result.points)


def test_a_list_number_right_before_a_number_numbers_its_point():
    text = "临江县水务局2024年工作总结\n一、主要成效\n1.新铺管网126公里。\n2.12家企业完成改造。\n3.2024年建成泵站6座。\n"
    assert [each.numbered for each in outline(from_text(text, "总结.txt")).points] == [True, True, True]


def test_what_lies_ahead_is_no_part_of_the_last_point_of_an_enumeration():
    text = (
        "临江县推进果业发展\n今年以来，县果业局做了三件事。一是改良品种。换种果树3万株。二是搭好平台。举办展销会12场。"
        "三是建好果库。新建果库3座。下一步，县果业局将推广有机认证。\n"
    )
    points = outline(from_text(text, "消息.txt")).points
    told = [(each.numbered, each.sentences[0].text) for each in points[-2:]]
    assert told == [(True, "三是建好果库。"), (False, "下一步，县果业局将推广有机认证。")]
