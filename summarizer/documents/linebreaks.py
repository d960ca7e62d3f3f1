"""Hard line breaks inside sentences: text that was wrapped at a fixed width, or broken after a comma."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.documents.offsets import Edit

_SHORTEST = 10
_LEAST_WIDTH = 36
# Lines of one width end within two characters of it, as punctuation hangs over.
_RAGGED = 5
# On a typeset page lines end at one place, but digits and gaps take other widths than columns tell.
_RAGGED_PAGE = 16
_LEAST_WRAPPED = 4
# After these a sentence goes on, whatever the width.
_DANGLING = tuple("，、（《“‘【")
_ENDED = ("。", "！", "？", "；", "：", "!", "?", ";", ":", "…", "。”", "。）", "！”", "？”")
_NUMERAL = "[一二三四五六七八九十百零]{1,4}"
# What opens a line of its own: numbering, bullets, a page number, a date.
_OPENS = re.compile(
    rf"[ \u3000]*(?:第(?:{_NUMERAL}|[0-9]{{1,3}})[章节条、，]|{_NUMERAL}[、是要.．]|[（(【\[](?:{_NUMERAL}|[0-9]{{1,3}})[）)】\]]"
    r"|[0-9]{1,3}(?:[、．]|\.(?![0-9]))|[①-⑳㈠-㈩⑴-⒛]|[-—–·•●◆■★▲※#>|+*]|附件|注[:：]|[0-9]{1,4}[ \u3000]*$"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[ \u3000]*$)"
)
_LINE = re.compile(r"[^\n]+")
_PROSE = re.compile("[，,。、；]")
_INDENT = re.compile(r"\u3000|  ")
_LEAST_MARKED = 3


def _columns(line: str) -> int:
    """Columns of a terminal: GBK gives an ideograph or full-width mark as many bytes as it takes columns."""
    return len(line.encode("gb18030", "replace"))


def _double(line: str) -> int:
    """Columns where every character takes two."""
    return 2 * len(line)


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text was wrapped: at `width` columns as `measure` counts them, less than `ragged` before it.

    `marked` tells whether indents or blank lines tell its paragraphs.
    """

    width: int
    ragged: int
    measure: Callable[[str], int]
    marked: bool


def join_lines(text: str, *, typeset: bool = False) -> list[Edit]:
    """Edits that delete line breaks inside paragraphs, with the white space around them.

    A break is inside a paragraph where the line before ends in a mark after which sentences go on, or where it
    fills the width that the text was wrapped at and nothing shows that it ends. Headings, list items, table
    rows and lines that stand by themselves keep their breaks. `typeset` says that lines are those of a page.
    """
    lines = [match for match in _LINE.finditer(text) if not match[0].isspace()]
    wrap = _wrapped(lines, _RAGGED_PAGE if typeset else _RAGGED)
    edits = []
    for line, after in pairwise(lines):
        if _goes_on(line[0].rstrip(), after[0], wrap, apart=after.start() - line.end() > 1):
            start = line.start() + len(line[0].rstrip())
            end = after.end() - len(after[0].lstrip())
            # Words of Latin letters need the space that the break stood for.
            between = text[start - 1].isascii() and text[start - 1].isalpha() and text[end].isascii()
            edits.append(Edit(start, end, " " if between and text[end].isalpha() else ""))
    return edits


def _goes_on(line: str, after: str, wrap: _Wrap | None, *, apart: bool) -> bool:
    """Whether a paragraph runs from `line` into `after`; `apart` tells that blank lines stand between."""
    if len(line) < _SHORTEST or "\t" in line or "\t" in after or _OPENS.match(after):
        return False
    if line.endswith(_DANGLING):
        # A doubled mark is an ornament.
        return line[-1] != line[-2]
    if wrap is None or apart or _INDENT.match(after) or not (_PROSE.search(line) or _PROSE.search(after)):
        return False
    fills = 0 <= wrap.width - wrap.measure(line) < wrap.ragged
    return fills and (wrap.marked or not line.endswith(_ENDED))


def _wrapped(lines: Sequence[re.Match[str]], ragged: int) -> _Wrap | None:
    """How the text was wrapped, None where it was not: by columns, as printed pages are, or by characters."""
    ended = [line[0].rstrip() for line in lines]
    found = ((*_width(ended, measure, ragged), measure) for measure in (_columns, _double))
    full, width, measure = max(found, key=lambda each: each[0])
    if not full:
        return None
    indented = sum(_INDENT.match(line[0]) is not None for line in lines)
    apart = sum(after.start() - line.end() > 1 for line, after in pairwise(lines))
    marked = any(count >= _LEAST_MARKED and 10 * count < 9 * len(lines) for count in (indented, apart))
    return _Wrap(width, ragged, measure, marked)


def _width(lines: Sequence[str], measure: Callable[[str], int], ragged: int) -> tuple[int, int]:
    """How many lines fill the width that the text was wrapped at, none where it was not, and the width.

    In wrapped text most of the lines that do not end a sentence fill one width, hardly any is longer, and they
    hold the marks of prose, which lists of titles do not.
    """
    widths = [measure(line) for line in lines]
    running = [each for each in zip(widths, lines, strict=True) if not each[1].endswith(_ENDED)]
    counts = Counter(width for width, _ in running if width >= _LEAST_WIDTH)
    best = max(counts, key=lambda width: sum(counts[width - less] for less in range(ragged)), default=0)
    full = [line for width, line in running if best - ragged < width <= best]
    prose = sum(_PROSE.search(line) is not None for line in full)
    # A number that would break, or a mark that hangs over, makes a line somewhat longer.
    longer = sum(width > best + ragged for width in widths)
    wrapped = len(full) >= _LEAST_WRAPPED and 2 * len(full) >= counts.total() and 2 * prose >= len(full)
    return (len(full) if wrapped and 20 * longer <= len(lines) else 0), best
