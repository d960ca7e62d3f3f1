"""What of an answer can be true or false, and the stretches of the document that it is held against."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from evals.matching import Comparison
from evals.model import Prediction, Span
from evals.reference import Reference
from evals.text import Sentences, any_overlap
from summarizer.documents import normal

# Pairs of characters that a sentence must add to what is already shown; a single one is mostly chance.
_LEAST_GAIN = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement or a sentence of free text on one line, with the passages of the document that bear on it.

    `matched` says of a statement whether it stands for one of the label; it is None of free text.
    """

    field: str
    text: str
    source: tuple[str, ...]
    matched: bool | None


@dataclass(frozen=True)
class Sources:
    """The sentences of a document, in simplified script; `room` is how many characters of it can be shown."""

    reference: Reference

    @property
    def _spans(self) -> tuple[Span, ...]:
        return self.reference.sentences.spans

    @cached_property
    def _pairs(self) -> tuple[frozenset[str], ...]:
        return tuple(_pairs_of(self._said(span)) for span in self._spans)

    def _said(self, span: Span) -> str:
        return self.reference.simplified[slice(*span)]

    def cited(self, places: tuple[Span, ...], room: int) -> tuple[str, ...]:
        """The sentences that places lie in, and one sentence before and after each for context."""
        touched = [n for n, span in enumerate(self._spans) if any_overlap((span,), places)]
        return self._passages([*touched, *(n + step for n in touched for step in (-1, 1))], room)

    def alike(self, text: str, room: int) -> tuple[str, ...]:
        """The sentences that share most with a text, each chosen for what the earlier ones do not have."""
        wanted, chosen = _pairs_of(text), []
        while self._pairs:
            best = max(range(len(self._pairs)), key=lambda n: len(wanted & self._pairs[n]))
            if len(wanted & self._pairs[best]) < _LEAST_GAIN:
                break
            chosen.append(best)
            wanted -= self._pairs[best]
        return self._passages(chosen, room)

    def _passages(self, wanted: Iterable[int], room: int) -> tuple[str, ...]:
        """The sentences that fit, most wanted first, put together where one follows the other."""
        kept = sorted(self._fitting(dict.fromkeys(wanted), room))
        breaks = [0, *(n for n in range(1, len(kept)) if kept[n] > kept[n - 1] + 1), len(kept)]
        runs = [kept[start:end] for start, end in pairwise(breaks) if start < end]
        # A sentence may be longer than all the room there is.
        return tuple(self._said((self._spans[run[0]][0], self._spans[run[-1]][1]))[:room] for run in runs)

    def _fitting(self, wanted: Iterable[int], room: int) -> Iterator[int]:
        left = room
        for n in wanted:
            if 0 <= n < len(self._spans) and left > 0:
                length = self._spans[n][1] - self._spans[n][0]
                if length <= left or left == room:
                    left -= length
                    yield n


def claims_of(reference: Reference, prediction: Prediction, room: int) -> Iterator[Claim]:
    """All claims of an answer, each with as much of the document as fits beside it in `room` characters.

    A statement is held against its evidence, free text against what in the document is most alike, and so is
    a statement whose evidence stands nowhere.
    """
    sources = Sources(reference)
    for field, pairs in Comparison(reference, prediction).items.items():
        matched = {index for _, index in pairs}
        for index, item in enumerate(prediction.items[field]):
            said = _line(item.text)
            left = room - len(said)
            source = sources.cited(item.places, left) or sources.alike(said, left)
            yield Claim(field, said, source, index in matched)
    for field, text in prediction.prose.items():
        for start, end in Sentences(text).spans:
            said = _line(text[start:end])
            yield Claim(field, said, sources.alike(said, room - len(said)), None)


def _line(text: str) -> str:
    return " ".join(text.split())


def _pairs_of(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(normal(text))))
