"""What of the items goes into prose, and prose put together from it by code: plain, but every word is theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence

from schemas.fields import Prose
from summarizer.quantities import find_quantities

TOPIC = re.compile(r"[：:]")
FORM = 8  # characters of a list's form (存在…等问题。)


def choose(kind: Prose, lists: Mapping[str, Sequence[str]], opening: int) -> dict[str, tuple[str, ...]]:
    """The gist of as many items as `kind.most` characters hold after `opening` characters.

    Items are taken from each list in turn, so that a long list does not push another one out.
    """
    gists = {name: list(dict.fromkeys(map(_gist, texts))) for name, texts in lists.items()}
    taken: dict[str, list[str]] = {name: [] for name in gists}
    room = kind.most - opening - sum(FORM for texts in gists.values() if texts)
    for rank in range(max(map(len, gists.values()), default=0)):
        for name, texts in gists.items():
            if rank < len(texts) and len(texts[rank]) + 1 <= room:
                taken[name].append(texts[rank])
                room -= len(texts[rank]) + 1
    return {name: tuple(texts) for name, texts in taken.items() if texts}


def compose(opening: Iterable[str], told: Mapping[str, Sequence[str]]) -> str:
    """The opening, then each list as its form (`存在{items}等问题`) tells it; `told` maps the form to texts."""
    head = "，".join(opening)
    sentences = [form.format(items=_joined(texts)) for form, texts in told.items()]
    return (f"{head}：" if head else "") + "".join(f"{sentence}。" for sentence in sentences)


def _joined(texts: Sequence[str]) -> str:
    return ("，" if any(mark in text for text in texts for mark in "，、") else "、").join(texts)


def _gist(text: str) -> str:
    """What follows the topic where it holds a figure, else the topic."""
    topic, *rest = TOPIC.split(text, maxsplit=1)
    return rest[0] if rest and find_quantities(rest[0]) else topic
