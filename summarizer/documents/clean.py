"""Clean text from a document: page chrome out, damage mended, script simplified, with the way back kept."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from summarizer.documents.chrome import facts_of, find_chrome
from summarizer.documents.encodings import rival
from summarizer.documents.linebreaks import join_lines
from summarizer.documents.masked import find_masked
from summarizer.documents.model import CleanText, Document, Removal
from summarizer.documents.offsets import Edit, OffsetMap, apply_edits
from summarizer.documents.realign import LOST
from summarizer.documents.repairs import REPAIRS

# Repairs that take out what somebody put in, so that a quotation must leave it out too.
_INSERTED = ("inserted_notice", "inserted_promotion")
_LEAST_LEFT = 30


def clean(document: Document) -> CleanText:
    """Mend the text, simplify its script and take out what belongs to the page around it.

    Chrome is looked for in mended text, so that its rules need one form of each word only. Counted among the
    repairs, though nothing can mend them, are `bad_bytes` (U+FFFD in the text) and `encoding_in_doubt`.
    """
    hinted = _hinted(document)
    state = _State(document.text)
    state.remove(hinted)
    join = partial(join_lines, typeset=bool(document.pages))
    for kind, find in REPAIRS:
        state.mend(kind, (join if find is join_lines else find)(state.text))
    chrome = find_chrome(state.text)
    state.remove(chrome.removals)
    # Once more, where the foot of a page stood inside a sentence.
    state.mend("line_break", join(state.text))
    state.repairs["bad_bytes"] = document.text.count(LOST)
    state.repairs["encoding_in_doubt"] = rival(document.text, document.encoding) is not None
    published, source = facts_of(document.text[each.start : each.end] for each in hinted)
    return CleanText(
        text=state.text,
        offsets=state.offsets,
        removed=tuple(sorted(state.removed, key=lambda each: each.start)),
        repairs={kind: count for kind, count in state.repairs.items() if count},
        published=chrome.published or published,
        source=chrome.source or source,
        masked=find_masked(state.text),
    )


class _State:
    """The text on its way from original to clean."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets = OffsetMap.identity(len(text))
        self.repairs: Counter[str] = Counter()
        self.removed: list[Removal] = []

    def mend(self, kind: str, edits: Sequence[Edit]) -> None:
        self.repairs[kind] += len(edits)
        if kind in _INSERTED:
            self._account(Removal(edit.start, edit.end, kind) for edit in edits)
        if edits:
            self.text, self.offsets = apply_edits(self.text, self.offsets, edits)

    def remove(self, found: Sequence[Removal]) -> None:
        self._account(found)
        if found:
            edits = (Edit(each.start, each.end) for each in found)
            self.text, self.offsets = apply_edits(self.text, self.offsets, edits)

    def _account(self, found: Iterable[Removal]) -> None:
        """Note removals by their place in the original text."""
        self.removed += (
            Removal(*self.offsets.to_original(each.start, each.end), each.reason) for each in found
        )


def _hinted(document: Document) -> tuple[Removal, ...]:
    """The hints in order and without overlap; none where they would leave next to nothing."""
    hints: list[Removal] = []
    for hint in sorted(document.hints, key=lambda each: (each.start, -each.end)):
        start = max(hint.start, hints[-1].end if hints else 0)
        if start < hint.end:
            hints.append(Removal(start, hint.end, hint.reason))
    left, done = 0, 0
    for start, end in ((each.start, each.end) for each in (*hints, Removal(len(document.text), 0, ""))):
        left += len(re.findall(r"\w", document.text[done:start]))
        done = end
    return tuple(hints) if left >= _LEAST_LEFT else ()
