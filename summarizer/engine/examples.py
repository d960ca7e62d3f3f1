"""Accepted labels as examples in prompts: of each request's points, those most like them."""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import Any

SHOTS = 2  # examples in one request
LONGEST = 300  # characters of a point that is shown as one
TOKENS = SHOTS * (LONGEST + 100)  # what they take at most of a model's context
# S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Example:
    """A point of a labelled report as a model is shown it, and what its label says of it.

    `document` is the report's SHA-256, `issuers` are the names of who issued it, `sentences` the ids of those
    that the text rests on.
    """

    document: str
    issuers: frozenset[str]
    id: int
    path: tuple[str, ...]
    shown: str
    field: str
    text: str
    sentences: tuple[int, ...]

    def turn(self, kind: str) -> tuple[dict[str, Any], str]:
        """What a model would have been asked of it, and what it should have answered; `kind` labels the field."""
        asked = {"id": self.id, "path": self.path, "text": self.shown}
        answer = {"point": self.id, "kind": kind, "text": self.text, "sentences": self.sentences}
        said = json.dumps({"items": [answer]}, ensure_ascii=False, separators=(",", ":"))
        return {"points": [asked]}, said


@dataclass(frozen=True)
class Examples:
    """Examples to choose from, by likeness of their character bigrams to what is asked about (BM25).

    An example of the very document is never given. `barred` names, for documents of an eval by their SHA-256,
    issuers whose examples would tell what is to be measured; it is no part of the digest.
    """

    all: tuple[Example, ...]
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Digest of everything that may be shown."""
        whole = [
            [sorted(part) if isinstance(part, frozenset) else part for part in astuple(each)]
            for each in self.all
        ]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()

    def like(self, text: str, document: str, fields: Collection[str]) -> list[Example]:
        """The examples of these fields that are most like a text, the most like last, next to the question.

        At most one from a document, so that they differ.
        """
        barred = self.barred.get(document, frozenset())
        chosen: dict[str, Example] = {}
        for index in self._ranked(text):
            example = self.all[index]
            own = example.document == document or example.issuers & barred
            if not own and example.field in fields:
                chosen.setdefault(example.document, example)
            if len(chosen) == SHOTS:
                break
        return list(chosen.values())[::-1]

    def _ranked(self, text: str) -> Sequence[int]:
        scores: dict[int, float] = defaultdict(float)
        for gram in _grams(text):
            places = self._places.get(gram, ())
            rarity = math.log(1 + (len(self.all) - len(places) + 0.5) / (len(places) + 0.5))
            for index, count in places:
                scores[index] += rarity * count * (_K1 + 1) / (count + self._damping[index])
        return sorted(scores, key=lambda index: (-scores[index], index))

    @cached_property
    def _places(self) -> Mapping[str, list[tuple[int, int]]]:
        """Where each bigram occurs: examples by index, with how often."""
        found = defaultdict[str, list[tuple[int, int]]](list)
        for index, example in enumerate(self.all):
            for gram, count in Counter(_grams(example.shown)).items():
                found[gram].append((index, count))
        return found

    @cached_property
    def _damping(self) -> Sequence[float]:
        lengths = [len(example.shown) for example in self.all]
        mean = sum(lengths) / len(lengths)
        return [_K1 * (1 - _B + _B * length / mean) for length in lengths]


def _grams(text: str) -> Iterator[str]:
    """Pairs of neighbouring letters; digits say nothing of what a point is like."""
    letters = "".join(char if char.isalpha() else " " for char in text)
    return (letters[at : at + 2] for at in range(len(letters) - 1) if " " not in letters[at : at + 2])
