"""Page chrome in text that was scraped into lines: what belongs to the site and not to the document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from summarizer.documents import chrome_words as words
from summarizer.documents.model import Removal

_HEAD_LINES = 40
_BODY_LENGTH = 50
_SENTENCE_LENGTH = 30
_LONGEST_META = 120
_LONGEST_NOTICE = 200
_LONGEST_ITEM = 14
_LEAST_MENU = 3
# Menus are long, but a report is no menu throughout.
_MENU_LINES = 300
_SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Chrome:
    """What to take out, as spans of the text that was searched, with what its date and source lines said.

    `published` is an ISO date, `source` the organisation or medium that the page names; None where it does not.
    """

    removals: tuple[Removal, ...]
    published: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def is_body(self) -> bool:
        """Whether it is a paragraph: long, with the end of a sentence, or at least one sentence of parts."""
        if len(self.text) >= _BODY_LENGTH:
            return "。" in self.text or self.text.endswith(("！", "？", "；", "”", "）", ")", "!", "?", ";"))
        return len(self.text) >= _SENTENCE_LENGTH and self.text.endswith("。") and "，" in self.text


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page; paragraphs of the document stand from line `first` to line `last`, if any do."""

    lines: tuple[_Line, ...]
    first: int
    last: int

    def outside(self, index: int) -> bool:
        """Whether a line stands before the first or after the last paragraph."""
        return not self.first <= index <= self.last

    def near_edge(self, index: int) -> bool:
        """Whether a line is one of the first or last of the page, or before all paragraphs."""
        return min(index, len(self.lines) - index) < _HEAD_LINES or index < self.first


def find_chrome(text: str) -> Chrome:
    """Find the chrome of a page scraped into lines. A document without chrome loses nothing."""
    page = _page(text)
    # The first rule that claims a line names the reason.
    reasons: dict[int, str] = {}
    for rule in (_by_wording, _menus, _trails, _head, _footer, _tail):
        for index, reason in rule(page, reasons):
            reasons.setdefault(index, reason)
    lines = page.lines
    removals = [Removal(lines[index].start, lines[index].end, reason) for index, reason in reasons.items()]
    for index, line in enumerate(lines):
        if index not in reasons and (prefix := words.BODY_PREFIX.match(text, line.start)):
            removals.append(Removal(line.start, prefix.end(), "date_line"))
    removals.sort(key=lambda each: each.start)
    return Chrome(tuple(removals), *facts_of(text[each.start : each.end] for each in removals))


def facts_of(stretches: Iterator[str]) -> tuple[str | None, str | None]:
    """The ISO date and the source that the first date and source lines among `stretches` give, or None."""
    published = source = None
    for stretch in stretches:
        for line in stretch.split("\n"):
            if not (words.DATE_LINE.search(line.strip()[:_LONGEST_META]) or words.BODY_PREFIX.match(line)):
                continue
            published = published or _iso(line)
            found = words.SOURCE.search(line)
            source = source or (found[1] if found else None)
    return published, source


def _page(text: str) -> _Page:
    lines = tuple(_lines(text))
    bodies = [index for index, line in enumerate(lines) if line.is_body and not _is_notice(line.text)]
    return _Page(lines, bodies[0] if bodies else len(lines), bodies[-1] if bodies else -1)


def _lines(text: str) -> Iterator[_Line]:
    """Lines that are not blank; the span holds the line break, `text` no white space around."""
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        if stripped := line.strip():
            yield _Line(start, end, stripped)
        start = end


def _is_notice(line: str) -> bool:
    return len(line) <= _LONGEST_NOTICE and words.LEGAL.search(line) is not None


