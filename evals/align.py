"""Optimal one-to-one alignment of two lists whose order means nothing."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

T = TypeVar("T")
Pairs = tuple[tuple[int, int], ...]


def align(
    expected: Sequence[T],
    predicted: Sequence[T],
    quality: Callable[[T, T], float | None],
    block: Callable[[T], Hashable] = lambda _: None,
) -> Pairs:
    """Pair as many as may be paired, and of all such pairings the one of the highest quality.

    `quality` runs from 0 to 1, None for two that may not be paired; those of different blocks never may. Pairs
    are indices, ascending. Which of several equally good pairings is taken depends on what the lists hold, not
    on their order.
    """
    blocks: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, left in enumerate(expected):
        blocks[block(left)][0].append(index)
    for index, right in enumerate(predicted):
        blocks[block(right)][1].append(index)
    return tuple(
        sorted(
            (rows[row], columns[column])
            for rows, columns in blocks.values()
            for row, column in _assigned(
                [expected[index] for index in rows], [predicted[index] for index in columns], quality
            )
        )
    )


def _assigned(
    expected: Sequence[T], predicted: Sequence[T], quality: Callable[[T, T], float | None]
) -> Iterator[tuple[int, int]]:
    if not expected or not predicted:
        return
    rows = sorted(range(len(expected)), key=lambda index: _content(expected[index]))
    columns = sorted(range(len(predicted)), key=lambda index: _content(predicted[index]))
    # All qualities together weigh less than one pair more.
    share = 1 / (min(len(rows), len(columns)) + 1)
    weights = np.zeros((len(rows), len(columns)))
    for row, left in enumerate(rows):
        for column, right in enumerate(columns):
            if (found := quality(expected[left], predicted[right])) is not None:
                weights[row, column] = 1 + share * found
    chosen = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    yield from ((rows[row], columns[column]) for row, column in chosen if weights[row, column])


def _content(element: object) -> str:
    # The repr of a model takes six times as long as that of its fields.
    return repr(getattr(element, "__dict__", element))
