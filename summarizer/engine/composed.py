"""Prose put together by code from the items themselves: plain, but every word of it is theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence

from schemas.fields import Prose
from summarizer.quantities import find_quantities

TOPIC = re.compile(r"[：:]")


def compose(kind: Prose, opening: Iterable[str], lists: Mapping[str, Sequence[str]]) -> str:
    """At most `kind.most` characters: the opening, then each list as its form (`存在{items}等问题`) tells it.

    `lists` maps the form to the items' texts. Items are taken from each list in turn while they fit, so that
    a long list does not push another one out.
    """
    head = "，".join(opening)
    briefs = {form: [_brief(text) for text in texts] for form, texts in lists.items()}
    taken: dict[str, list[str]] = {form: [] for form in briefs}
    for rank in range(max(map(len, briefs.values()), default=0)):
        for form, texts in briefs.items():
            if rank < len(texts) and texts[rank] not in taken[form]:
                taken[form].append(texts[rank])
                if len(_told(head, taken)) > kind.most:
                    taken[form].pop()
    return _told(head, taken)


def _told(head: str, taken: Mapping[str, Sequence[str]]) -> str:
    sentences = [form.format(items=_joined(texts)) for form, texts in taken.items() if texts]
    if not sentences:
        return ""
    return (f"{head}：" if head else "") + "。".join(sentences) + "。"


def _joined(texts: Sequence[str]) -> str:
    return ("，" if any(mark in text for text in texts for mark in "，、") else "、").join(texts)


def _brief(text: str) -> str:
    """What follows the topic where it holds a figure, else the topic."""
    topic, *rest = TOPIC.split(text, maxsplit=1)
    return rest[0] if rest and find_quantities(rest[0]) else topic
