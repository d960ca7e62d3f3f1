from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents import from_text, read_bytes
from summarizer.documents.clean import clean
from summarizer.documents.model import Removal

BODY = "今年以来，全县新建果园三百亩，带动农户增收致富，培训技术员四十名，群众普遍反映很好，社会各界给予充分肯定。"
REPORT = f"青川县果业局2024年上半年工作总结\n一、主要成效\n{BODY}\n二、存在问题\n{BODY}\n青川县果业局\n2024年7月3日"


def cleaned(text):
    return clean(from_text(text, "报告.txt"))


def test_a_document_without_chrome_loses_nothing():
    result = cleaned(REPORT)
    assert (result.text, result.removed, dict(result.repairs)) == (REPORT, (), {})


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("您现在的位置：首页 > 政务公开 > 工作总结\n", "", "breadcrumb"),
        ("发布时间：2024-07-05 09:12 来源：果业局\n", "", "date_line"),
        ("分享到：\n", "", "button"),
        ("青川县果业局2024年上半年工作总结-青川县人民政府\n导航\n", "", "page_head"),
        ("", "\n版权所有：青川县人民政府", "legal_notice"),
        ("", "\n（图为技术员在果园）", "caption"),
        ("", "\n相关阅读\n果业展会下周开幕\n三百人参加春季植树", "link_list"),
    ],
)
def test_page_chrome_goes_and_is_accounted_for(before, after, reason):
    text = before + REPORT + after
    result = cleaned(text)
    assert result.text.strip() == REPORT
    assert reason in {each.reason for each in result.removed}
    assert all(text[each.start : each.end].strip() not in result.text for each in result.removed[-1:])


def test_the_date_of_a_removed_date_line_is_kept():
    assert cleaned("发布时间：2024-07-05 09:12\n" + REPORT).published == "2024-07-05"
    assert cleaned("发布时间：2024-17-45 09:12\n" + REPORT).published is None
    assert cleaned(REPORT).published is None


def test_a_list_heading_followed_by_the_document_is_no_tail():
    text = f"果业调查报告\n关键词：果园；增收\n{BODY}\n{BODY}"
    assert cleaned(text).text == text


def test_a_title_made_up_by_a_site_gives_way_to_the_real_one():
    result = cleaned(f"2024年果业讲话【精选推荐】\n在全县果业大会上的讲话\n{BODY}\n{BODY}")
    assert result.text.startswith("在全县果业大会上的讲话")


def test_glosses_after_traditional_characters_go_and_the_original_is_found_again():
    text = "我縣積極開展果業工作，奮進(jìn)新征程，務(wù)求實效，進(jìn)一步擴(kuò)大規(guī)模，帶動農(nóng)戶增收。"
    result = cleaned(text)
    assert result.text == "我县积极开展果业工作，奋进新征程，务求实效，进一步扩大规模，带动农户增收。"
    start = result.text.index("奋进")
    first, last = result.offsets.to_original(start, start + 3)
    assert text[first:last] == "奮進(jìn)新"


def test_brackets_that_are_no_glosses_stay():
    text = REPORT.replace("致富", "致富(ok)，温度(a)")
    assert cleaned(text).text == text


def shifted(heading):
    """What a reader makes of an indented heading whose first byte is lost: the damage, done by the codec."""
    data = ("\u3000" + heading).encode("gbk")[1:]
    pairs = (data[at : at + 2] for at in range(0, len(data) - 1, 2))
    return "".join(pair.decode("gbk", "ignore") for pair in pairs)


def test_headings_shifted_by_half_a_character_get_their_numbers_back():
    headings = [f"（{number}）抓好培训工作" for number in "一二三四五六七"]
    text = "\n".join(f"{shifted(heading)}(zuò)。{BODY}抓好培训工作。" for heading in headings)
    lines = cleaned(text).text.split("\n")
    assert [line[:3] for line in lines] == [heading[:3] for heading in headings]
    assert lines[0].startswith("（一）抓好培训工")


def test_words_that_lost_bytes_are_not_guessed():
    text = f"。ㄒ唬┙逃髷(shù)据工作。{BODY}"
    assert "（一）逃髷" in cleaned(text).text


@pytest.mark.parametrize(
    ("damaged", "mended", "kind"),
    [
        ("果林&nbsp;六百亩&lt;新&gt;", "果林 六百亩<新>", "entity"),
        ("果<br/>园<span class='a'>三</span>", "果园三", "tag"),
        ("果\u200b园\u2060三", "果园三", "invisible"),
        ("果\ue123园三", "果园三", "private_use"),
        ("\n工 作 总 结\n", "\n工作总结\n", "spaced_word"),
        ("果园，剩余隐藏内容免费查看三百亩", "果园，三百亩", "inserted_notice"),
    ],
)
def test_damage_is_mended_and_counted(damaged, mended, kind):
    result = cleaned(REPORT + "\n" + damaged + BODY)
    assert mended in result.text
    assert result.repairs[kind] >= 1


