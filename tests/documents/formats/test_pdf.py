import zlib

import pytest

from summarizer.documents import read_bytes
from summarizer.documents.formats import pdf
from summarizer.errors import InputDamaged, InputScanned, InputTooLarge
from tests.documents.formats import samples
from tests.documents.formats.samples import lines_of

BODY = ("今年以来，全县新建果园三百亩，带动农户增收。", "培训技术员四十名，群众反映很好。")
IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
    b"0\nendstream"
)


def read(*pages):
    return read_bytes(samples.pdf(*(lines_of(*page) for page in pages)), "报告.pdf")


def hints(document):
    return [(each.reason, document.text[each.start : each.end].strip()) for each in document.hints]


def test_pages_are_known_by_where_they_start():
    document = read(BODY, ("二、打算", *BODY))
    assert document.media_type == "application/pdf"
    assert [document.text[start:].split("\n")[0] for start in document.pages] == [BODY[0], "二、打算"]


def test_page_numbers_that_count_up_are_hints_and_other_figures_are_not():
    words = ("建园", "培训", "市场")
    document = read(*((each, "2024", *BODY, f"{each}产值", str(at)) for at, each in enumerate(words, 3)))
    assert hints(document) == [("page_number", each) for each in "345"]


@pytest.mark.parametrize("written", ["- 1 -", "— 1 —", "第1页", "第 1 页 共 9 页", "1 / 9", "Page 1 of 9"])
def test_a_decorated_page_number_needs_no_other_page(written):
    assert hints(read((*BODY, written))) == [("page_number", written)]


def test_heads_that_run_through_the_pages_are_hints():
    pages = [
        (
            "果业局工作总结",
            f"第{page}部分",
            *BODY,
            *BODY,
            *(f"果园{page}{at}" for at in "甲乙"),
            f"内部 {page}",
        )
        for page in "一二三四"
    ]
    document = read(*pages)
    assert set(hints(document)) == {("running_head", "果业局工作总结")}
    assert len(document.hints) == 4


def test_a_line_that_only_two_pages_share_is_kept():
    assert hints(read(("工作总结", *BODY), ("工作总结", *BODY))) == []


def test_a_scan_is_refused_with_advice():
    data = samples.pdf(
        b"q 500 0 0 700 0 0 cm /I Do Q",
        b"q 500 0 0 700 0 0 cm /I Do Q",
        resources=b"/XObject<</I 10 0 R>>",
        objects=[IMAGE],
    )
    with pytest.raises(InputScanned, match="OCR"):
        read_bytes(data, "扫描.pdf")


def test_a_claim_of_a_hundred_thousand_pages_is_refused():
    with pytest.raises(InputTooLarge, match="100000"):
        read_bytes(samples.pdf(lines_of(*BODY), count=100_000), "页.pdf")


def packed(data):
    content = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(content), content)


def test_a_page_that_unfolds_without_end_is_stopped():
    data = samples.pdf(packed(b"BT /F 12 Tf 40 700 Td " + (b"<" + b"679c" * 1000 + b"> Tj ") * 2000 + b"ET"))
    with pytest.raises(InputTooLarge, match="256 MB"):
        pdf.load(data, "炸.pdf", memory=256 << 20)
    with pytest.raises(InputTooLarge, match=r"0\.01"):
        pdf.load(data, "炸.pdf", seconds=0.01)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", samples.pdf(lines_of(*BODY))[:200]])
def test_a_pdf_cut_short_is_damaged(data):
    with pytest.raises(InputDamaged):
        read_bytes(data, "坏.pdf")
