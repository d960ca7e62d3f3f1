from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from summarizer.providers.lanes import Lanes, current_lane, own_lane


def lanes() -> Lanes[str]:
    return Lanes(lambda request: request.startswith("gone"))


def served(queue: Lanes[str], turns: int) -> list[str]:
    """Requests in the order of their turns, each over before the next; a lane is named by its first letter."""
    order = []
    for _ in range(turns):
        request = queue.first()
        if request is None:
            break
        queue.take()
        order.append(request)
        queue.done(request[0])
    return order


def test_a_lane_with_many_requests_takes_turns_with_one_that_has_few() -> None:
    queue = lanes()
    for number in range(5):
        queue.put("a", f"a{number}")
    queue.put("b", "b0")
    queue.put("b", "b1")
    assert served(queue, 9) == ["a0", "b0", "a1", "b1", "a2", "a3", "a4"]


def test_the_lane_with_the_fewest_in_flight_is_next() -> None:
    queue = lanes()
    for name in ("a0", "a1", "b0"):
        queue.put(name[0], name)
    queue.take()
    assert queue.first() == "b0"
    queue.take()
    queue.done("b")
    queue.put("b", "b1")
    assert queue.first() == "b1"


def test_a_lane_that_comes_late_does_not_catch_up_on_what_it_missed() -> None:
    queue = lanes()
    for number in range(20):
        queue.put("a", f"a{number}")
    served(queue, 10)
    for number in range(20):
        queue.put("b", f"b{number}")
    order = "".join(request[0] for request in served(queue, 10))
    assert order.count("a") >= 4


def test_requests_that_wait_no_more_are_passed_over() -> None:
    queue = lanes()
    for request in ("a0", "gone", "a1"):
        queue.put("a", request)
    assert served(queue, 9) == ["a0", "a1"]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 30)), min_size=1, max_size=20))
def test_between_two_turns_of_a_lane_that_waits_no_other_has_more_than_two(
    batches: list[tuple[str, int]],
) -> None:
    queue = lanes()
    left: dict[str, int] = {}
    for name, many in batches:
        for number in range(many):
            queue.put(name, f"{name}{number}")
        left[name] = left.get(name, 0) + many
    order = [request[0] for request in served(queue, sum(left.values()))]
    assert {name: order.count(name) for name in left} == left
    for name in left:
        turns = [number for number, each in enumerate(order) if each == name]
        for sooner, later in pairwise(turns):
            between = order[sooner + 1 : later]
            assert all(between.count(other) <= 2 for other in set(between))


def test_a_lane_of_ones_own_ends_with_its_block() -> None:
    outside = current_lane()
    with own_lane():
        first = current_lane()
    with own_lane():
        assert current_lane() not in {outside, first}
    assert current_lane() is outside
