from hypothesis import given
from hypothesis import strategies as st

from evals.align import align

NUMBERS = st.lists(st.integers(0, 12), max_size=8)


def near(one: int, other: int) -> float | None:
    return 1 - abs(one - other) / 3 if abs(one - other) < 3 else None


def test_as_many_as_possible_are_paired_before_the_best() -> None:
    # 5 with 5 alone would leave 4 and 7 without a partner.
    assert align([5, 7], [5, 3], near) == ((0, 1), (1, 0))


def test_of_two_ways_to_pair_as_many_the_better_is_taken() -> None:
    assert align([5, 6], [6, 5], near) == ((0, 1), (1, 0))


def test_what_may_not_be_paired_is_not() -> None:
    assert align([1, 9], [5], near) == ()
    assert align([], [5], near) == ()


@given(NUMBERS, NUMBERS)
def test_the_order_of_both_lists_means_nothing(one: list[int], other: list[int]) -> None:
    pairs = sorted((one[a], other[b]) for a, b in align(one, other, near))
    shuffled, mixed = sorted(one, reverse=True), other[::-1]
    assert sorted((shuffled[a], mixed[b]) for a, b in align(shuffled, mixed, near)) == pairs


@given(NUMBERS, NUMBERS)
def test_each_is_paired_once_at_most(one: list[int], other: list[int]) -> None:
    pairs = align(one, other, near)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)


@given(NUMBERS)
def test_a_list_is_paired_with_itself(numbers: list[int]) -> None:
    assert [(numbers[a], numbers[b]) for a, b in align(numbers, numbers, near)] == [(n, n) for n in numbers]


def test_those_of_different_blocks_are_never_paired() -> None:
    assert align([5, 7], [6, 8], near, block=lambda number: number % 2) == ()
    assert align([5, 7], [6, 7], near, block=lambda number: number % 2) == ((1, 1),)


@given(NUMBERS, NUMBERS)
def test_blocks_that_part_what_cannot_be_paired_change_nothing(one: list[int], other: list[int]) -> None:
    def same(left: int, right: int) -> float | None:
        return 1.0 if left == right else None

    parted = align(one, other, same, block=lambda number: number)
    assert sorted(one[a] for a, _ in parted) == sorted(one[a] for a, _ in align(one, other, same))
