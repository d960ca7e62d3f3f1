"""Page chrome in text that was scraped into lines: what belongs to the site and not to the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from summarizer.documents import chrome_words as words
from summarizer.documents.model import Removal

_HEAD_LINES = 40
_BODY_LENGTH = 50
_LONGEST_META = 120
_LONGEST_NOTICE = 200
_SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Chrome:
    """What to take out, as spans of the text that was searched, and the ISO date of its date line."""

    removals: tuple[Removal, ...]
    published: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def is_body(self) -> bool:
        """Whether it is a paragraph: long and ended as sentences are."""
        return len(self.text) >= _BODY_LENGTH and self.text.endswith(tuple("。！？”）"))


def find_chrome(text: str) -> Chrome:
    """Find the chrome of a page scraped into lines. A document without chrome loses nothing."""
    lines = list(_lines(text))
    # The first rule that claims a line names the reason.
    reasons = _single_lines(lines)
    for index, reason in (*_head(lines), *_tail(lines, reasons)):
        reasons.setdefault(index, reason)
    removals = [Removal(lines[index].start, lines[index].end, reason) for index, reason in reasons.items()]
    for index, line in enumerate(lines):
        if index not in reasons and (prefix := words.BODY_PREFIX.match(text, line.start)):
            removals.append(Removal(line.start, prefix.end(), "date_line"))
    removals.sort(key=lambda each: each.start)
    dates = (_iso(text[each.start : each.end]) for each in removals if each.reason == "date_line")
    return Chrome(tuple(removals), next((found for found in dates if found), None))


def _lines(text: str) -> Iterator[_Line]:
    """Lines that are not blank; the span holds the line break, `text` no white space around."""
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        if stripped := line.strip():
            yield _Line(start, end, stripped)
        start = end


def _single_lines(lines: Sequence[_Line]) -> dict[int, str]:
    """Lines that are chrome by their own wording."""
    reasons = {}
    for index, line in enumerate(lines):
        near_edge = min(index, len(lines) - index) < _HEAD_LINES
        if reason := _reason(line.text, near_edge=near_edge):
            reasons[index] = reason
    return reasons


def _reason(line: str, *, near_edge: bool) -> str | None:
    """The rule that takes a line for chrome; some rules hold only near the edges of a page."""
    if len(line) > _LONGEST_NOTICE:
        return None
    # A line of the page does not end as a sentence does; a legal notice may.
    labels = near_edge and len(line) <= _LONGEST_META and not line.endswith("。")
    rules = (
        ("legal_notice", words.LEGAL.search(line)),
        ("button", words.BUTTON.fullmatch(line)),
        ("caption", words.CAPTION.fullmatch(line)),
        ("date_line", labels and words.DATE_LINE.search(line)),
        ("breadcrumb", labels and words.BREADCRUMB.search(line)),
    )
    return next((reason for reason, found in rules if found), None)


def _head(lines: Sequence[_Line]) -> Iterator[tuple[int, str]]:
    """What stands above the last copy of a doubled title, and titles that a site made up."""
    first_body = next((index for index, line in enumerate(lines) if line.is_body), 0)
    head = [line.text for line in lines[: min(first_body, _HEAD_LINES)]]
    copied = next((text for index, text in enumerate(head) if _repeats(text, head[:index])), None)
    if copied:
        last = max(index for index, text in enumerate(head) if text == copied)
        yield from ((index, "page_head") for index in range(last))
    for index, text in enumerate(head):
        others = (other for other in head[index + 1 :] if len(other) >= _SHORTEST_TITLE)
        if words.PROMOTED.search(text) and any(not words.PROMOTED.search(other) for other in others):
            yield index, "site_title"


def _repeats(text: str, above: Sequence[str]) -> bool:
    """Whether a line was there before, as it is or with the name of the site after it."""
    return len(text) >= _SHORTEST_TITLE and any(
        other == text or (other.startswith(text) and words.SITE_NAME.fullmatch(other, len(text)))
        for other in above
    )


def _tail(lines: Sequence[_Line], reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Everything from the heading of a link list on, where no paragraph of a document follows it."""
    bodies = [index for index, line in enumerate(lines) if line.is_body and index not in reasons]
    after = bodies[-1] + 1 if bodies else len(lines)
    for index in range(after, len(lines)):
        if words.TAIL.fullmatch(lines[index].text):
            yield from ((each, "link_list") for each in range(index, len(lines)))
            return


def _iso(text: str) -> str | None:
    match = words.DATED.search(text)
    if not match:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