def _by_wording(page: _Page, _: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Lines that are chrome by what they say."""
    for index, line in enumerate(page.lines):
        if len(line.text) <= _LONGEST_NOTICE and (reason := _reason(page, index, line.text)):
            yield index, reason


def _reason(page: _Page, index: int, line: str) -> str | None:
    """The rule that takes a line for chrome; some hold only near the edges of a page or outside of its text."""
    edge, outside = page.near_edge(index), page.outside(index)
    # A line of the page does not end as a sentence does; a legal notice may.
    label = edge and len(line) <= _LONGEST_META and not line.endswith(("。", "；"))
    rules = (
        ("legal_notice", edge and outside and words.LEGAL.search(line)),
        ("button", _is_buttons(line, words.BUTTON) or (edge and words.RULE.fullmatch(line))),
        ("page_number", words.PAGE_NUMBER.fullmatch(line)),
        ("code", _is_code(line)),
        ("caption", (edge or line[0] in "（(") and words.CAPTION.fullmatch(line)),
        ("editorial", words.EDITORIAL.fullmatch(line)),
        ("date_line", label and words.DATE_LINE.search(line)),
        ("date_line", label and outside and words.BYLINE.fullmatch(line)),
        ("breadcrumb", label and _is_trail(line)),
        ("attachment", outside and index > page.last and words.ATTACHMENT.fullmatch(line)),
        ("link_list", index > page.last and words.TAIL_LINE.fullmatch(line)),
    )
    return next((reason for reason, found in rules if found), None)


def _is_buttons(line: str, known: re.Pattern[str]) -> bool:
    """Whether a line is one word of the page, or a row of them."""
    if known.fullmatch(line):
        return True
    parts = [part for part in words.BETWEEN.split(line) if part]
    return len(line) <= _LONGEST_META and len(parts) > 0 and all(known.fullmatch(part) for part in parts)


def _is_code(line: str) -> bool:
    return not re.search("[一-鿿]", line) and len(line) > 5 and words.CODE.fullmatch(line) is not None


def _is_trail(line: str) -> bool:
    """Whether a line leads through the sections of a site: `首页 > 政务公开 > 工作总结`."""
    if words.PLACE.match(line):
        return True
    parts = words.ARROW.split(line)
    return len(parts) > 2 and all(0 < len(part.strip()) <= 30 and "。" not in part for part in parts)


def _menus(page: _Page, reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Runs of short lines outside of the text, of which several are what menus name."""
    run: list[int] = []
    count = len(page.lines)
    edges = (at for at in range(count) if min(at, count - at) < _MENU_LINES and page.outside(at))
    for index in (*edges, count):
        line = page.lines[index].text if index < count else ""
        item = (
            0 < len(line) <= _LONGEST_ITEM and not words.TITLE.search(line) and not words.NUMBERED.match(line)
        )
        row = bool(line) and _is_buttons(line, words.MENU)
        if (item or row) and (not run or index == run[-1] + 1) and not words.DATED.search(line):
            run.append(index)
            continue
        yield from _menu(page, run, reasons)
        run = [index] if item or row else []


def _menu(page: _Page, run: Sequence[int], reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """The lines of a run from the first to the last that a menu names, where there are enough of them."""
    known = [index for index in run if index in reasons or _is_buttons(page.lines[index].text, words.MENU)]
    if len(known) >= _LEAST_MENU and 2 * len(known) >= known[-1] - known[0] + 1:
        yield from ((index, "menu") for index in range(known[0], known[-1] + 1))


def _trails(page: _Page, _: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Breadcrumbs with each word on a line of its own, arrows between them."""
    for index, line in enumerate(page.lines[:_HEAD_LINES]):
        if not words.ARROW.fullmatch(line.text):
            continue
        for beside in (index - 1, index, index + 1):
            text = page.lines[beside].text if 0 <= beside < len(page.lines) else ""
            # The last word before the document may be its title; then no other line is one.
            titles = (words.TITLE.search(other.text) for other in page.lines[beside + 1 : page.first])
            only_title = words.TITLE.search(text) and not any(titles)
            if text and len(text) <= _LONGEST_ITEM and page.outside(beside) and not only_title:
                yield beside, "breadcrumb"


def _head(page: _Page, _: dict[int, str]) -> Iterator[tuple[int, str]]:
    """What stands above the last copy of a doubled title, and titles that a site made up."""
    head = [line.text for line in page.lines[: min(page.first, _HEAD_LINES)]] if page.last >= 0 else []
    copied = next((text for index, text in enumerate(head) if _repeats(text, head[:index])), None)
    if copied:
        last = max(index for index, text in enumerate(head) if text == copied)
        yield from ((index, "page_head") for index in range(last))
    for index, text in enumerate(head):
        others = (other for other in head[index + 1 :] if len(other) >= _SHORTEST_TITLE)
        if words.PROMOTED.search(text) and any(not words.PROMOTED.search(other) for other in others):
            yield index, "site_title"


def _repeats(text: str, above: Sequence[str]) -> bool:
    """Whether a title was there before, as it is or with the name of the site after it.

    A numbered line repeats one of a table of contents.
    """
    if (
        len(text) < _SHORTEST_TITLE
        or words.NUMBERED.match(text)
        or text.endswith(("。", "，", "；", "：", ":"))
    ):
        return False
    return any(
        other == text or (other.startswith(text) and words.SITE_NAME.fullmatch(other, len(text)))
        for other in above
    )


def _footer(page: _Page, reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Addresses and links around the legal notices at the foot of a page."""
    notices = [at for at, reason in reasons.items() if reason in ("legal_notice", "menu") and at > page.last]
    for notice in notices:
        for step in (-1, 1):
            index = notice + step
            while page.last < index < len(page.lines) and _is_footer(
                page.lines[index].text, reasons.get(index)
            ):
                yield index, "footer"
                index += step


def _is_footer(line: str, reason: str | None) -> bool:
    return reason is not None or words.FOOTER.fullmatch(line) is not None or _is_buttons(line, words.MENU)


def _tail(page: _Page, reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Everything from the heading of a link list on, where no paragraph of a document follows it.

    Also the title once more below the text, which closes many pages.
    """
    lines = page.lines
    # Short sentences may be part of a list of links, so only long paragraphs show that the document goes on.
    long = (
        at for at in range(page.last, -1, -1) if len(lines[at].text) >= _BODY_LENGTH and lines[at].is_body
    )
    last = next(long, page.last)
    title = next((line.text for index, line in enumerate(lines[: page.first]) if index not in reasons), None)
    for index in range(last + 1, len(lines) if last >= 0 else 0):
        if words.TAIL.fullmatch(lines[index].text):
            yield from ((each, "link_list") for each in range(index, len(lines)))
            return
        if lines[index].text == title and len(title) >= _SHORTEST_TITLE:
            yield index, "page_head"


def _iso(text: str) -> str | None:
    match = words.DATED.search(text)
    if not match:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
