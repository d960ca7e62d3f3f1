from itertools import pairwise

import pytest

from summarizer.documents import read_bytes
from tests.documents.formats.samples import PARAGRAPHS, html

LONG = PARAGRAPHS[2]


def page(body, head='<meta charset="utf-8">'):
    return read_bytes(html(body, head).encode(), "网页.html")


def lines(body):
    return page(f"{body}<p>{LONG}</p>").text.split("\n")[:-1]


def hints(document):
    return [(each.reason, document.text[each.start : each.end].strip()) for each in document.hints]


def test_blocks_and_breaks_make_lines_and_inline_elements_none():
    assert lines("<h1>果业<b>报告</b></h1><p>一、<span>成效</span><br>二、打算</p><div>完</div>") == [
        "果业报告",
        "一、成效",
        "二、打算",
        "完",
    ]


def test_white_space_is_set_as_a_browser_sets_it():
    assert lines("<p>  果园\n  三百亩，增长 \t 5% at\nlast </p><pre>甲  乙\n  丙</pre>") == [
        "果园三百亩，增长 5% at last",
        "甲  乙",
        "  丙",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var 果='园'</script>",
        "<style>p{}</style>",
        "<span style='DISPLAY : none'>水印</span>",
        "<div hidden><p>水印</p></div>",
        "<select><option>北</select>",
        "<!-- 注 -->",
        "<% out.print(果) %>",
        "<ruby><rp>(</rp><rt>guǒ</rt><rp>)</rp></ruby>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden):
    assert lines(f"<p>果园{hidden}三百亩</p>") in (["果园三百亩"], ["果园", "三百亩"])


def test_a_page_that_is_hidden_while_it_loads_is_read():
    source = f"<html><body style='display:none'><p>{LONG}</p></body></html>"
    assert read_bytes(source.encode(), "a.htm").text == LONG


def test_the_cells_of_a_row_stand_on_one_line_with_tabs():
    table = "<table><tr><th>任务<th>单位</tr><tr><td><p>建园</p></td><td>果业局</td><td></td></tr></table>"
    assert lines(table) == ["任务\t单位", "建园\t果业局"]


def test_a_page_laid_out_as_a_table_keeps_its_lines():
    table = "<table><tr><td>栏目</td><td><p>一、成效</p><p>二、打算</p></td><td>完</td></tr></table>"
    assert lines(table) == ["栏目", "一、成效", "二、打算", "完"]


@pytest.mark.parametrize(
    ("chrome", "reason", "text"),
    [
        ("<nav><p>首页</p></nav>", "navigation", "首页"),
        ("<footer>主办单位</footer>", "page_footer", "主办单位"),
        ("<div role='banner'>网站</div>", "page_header", "网站"),
        ("<div class='top-breadcrumb'>首页 - 报告</div>", "breadcrumb", "首页 - 报告"),
        ("<div id='shareBox'>分享</div>", "share_buttons", "分享"),
        (
            "<ul><li><a href=1>春季果园</a> 2024-01-02</li><li><a href=2>夏季</a></li><li><a href=3>秋季</a></li></ul>",
            "link_list",
            "春季果园 2024-01-02\n夏季\n秋季",
        ),
    ],
)
def test_chrome_that_the_markup_tells_is_kept_in_the_text_and_hinted(chrome, reason, text):
    document = page(f"<h1>报告</h1>{chrome}<p>{LONG}</p>")
    assert hints(document) == [(reason, text)]


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='menu'><p>{LONG}</p></div>",
        f"<nav><p>{LONG}</p></nav>",
        f"<p>{LONG}<a href=1>甲</a><a href=2>乙</a><a href=3>丙</a></p>",
        f"<article><header><p>报告</p></header><p>{LONG}</p></article>",
        f"<div class='header search'><h1>报告</h1></div><p>{LONG}</p>",
        f"<div class='unrelated supernav'>报告</div><p>{LONG}</p>",
    ],
)
def test_the_body_is_never_hinted_whatever_its_names(body):
    assert hints(page(body)) == []


def test_the_title_of_the_page_comes_first_as_a_hint():
    document = page(f"<p>{LONG}</p>", "<title>报告 - 网站</title>")
    assert document.text.startswith("报告 - 网站\n")
    assert hints(document) == [("page_title", "报告 - 网站")]


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "gb18030", "big5", "utf-8", "utf-16", "x-none"])
def test_a_declared_charset_is_believed_where_the_bytes_bear_it_out(charset):
    body = (
        f"<p>{LONG}</p>"
        if charset != "big5"
        else "<p>全縣新建果園三百畝，帶動農戶增收，培訓技術員四十名，群眾反映很好，市場開拓取得成效。</p>"
    )
    source = html(body, f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
    codec = {"gb2312": "gbk", "x-none": "utf-8"}.get(charset, charset)
    assert read_bytes(source.encode(codec), "a.htm").text in body


def test_a_page_without_declaration_is_decoded_by_its_words():
    source = html("<div class='a'></div>" * 2000 + f"<p>{LONG}</p>", "")
    document = read_bytes(source.encode("gbk"), "a.htm")
    assert (document.text, document.encoding) == (LONG, "gb18030")


def test_a_wrong_declaration_does_not_pass():
    source = html(f"<p>{LONG}</p>", '<meta charset="big5">')
    assert LONG in read_bytes(source.encode("utf-8"), "a.htm").text


def test_hints_are_in_order_without_overlap_and_lie_on_whole_lines():
    links = "".join(f"<li><a href={at}>果园新闻</a></li>" for at in range(5))
    document = page(
        f"<nav><ul>{links}</ul></nav><p>{LONG}</p><div><ul>{links}</ul></div><footer>网站</footer>"
    )
    spans = [(each.start, each.end) for each in document.hints]
    assert len(spans) == 3
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(start == 0 or document.text[start - 1] == "\n" for start, _ in spans)
