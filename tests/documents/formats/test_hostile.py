"""Files made to do harm, and files damaged at random: a bounded time, and no error but our own."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summarizer.documents import read_bytes
from summarizer.errors import InputDamaged, InputError, InputTooLarge, SummarizerError
from tests.documents.formats import samples
from tests.documents.formats.samples import PARAGRAPHS, W, docx, html, paragraph, zipped

LONG = PARAGRAPHS[2]
ENTITIES = "".join(f'<!ENTITY a{at + 1} "{f"&a{at};" * 10}">' for at in range(9))


def word(inner, prologue=""):
    return zipped({"word/document.xml": f'{prologue}<w:document xmlns:w="{W}">{inner}</w:document>'})


@pytest.mark.parametrize(
    ("make", "error"),
    [
        pytest.param(lambda: zipped({"word/document.xml": bytes(200_000_000)}), InputTooLarge, id="zip bomb"),
        pytest.param(lambda: word("<w:p/>" * 4_000_000), InputTooLarge, id="tags"),
        pytest.param(
            lambda: word(
                paragraph("x").replace("x", "&a9;"), f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{ENTITIES}]>'
            ),
            InputDamaged,
            id="entity bomb",
        ),
        pytest.param(
            lambda: word(
                paragraph("x").replace("x", "&a;" + LONG),
                '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hosts">]>',
            ),
            InputDamaged,
            id="external entity",
        ),
        pytest.param(lambda: word("<w:p>" * 100_000), InputDamaged, id="deep Word"),
        pytest.param(lambda: html("<div>" * 200_000 + LONG).encode(), InputTooLarge, id="deep HTML"),
        pytest.param(
            lambda: (
                b"From: a\nTo: b\n"
                + b"".join(
                    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1500)
                )
            ),
            InputError,
            id="deep mail",
        ),
    ],
)
def test_a_bomb_is_refused_soon(make, error):
    data = make()
    started = time.perf_counter()
    with pytest.raises(error) as caught:
        read_bytes(data, "报告")
    assert time.perf_counter() - started < 5
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "<" * 1_000_000,
        "<%" * 300_000,
        "<!-- -->" * 100_000,
        " \n" * 500_000,
        "a: b\n" * 200_000,
        "（" * 1_000_000,
        "果" * 2_000_000,
        html("<" * 1_000_000),
        html("&nbsp;" * 200_000),
        html("<b>" * 900 + "</i>" * 200_000),
        html("<nav>" * 900 + "<p>果业</p>" * 30_000),
        html("<table><tr>" + "<td>果</td>" * 60_000),
        html("果" * 2_000_000),
    ],
    ids=lambda source: f"{source[:12].strip()}… {source[-8:]}",
)
def test_hostile_repetition_is_read_in_bounded_time(source):
    started = time.perf_counter()
    read_bytes((source + LONG).encode(), "报告.html")
    assert time.perf_counter() - started < 8


@st.composite
def damaged(draw, data):
    """The data with some of its bytes changed, taken out or doubled, or cut short."""
    data = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["change", "remove", "double", "cut"])):
            case "change":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case "remove":
                del data[at : at + draw(st.integers(1, 40))]
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 60))]
            case "cut" if draw(st.integers(0, 9)) == 0:
                del data[at:]
    return bytes(data)


def read_or_refuse(data, name):
    try:
        document = read_bytes(data, name)
    except SummarizerError:
        return  # any other error fails the test
    ends = [0, *(place for each in document.hints for place in (each.start, each.end)), len(document.text)]
    assert ends == sorted(ends)
    assert list(document.pages) == sorted(document.pages)


@pytest.mark.parametrize("suffix", sorted(samples.SAMPLES))
def test_damaged_files_raise_no_error_but_our_own(suffix):
    # Each PDF starts a process.
    @settings(
        deadline=None, max_examples=25 if suffix == "pdf" else 200, suppress_health_check=list(HealthCheck)
    )
    @given(damaged(samples.SAMPLES[suffix]))
    def check(data):
        read_or_refuse(data, f"报告.{suffix}")

    check()


RICH = (
    samples.w("tbl", samples.w("tr", samples.w("tc", paragraph("任务")) + samples.w("tc", paragraph("单位"))))
    + paragraph("成效", samples.w("numPr", samples.w("ilvl", val=0) + samples.w("numId", val=1)))
    + samples.w("p", samples.w("r", samples.w("txbxContent", paragraph(LONG))))
)
NUMBERING = samples.w(
    "abstractNum",
    samples.w("lvl", samples.w("numFmt", val="decimal") + samples.w("lvlText", val="%1."), ilvl=0),
    abstractNumId=0,
) + samples.w("num", samples.w("abstractNumId", val=0), numId=1)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged(RICH.encode()), damaged(NUMBERING.encode()))
def test_damage_within_the_parts_of_a_word_file_raises_no_error_but_our_own(body, numbering):
    read_or_refuse(
        docx(body.decode("utf-8", "replace"), numbering=numbering.decode("utf-8", "replace")), "a.docx"
    )


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</tr>",
                "</table>",
                "<p>",
                "</p>",
                "<nav>",
                "</nav>",
                "<a href=1>链接</a>",
                "<br>",
                "<pre>",
                "果业\n",
                LONG,
                " ",
                "<title>",
                "</title>",
            ]
        ),
        max_size=60,
    )
)
@example(["<td>", "甲", "<td>", "乙"])
def test_any_order_of_tags_keeps_the_words(parts):
    body = html("".join(parts))
    read_or_refuse(body.encode(), "a.html")


@settings(deadline=None)
@given(
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"<html>", b"From: a\nTo: b\n", b"\xff\xfe"]),
    st.binary(max_size=300),
)
def test_random_bytes_raise_no_error_but_our_own(head, data):
    if head == b"{\\rtf":
        return  # goes to LibreOffice, whose own tests these are
    read_or_refuse(head + data, "报告")
