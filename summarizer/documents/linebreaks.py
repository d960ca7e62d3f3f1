"""Hard line breaks inside sentences: text that was wrapped at a fixed width, or broken after a comma."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from summarizer.documents.offsets import Edit

_SHORTEST = 10
_LEAST_WIDTH = 36
# Lines of one width end within two characters of it, as punctuation hangs over.
_RAGGED = 5
_LEAST_WRAPPED = 4
# After these a sentence goes on, whatever the width.
_DANGLING = tuple("，、（《“‘【")
_ENDED = tuple("。！？；：!?;:…”）)》】")
_NUMERAL = "[一二三四五六七八九十百零]{1,4}"
# What opens a line of its own: numbering, bullets, a page number, a date.
_OPENS = re.compile(
    rf"[ \u3000]*(?:第(?:{_NUMERAL}|[0-9]{{1,3}})[章节条、，]|{_NUMERAL}[、是要.．]|[（(【\[](?:{_NUMERAL}|[0-9]{{1,3}})[）)】\]]"
    r"|[0-9]{1,3}(?:[、．]|\.(?![0-9]))|[①-⑳㈠-㈩⑴-⒛]|[-—–·•●◆■★▲※#>|+*]|附件|注[:：]|[0-9]{1,4}[ \u3000]*$"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[ \u3000]*$)"
)
_LINE = re.compile(r"[^\n]+")


def join_lines(text: str) -> list[Edit]:
    """Edits that delete line breaks inside sentences, with the white space around them.

    A break is inside a sentence where the line before ends in a mark after which sentences go on, or where it
    fills the width that the text was wrapped at and does not end as sentences do. Headings, list items, table
    rows and lines that stand by themselves keep their breaks.
    """
    lines = [match for match in _LINE.finditer(text) if not match[0].isspace()]
    width = _wrapped_at([line[0] for line in lines])
    edits = []
    for line, after in pairwise(lines):
        if _goes_on(line[0].rstrip(), after[0], width, apart=after.start() - line.end() > 1):
            start = line.start() + len(line[0].rstrip())
            end = after.end() - len(after[0].lstrip())
            # Words of Latin letters need the space that the break stood for.
            between = text[start - 1].isascii() and text[start - 1].isalpha() and text[end].isascii()
            edits.append(Edit(start, end, " " if between and text[end].isalpha() else ""))
    return edits


def _goes_on(line: str, after: str, width: int | None, *, apart: bool) -> bool:
    """Whether a sentence runs from `line` into `after`; `apart` tells that blank lines stand between."""
    if len(line) < _SHORTEST or "\t" in line or "\t" in after or _OPENS.match(after):
        return False
    if line.endswith(_DANGLING):
        return not line.endswith("——")
    if width is None or apart or line.endswith(_ENDED) or after[0] in " \u3000":
        return False
    return 0 <= width - _columns(line) < _RAGGED


def _wrapped_at(lines: list[str]) -> int | None:
    """The width in columns that the text was wrapped at, None where it was not.

    In wrapped text most of the lines that do not end a sentence fill one width, hardly any is longer, and they
    hold the marks of prose, which lists of titles do not.
    """
    running = [(_columns(line.rstrip()), line) for line in lines if not line.rstrip().endswith(_ENDED)]
    counts = Counter(width for width, _ in running if width >= _LEAST_WIDTH)
    if not counts:
        return None
    best = max(counts, key=lambda width: sum(counts[width - ragged] for ragged in range(_RAGGED)))
    full = [line for width, line in running if best - _RAGGED < width <= best]
    prose = sum("，" in line or "。" in line or "、" in line for line in full)
    longer = sum(_columns(line.rstrip()) > best for line in lines)
    wrapped = len(full) >= _LEAST_WRAPPED and 2 * len(full) >= counts.total() and 2 * prose >= len(full)
    return best if wrapped and 20 * longer <= len(lines) else None


def _columns(line: str) -> int:
    """Columns of a terminal: two for an ideograph or full-width mark, one for the rest."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
