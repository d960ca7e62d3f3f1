import pytest

from summarizer.documents import read_bytes
from summarizer.errors import InputDamaged, InputUnsupported
from tests.documents.formats.samples import PARAGRAPHS, docx, paragraph, w, zipped

LONG = PARAGRAPHS[2]
LAST = paragraph(LONG)


def read(body, **parts):
    return read_bytes(docx(body + LAST, **parts), "报告.docx")


def lines(body, **parts):
    return read(body, **parts).text.split("\n")[:-1]


def number(level, number_id="1"):
    return w("numPr", w("ilvl", val=level) + w("numId", val=number_id))


def numbering(*levels, more=""):
    """A numbering part of (format, text) levels, with the list 1 made of it."""
    told = "".join(
        w("lvl", w("start", val=1) + w("numFmt", val=shape) + w("lvlText", val=text), ilvl=at)
        for at, (shape, text) in enumerate(levels)
    )
    return w("abstractNum", told, abstractNumId=0) + w("num", w("abstractNumId", val=0), numId=1) + more


def test_numbers_that_word_sets_by_itself_are_part_of_the_text():
    levels = numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    places = (0, 1, 1, 2, 0, 1)
    body = "".join(paragraph("抓规模", number(place)) for place in places)
    assert lines(body, numbering=levels) == [
        "一、抓规模",
        "（一）抓规模",
        "（二）抓规模",
        "1.抓规模",
        "二、抓规模",
        "（一）抓规模",
    ]


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ("chineseCountingThousand", ["一", "二", "十", "十一", "二十", "二十一", "一百零一"]),
        ("decimal", ["1", "2", "10", "11", "20", "21", "101"]),
        ("chineseLegalSimplified", ["壹", "贰", "壹拾", "壹拾壹", "贰拾", "贰拾壹", "壹佰零壹"]),
        ("ideographTraditional", ["甲", "乙", "癸", "甲", "癸", "甲", "甲"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "⑪", "⑳", "21", "101"]),
        ("upperRoman", ["I", "II", "X", "XI", "XX", "XXI", "101"]),
        ("lowerLetter", ["a", "b", "j", "k", "t", "u", "wwww"]),
        ("decimalFullWidth", ["１", "２", "１０", "１１", "２０", "２１", "１０１"]),
    ],
)
def test_each_number_format_counts_as_word_shows_it(shape, shown):
    body = "".join(paragraph("果", number(0)) for _ in range(101))
    found = [line.removesuffix("、果") for line in lines(body, numbering=numbering((shape, "%1、")))]
    assert [found[at - 1] for at in (1, 2, 10, 11, 20, 21, 101)] == shown


def test_numbers_come_from_the_style_and_what_it_is_based_on():
    styles = w("style", w("pPr", w("numPr", w("numId", val=1))), styleId="Base") + w(
        "style", w("basedOn", val="Base"), styleId="Own"
    )
    levels = numbering(("chineseCounting", "%1、"))
    body = paragraph("成效", w("pStyle", val="Base")) + paragraph("打算", w("pStyle", val="Own"))
    assert lines(body, numbering=levels, styles=styles) == ["一、成效", "二、打算"]


def test_a_list_may_start_anew_and_a_number_may_be_taken_off():
    restart = w(
        "num", w("abstractNumId", val=0) + w("lvlOverride", w("startOverride", val=1), ilvl=0), numId=2
    )
    levels = numbering(("decimal", "%1."), more=restart)
    body = paragraph("甲", number(0)) + paragraph("乙", number(0)) + paragraph("丙", number(0, "2"))
    assert lines(body + paragraph("丁", number(0, "0")), numbering=levels) == ["1.甲", "2.乙", "1.丙", "丁"]


def test_a_bare_number_does_not_run_into_the_figures_of_its_text():
    assert lines(paragraph("2024年", number(0)), numbering=numbering(("decimal", "%1"))) == ["1 2024年"]


def run(text, properties=""):
    return w("r", (w("rPr", properties) if properties else "") + w("t", text))


@pytest.mark.parametrize(
    "unseen",
    [
        w("del", w("r", w("delText", "旧"))),
        w("moveFrom", run("旧")),
        run("旧", "<w:vanish/>"),
        w("r", w("instrText", "PAGE")),
    ],
)
def test_deleted_and_hidden_text_is_not_shown_and_inserted_text_is(unseen):
    body = w("p", run("果园") + unseen + w("ins", run("三百亩")) + run("好", '<w:vanish w:val="0"/>'))
    assert lines(body) == ["果园三百亩好"]


def test_breaks_and_tabs_within_a_paragraph_are_kept():
    body = w(
        "p",
        w("pPr", w("tabs", w("tab", val="left")))
        + run("甲")
        + w("r", "<w:tab/>")
        + run("乙")
        + w("r", "<w:br/>")
        + run("丙"),
    )
    assert lines(body) == ["甲\t乙", "丙"]


def test_a_table_is_read_row_by_row_without_deleted_rows():
    def row(*cells, properties=""):
        return w("tr", properties + "".join(w("tc", paragraph(cell)) for cell in cells))

    rows = row("任务", "单位") + row("旧", "旧", properties=w("trPr", "<w:del/>")) + row("建园", "果业局")
    assert lines(w("tbl", rows) + paragraph("完")) == ["任务\t单位", "建园\t果业局", "完"]


def test_a_text_box_follows_its_paragraph_once():
    box = w("txbxContent", paragraph("框内"))
    drawn = f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    assert lines(w("p", run("框") + w("r", drawn) + run("外")) + paragraph("后")) == ["框外", "框内", "后"]


def test_headers_and_footers_are_hints_and_notes_come_last():
    separator = w("footnote", paragraph("——"), type="separator")
    document = read(
        "",
        header1=paragraph("果业局文件"),
        footer1=paragraph("第一版"),
        footnotes=separator + w("footnote", paragraph("数据为预计数。")),
    )
    assert document.text == f"果业局文件\n{LONG}\n数据为预计数。\n第一版"
    assert [(each.reason, document.text[each.start : each.end]) for each in document.hints] == [
        ("page_header", "果业局文件\n"),
        ("page_footer", "第一版"),
    ]


def test_a_table_of_contents_is_a_hint():
    styles = w("style", w("name", val="toc 1"), styleId="10")
    document = read(paragraph("一、成效 1", w("pStyle", val="10")), styles=styles)
    assert [each.reason for each in document.hints] == ["table_of_contents"]


def test_the_main_part_is_found_under_another_name():
    relation = '<r><a Type="x/officeDocument" Target="/word/document2.xml"/></r>'
    content = f'<w:document xmlns:w="urn:strict">{w("body", LAST)}</w:document>'
    assert read_bytes(zipped({"_rels/.rels": relation, "word/document2.xml": content}), "a").text == LONG


def test_a_damaged_file_tells_the_part():
    with pytest.raises(InputDamaged, match=r"word/document\.xml"):
        read_bytes(zipped({"word/document.xml": "<w:document>"}), "报告.docx")
    with pytest.raises(InputDamaged):
        read_bytes(docx(LAST)[:-60], "报告.docx")


def test_an_encrypted_archive_asks_for_the_password_to_be_removed():
    data = bytearray(docx(LAST))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    with pytest.raises(InputUnsupported, match=r"password|密码"):
        read_bytes(bytes(data), "报告.docx")
