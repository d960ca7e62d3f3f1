from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from schemas import Record, WorkReport
from schemas.record import Checks, Evidence, Figure, Item
from summarizer.rendering import render_markdown
from summarizer.rendering.markdown import escape
from summarizer.rendering.plain import plain

MakeRecord = Callable[..., Record[WorkReport]]
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN_TOKENS = {"inline", "text", "text_special", "paragraph_open", "paragraph_close"}


def tokens(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
    | st.text(alphabet="#-+=>1.)( `*_~[]!<&|:\\a\n")
)
def test_escaped_text_reads_as_exactly_itself(text: str) -> None:
    shown = list(tokens(escape(plain(text))))
    assert {token.type for token in shown} <= PLAIN_TOKENS
    assert "".join(token.content for token in shown if token.type.startswith("text")) == plain(text)


@pytest.mark.parametrize("address", ["http://a.example", "www.a.example", "a@b.example"])
def test_addresses_are_escaped_where_they_would_become_links(address: str) -> None:
    assert address not in escape(f"见{address}")
    assert PARSER.renderInline(escape(address)) == address


def test_hostile_text_in_every_place_stays_text(record: MakeRecord) -> None:
    hostile = "# 甲 | `乙` <script>alert(1)</script> [丙](http://a.example) **丁**\n\n- 戊 \u202e\x1b[31m"
    evidence = (Evidence(start=1, end=2, quote=hostile),)
    summary = WorkReport(
        title=hostile,
        issuer=hostile,
        abstract=hostile,
        achievements=(Item(text=hostile, evidence=evidence, verdict="supported"),),
        figures=(
            Figure(
                subject=hostile, value=1, unit="", mention="甲 |", status="achieved",
                evidence=evidence, verdict="supported",
            ),
        ),
    )  # fmt: skip
    markdown = render_markdown(record(summary, Checks(warnings=(hostile,))))
    assert not set(markdown) & set("\u202e\x1b")
    kinds = {token.type for token in tokens(markdown)}
    assert not kinds & {"html_block", "html_inline", "code_inline", "fence", "link_open"}
    cells = [token for token in tokens(markdown) if token.type == "td_open"]
    assert len(cells) == 5


def test_the_page_holds_labels_values_marks_and_references(full: Record[WorkReport]) -> None:
    markdown = render_markdown(full)
    for line in (
        "# 云岫县交通运输局2025年上半年工作总结",
        "- **文种**：工作总结",
        "- ✓ 完成交通固定资产投资3.26亿元，同比增长8.4% 〔310–339〕",
        "- · 干部作风持续好转 〔900–912〕",
        "**问题**：报告未提及",
        "- ✓ 加快云青高速连接线建设，年底前全线贯通（期限 2025-12） 〔1820–1850〕",
        "| ✓ | 交通固定资产投资同比增速（2025年上半年） | 8.4% ↑ | 完成 "
        "| 〔310–339〕 …资3.26亿元，同比增长8.4% |",
        "《农村公路条例》 〔700–708〕",
        "## 未被摘要引用的数据 1 处",
        "12次 〔1010–1013〕",
    ):
        assert line in markdown.splitlines()


def test_an_empty_record_is_a_heading_three_remarks_and_the_usage(record: MakeRecord) -> None:
    assert render_markdown(record(WorkReport())).split("\n\n") == [
        "# 总结.txt",
        "- **文种**：其他\n- **来源**：总结.txt · 2,324 字",
        "**成绩**：报告未提及",
        "**问题**：报告未提及",
        "**任务**：报告未提及",
        "---",
        "*qwen2.5-coder-1.5b · 12次调用 · 输入9,120、输出1,203词元 · 84.2秒*\n",
    ]
