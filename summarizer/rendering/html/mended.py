"""Where reading differs from what is written: the places of repairs, found from the map between the two."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from summarizer.documents import CleanText
from summarizer.rendering.html.marks import Span

# Repairs this near to one another on a line are one for a reader: a traditional text is mended throughout.
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Mended:
    """A stretch of the original that is read as `new`, "" where it is passed over."""

    start: int
    end: int
    new: str


def mended(original: str, clean: CleanText) -> tuple[Mended, ...]:
    """All repairs in order, without overlap; what was removed as no part of the report is none."""
    joined: list[Mended] = []
    for each in _single(original, clean):
        last = joined[-1] if joined else None
        between = original[last.end : each.start] if last else ""
        if last and len(between) <= _NEAR and "\n" not in original[last.start : each.end]:
            joined[-1] = Mended(last.start, each.end, last.new + between + each.new)
        else:
            joined.append(each)
    return tuple(joined)


def _single(original: str, clean: CleanText) -> Iterator[Mended]:
    done = 0
    for piece in clean.offsets.pieces:
        yield from _passed_over(original, clean, (done, piece.source))
        new = clean.text[piece.start : piece.end]
        if piece.aligned:
            yield from _replaced(original, piece.source, new)
        else:
            yield Mended(piece.source, piece.source_end, new)
        done = piece.source_end
    yield from _passed_over(original, clean, (done, len(original)))


def _replaced(original: str, start: int, new: str) -> Iterator[Mended]:
    """Runs of characters that stand for others, one for one."""
    same = [original[start + index] == char for index, char in enumerate(new)]
    edges = [index for index in range(1, len(same)) if same[index] != same[index - 1]]
    for first, last in pairwise((0, *edges, len(same))):
        if first < last and not same[first]:
            yield Mended(start + first, start + last, new[first:last])


def _passed_over(original: str, clean: CleanText, gap: Span) -> Iterator[Mended]:
    """What of a gap between two runs of clean text was not removed as chrome."""
    at, end = gap
    for removal in clean.removed if at < end else ():
        if removal.start >= end:
            break
        if removal.end > at:
            yield from _deleted(original, at, removal.start)
            at = max(at, removal.end)
    yield from _deleted(original, at, end)


def _deleted(original: str, start: int, end: int) -> Iterator[Mended]:
    # A carriage return is seen nowhere, and every line of a file may have one.
    if original[start:end].strip("\r"):
        yield Mended(start, end, "")
