"""Text whose encoding is declared: by a page in its head, by a mail for its parts."""

import re

from summarizer.documents.encodings import decode

# What pages and mails call the encodings of Chinese. GB 18030 holds GB 2312 and GBK, and text that declares
# one of those uses all of it. Other labels on Chinese text are mistakes of the tool that wrote them.
CODECS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "hz-gb-2312": "hz",
}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(rb"<[^<>]{0,2000}>")


def decode_declared(data: bytes, label: str | None, name: str) -> tuple[str, str]:
    """Decode as `label` says; as UTF-8 where the bytes are that; by how the words look where the label is wrong.

    Gives the text and the encoding. Raises InputUndecodable or InputUnsupported.
    """
    if data.startswith(_BOMS) or _is(data, "utf-8"):
        return decode(data, name)
    codec = CODECS.get((label or "").lower())
    if codec and _is(data, codec):
        return data.decode(codec), codec
    # Markup is ASCII in every encoding and would outvote the words.
    _, encoding = decode(_TAG.sub(b"", data), name)
    return (data.decode(encoding), encoding) if _is(data, encoding) else decode(data, name)


def _is(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except ValueError:  # UnicodeDecodeError is one
        return False
    return True
