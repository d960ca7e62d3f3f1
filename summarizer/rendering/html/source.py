"""The source pane: the document's whole text in lines, with marks that lead to what was made of them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.documents import Outline, Removal
from summarizer.rendering.html.marks import Span, segments
from summarizer.rendering.html.mended import Mended, mended
from summarizer.rendering.plain import plain
from summarizer.rendering.words import STATUSES, reason_in_chinese


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that the entry of this number rests on.

    `kind` is the status of the statement there, or `figure`, `name` or `uncited`.
    """

    span: Span
    entry: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line that is marked alike; `start` counts code points of the whole text.

    `entries` rest on it, that of the shortest mark first, and `kinds` are theirs; `shared` if two statements
    do. `removed` is why it is no part of the report; `new` is what a mended stretch is read as, told with its
    last piece.
    """

    start: int
    text: str
    entries: tuple[int, ...]
    kinds: tuple[str, ...]
    shared: bool
    removed: str
    mended: bool
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end. `number` counts the report's own lines from 1, `level` is that of a heading.

    Lines that are blank or were removed have neither.
    """

    start: int
    text: str
    gone: bool
    number: int | None
    level: int | None

    @property
    def end(self) -> int:
        """Where the next line starts."""
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines with their pieces; `note` says what they are where they are no part of the report."""

    note: str
    lines: tuple[tuple[Line, tuple[Piece, ...]], ...]


class Source:
    """A parsed document laid out in lines."""

    def __init__(self, parsed: Outline) -> None:
        self.text = parsed.document.text
        self.removed = parsed.clean.removed
        self.mended = mended(self.text, parsed.clean)
        self._lines = tuple(_lines(parsed))
        self._starts = [line.start for line in self._lines]

    def line_at(self, offset: int) -> Line:
        """The line that an offset lies in."""
        return self._lines[bisect_right(self._starts, offset) - 1]

    def blocks(self, marks: Sequence[Mark]) -> tuple[Block, ...]:
        """The whole text with these marks, and those of what was removed and mended."""
        pieces: dict[int, list[Piece]] = defaultdict(list)
        for line, piece in self._pieces(marks):
            pieces[line.start].append(piece)
        return tuple(
            Block(self._note(lines), tuple((line, tuple(pieces[line.start])) for line in lines))
            for lines in _standing_alike(self._lines)
        )

    def _pieces(self, marks: Sequence[Mark]) -> Iterator[tuple[Line, Piece]]:
        """The text cut wherever a mark or a line begins or ends."""
        things: tuple[Line | Mark | Removal | Mended, ...] = (
            *self._lines,
            *marks,
            *self.removed,
            *self.mended,
        )
        start = 0
        for segment in segments(self.text, ((_span(thing), index) for index, thing in enumerate(things))):
            line, *on = (things[number] for number in segment.marks)
            assert isinstance(line, Line)  # noqa: S101 # lines come first and cover the text
            yield line, _piece(start, segment.text, on)
            start += len(segment.text)

    def _note(self, lines: Sequence[Line]) -> str:
        """What these lines are and how much, where they were removed; else ""."""
        if not any(line.gone for line in lines):
            return ""
        start, end = lines[0].start, lines[-1].end
        reasons = (each.reason for each in self.removed if each.start < end and each.end > start)
        words = "、".join(dict.fromkeys(reason_in_chinese(plain(reason)) for reason in reasons))
        return f"{words} · {sum(len(line.text.strip()) for line in lines):,} 字"


def _lines(parsed: Outline) -> Iterator[Line]:
    text = parsed.document.text
    removed = bytearray(len(text))
    for each in parsed.clean.removed:
        removed[each.start : each.end] = b"\1" * (each.end - each.start)
    headings = dict(_headings(parsed))
    start = number = 0
    for words in text.split("\n"):
        end = min(start + len(words) + 1, len(text))
        if start == end and start:
            return  # after the last line end
        kept = any(not removed[start + index] for index, char in enumerate(words) if not char.isspace())
        number += kept
        yield Line(
            start,
            text[start:end],
            gone=not kept and bool(words.strip()),
            number=number if kept else None,
            level=headings.get((start, words.strip())) if kept else None,
        )
        start = end


def _headings(parsed: Outline) -> Iterator[tuple[tuple[int, str], int]]:
    """The level of each heading that has a line to itself, by the line's start and words."""
    text = parsed.document.text
    for section in parsed.sections:
        span = parsed.clean.offsets.to_original(section.start, section.start + len(section.heading))
        yield (text.rfind("\n", 0, span[0]) + 1, text[slice(*span)].strip()), section.level


def _standing_alike(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Runs of lines that stay, and of lines that are gone with the blank ones among and after them."""
    run: list[Line] = []
    for line in lines:
        if run and not line.is_blank and line.gone != run[0].gone:
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _span(thing: Line | Mark | Removal | Mended) -> Span:
    return thing.span if isinstance(thing, Mark) else (thing.start, thing.end)


def _piece(start: int, text: str, on: Sequence[object]) -> Piece:
    # The shortest first: a figure before the statement around it.
    marks = sorted(
        (each for each in on if isinstance(each, Mark)), key=lambda mark: mark.span[1] - mark.span[0]
    )
    removed = next((each.reason for each in on if isinstance(each, Removal)), None)
    mend = next((each for each in on if isinstance(each, Mended)), None)
    return Piece(
        start,
        text,
        entries=tuple(dict.fromkeys(mark.entry for mark in marks)),
        kinds=tuple(dict.fromkeys(mark.kind for mark in marks)),
        shared=sum(mark.kind in STATUSES for mark in marks) > 1,
        removed="" if removed is None else reason_in_chinese(plain(removed)),
        mended=mend is not None,
        new=mend.new if mend and mend.end == start + len(text) else "",
    )
