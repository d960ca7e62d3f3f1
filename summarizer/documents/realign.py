"""Reading double-byte text in step again, where a byte was lost, added or damaged.

GBK and Big5 do not synchronise themselves: one byte too few and every character up to the next ASCII byte
is made of two wrong halves. Of all ways to cut a stretch of bytes into characters the likeliest is the one
with the fewest characters that people do not write.
"""

from collections.abc import Iterator
from functools import cache

# Costs of a character outside of the common levels, of one outside of GB 2312, and of a byte left over:
# text out of step costs about 1 for each character, so seven of them outweigh one byte.
_SELDOM = 1
_RARE = 3
_LEFT_OVER = 5
LOST = "\ufffd"


def realign(data: bytes, codec: str) -> tuple[list[tuple[int, str]], int]:
    """The likeliest cut of `data` into characters of `codec` ("gb18030" or "big5hkscs"), and its cost.

    Gives the first byte of each character with the character; LOST stands for a byte that belongs to none.
    """
    size = len(data)
    costs = [0] + [_LEFT_OVER * (size + 1)] * size
    last: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for start in range(size):
        for length, char, cost in _choices(data[start : start + 4], codec):
            end, total = start + length, costs[start] + cost
            if total < costs[end]:
                costs[end], last[end] = total, (start, char)
    found = []
    end = size
    while end:
        found.append(last[end])
        end = last[end][0]
    return found[::-1], costs[size]


def _choices(data: bytes, codec: str) -> Iterator[tuple[int, str, int]]:
    """What may begin at the first byte of `data`: length in bytes, character and cost."""
    if data[0] < 0x80:
        yield 1, chr(data[0]), 0
        return
    yield 1, LOST, _LEFT_OVER
    if char := _decoded(data[:2], codec):
        yield 2, char, cost_of(char)
    if codec == "gb18030" and len(data) == 4 and data[1] < 0x40 and (char := _decoded(data, codec)):
        yield 4, char, cost_of(char)


@cache
def _decoded(data: bytes, codec: str) -> str:
    """The one character that `data` is, or ""."""
    text = data.decode(codec, "ignore")
    return text if len(text) == 1 and len(data) > 1 and text > "\x7f" else ""


@cache
def cost_of(char: str) -> int:
    """How unlikely a character is in Chinese text, from 0."""
    if is_common(char):
        return 0
    return _SELDOM if "\xd8" <= _lead(char, "gb2312") <= "\xf7" else _RARE


@cache
def is_common(char: str) -> bool:
    """Whether Chinese text commonly holds it.

    Those are printing ASCII, the symbols, and the first level of GB 2312 or of Big5 (both by frequency).
    """
    if char <= "\x7f":
        return char.isprintable() or char in "\t\r\n\f"
    gb, big5 = _lead(char, "gb2312"), _lead(char, "big5")
    return "\xa1" <= gb <= "\xa3" or "\xb0" <= gb <= "\xd7" or "\xa1" <= big5 <= "\xc6"


def _lead(char: str, encoding: str) -> str:
    return char.encode(encoding, "replace")[:1].decode("latin-1")
