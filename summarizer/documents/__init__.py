"""Documents: read, cleaned, and parsed into an outline whose every part leads back to the original text."""

from summarizer.documents.clauses import clause_of
from summarizer.documents.dates import deadline
from summarizer.documents.facts import Facts, find_facts
from summarizer.documents.found import Found
from summarizer.documents.letter import Signature
from summarizer.documents.model import CleanText, Document, Name, Outline, Point, Section, Sentence
from summarizer.documents.parse import outline
from summarizer.documents.people import Person
from summarizer.documents.read import from_text, read, read_bytes
from summarizer.documents.subjects import is_planned, status_of, subject_of

__all__ = [
    "CleanText",
    "Document",
    "Facts",
    "Found",
    "Name",
    "Outline",
    "Person",
    "Point",
    "Section",
    "Sentence",
    "Signature",
    "clause_of",
    "deadline",
    "find_facts",
    "from_text",
    "is_planned",
    "outline",
    "read",
    "read_bytes",
    "status_of",
    "subject_of",
]
