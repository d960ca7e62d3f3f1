"""Clean text from a document: page chrome out, damage mended, script simplified, with the way back kept."""

from collections import Counter
from collections.abc import Iterable

from summarizer.documents.chrome import find_chrome
from summarizer.documents.model import CleanText, Document, Removal
from summarizer.documents.offsets import Edit, OffsetMap, apply_edits
from summarizer.documents.repairs import REPAIRS
from summarizer.documents.script import to_simplified


def clean(document: Document) -> CleanText:
    """Mend the text, simplify its script and take out what belongs to the page around it.

    Chrome is looked for last, in mended text, so that its rules need one form of each word only.
    """
    text, offsets = document.text, OffsetMap.identity(len(document.text))
    repairs: Counter[str] = Counter()
    for kind, find in (*REPAIRS, ("traditional", to_simplified)):
        edits = find(text)
        if edits:
            repairs[kind] = len(edits)
            text, offsets = apply_edits(text, offsets, edits)
    chrome = find_chrome(text)
    removed = _removals(offsets, chrome.removals)
    text, offsets = apply_edits(text, offsets, (Edit(each.start, each.end) for each in chrome.removals))
    return CleanText(text, offsets, removed, dict(repairs), chrome.published)


def _removals(offsets: OffsetMap, found: Iterable[Removal]) -> tuple[Removal, ...]:
    """The same removals, placed in the original text."""
    return tuple(Removal(*offsets.to_original(each.start, each.end), each.reason) for each in found)
