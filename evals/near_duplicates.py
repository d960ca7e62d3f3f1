"""Documents that are nearly the same: bottom-k sketches (Broder, On the resemblance of documents, 1997)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations

SHINGLE = 8  # characters: shorter ones are shared by all official prose
SKETCH = 200
ALIKE = 0.4
_SPACE = re.compile(r"\s+")


def near_duplicates(texts: Mapping[str, str], alike: float = ALIKE) -> Iterator[tuple[str, str, float]]:
    """Yield each pair of names whose texts' estimated resemblance (0 to 1) is at least `alike`."""
    sketches = {name: _sketch(text) for name, text in texts.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        for value in sketch:
            holders[value].append(name)
    pairs = {pair for names in holders.values() for pair in combinations(names, 2)}
    for one, other in sorted(pairs):
        likeness = _resemblance(sketches[one], sketches[other])
        if likeness >= alike:
            yield one, other, likeness


def _sketch(text: str) -> frozenset[int]:
    whole = _SPACE.sub("", text)
    shingles = {whole[start : start + SHINGLE] for start in range(max(1, len(whole) - SHINGLE + 1))}
    return frozenset(nsmallest(SKETCH, (_hash(each) for each in shingles)))


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest())


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the union's smallest that both have."""
    union = nsmallest(SKETCH, one | other)
    return sum(value in one and value in other for value in union) / len(union)
