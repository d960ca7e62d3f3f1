"""What a loader gives: the text of a file with what the file itself tells about its stretches."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from summarizer.documents.model import Removal
from summarizer.errors import InputTooLarge
from summarizer.messages import say

# Ten times the longest report met: beyond it no summary is meant, and time and memory stay bounded.
LONGEST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """The whole text of a file in reading order.

    `pages` holds the offset in `text` at which each page starts, empty where a format knows no pages;
    `hints` are stretches that the format marks as no part of the body, ascending, without overlap.
    `encoding` is utf-8 where the format leaves no choice of one.
    """

    text: str
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()
    hints: tuple[Removal, ...] = ()


@dataclass(slots=True)
class _Row:
    """A table row being written: where its tabs are among the pieces, at which line its text started."""

    tabs: list[int] = field(default_factory=list)
    first_line: int | None = None


class TextWriter:
    """Text put together line by line, blank lines left out.

    The cells of a table row are set on one line with a tab between them where each holds one line; a row
    with a longer cell (a page laid out as a table) is set cell below cell. Empty cells leave no trace.
    """

    def __init__(self, name: str):
        self.length = 0
        self.hints: list[Removal] = []
        self._name = name
        self._pieces: list[str] = []
        self._pending = ""
        self._lines = 0
        self._rows: list[_Row] = []

    def write(self, text: str) -> None:
        """Add to the current line; `text` may hold line breaks. Raises InputTooLarge."""
        if not text:
            return
        if self._pending and self.length:
            self._add_break()
        self._pending = ""
        for row in reversed(self._rows):
            if row.first_line is not None:
                break
            row.first_line = self._lines
        self._lines += text.count("\n")
        self._add(text)

    def end_line(self) -> None:
        """Let what follows start on a line of its own."""
        if self._pending != "\t":
            self._pending = "\n"

    def start_row(self) -> None:
        """Begin a table row."""
        self._pending = "\n"
        self._rows.append(_Row())

    def start_cell(self) -> None:
        """Begin a cell of the current row."""
        started = self._rows and self._rows[-1].first_line is not None
        self._pending = "\t" if started else "\n"

    def end_row(self) -> None:
        """Close the current row."""
        if not self._rows:
            return
        row = self._rows.pop()
        self._pending = "\n"
        if row.first_line is not None and row.first_line != self._lines:
            for at in row.tabs:
                self._pieces[at] = "\n"
            self._lines += len(row.tabs)

    @contextmanager
    def hinted(self, reason: str) -> Iterator[None]:
        """Mark what is written meanwhile, on lines of its own, as no part of the body."""
        self.end_line()
        start = self.length
        yield
        self.end_line()
        if self.length > start:
            self.hints.append(Removal(start, self.length, reason))

    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)

    def extracted(self, encoding: str = "utf-8", pages: tuple[int, ...] = ()) -> Extracted:
        """The result, with hints that lie within others left out."""
        text = self.text()
        return Extracted(
            text, encoding, pages, tuple(outermost(whole_lines(text, each) for each in self.hints))
        )

    def _add_break(self) -> None:
        if self._pending == "\t":
            self._rows[-1].tabs.append(len(self._pieces))
        else:
            self._lines += 1
        self._add(self._pending)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise too_long(self._name)


def too_long(name: str) -> InputTooLarge:
    """The error for a file that holds more text than is read."""
    return InputTooLarge(
        say(
            f"{name} 的文字超过 {LONGEST_TEXT} 字，请拆分后再试。",
            f"{name} holds more than {LONGEST_TEXT} characters of text: split it.",
        )
    )


def whole_lines(text: str, span: Removal) -> Removal:
    """The span without outer white space, but with its line break where it covers whole lines."""
    start, end = span.start, span.end
    # Stepping, not stripping a copy: a span may be as long as the text, and there may be many.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and (start == 0 or text[start - 1] == "\n") and text[end : end + 1] == "\n":
        end += 1
    return Removal(start, end, span.reason)


def outermost(spans: Iterable[Removal]) -> Iterator[Removal]:
    """The spans in order, less empty ones and those that lie within another or overlap one before."""
    last = 0
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if span.start >= last and span.end > span.start:
            yield span
            last = span.end
