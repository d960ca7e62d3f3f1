import pytest

from summarizer.documents import read_bytes
from summarizer.errors import InputDamaged, InputScanned
from tests.documents.formats.samples import PARAGRAPHS, ofd, zipped

LONG = PARAGRAPHS[2]


def test_pieces_are_put_into_lines_by_their_place():
    document = read_bytes(
        ofd([(24, 30, "果业"), (20, 30.4, "抓"), (60, 30, "好"), (20, 10, "一、"), (20, 50, LONG)]), "a.ofd"
    )
    assert document.text == f"一、\n抓果业 好\n{LONG}\n"
    assert document.media_type == "application/ofd"


def test_pages_and_page_numbers_are_known():
    document = read_bytes(
        ofd([(20, 20, LONG), (100, 280, "— 1 —")], [(20, 20, LONG), (100, 280, "— 2 —")]), "a.ofd"
    )
    assert document.pages == (0, len(f"{LONG}\n— 1 —\n"))
    assert [each.reason for each in document.hints] == ["page_number"] * 2


def test_a_document_without_pages_is_damaged_and_one_of_pictures_is_a_scan():
    with pytest.raises(InputDamaged):
        read_bytes(ofd(), "a.ofd")
    parts = {
        "OFD.xml": "<a><DocRoot>d.xml</DocRoot></a>",
        "d.xml": '<a><Page BaseLoc="p.xml"/></a>',
        "p.xml": "<a><ImageObject/></a>",
    }
    with pytest.raises(InputScanned, match="OCR"):
        read_bytes(zipped(parts), "a.ofd")
