import subprocess
import sys

import pytest

from summarizer.documents import read_bytes
from summarizer.documents.formats import Kind, kind_of
from summarizer.errors import InputUnsupported
from tests.documents.formats import samples

KINDS = {
    "txt": Kind.TEXT,
    "html": Kind.HTML,
    "docx": Kind.DOCX,
    "pdf": Kind.PDF,
    "ofd": Kind.OFD,
    "eml": Kind.MAIL,
    "mht": Kind.MHTML,
    "rtf": Kind.RTF,
}


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("claimed", [".txt", ".pdf", ".doc", ""])
def test_the_content_tells_the_kind_whatever_the_name_claims(suffix, claimed):
    assert kind_of({**samples.SAMPLES, "rtf": samples.RTF}[suffix], f"报告{claimed}") is KINDS[suffix]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\xef\xbb\xbf<!-- saved --> <?xml version='1.0'?><HTML>", "a.txt", Kind.HTML),
        (b"<%@ page pageEncoding='UTF-8'%>\n<%@ include file='a'%><html>", "a.jsp", Kind.HTML),
        ("<html><body>报告".encode("utf-16"), "a.htm", Kind.HTML),
        ("报告<p>一</p><p>二</p>".encode(), "a.html", Kind.HTML),
        ("报告<p>一</p><p>二</p>".encode(), "a.txt", Kind.TEXT),
        ("主题: 报告\n时间: 今天\n".encode(), "a.txt", Kind.TEXT),
        (b"Subject: x\nDate: y\nReport\n", "a.txt", Kind.MHTML),
        (b"<?xml version='1.0'?><w:wordDocument>", "a.doc", Kind.DOC),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.wps", Kind.DOC),
        (samples.zipped({"mimetype": Kind.ODT.value, "content.xml": ""}), "a.bin", Kind.ODT),
        ("# 报告".encode(), "a.md", Kind.MARKDOWN),
    ],
)
def test_kinds_are_told_from_how_files_begin(data, name, kind):
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (samples.zipped({"xl/workbook.xml": ""}), "XLSX"),
        (samples.zipped({"ppt/slides/slide1.xml": ""}), "PPTX"),
        (samples.zipped({"mimetype": "application/epub+zip"}), "EPUB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "XLS"),
    ],
)
def test_tables_slides_and_archives_are_refused_by_name(data, named):
    with pytest.raises(InputUnsupported, match=named):
        read_bytes(data, "报告.docx")


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_a_missing_extra_is_one_line_that_says_what_to_install():
    told = run(
        "import sys\n"
        "sys.modules['lxml'] = None\n"
        "from summarizer.documents import read_bytes\n"
        "from summarizer.errors import InputUnsupported\n"
        "try:\n    read_bytes(b'<html><body>report', 'a.html')\n"
        "except InputUnsupported as error:\n    print(error)"
    )
    assert "pip install 'report-summarizer[documents]'" in told
    assert told.count("\n") == 1


def test_parsers_are_not_imported_before_a_file_needs_them():
    loaded = run(
        "import sys, summarizer.documents\nprint([n for n in sys.modules if 'lxml' in n or 'pdfium' in n])"
    )
    assert loaded.strip() == "[]"
