"""Evidence is computed, never copied: from sentence ids to places in the original text."""

from collections.abc import Iterable

from schemas.record import Evidence
from summarizer.documents import Outline, Sentence


def cite(outline: Outline, sentences: Iterable[Sentence]) -> tuple[Evidence, ...]:
    """Quote whole sentences from the original, in document order, each once."""
    chosen = sorted({sentence.id: sentence for sentence in sentences}.values(), key=lambda each: each.id)
    return tuple(cite_span(outline, sentence.start, sentence.end) for sentence in chosen)


def cite_span(outline: Outline, start: int, end: int) -> Evidence:
    """Quote the original text behind `start` to `end` of the clean text; its longest part where an
    advertisement was cut out of its middle.
    """
    first, last = max(outline.clean.original_parts(start, end), key=lambda part: part[1] - part[0])
    return Evidence(start=first, end=last, quote=outline.document.text[first:last])
