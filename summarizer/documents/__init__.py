"""Documents: read, cleaned, and parsed into an outline whose every part leads back to the original text."""

from summarizer.documents.aims import without_aims
from summarizer.documents.arithmetic import Contradiction
from summarizer.documents.clauses import clause_before, clause_of
from summarizer.documents.consistency import contradictions
from summarizer.documents.dates import deadline
from summarizer.documents.directions import direction_of
from summarizer.documents.facts import Facts, find_facts
from summarizer.documents.found import Found
from summarizer.documents.issuer import may_issue
from summarizer.documents.lacks import named_lacks
from summarizer.documents.letter import Signature
from summarizer.documents.masked import find_masked
from summarizer.documents.model import CleanText, Document, Name, Outline, Point, Removal, Section, Sentence
from summarizer.documents.names import initiatives, policies
from summarizer.documents.normal import normal
from summarizer.documents.organisations import is_area
from summarizer.documents.paragraphs import opens_with_thesis
from summarizer.documents.parse import outline
from summarizer.documents.parts import gives_orders, parts
from summarizer.documents.people import Person, is_name, is_role
from summarizer.documents.periods import period_of
from summarizer.documents.read import from_text, read, read_bytes
from summarizer.documents.script import simplified
from summarizer.documents.subjects import leans, subject_of
from summarizer.documents.tense import is_planned, statuses
from summarizer.documents.words import first_words

__all__ = [
    "CleanText",
    "Contradiction",
    "Document",
    "Facts",
    "Found",
    "Name",
    "Outline",
    "Person",
    "Point",
    "Removal",
    "Section",
    "Sentence",
    "Signature",
    "clause_before",
    "clause_of",
    "contradictions",
    "deadline",
    "direction_of",
    "find_facts",
    "find_masked",
    "first_words",
    "from_text",
    "gives_orders",
    "initiatives",
    "is_area",
    "is_name",
    "is_planned",
    "is_role",
    "leans",
    "may_issue",
    "named_lacks",
    "normal",
    "opens_with_thesis",
    "outline",
    "parts",
    "period_of",
    "policies",
    "read",
    "read_bytes",
    "simplified",
    "statuses",
    "subject_of",
    "without_aims",
]
