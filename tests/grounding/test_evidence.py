import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents import from_text, outline
from summarizer.grounding import cite, cite_span

SIMPLE = (
    "一、主要工作成效",
    "一是水利工程建设提速。实施重点项目14个，完成投资2.36亿元！同比增长18.2%；效果明显。",
    "二是供水保障有力。新铺管网126公里，印发《供水办法》，打响“清流”品牌。",
    "二、存在的问题",
    "一是资金缺口较大。全年仍需筹措资金4200万元。",
)
TRADITIONAL = (
    "一、主要工作成效",
    "一是水利工程建設(shè)提速。實(shí)施重點(diǎn)項目14個，完成投資2.36億元！同比增長18.2%；效果明顯。",
    "二是供水保障有力。新鋪管網126公里，印發《供水辦法》，打響“清流”品牌。",
    "二、存在的問題",
    "一是資金缺口較大。全年仍需籌措資金4200萬元。",
)
CHROME = st.sampled_from(
    [
        "首页",
        "当前位置：首页 > 政务公开 > 工作总结",
        "分享到：微信 微博 QQ空间",
        "发布日期：2024-07-25 17:44　来源：办公室　浏览次数：12次",
        "&nbsp;&nbsp;",
        "版权所有 未经授权不得转载",
        "",
        "\u3000\u3000",
    ]
)


@st.composite
def documents(draw):
    """A report in either script, page chrome and odd spaces between its lines."""
    lines = []
    for line in draw(st.sampled_from([SIMPLE, TRADITIONAL])):
        lines += draw(st.lists(CHROME, max_size=2))
        lines.append(draw(st.sampled_from(["", "\u3000\u3000", "  "])) + line)
    lines += draw(st.lists(CHROME, max_size=3))
    return from_text(draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines), "总结.txt")


@settings(deadline=None, max_examples=60)
@given(documents(), st.data())
def test_every_quote_of_any_sentences_is_the_original_at_its_place(document, data):
    parsed = outline(document)
    chosen = data.draw(st.lists(st.sampled_from(parsed.sentences), max_size=6))
    evidence = cite(parsed, chosen)
    assert all(each.quote == document.text[each.start : each.end] for each in evidence)
    assert len(evidence) == len({each.id for each in chosen})
    assert [each.start for each in evidence] == sorted(each.start for each in evidence)


@settings(deadline=None, max_examples=60)
@given(documents(), st.data())
def test_every_quote_of_any_span_is_the_original_at_its_place(document, data):
    parsed = outline(document)
    length = len(parsed.clean.text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    place = cite_span(parsed, start, end)
    assert place.quote == document.text[place.start : place.end]


def test_the_quote_of_traditional_text_is_traditional_with_its_glosses():
    parsed = outline(from_text("\n".join(TRADITIONAL), "總結.txt"))
    sentence = parsed.sentences[1]
    (evidence,) = cite(parsed, [sentence])
    assert sentence.text == "一是水利工程建设提速。"
    assert evidence.quote == "一是水利工程建設(shè)提速。"


def test_sentences_are_cited_once_and_in_document_order():
    parsed = outline(from_text("\n".join(SIMPLE), "总结.txt"))
    second, fifth = parsed.sentences[1], parsed.sentences[4]
    assert [each.quote for each in cite(parsed, [fifth, second, fifth])] == [second.text, fifth.text]


def test_a_span_outside_of_the_text_is_refused():
    parsed = outline(from_text("\n".join(SIMPLE), "总结.txt"))
    with pytest.raises(ValueError, match="span"):
        cite_span(parsed, 0, len(parsed.clean.text) + 1)
