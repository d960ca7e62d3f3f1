import hashlib

import pytest

from summarizer.documents import from_text, read, read_bytes
from summarizer.errors import (
    InputEmpty,
    InputIsFolder,
    InputNotFound,
    InputTooLarge,
    InputTooShort,
    InputUndecodable,
    InputUnsupported,
)

TEXT = (
    "今年以来，全县新建果园三百亩，带动农户增收，培训技术员四十名，群众反映很好。\r\n下一步，将继续扩大规模。"
)
TRADITIONAL = (
    "今年以來，全縣新建果園三百畝，帶動農戶增收，培訓技術員四十名，群眾反映很好。下一步，將繼續擴大規模。"
)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_text_comes_back_from_each_encoding(codec, encoding):
    document = read_bytes(TEXT.encode(codec), "果园.txt")
    assert (document.text, document.encoding) == (TEXT, encoding)


def test_traditional_text_in_big5_is_not_taken_for_gbk():
    document = read_bytes(TRADITIONAL.encode("big5"), "果園.txt")
    assert (document.text, document.encoding) == (TRADITIONAL, "big5")


def test_a_file_is_read_with_its_name_and_digest(tmp_path):
    path = tmp_path / "半年总结.md"
    path.write_bytes(TEXT.encode())
    document = read(path)
    assert (document.name, document.media_type) == ("半年总结.md", "text/markdown")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_text_in_hand_becomes_the_same_document():
    assert from_text(TEXT, "果园.txt") == read_bytes(TEXT.encode(), "果园.txt")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(InputNotFound, match="none"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputIsFolder):
        read(tmp_path)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u3000\n".encode()])
def test_a_file_of_white_space_is_empty(data):
    with pytest.raises(InputEmpty):
        read_bytes(data, "空.txt")


def test_a_text_of_a_few_words_is_too_short_and_the_count_is_told():
    with pytest.raises(InputTooShort, match="10"):
        read_bytes("一二三四五六七八九十。".encode(), "短.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"PK\x03\x04....xl/workbook.xml", "XLSX"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    ],
)
def test_what_is_no_document_is_refused_by_its_kind(data, kind):
    with pytest.raises(InputUnsupported, match=kind):
        read_bytes(data, "报告.txt")


def test_a_file_larger_than_any_report_is_not_even_read(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(InputTooLarge, match="300000000"):
        read(path)


def test_bytes_with_nuls_are_a_binary_file():
    with pytest.raises(InputUnsupported):
        read_bytes(bytes(range(256)) * 4, "程序.txt")


def test_bytes_in_no_encoding_tell_where_they_fail():
    with pytest.raises(InputUndecodable, match="0xFF") as caught:
        read_bytes("报告".encode() + b"\xff\x81\xff\xff" * 9, "坏.txt")
    assert "6" in str(caught.value)
    assert "\n" not in str(caught.value)
