"""What of the items goes into prose, and prose put together from it by code: plain, but every word is theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence

from summarizer.quantities import find_quantities

TOPIC = re.compile(r"[：:]")
CLAUSE = re.compile(r"[，；;]|,(?!\d)")
SHORTEST_CLAUSE = 5  # a shorter one (整改371处) says nothing without the one before it
# The form of a list says that itself: 下一步将…
AHEAD = re.compile("^(?:我们)?(?:要|将|还要|也要|继续)(?!求)")


def choose(
    lists: Mapping[str, Sequence[str]], told: Mapping[str, str], shares: Mapping[str, int], room: int
) -> dict[str, tuple[str, ...]]:
    """What is told of each list in `room` characters, a mark after each part; `told` are the lists' forms.

    Each list has its share of the room, and what the others leave. Of its items the first clause with a
    figure comes first, then the topics of those without, then further clauses; where the form enumerates
    (存在…等问题), the topics alone are named.
    """
    present = {
        name: [
            [topic_of(text)] if told[name].partition("{items}")[2] else gists(text)
            for text in dict.fromkeys(texts)
        ]
        for name, texts in lists.items()
        if texts
    }
    parts = {name: shares.get(name, 1) for name in present}
    wanted = {name: sum(map(_length, items)) / parts[name] for name, items in present.items()}
    chosen: dict[str, tuple[str, ...]] = {}
    left = 0
    for name in sorted(present, key=lambda each: wanted[each]):
        mine = left + room * parts[name] // sum(parts.values())
        chosen[name] = _fitting(present[name], mine)
        left = mine - _length(chosen[name])
    return {name: chosen[name] for name in present if chosen[name]}


def compose(opening: Iterable[str], told: Mapping[str, Sequence[str]]) -> str:
    """The opening, then each list as its form (`存在{items}等问题`) tells it; `told` maps the form to texts."""
    head = "，".join(opening)
    sentences = [form.format(items=_joined(texts)) for form, texts in told.items()]
    return (f"{head}：" if head else "") + "".join(f"{sentence}。" for sentence in sentences)


def topic_of(text: str) -> str:
    """What an item is about."""
    return AHEAD.sub("", TOPIC.split(text, maxsplit=1)[0])


def gists(text: str) -> list[str]:
    """The clauses after the topic that hold a figure and stand for themselves, else the topic."""
    topic, *rest = TOPIC.split(text, maxsplit=1)
    clauses = CLAUSE.split(rest[0]) if rest else []
    told = [each for each in clauses if len(each) >= SHORTEST_CLAUSE and find_quantities(each)]
    return [AHEAD.sub("", each) for each in told or [topic]]


def _length(texts: Iterable[str]) -> int:
    return sum(len(each) + 1 for each in texts)


def _fitting(items: Sequence[Sequence[str]], room: int) -> tuple[str, ...]:
    """As many clauses as fit, the most wanted first, in the order of the items."""
    places = [(rank, index) for index, clauses in enumerate(items) for rank in range(len(clauses))]
    taken: dict[tuple[int, int], str] = {}
    for rank, index in sorted(places, key=lambda place: (place[0], not find_quantities(items[place[1]][0]))):
        clause = items[index][rank]
        if len(clause) + 1 <= room and clause not in taken.values():
            taken[index, rank] = clause
            room -= len(clause) + 1
    return tuple(taken[place] for place in sorted(taken))


def _joined(texts: Sequence[str]) -> str:
    return ("，" if any(mark in text for text in texts for mark in "，、") else "、").join(texts)
