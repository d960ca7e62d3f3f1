"""Which encoding Chinese text is in, judged by whether the characters it gives are ones that people write.

A byte-order mark decides; then valid UTF-8; then what the text or its carrier declares, where that reads
well; else the encoding that reads best. A damaged byte becomes U+FFFD and loses nothing around it.
"""

import codecs
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from summarizer.documents.realign import LOST, is_common, realign
from summarizer.errors import InputUndecodable, InputUnsupported
from summarizer.messages import say

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first of equals wins, so the order is a preference.
_GUESSED = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_DOUBLE_BYTE = ("gb18030", "big5")
# What Chinese pages call Big5 may hold the characters of its Hong Kong supplement.
_CODECS = {"big5": "big5hkscs"}
_LABELS = {"gb2312": "gb18030", "gbk": "gb18030", "big5hkscs": "big5", "cp950": "big5", "utf_16": "utf-16-le"}
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_PLAIN = re.compile(r"[\t\n\f\r\x20-\x7e]+")
_LONG_PLAIN = re.compile(rb"[\t\n\f\r\x20-\x7e]{4,}")
_SAMPLE = 20_000
# Measured on Chinese prose: the right encoding gives over 0.95, a wrong one under 0.75.
_LEAST_COMMON = 0.85
# A declared encoding may read worse than another by this; two guesses that differ by less are in doubt.
_NEAR = 0.1
_STRETCH = 65_536


class _Reading(NamedTuple):
    share: float
    text: str
    encoding: str
    damaged: bool = False


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """Decode `data`; gives the text and the name of its encoding, a Python codec.

    `declared` is the charset that the carrier of the data names (MIME), or None; a charset named in the data
    (HTML, XML) is found here. Each damaged byte gives U+FFFD. Raises InputUnsupported for bytes that are no
    text, InputUndecodable for text in no known encoding.
    """
    marked = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    encoding = marked or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        found = _chosen(data, (marked,) if marked else _GUESSED, declared)
        if found is None:
            raise _failure(data, name, error) from error
        return _mended(data, found.encoding) if found.damaged else found.text, found.encoding
    # ASCII text in UTF-16 is valid UTF-8, with a NUL at every other place.
    if "\0" not in text:
        return text, encoding
    if found := _chosen(data, _GUESSED[1:], declared):
        return found.text, found.encoding
    raise _binary(name)


def rival(text: str, encoding: str) -> str | None:
    """Another encoding in which the bytes of `text` read nearly as well, so that the choice is in doubt.

    Only encodings that cannot be told by their form are ever in doubt: GB 18030 and Big5.
    """
    if encoding not in _DOUBLE_BYTE:
        return None
    sample = _unplain(text)
    other = "big5" if encoding == "gb18030" else "gb18030"
    data = sample.encode(_CODECS.get(encoding, encoding), "ignore")
    return other if _reading(data, other).share > _common_share(sample) - _NEAR else None


def _chosen(data: bytes, encodings: tuple[str, ...], declared: str | None) -> _Reading | None:
    """The declared reading where it is plausible and not much worse than the best, else the best."""
    readings = [_reading(data, encoding) for encoding in encodings]
    best = max(readings, key=lambda reading: reading.share)
    if best.share < _LEAST_COMMON:
        return None
    wanted = _declared(data, declared)
    named = next((reading for reading in readings if reading.encoding == wanted), best)
    return named if named.share >= max(_LEAST_COMMON, best.share - _NEAR) else best


def _reading(data: bytes, encoding: str) -> _Reading:
    text = data.decode(_CODECS.get(encoding, encoding), "replace")
    share = _common_share(_unplain(text))
    if encoding in _DOUBLE_BYTE and (LOST in text or share < _LEAST_COMMON):
        # One lost byte spoils the rest of its line, so damaged text is judged as it will be mended.
        sample = _mended(_LONG_PLAIN.sub(b"\n", data)[:_SAMPLE], encoding)
        return _Reading(_common_share(_unplain(sample)), text, encoding, damaged=True)
    return _Reading(share, text, encoding)


def _unplain(text: str) -> str:
    """A sample of what is not ASCII, which every encoding reads alike."""
    return _PLAIN.sub("", text[: 50 * _SAMPLE])[:_SAMPLE]


def _common_share(text: str) -> float:
    """The share of characters that Chinese text commonly holds."""
    counts = Counter(text)
    common = sum(count for char, count in counts.items() if is_common(char))
    return common / len(text) if text else 1.0


def _declared(data: bytes, declared: str | None) -> str | None:
    """The declared encoding by the name used here; the carrier overrules the data, as in HTTP."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = declared or (found[1].decode("ascii") if found else "")
    return codec_name(label.strip().lower())


@cache
def codec_name(label: str) -> str | None:
    """The codec for what pages and mails call an encoding: GB 18030 for the sets that it holds; or None."""
    try:
        known = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _LABELS.get(known, known)


def _mended(data: bytes, encoding: str) -> str:
    """The text of a double-byte encoding with each damaged line read in step again."""
    codec = _CODECS.get(encoding, encoding)
    return "\n".join(_line(line, codec) for line in data.split(b"\n"))


def _line(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    if LOST not in text and _common_share(_unplain(text)) >= _LEAST_COMMON:
        return text
    parts = []
    start = 0
    while start < len(data):
        # Long lines go in stretches, to bound memory; the last characters of one are read again in the next.
        found, _ = realign(data[start : start + _STRETCH], codec)
        kept = len(found) - 8 if start + _STRETCH < len(data) else len(found)
        parts += [char for _, char in found[:kept]]
        start += found[kept][0] if kept < len(found) else _STRETCH
    return "".join(parts)


def _binary(name: str) -> InputUnsupported:
    return InputUnsupported(
        say(
            f"{name} 含有空字节，是二进制文件，请给出文本文件。",
            f"{name} holds NUL bytes: a binary file; give a text file.",
        )
    )


def _failure(data: bytes, name: str, error: UnicodeDecodeError) -> InputUnsupported | InputUndecodable:
    if b"\0" in data and error.encoding == "utf-8":
        return _binary(name)
    place, byte = error.start, data[error.start]
    return InputUndecodable(
        say(
            f"{name} 的编码无法识别（位置 {place} 的字节 0x{byte:02X}，{error.encoding}），请另存为 UTF-8。",
            f"{name} is in no known encoding (byte 0x{byte:02X} at {place}, {error.encoding}): save it as UTF-8.",
        )
    )
