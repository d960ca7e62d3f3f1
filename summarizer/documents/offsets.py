"""The way back from cleaned text to the original: exact for every span, through any number of edits."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in the place of `start` to `end`; an empty `new` deletes.

    A `new` as long as what it replaces keeps its characters one to one with the original.
    """

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of clean text from `start` that stems from `source` to `source_end` of the original.

    Where `aligned`, character by character; else the run as a whole stands for that stretch.
    """

    start: int
    end: int
    source: int
    source_end: int
    aligned: bool

    def cut(self, start: int, end: int, shift: int) -> "Piece":
        """The part from `start` to `end`, moved by `shift` in the clean text."""
        if not shift and start == self.start and end == self.end:
            return self
        if not self.aligned:
            return Piece(start + shift, end + shift, self.source, self.source_end, aligned=False)
        first = self.source + start - self.start
        return Piece(start + shift, end + shift, first, first + end - start, aligned=True)


_start_of = attrgetter("start")


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each character of a text came from. Positions are code points; spans are half-open."""

    pieces: tuple[Piece, ...]

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """The map of a text of `length` characters that nothing was done to."""
        return cls((Piece(0, length, 0, length, aligned=True),) if length else ())

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the clean span `start` to `end` stems from.

        What was deleted within the span is covered; what was deleted at its edges is not.
        Raises ValueError where the span is reversed or leaves the text.
        """
        length = self.pieces[-1].end if self.pieces else 0
        if not 0 <= start <= end <= length:
            raise ValueError(f"span {start}:{end} outside of a text of {length} characters")
        if start == end:
            point = self._origin(start, length)
            return point, point
        last = self._piece(end - 1)
        return self._origin(
            start, length
        ), last.source + end - last.start if last.aligned else last.source_end

    def within(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of the clean span `start` to `end`, those at its edges cut to it."""
        index = max(bisect_right(self.pieces, start, key=_start_of) - 1, 0)
        while index < len(self.pieces) and self.pieces[index].start < end:
            piece = self.pieces[index]
            yield piece.cut(max(piece.start, start), min(piece.end, end), 0)
            index += 1

    def _piece(self, position: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, position, key=_start_of) - 1]

    def _origin(self, position: int, length: int) -> int:
        if position == length:
            return self.pieces[-1].source_end if self.pieces else 0
        piece = self._piece(position)
        return piece.source + position - piece.start if piece.aligned else piece.source


def apply_edits(text: str, offsets: OffsetMap, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Apply `edits`, ascending and without overlap, to `text`; gives the new text and its map.

    `offsets` is the map of `text`; the new map leads to the same original. Linear in edits and pieces.
    Raises ValueError for edits out of order or outside of the text.
    """
    parts: list[str] = []
    pieces: list[Piece] = []
    done = shift = 0
    for edit in edits:
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit.start}:{edit.end} overlaps another or leaves the text")
        aligned = len(edit.new) == edit.end - edit.start
        _keep(pieces, offsets, done, edit.end if aligned else edit.start, shift)
        parts += text[done : edit.start], edit.new
        if not aligned:
            if edit.new:
                place = edit.start + shift
                source = offsets.to_original(edit.start, edit.end)
                pieces.append(Piece(place, place + len(edit.new), *source, aligned=False))
            shift += len(edit.new) - (edit.end - edit.start)
        done = edit.end
    _keep(pieces, offsets, done, len(text), shift)
    parts.append(text[done:])
    return "".join(parts), OffsetMap(tuple(pieces))


def _keep(pieces: list[Piece], offsets: OffsetMap, start: int, end: int, shift: int) -> None:
    """Carry the pieces of `start` to `end` over, joined to the last one where they continue it."""
    if start == end:
        return
    for piece in offsets.within(start, end):
        moved = piece.cut(piece.start, piece.end, shift)
        last = pieces[-1] if pieces else None
        if last and last.aligned and moved.aligned and last.source_end == moved.source:
            pieces[-1] = Piece(last.start, moved.end, last.source, moved.source_end, aligned=True)
        else:
            pieces.append(moved)
