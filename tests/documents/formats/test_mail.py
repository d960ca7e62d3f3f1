import base64

import pytest

from summarizer.documents import read_bytes
from summarizer.errors import InputTooShort
from tests.documents.formats.samples import PARAGRAPHS, html, mail

TEXT = "\n".join(PARAGRAPHS)


def hints(document):
    return [(each.reason, document.text[each.start : each.end]) for each in document.hints]


def test_a_mail_is_its_head_its_body_and_the_names_of_what_is_attached():
    document = read_bytes(mail(TEXT, attachments=["总结附表.xlsx"]), "来信.eml")
    assert hints(document) == [
        (
            "mail_header",
            "主题：报送工作总结\n发件人：果业局 <office@example.org>\n日期：Mon, 08 Jul 2024 09:00:00 +0800\n",
        ),
        ("attachments", "附件：总结附表.xlsx\n"),
    ]
    assert f"+0800\n{TEXT}\n附件" in document.text


def test_the_plain_body_is_read_where_it_holds_the_text():
    assert "甲页" not in read_bytes(mail(TEXT, html(f"<p>甲页{TEXT}</p>")), "a.eml").text


def test_the_page_is_read_where_the_plain_body_only_points_at_it():
    assert TEXT in read_bytes(mail("请用网页方式查看", html(f"<pre>{TEXT}</pre>")), "a.eml").text


def test_a_report_that_is_only_attached_is_asked_for():
    with pytest.raises(InputTooShort, match="总结"):
        read_bytes(mail("请查收。", attachments=["总结.docx"]), "a.eml")


def test_fields_in_bare_gbk_and_characters_cut_in_two_words_are_read():
    data = (
        "From: 果业局\r\nTo: x\r\n".encode("gbk")
        + b"Subject: =?gb2312?B?uQ==?= =?gb2312?B?+9K1?=\r\n"
        + b"Content-Type: text/plain; charset=gbk\r\n\r\n"
        + TEXT.encode("gbk")
    )
    document = read_bytes(data, "a.eml")
    assert document.text.startswith("主题：果业\n发件人：果业局\n青川县")
    assert document.encoding == "gb18030"


def test_a_web_archive_is_read_as_the_page_in_it():
    related = (
        b"From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n"
        b"--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    )
    document = read_bytes(
        related % base64.encodebytes(html(f"<p>{PARAGRAPHS[2]}</p>").encode("gbk")), "a.mht"
    )
    assert (document.text, document.media_type) == (PARAGRAPHS[2], "multipart/related")
