"""Undoing half-character shifts of GBK text at numbered headings.

A full-width indent is two bytes 0xA1. Where a converter ate the first of them, the rest of the line was
read from its second half on: `　（一）推進` became `。ㄒ唬┩七M`. Bytes that made no character were dropped,
and the reading fell in step again at the first ASCII byte.
"""

import re
from functools import cache

from summarizer.documents.offsets import Edit

_INDENT_HALF = b"\xa1"
# The last half of `）` is 0xA9; with the first half of the next character it makes a box-drawing character.
_BOX = "[─-╋]"
_NUMERALS = "一二三四五六七八九十"
_RUN = re.compile(r"[^\x00-\x7f]{1,9}[@-~]?")


@cache
def _pattern() -> re.Pattern[str]:
    """Matches a shifted `（一）` … `（十）` at the start of a line; the longest shifted form first."""
    forms = sorted({_shifted(numeral) for numeral in _NUMERALS}, key=len, reverse=True)
    return re.compile(
        f"^[ \u3000]*(?P<form>{'|'.join(forms)})(?={_BOX})|^[ \u3000]*[（(](?P<sound>[{_NUMERALS}])[）)]",
        re.MULTILINE,
    )


def undo_gbk_shift(text: str) -> list[Edit]:
    """Edits that restore the number of each shifted heading, and its words where their bytes survive."""
    if "。" not in text:
        return []
    edits = []
    number = 0
    for match in _pattern().finditer(text):
        if match["sound"]:
            number = _NUMERALS.index(match["sound"]) + 1
            continue
        number = _number(match["form"], number)
        start, end = match.span("form")
        words, last = _words(text, end)
        edits.append(Edit(start, last, f"（{_NUMERALS[number - 1]}）{words}"))
    return edits


def _shifted(numeral: str) -> str:
    """What is read in place of a bracketed numeral; pairs of bytes that are no character leave nothing."""
    data = _INDENT_HALF + f"（{numeral}）".encode("gbk")
    return "".join(data[at : at + 2].decode("gbk", "ignore") for at in range(0, len(data) - 1, 2))


def _number(form: str, before: int) -> int:
    """The number that a form stands for; of several the one that goes on from the number `before`."""
    fitting = [index + 1 for index, numeral in enumerate(_NUMERALS) if _shifted(numeral) == form]
    return before + 1 if before + 1 in fitting else fitting[0]


def _words(text: str, start: int) -> tuple[str, int]:
    """The words from the box character at `start` to where the reading is in step, and where that is.

    Dropped bytes make the rest decode to other characters. Such accidents are rare characters: words are
    taken only where the document uses each of their characters elsewhere; else all but the box is kept.
    """
    run = _RUN.findall(text, start, start + 11)[0]
    data = run.encode("gb18030")[1:]
    # An odd byte at the end lost its other half, as the bracket of a gloss follows it.
    whole, lost = (data[:-1], "□") if len(data) % 2 else (data, "")
    words = whole.decode("gb18030", "replace")
    if words and all(char in text for char in words):
        return words + lost, start + len(run)
    return "", start + 1
