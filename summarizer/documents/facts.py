"""The facts about a document that rules are sure of, each with its place and the rule that found it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.documents.dates import document_date
from summarizer.documents.found import Found, lines_of
from summarizer.documents.issuer import Page, find_below, find_headed, find_issuer
from summarizer.documents.kind import find_doc_type
from summarizer.documents.letter import Signature, find_addressee, find_number, find_signature
from summarizer.documents.model import Outline
from summarizer.documents.people import Person, find_author, find_occasion
from summarizer.documents.region import find_region, most_told
from summarizer.documents.term import document_period
from summarizer.documents.title import find_subtitle, find_title
from summarizer.documents.title_kind import DocType

_HEAD = 600  # a number or an addressee behind it belongs to a document printed below the news
_DIVIDED = re.compile("[—―─]+|[ \u3000]+|：")


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
    titles = tuple(_titles(title, find_subtitle(text, title)))
    number, addressee, signature = find_number(lines), find_addressee(lines), find_signature(lines)
    doc_type = find_doc_type(
        text,
        titles,
        outline.sections,
        official=any(each and (each.start or 0) < _HEAD for each in (number, addressee)),
        signed=author is not None and author.rule in ("signed_line", "post_line"),
    )
    occasion, date = find_occasion(text, titles), document_date(outline)
    page = Page(text, outline.document.text, doc_type.value if doc_type else None)
    issuer = find_issuer(titles, signature, author, occasion, page)
    region = find_region(text, titles, issuer, author, occasion)
    if region is None and (page.kind == "news" or title is None):
        region = most_told(text)
    place = region.value if region else None
    return Facts(
        doc_type=doc_type,
        title=title,
        issuer=issuer or find_headed(author, place) or find_below(titles, text, place),
        region=region,
        author=author,
        occasion=occasion,
        date=date,
        period=document_period(outline, date.value if date else None),
        number=number,
        addressee=addressee,
        signature=signature,
    )


def _titles(title: Found[str] | None, subtitle: Found[str] | None) -> Iterator[Found[str]]:
    """The title, what stands below it, and the parts of the title that marks or spaces divide, the last first."""
    if title:
        yield title
    if subtitle:
        yield subtitle
    if title and len(parts := _DIVIDED.split(title.value)) > 1:
        for part in reversed(parts):
            yield Found(part, title.start, title.end, "title")
