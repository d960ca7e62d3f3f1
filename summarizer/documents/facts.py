"""The facts about a document that rules are sure of, each with its place and the rule that found it."""

from dataclasses import dataclass

from summarizer.documents.dates import document_date, document_period
from summarizer.documents.found import Found, lines_of
from summarizer.documents.issuer import find_issuer, find_region
from summarizer.documents.kind import DocType, find_doc_type
from summarizer.documents.letter import Signature, find_addressee, find_number, find_signature
from summarizer.documents.model import Outline
from summarizer.documents.people import Person, find_author, find_occasion
from summarizer.documents.title import find_title


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document says about itself; None where no rule is sure.

    `issuer` is whose document or work it is, `region` the area it is about as written, without the areas
    above it; `date` is ISO, as precise as known; `period` its first and last month looked back on.
    """

    doc_type: Found[DocType] | None
    title: Found[str] | None
    issuer: Found[str] | None
    region: Found[str] | None
    author: Found[Person] | None
    occasion: Found[str] | None
    date: Found[str] | None
    period: Found[tuple[str, str]] | None
    number: Found[str] | None
    addressee: Found[str] | None
    signature: Found[Signature] | None


def find_facts(outline: Outline) -> Facts:
    """Apply all rules to a parsed document."""
    text = outline.clean.text
    lines = lines_of(text)
    title, author = find_title(text), find_author(text)
    number, addressee, signature = find_number(lines), find_addressee(lines), find_signature(lines)
    issuer, occasion = find_issuer(title, signature, author), find_occasion(text, title)
    date = document_date(outline)
    return Facts(
        doc_type=find_doc_type(text, title, official=number is not None or addressee is not None),
        title=title,
        issuer=issuer,
        region=find_region(title, issuer, author, occasion),
        author=author,
        occasion=occasion,
        date=date,
        period=document_period(outline, date.value if date else None),
        number=number,
        addressee=addressee,
        signature=signature,
    )
