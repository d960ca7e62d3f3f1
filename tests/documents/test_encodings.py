import codecs
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents.encodings import decode, rival
from summarizer.documents.realign import LOST, realign
from summarizer.errors import InputUndecodable, SummarizerError

SIMPLIFIED = (
    "今年以来，全县新建果园三百亩，带动农户增收，培训技术员四十名，群众反映很好。\n下一步，将继续扩大规模。"
)
TRADITIONAL = (
    "今年以來，全縣新建果園三百畝，帶動農戶增收，培訓技術員四十名，群眾反映很好。\n下一步，將繼續擴大規模。"
)


@pytest.mark.parametrize(
    "label", ["gb2312", "GBK", " gb18030 ", "utf-8", "iso-8859-1", "no-such-charset", None]
)
def test_gbk_text_is_read_whatever_is_declared(label):
    assert decode(SIMPLIFIED.encode("gbk"), "果园.txt", label) == (SIMPLIFIED, "gb18030")


@pytest.mark.parametrize(
    "head",
    [
        '<html><head><meta charset="big5">',
        "<meta http-equiv='Content-Type' content='text/html; charset=Big5'>",
        '<?xml version="1.0" encoding="BIG5"?>',
    ],
)
def test_a_charset_declared_in_the_text_is_followed_where_it_reads_well(head):
    assert decode((head + TRADITIONAL).encode("big5"), "果園.html") == (head + TRADITIONAL, "big5")
    assert decode((head + SIMPLIFIED).encode("gbk"), "果园.html") == (head + SIMPLIFIED, "gb18030")


def test_a_long_ascii_head_does_not_hide_the_encoding_of_the_text():
    head = "<script>var a = 1;</script>\n" * 2000
    for text, codec, encoding in ((SIMPLIFIED, "gbk", "gb18030"), (TRADITIONAL, "big5", "big5")):
        assert decode((head + text).encode(codec), "页.html") == (head + text, encoding)


def test_characters_of_the_hong_kong_supplement_are_read():
    text = TRADITIONAL + "深水埗、鰂魚涌、嚿"
    assert decode(text.encode("big5hkscs"), "香港.txt") == (text, "big5")


@pytest.mark.parametrize(("text", "codec"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5hkscs")])
def test_a_lost_byte_costs_one_character_wherever_it_stood(text, codec):
    data = text.encode(codec)
    for place in range(0, len(data) - 30, 2):
        read, _ = decode(data[:place] + data[place + 1 :], "缺.txt")
        # A few characters beside the gap may be read either way; the rest of the line is not lost.
        assert read[-14:] == text[-14:]
        assert sum(char in read for char in text) >= len(text) - 4


def test_a_few_bad_bytes_in_utf8_do_not_lose_a_document():
    data = SIMPLIFIED.encode()
    assert decode(data[:30] + b"\xff" + data[30:], "坏.txt") == (
        f"{SIMPLIFIED[:10]}{LOST}{SIMPLIFIED[10:]}",
        "utf-8",
    )
    marked = b"\xef\xbb\xbf" + data[:31] + data[32:]
    read, encoding = decode(marked, "坏.txt")
    assert encoding == "utf-8-sig"
    assert read.startswith(SIMPLIFIED[:10] + LOST)
    assert read.endswith(SIMPLIFIED[11:])


def test_a_line_of_many_bytes_with_a_lost_one_is_read_in_stretches():
    text = "全县新建果园三百亩，" * 9000
    data = text.encode("gbk")
    read, _ = decode(data[:70_001] + data[70_002:], "长.txt")
    assert len(read) == len(text)
    assert read.count(LOST) == 1
    assert read[-54_000:] == text[-54_000:]


def test_text_that_is_mostly_damage_is_refused():
    data = bytes(byte ^ 0x55 if at % 3 == 0 else byte for at, byte in enumerate(SIMPLIFIED.encode("gbk") * 5))
    with pytest.raises(InputUndecodable):
        decode(data, "坏.txt")


def test_a_choice_between_encodings_that_read_alike_is_in_doubt():
    # Level-one characters of both GB 2312 and Big5, byte for byte.
    pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xC7) for trail in range(0xA1, 0xC0)]
    text, encoding = decode(b"".join(pairs), "疑.txt")
    assert (encoding, rival(text, encoding)) == ("gb18030", "big5")
    assert rival(SIMPLIFIED, "gb18030") is None
    assert rival(TRADITIONAL, "big5") is None
    assert rival(SIMPLIFIED, "utf-8") is None


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_our_own_error(data):
    with suppress(SummarizerError):
        text, encoding = decode(data, "任意")
        assert isinstance(text, str)
        assert codecs.lookup(encoding)


@given(
    st.text("今年以来全县新建果园三百亩，带动农户增收。abc 12\n", min_size=1),
    st.sampled_from(["gb18030", "big5hkscs"]),
)
def test_sound_bytes_are_cut_as_the_codec_cuts_them(text, codec):
    data = text.encode(codec, "ignore")
    found, _ = realign(data, codec)
    assert "".join(char for _, char in found) == data.decode(codec)
    assert [data[start:].decode(codec)[:1] for start, _ in found] == [char for _, char in found]
