"""Sentences of clean text, and the numbering marks that open them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from summarizer.documents.model import Sentence
from summarizer.quantities import list_number

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
# What a document may set before a number, or in its place, to make a heading stand out.
_ORNAMENT = r"(?:[★☆◆◇■▲△●▶►]|\*\*)[ \u3000]*"


class Mark(Enum):
    """A kind of numbering mark, with the pattern of its text at the start of a sentence."""

    HASH = r"#{1,6}[ \t]+(?=\S)"
    # With a colon and no number it lists what is attached.
    ANNEX = rf"附[件录表][ \u3000]*(?:(?:{_DIGITS}|{_NUMERAL})[ \u3000]*[：:]?)?$"
    PART = rf"第{_NUMERAL}(?:部分|章|编)"
    SUBPART = rf"第{_NUMERAL}节"
    ARTICLE = r"第[一二三四五六七八九十百零〇]{1,6}条(?=[ \u3000\t])"
    COMMA = rf"{_NUMERAL}[、.．]|[【〖]{_NUMERAL}[】〗]"
    ORDINAL = rf"第{_NUMERAL}(?:[，,：:]|、(?!{_NUMERAL}))|第{_NUMERAL}(?=是)"
    BRACKET = rf"[（(〔]{_NUMERAL}[）)〕]|[㈠-㈩]"
    ARABIC = rf"{_DIGITS}(?:[.．](?![0-9０-９])|、)|[⒈-⒛]"
    ARABIC_BRACKET = rf"[（(]{_DIGITS}[）)]|[⑴-⒇]|{_DIGITS}[）)]"
    CIRCLED = "[①-⑳]"
    # A dash before a date or a place opens the line below a title, not a heading.
    DASH = (
        r"(?:——|――|--(?!-))"
        r"(?![ \u3000]*(?:[0-9]{4}年|二[〇○]|[^，。\n]{0,6}在[^，。\n]{2,40}会上))"
    )
    POINT = rf"{_NUMERAL}(?:是|要)|其{_NUMERAL}(?=[，,])|(?:首先|其次|再次|最后)(?=[，,])"
    ORNAMENT = r"(?<=[★☆◆◇■▲△●▶►])(?=[ \u3000]*[\u4e00-\u9fff“])"
    # Without any mark of its own: told from the lines around it (see `bare`).
    BARE = r"(?!)"


_MARKS = re.compile(
    rf"(?:{_ORNAMENT})?(?:" + "|".join(f"(?P<{mark.name}>{mark.value})" for mark in Mark) + ")"
)
_DRESS = re.compile(rf"(?:#{{1,6}}[ \t]+|{_ORNAMENT})+")
_PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "〈": "〉",
}
_CLOSERS = frozenset(_PAIRS.values())
_ENDS = frozenset("。！？!?")
_CLOSES_OR_ENDS = _CLOSERS | _ENDS
_GOES_ON = _CLOSES_OR_ENDS | frozenset("，,、；;：:的")
# 通过这项工作，一是要…；二是要…: an enumeration also opens after a comma, where it goes on so.
_FIRST = ("一是", "一要")
_SECOND = re.compile("[。；;]二[是要]")
_NEVER_INLINE = frozenset({Mark.DASH, Mark.HASH, Mark.ANNEX, Mark.ORNAMENT})
# A longer stretch between a pair of marks is taken for a mark that was never closed.
_LONGEST_PAIR = 200
_LONGEST_PHRASE = 10
# A line that is no longer may be a heading.
_LONGEST_LINE = 40


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its numbering mark: `place` counts within the line, from 0; `alone` on its line."""

    sentence: Sentence
    mark: Mark | None
    place: int
    alone: bool


