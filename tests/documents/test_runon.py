import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import find_facts, outline
from summarizer.documents.offsets import OffsetMap, apply_edits
from summarizer.documents.people import Person
from summarizer.documents.read import from_text
from summarizer.documents.runon import restore_lines

BODY = (
    "全县新建改建渠道三十六公里，惠及群众三万人，各项工作取得新的成效。坚持问题导向，狠抓责任落实，"
    "推动重点任务落地见效，群众满意度明显提高，位居全市前列，受到上级充分肯定。"
)
LINES = [
    "临江县水务局2024年工作总结",
    "（2024年12月30日）",
    "2024年，在县委、县政府领导下，县水务局真抓实干。" + BODY,
    "一、主要工作情况",
    "（一）抓项目",
    "全年完成投资2.36亿元。" + BODY,
    "（二）保安全",
    "完成水库除险加固八座。" + BODY,
    "二、存在的主要问题",
    "管护经费不足。" + BODY,
    "三、下一步工作打算",
    "建成智慧水务平台。" + BODY,
    "临江县水务局",
    "2024年12月30日",
]
SPEECH = [
    "在全县水利工作会议上的讲话",
    "临江县委书记　陆清河",
    "（2024年2月20日）",
    "同志们：",
    "今天召开全县水利工作会议，总结去年工作，部署今年任务。" + BODY,
    "一、肯定成绩，坚定信心",
    BODY,
    "二、正视差距，增强紧迫感",
    BODY,
]


def restored(text):
    return apply_edits(text, OffsetMap.identity(len(text)), restore_lines(text))[0]


def value(found):
    return found.value if found else None


def read(lines, between):
    return outline(from_text(between.join(lines), "a.txt"))


@pytest.mark.parametrize("between", [" ", "  ", "\u3000\u3000"])
def test_lines_that_became_gaps_are_lines_again(between):
    assert restored(between.join(LINES)).split("\n") == LINES


@pytest.mark.parametrize("between", ["", " ", "  "])
def test_a_report_in_one_line_keeps_its_facts_and_headings(between):
    found = read(LINES, between)
    facts = find_facts(found)
    assert value(facts.title) == "临江县水务局2024年工作总结"
    assert value(facts.issuer) == "临江县水务局"
    assert value(facts.date) == "2024-12-30"
    assert value(facts.period) == ("2024-01", "2024-12")
    tops = [each.heading for each in found.sections if each.level == 1]
    assert tops == ["一、主要工作情况", "二、存在的主要问题", "三、下一步工作打算"]


@pytest.mark.parametrize("between", ["", " ", "  "])
def test_a_speech_in_one_line_keeps_who_gave_it_and_where(between):
    facts = find_facts(read(SPEECH, between))
    assert value(facts.doc_type) == "speech"
    assert value(facts.author) == Person("陆清河", "临江县委书记")
    assert value(facts.occasion) == "全县水利工作会议"
    assert value(facts.date) == "2024-02-20"


def test_gaps_strewn_into_words_are_closed_and_wider_ones_part_lines():
    text = "  ".join(LINES).replace("工作", "工 作").replace("群众", "群 众").replace("问题", "问 题")
    text = text.replace("落实", "落 实").replace("成效", "成 效").replace("上级", "上 级")
    assert restored(text).split("\n") == LINES


@pytest.mark.parametrize(
    ("called", "title"),
    [
        ("原标题：临江县水利建设提速近日，临江县", "临江县水利建设提速"),
        ("原标题：临江县水利建设提速临江县水利建设提速 为进一步", "临江县水利建设提速"),
    ],
)
def test_a_title_that_a_site_calls_so_ends_where_the_text_begins(called, title):
    found = outline(from_text("2024-08-02 14:36，正文：" + called + BODY * 4, "a.txt"))
    assert found.title == title


def test_slogans_side_by_side_stay_one_title():
    text = "牢记使命 砥砺前行 奋力谱写水利新篇章 （2024年2月20日） 同志们：" + BODY * 4
    assert restored(text).split("\n")[0] == "牢记使命 砥砺前行 奋力谱写水利新篇章"


def test_a_list_within_a_sentence_is_no_series():
    text = BODY * 3 + "第一、二、三产业协调发展，一、二级水源全部达标，" + BODY
    assert restore_lines(text) == []


def test_a_text_that_has_lines_or_is_short_is_left_alone():
    assert restore_lines("\n".join(LINES)) == []
    assert restore_lines("一、抓项目 二、保安全") == []


@given(st.lists(st.sampled_from([*LINES, *SPEECH, " ", "一、", "（一）", "同志们：", "。"]), max_size=40))
def test_nothing_but_white_space_is_put_in_or_taken_out(parts):
    text = " ".join(parts)
    assert "".join(restored(text).split()) == "".join(text.split())


@given(st.lists(st.sampled_from([*LINES, *SPEECH, " ", "一、", "（一）"]), min_size=8, max_size=40))
def test_every_sentence_of_a_restored_text_is_found_in_the_original(parts):
    text = "".join(parts) + BODY * 4
    found = outline(from_text(text, "a.txt"))
    for sentence in found.sentences:
        start, end = found.clean.offsets.to_original(sentence.start, sentence.end)
        assert "".join(text[start:end].split()) == "".join(sentence.text.split())
