"""The clause or the sentence around a place of the text."""

import re

from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

# What ends a clause or a sentence for the rules that read the words around a quantity.
CLAUSE = re.compile(r"[，,。；;：:！？\n]")
SENTENCE = re.compile(r"[。！？；;\n]")
WINDOW = 80  # characters that such rules look back or ahead

# A comma before three digits belongs to the number.
_BREAK = re.compile(r"[，；;。！？!?\n]|(?<!\d),|,(?!\d{3}(?!\d))")
_REACH = 80  # characters on each side: longer clauses are cut, they would not be read as one


def clause_of(outline: Outline, quantity: Quantity) -> tuple[int, int]:
    """Start and end, in the clean text, of the clause that holds the quantity, without outer white space."""
    text = outline.clean.text
    first = max(0, quantity.start - _REACH)
    start = [first, *(each.end() for each in _BREAK.finditer(text, first, quantity.start))][-1]
    stop = _BREAK.search(text, quantity.end, quantity.end + _REACH)
    end = stop.start() if stop else min(len(text), quantity.end + _REACH)
    clause = text[start:end]
    return start + len(clause) - len(clause.lstrip()), end - (len(clause) - len(clause.rstrip()))


def clause_before(outline: Outline, start: int) -> int | None:
    """Where the clause begins that a comma parts from the one at `start`; None where none stands before it."""
    text = outline.clean.text
    if start < 2 or text[start - 1] not in "，,":
        return None
    first = max(0, start - 1 - _REACH)
    return max((found.end() for found in _BREAK.finditer(text, first, start - 1)), default=None)


def start_of(mark: re.Pattern[str], text: str, end: int, window: int = WINDOW) -> int:
    """Where the clause or sentence that reaches to `end` begins, at most `window` characters before.

    `mark` is one character of several: it is looked for from the end.
    """
    first = max(0, end - window)
    last = mark.search(text[first:end][::-1])
    return end - last.start() if last else first
