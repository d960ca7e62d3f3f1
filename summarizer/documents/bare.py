"""Headings without a number: short lines that stand over paragraphs where the document has none with one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.documents.sentences import Mark, Marked

_HIGHER = frozenset({Mark.HASH, Mark.PART, Mark.COMMA})
_LONGEST = 30
_PARAGRAPH = 40
# Letters for a heading; a line with any of the rest labels, signs, dates or goes on. What stands before a colon
# in a label is short.
_HEADING = re.compile(
    r"(?=.*[一-鿿]{4})[^，。：:；;！!？?…、|（(]{2,}(?:(?<=[^，：]{5})[，：][^，。：:；;！!？?…、|（(]{3,})?"
)
_SIGNED = re.compile(r"(?:19|20)\d\d年\d{1,2}月|[^ ]+[ \u3000]+[一-鿿]{2,4}$|.*(?:通讯员|记者|摄)")


def mark_bare(marked: Sequence[Marked]) -> tuple[Marked, ...]:
    """The same sentences, with `Mark.BARE` on the unnumbered headings, of which there must be two or more."""
    if any(each.mark in _HIGHER and not each.place for each in marked):
        return tuple(marked)
    found = set(_bare(marked))
    if len(found) < 2:
        return tuple(marked)
    return tuple(
        replace(each, mark=Mark.BARE) if index in found else each for index, each in enumerate(marked)
    )


def _bare(marked: Sequence[Marked]) -> Iterator[int]:
    """Indexes of the lines that could be such headings: below the first paragraph and over another one."""
    below = False
    for index, (each, after) in enumerate(pairwise(marked)):
        text = each.sentence.text
        # A salutation opens the text just as a paragraph does.
        below = below or len(text) >= _PARAGRAPH or not each.alone or text.endswith(("：", ":"))
        stands_over = after.place == 0 and (not after.alone or len(after.sentence.text) >= _PARAGRAPH)
        if (
            below and each.alone and each.mark is None and len(text) <= _LONGEST
            and stands_over and _HEADING.fullmatch(text) and not _SIGNED.match(text)
        ):  # fmt: skip
            yield index