def test_a_signature_put_into_sentences_goes_and_honest_words_stay():
    text = f"{BODY}这春风化雨整理些工作，得到春风化雨整理群众好评。这些做法好，这些经验好，这些人好。"
    assert "这些工作，得到群众好评" in cleaned(text).text
    honest = f"{BODY}做好档案资料整理工作，加强档案资料整理归档，规范档案资料。好工作，好工作，好工作。"
    assert cleaned(honest).text == honest


def test_line_ends_of_windows_become_plain_and_lead_back():
    text = REPORT.replace("\n", "\r\n")
    result = cleaned(text)
    assert result.text == REPORT
    start = result.text.index("二、存在问题")
    first, last = result.offsets.to_original(start, start + 6)
    assert text[first:last] == "二、存在问题"


NOISE = [
    "\u200b",
    "(jìn)",
    "&amp;",
    "\r\n",
    "<b>",
    "分享到：\n",
    "進",
    "國務",
    "。ㄒ唬┩",
    "《",
    "首页 > 新闻 > 果业\n",
    "工 作 总 结",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*NOISE, BODY, "果园", "\n", "三百亩。"]), max_size=30))
def test_whatever_is_mended_every_kept_character_leads_to_the_original(parts):
    text = REPORT + "\n" + "".join(parts)
    result = cleaned(text)
    for at, char in enumerate(result.text):
        first, last = result.offsets.to_original(at, at + 1)
        assert 0 <= first <= last <= len(text)
        if char in "果园三百亩":
            assert char in text[first:last]


def test_hints_of_the_format_are_taken_out_and_their_date_is_kept():
    menu = "走进青川的人们\n发布时间：2024-07-05 来源：青川日报\n"
    document = replace(from_text(menu + REPORT, "报告.html"), hints=(Removal(0, len(menu), "navigation"),))
    result = clean(document)
    assert result.text == REPORT
    assert result.removed == (Removal(0, len(menu), "navigation"),)
    assert (result.published, result.source) == ("2024-07-05", "青川日报")


def test_hints_that_would_leave_nothing_are_ignored():
    document = replace(from_text(REPORT, "报告.html"), hints=(Removal(0, len(REPORT) - 5, "navigation"),))
    assert clean(document).text == REPORT


def test_hints_that_overlap_are_taken_out_once():
    hints = (Removal(3, 9, "header"), Removal(0, 5, "navigation"), Removal(4, 8, "aside"))
    document = replace(from_text("甲乙丙丁戊己庚辛壬" + REPORT, "报告.html"), hints=hints)
    assert clean(document).text == REPORT


def test_a_quotation_leaves_out_what_was_put_into_its_sentence():
    text = f"{BODY}果园建设，当前隐藏内容免费查看取得明显成效。"
    result = cleaned(text)
    start = result.text.index("果园建设")
    parts = result.original_parts(start, len(result.text))
    assert [text[first:last] for first, last in parts] == ["果园建设，", "取得明显成效。"]
    assert "inserted_notice" in {each.reason for each in result.removed}


def test_a_span_nothing_was_removed_from_is_one_part():
    result = cleaned(REPORT)
    assert result.original_parts(3, 9) == ((3, 9),)
    assert result.original_parts(4, 4) == ((4, 4),)


def test_damaged_bytes_and_doubtful_encodings_are_told():
    assert cleaned(REPORT.replace("三百亩", "三\ufffd亩")).repairs == {"bad_bytes": 2}
    pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xC7) for trail in range(0xA1, 0xC0)]
    assert clean(read_bytes(b"".join(pairs), "疑.txt")).repairs["encoding_in_doubt"] == 1


def test_a_page_number_inside_a_sentence_goes_and_the_sentence_is_whole():
    text = f"{BODY}\n下一步，继续抓好果园建设和技术培训，\n— 3 —\n带动更多农户增收。"
    assert "技术培训，带动更多农户增收。" in cleaned(text).text


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_parts_cover_a_span_without_what_was_removed(one, other):
    text = f"分享到：\n{BODY}果园，点击查看全文三百亩。\n— 3 —\n{REPORT}\n版权所有：青川县"
    result = cleaned(text)
    start, end = sorted((min(one, len(result.text)), min(other, len(result.text))))
    parts = result.original_parts(start, end)
    assert parts == tuple(sorted(parts))
    assert "".join(text[first:last] for first, last in parts) == result.text[start:end]
