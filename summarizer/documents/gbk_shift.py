"""Undoing half-character shifts of GBK text: at numbered headings by their form, elsewhere by likelihood.

A full-width indent is two bytes 0xA1. Where a converter ate the first of them, the rest of the line was
read from its second half on: `　（一）推進` became `。ㄒ唬┩七M`. Bytes that made no character were dropped,
and the reading fell in step again at the first ASCII byte.
"""

import re
from collections.abc import Sequence
from functools import cache

from summarizer.documents.offsets import Edit
from summarizer.documents.realign import LOST, cost_of, realign

_INDENT_HALF = b"\xa1"
# The last half of `）` is 0xA9; with the first half of the next character it makes a box-drawing character.
_BOX = "[─-╋]"
_NUMERALS = "一二三四五六七八九十"
_RUN = re.compile(r"[^\x00-\x7f]{1,9}[@-~]?")
# Two halves often make a letter that Chinese text has no use for: bopomofo, kana, box drawing, Greek, Cyrillic.
_STRANGE = re.compile("[\u3105-\u3129\u3041-\u30f6\u2500-\u257f\u0391-\u03c9\u0401-\u0451\ue000-\uf8ff]")
# Words in such letters, and tables drawn with them, are meant.
_FOREIGN = re.compile(
    "[\u3041-\u30fe]{3}|[\u0391-\u03c9]{3}|[\u0401-\u0451]{3}|[\u3105-\u3129]{3}|[\u2500-\u257f]{2}"
)
_MISREAD = re.compile(r"[^\x00-\x7f]{2,}(?:[!-~][^\x00-\x7f]{2,}){0,20}[@-~]?")
_LONGEST_MISREAD = 20_000
_LEAST_GAIN = 4
_FULL_WIDTH = 0xFEE0


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


def mend_shifted_runs(text: str) -> list[Edit]:
    """Edits that read stretches in step again whose bytes survive, wherever in a line they stand."""
    edits = []
    start = 0
    for line in text.split("\n") if _STRANGE.search(text) else ():
        if len(_STRANGE.findall(line)) > 1 and not _FOREIGN.search(line):
            runs = (run for run in _MISREAD.finditer(line) if len(run[0]) <= _LONGEST_MISREAD)
            edits += [edit for run in runs if (edit := _in_step(run[0], start + run.start()))]
        start += len(line) + 1
    return edits


def _in_step(run: str, place: int) -> Edit | None:
    """The edit that reads `run` in step, where that makes it much likelier; only what differs is replaced."""
    # An ASCII letter within the run was a full-width one: a real one would have ended the misreading.
    wide = [chr(ord(char) + _FULL_WIDTH) if "!" <= char <= "~" else char for char in run[:-1]]
    halves = [char.encode("gb18030", "replace") for char in (*wide, run[-1])]
    found, cost = realign(b"".join(halves), "gb18030")
    if cost + _LEAST_GAIN > sum(map(cost_of, run)):
        return None
    before, at = [], 0
    for char, half in zip(run, halves, strict=True):
        before.append((at, char))
        at += len(half)
    head = _alike(before, found)
    tail = _alike(before[head:][::-1], found[head:][::-1])
    words = "".join(char for _, char in found[head : len(found) - tail]).replace(LOST, "□")
    return Edit(place + head, place + len(run) - tail, words)


def _alike(first: Sequence[tuple[int, str]], second: Sequence[tuple[int, str]]) -> int:
    """How many characters two readings begin with that are the same at the same bytes."""
    pairs = zip(first, second, strict=False)
    return next(
        (index for index, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second))
    )
