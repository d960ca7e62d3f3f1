"""Clean text to Outline: title, sections, points, quantities and names."""

import re

from summarizer.documents.bare import mark_bare
from summarizer.documents.clean import clean
from summarizer.documents.headings import find_units
from summarizer.documents.model import CleanText, Document, Name, Outline
from summarizer.documents.points import find_points
from summarizer.documents.sentences import split_sentences
from summarizer.documents.title import find_title
from summarizer.quantities import find_quantities

_BOOK = re.compile(r"(?<!《)《{1,3}((?:[^《》\n]|《[^《》\n]{1,80}》){1,120}?)》")
_QUOTES = re.compile(r"“([^“”\n]{1,40})”")


def outline(document: Document) -> Outline:
    """Clean and parse a document."""
    return parse(document, clean(document))


def parse(document: Document, cleaned: CleanText) -> Outline:
    """Find the structure of a cleaned document and all that is marked or counted in it."""
    text = cleaned.text
    marked = mark_bare(split_sentences(text))
    titled = find_title(text)
    title = titled.value if titled else None
    units = find_units(marked, title)
    return Outline(
        document=document,
        clean=cleaned,
        title=title,
        sections=units.sections,
        sentences=tuple(each.sentence for each in marked),
        points=find_points(marked, units, title),
        quantities=find_quantities(text),
        names=find_names(text),
    )


def find_names(text: str) -> tuple[Name, ...]:
    """Names in 《》 and “”, in order; a doubled or nested 《 is tolerated."""
    books = [Name(match[1], match.start(1), match.end(1), "book") for match in _BOOK.finditer(text)]
    quotes = [Name(match[1], match.start(1), match.end(1), "quotes") for match in _QUOTES.finditer(text)]
    return tuple(sorted(books + quotes, key=lambda name: (name.start, -name.end)))
