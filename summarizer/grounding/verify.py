"""Does the evidence hold what a text claims? Numbers are compared by value, names by their characters."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from summarizer.documents import Outline, is_planned, statuses
from summarizer.grounding.claims import Claim, claims, holds, told_of_another
from summarizer.grounding.dates import BARE_NUMBER, number_of, numbers
from summarizer.grounding.relative import relative_words, unfounded
from summarizer.quantities import find_quantities, same_amount

MARKED_NAME = re.compile(r"《([^《》]{2,})》|“([^“”]{2,})”")


class _HalfWidth(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_HALF_WIDTH = _HalfWidth()
# Between digits a space parts two numbers; elsewhere it is layout.
LAYOUT = re.compile(r"(?<!\d)\s+|\s+(?![\s\d])")


def unsupported(text: str, evidence: Iterable[str]) -> tuple[str, ...]:
    """Return what `text` claims and no evidence text holds, as written, in the order of `text`.

    Amounts are compared by value and unit (`1.26亿元` is `12600万元`), direction (a rise never matches a fall,
    nor 提高70% a rise to 70%) and qualifier (`5000余名` may become `超过5000名` or `约5000名`, not `5000名`).
    Dates, years and marked names (《》, “”) are compared by their characters, full-width forms folded; white
    space within a name or an amount does not count. Relative words (`同比增长`, `首位`, `数百`) need their
    like in the evidence.
    """
    text, sources = LAYOUT.sub("", text), [LAYOUT.sub("", each) for each in evidence]
    source = "\n".join(sources)
    folded_text, folded = fold(text), fold(source)
    # Each by itself, since sentences are evidence for several texts, in ever other company.
    stated_here, known = claims(text), [claim for each in sources for claim in claims(each)]
    plain_numbers = numbers(folded)
    missing = [
        (claim.quantity.start, claim.quantity.mention)
        for index, claim in enumerate(stated_here)
        if not _held(claim, stated_here[:index], known)
        and (any(holds(each, claim) for each in known) or not _written(claim, source, plain_numbers))
    ]
    covered = [(claim.quantity.start, claim.quantity.end) for claim in stated_here]
    missing += _strange_numbers(folded_text, plain_numbers, covered)
    for match in MARKED_NAME.finditer(text):
        name = match[1] or match[2]
        if fold(name) not in folded:
            missing.append((match.start(), name))
    missing += unfounded(folded_text, folded)
    return tuple(mention for _, mention in sorted(missing))


def verdict(text: str, evidence: Iterable[str]) -> Literal["supported", "unsupported", "unchecked"]:
    """Judge one text: `unchecked` where it holds no number, marked name or relative word."""
    if unsupported(text, evidence):
        return "unsupported"
    checkable = (
        BARE_NUMBER.search(fold(text))
        or MARKED_NAME.search(text)
        or relative_words(text)
        or find_quantities(text)
    )
    return "supported" if checkable else "unchecked"


def overstated(outline: Outline, start: int, end: int, text: str) -> tuple[str, ...]:
    """Return the quantities that `text` tells as done and `start` to `end` of the clean text only plans.

    A line that speaks of a plan itself overstates nothing.
    """
    if is_planned(text):
        return ()
    inside = [quantity for quantity in outline.quantities if start <= quantity.start < end]
    told = find_quantities(text)
    meant = [(each, known) for each in told if (known := [it for it in inside if same_amount(each, it)])]
    if not meant:
        return ()
    status_of = statuses(outline)
    return tuple(
        each.mention
        for each, known in meant
        if all(status_of(quantity, "achieved") == "planned" for quantity in known)
    )


def stated(name: str, text: str) -> bool:
    """Whether `text` holds `name`, widths folded and white space aside."""
    return "".join(fold(name).split()) in "".join(fold(text).split())


def fold(text: str) -> str:
    """Full-width forms to half-width, one character for one, so that places stay."""
    return text.translate(_HALF_WIDTH)


def _held(claim: Claim, earlier: Sequence[Claim], known: Sequence[Claim]) -> bool:
    """Whether the evidence holds a claim, of its subject and as often as the text tells it."""
    before = sum(1 for each in earlier if holds(each, claim) and holds(claim, each))
    holding = [each for each in known if holds(each, claim)]
    return len(holding) > before and not told_of_another(claim, holding, known)


def _written(claim: Claim, source: str, known: frozenset[tuple[str, str]]) -> bool:
    """Whether a claim stands in the source in a form that is no quantity there: 一所 for 1所, a bare number."""
    quantity = claim.quantity
    if quantity.qualifier or quantity.direction or quantity.level:
        return False
    if not quantity.unit:
        return (fold(quantity.mention), "") in known
    return quantity.value == 1 and quantity.value_to is None and f"一{quantity.unit}" in source


def _strange_numbers(
    text: str, known: frozenset[tuple[str, str]], covered: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, str]]:
    """Numbers of `text` outside of its quantities (dates, years, names) that are not known as they stand."""
    for match in BARE_NUMBER.finditer(text):
        if any(first <= match.start() < last for first, last in covered):
            continue
        number, part = number_of(match)
        if (number, part) not in known:
            yield match.start(), number