def split_sentences(text: str) -> tuple[Marked, ...]:
    """Every sentence of `text` in order, blank lines passed over; a line break always ends a sentence."""
    found: list[Marked] = []
    start = 0
    for line in text.split("\n"):
        spans = list(_spans(line))
        for place, (first, last) in enumerate(spans):
            words = line[first:last]
            sentence = Sentence(len(found) + 1, start + first, start + last, words)
            mark = mark_of(words) or (Mark.ARABIC if not place and list_number(words) else None)
            if place and mark in _NEVER_INLINE:
                mark = None
            found.append(Marked(sentence, mark, place, alone=len(spans) == 1))
        start += len(line) + 1
    return tuple(found)


def mark_of(text: str) -> Mark | None:
    """The numbering mark that `text` begins with."""
    match = _MARKS.match(text)
    return Mark[match.lastgroup] if match and match.lastgroup else None


def heading_of(sentence: str) -> str:
    """A heading as in the document, without what sets it off and the full stop or colon that closes it."""
    return sentence[dress_of(sentence) :].rstrip("*。：: \t\u3000；;")


def dress_of(sentence: str) -> int:
    """How many characters before a heading only set it off: `## `, `★`, `**`."""
    dress = _DRESS.match(sentence)
    return dress.end() if dress else 0


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one line, without the white space around them."""
    start = 0
    for end in [*_breaks(line), len(line)]:
        words = line[start:end]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip())
        if left < right:
            yield left, right
        start = end


def _breaks(line: str) -> Iterator[int]:
    """Where a sentence ends within the line: after its stop and the closing marks that belong to it."""
    line = _curled(line)
    inside = _quoted(line)
    begun = 0
    for position, char in enumerate(line):
        if inside[position]:
            continue
        after = position + 1
        # An enumeration also starts anew after a colon or a semicolon.
        if char in "，,":
            ends = line.startswith(_FIRST, after) and _SECOND.search(line, after) is not None
        elif char in "：:；;":
            ends = _opens_item(line, after) or (char in "；;" and _parts(line, begun, after))
        elif char in _ENDS:
            ends = line[after : after + 1] not in _CLOSES_OR_ENDS
        else:
            # “……。” ends the sentence around it too, unless that goes on.
            stopped = char in _CLOSERS and line[position - 1 : position] in _ENDS
            ends = stopped and line[after : after + 1] not in _GOES_ON
        if ends:
            begun = after
            yield after


def _parts(line: str, begun: int, after: int) -> bool:
    """Whether a semicolon parts two statements of a paragraph: both are longer than a phrase."""
    return min(after - begun, len(line) - after) > _LONGEST_PHRASE and len(line) > _LONGEST_LINE


def _opens_item(line: str, position: int) -> bool:
    mark = mark_of(line[position : position + 12].lstrip())
    return mark is not None and mark not in _NEVER_INLINE


def _curled(line: str) -> str:
    """The line with straight quotation marks in pairs of “ and ”, so that they are told from each other."""
    if '"' not in line or line.count('"') % 2:
        return line
    return re.sub('"([^"]*)"', r"“\1”", line)


def _quoted(line: str) -> list[bool]:
    """For each character whether it stands between two marks of a pair (the marks themselves do not)."""
    depth_change = [0] * (len(line) + 1)
    opened: list[int] = []
    for position, char in enumerate(line):
        if char in _PAIRS:
            opened.append(position)
        elif char in _CLOSERS:
            _close(line, position, opened, depth_change)
    inside, depth = [], 0
    for position in range(len(line)):
        depth += depth_change[position]
        inside.append(depth > 0)
    return inside


def _close(line: str, position: int, opened: list[int], depth_change: list[int]) -> None:
    """Match a closing mark with the last opened of its kind, dropping those within that were never closed."""
    for back in range(len(opened) - 1, max(len(opened) - 6, -1), -1):
        start = opened[back]
        if _PAIRS[line[start]] == line[position]:
            del opened[back:]
            if position - start <= _LONGEST_PAIR:
                depth_change[start + 1] += 1
                depth_change[position] -= 1
            return
