"""Does the evidence hold what a text claims? Numbers are compared by value, names by their characters."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from summarizer.documents import Outline, is_planned, status_of
from summarizer.quantities import Quantity, find_quantities, same_amount

# A number that no quantity covers (a date, a year, a rank): it must stand in the evidence as it is.
BARE_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
MARKED_NAME = re.compile(r"《([^《》]{2,})》|“([^“”]{2,})”")
# Between digits a space parts two numbers; elsewhere it is layout.
LAYOUT = re.compile(r"(?<!\d)\s+|\s+(?![\s\d])")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


def unsupported(text: str, evidence: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers and marked names of `text` that no evidence text holds, in the order of `text`.

    Amounts are compared by value and unit (`1.26亿元` is `12600万元`), with a stated rise or fall never
    matching its opposite; other numbers and names by their characters, full-width forms folded. White space
    within a name or an amount does not count.
    """
    text, source = LAYOUT.sub("", text), "\n".join(LAYOUT.sub("", each) for each in evidence)
    known = find_quantities(source)
    claims = find_quantities(text)
    missing = [(q.start, q.mention) for q in claims if not any(_same_claim(q, k) for k in known)]
    bare = {number for _, number in _numbers(source)}
    covered = [(q.start, q.end) for q in claims]
    for start, number in _numbers(text):
        if number not in bare and not any(first <= start < last for first, last in covered):
            missing.append((start, number))
    folded = _fold(source)
    for match in MARKED_NAME.finditer(text):
        name = match[1] or match[2]
        if _fold(name) not in folded:
            missing.append((match.start(), name))
    return tuple(mention for _, mention in sorted(missing))


def verdict(text: str, evidence: Iterable[str]) -> Literal["supported", "unsupported", "unchecked"]:
    """Judge one text: `unchecked` where it holds neither a number nor a marked name."""
    if unsupported(text, evidence):
        return "unsupported"
    checkable = BARE_NUMBER.search(_fold(text)) or MARKED_NAME.search(text) or find_quantities(text)
    return "supported" if checkable else "unchecked"


def overstated(outline: Outline, start: int, end: int, text: str) -> tuple[str, ...]:
    """Return the quantities that `text` tells as done and `start` to `end` of the clean text only plans.

    A line that speaks of a plan itself overstates nothing.
    """
    if is_planned(text):
        return ()
    inside = [quantity for quantity in outline.quantities if start <= quantity.start < end]
    told = find_quantities(text)
    meant = [(each, [known for known in inside if same_amount(each, known)]) for each in told]
    return tuple(
        each.mention
        for each, known in meant
        if known and all(status_of(outline, quantity, None) == "planned" for quantity in known)
    )


def stated(name: str, text: str) -> bool:
    """Whether `text` holds `name`, widths folded and white space aside."""
    return "".join(_fold(name).split()) in "".join(_fold(text).split())


def _same_claim(claimed: Quantity, known: Quantity) -> bool:
    opposite = {claimed.direction, known.direction} == {"up", "down"}
    return same_amount(claimed, known) and not opposite


def _numbers(text: str) -> list[tuple[int, str]]:
    """Each run of digits with its place, thousands commas dropped."""
    return [(match.start(), THOUSANDS.sub("", match.group())) for match in BARE_NUMBER.finditer(_fold(text))]


def _fold(text: str) -> str:
    """Full-width forms to half-width, one character for one, so that places stay."""
    return "".join(f if len(f := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
