import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.linebreaks import join_lines
from summarizer.documents.offsets import OffsetMap, apply_edits

PROSE = "今年以来全县新建果园三百亩，带动农户增收致富，培训技术员四十名，群众普遍反映很好，社会各界给予了充分肯定，全年目标任务顺利完成。"


def joined(text):
    return apply_edits(text, OffsetMap.identity(len(text)), join_lines(text))[0]


def wrapped(text, width=20):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_paragraphs_wrapped_at_a_width_become_whole():
    text = "\n".join(f"　　{wrapped(PROSE)}" for _ in range(5))
    assert joined(text) == "\n".join([f"　　{PROSE}"] * 5)


def test_paragraphs_between_blank_lines_become_whole():
    text = "\n\n".join([wrapped(PROSE)] * 5)
    assert joined(text) == "\n\n".join([PROSE] * 5)


def test_a_few_lines_that_hang_over_do_not_hide_the_width():
    over = PROSE[:20] + "12，\n" + PROSE[20:]
    text = "\n".join([f"　　{wrapped(PROSE)}"] * 3 + [f"　　{over[:23]}\n{wrapped(over[24:])}"] * 2)
    assert "\n" not in joined(text).replace("\n　　", "")


def test_a_line_broken_after_a_comma_goes_on():
    assert joined("全县新建果园三百亩，\n\n带动农户增收致富。") == "全县新建果园三百亩，带动农户增收致富。"


def test_latin_words_keep_a_space():
    text = wrapped(PROSE) + "\n"
    assert joined("引进先进的水果分选设备 apple,\npear，") == "引进先进的水果分选设备 apple,\npear，"
    assert joined(text * 3 + "推广的主要果树品种，Golden\nDelicious苹果").endswith("Golden\nDelicious苹果")


@pytest.mark.parametrize(
    "text",
    [
        "同志们，\n今天召开全县果业工作会议。",
        "主要做法和取得的成效如下，\n一是新建果园三百亩。",
        "青川县果业局2024年上半年工作总结\n一、主要成效\n" + PROSE,
        PROSE + "\n青川县果业局\n2024年7月3日",
        "参加会议的单位有关人员名单，\n（一）果业局",
        "\n".join(
            [
                "关于加快推进全县果业高质量发展的实施意见",
                "关于进一步加强全县果品质量安全的通知要求",
                "关于做好全县果园冬季管护技术指导的通知",
            ]
            * 4
        ),
        "单位名称和主要负责人，\t张三，\n果业局",
    ],
)
def test_headings_lists_rows_titles_and_signatures_keep_their_lines(text):
    assert joined(text) == text


@given(
    st.lists(
        st.sampled_from([PROSE, "一、主要成效", "（一）新建果园", "青川县果业局", "", "同志们："]),
        max_size=12,
    )
)
def test_a_text_whose_paragraphs_are_whole_is_left_alone(lines):
    text = "\n".join(lines)
    assert joined(text) == text


def test_lines_of_a_typeset_page_are_joined_though_digits_make_them_uneven():
    lines = [
        "上半年，全县实现地区生产总值 89.8 亿元，同比增长 6.1%，其中第一产业增加值 12.4 亿元、第二产",
        "业增加值 36.7 亿元、第三产业增加值 40.7 亿元，三次产业比进一步优化，工业经济支撑更加有力有",
        "效，规模以上工业企业由上年末的 105 家增加到 112 家，净增 7 家，实施技术改造项目 34 个，完成投",
        "资 6.8 亿元，全县工业用电量保持增长，农业基础更加稳固，文旅消费持续回暖，城乡面貌持续改善，群众",
        "获得感不断增强。",
        "各项社会事业全面进步，营商环境更加优化，城市功能不断完善，乡村建设扎实推进，生态环境稳定向好，",
        "就业形势总体稳定。",
    ]
    text = "\n".join(lines)
    joined, _ = apply_edits(text, OffsetMap.identity(len(text)), join_lines(text, typeset=True))
    assert joined.splitlines() == ["".join(lines[:5]), "".join(lines[5:])]
