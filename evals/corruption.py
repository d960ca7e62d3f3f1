"""The perfect answer with errors put in on purpose: what proves that a scorer sees them."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from evals.fakes import Answer, perfect
from evals.reference import Reference
from schemas.fields import CitedItems, Fact, Figures, Prose, fields_of

Element = dict[str, Any]
Spoil = Callable[[Element, str], None]
Corrupt = Callable[[Answer, Reference, float, Random], None]
_SHIFT = 300  # characters: out of a sentence, mostly
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Place:
    """An element of an answer and the list that it stands in."""

    listed: list[Element]
    element: Element


def corruptor(kind: str, rate: float, seed: int = 0) -> Callable[[Reference], Answer]:
    """Makes a summariser that is perfect but for one kind of error in a share of what can have it.

    Kinds are those of `KINDS`. A higher rate makes the same errors and more.
    """

    def summarize(reference: Reference) -> Answer:
        answer = deepcopy(perfect(reference))
        random = Random(f"{kind} {seed} {reference.document.sha256}")  # noqa: S311  errors, not secrets
        KINDS[kind](answer, reference, rate, random)
        return answer

    return summarize


def _each(kind: Any, spoil: Spoil) -> Corrupt:
    def corrupt(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
        for place in _some(_of(answer, reference, kind), rate, random):
            spoil(place.element, reference.text)

    return corrupt


def _of(answer: Answer, reference: Reference, kind: Any) -> list[_Place]:
    fields = [name for name, _ in fields_of(reference.schema, kind)]
    return [_Place(answer[name], element) for name in fields for element in answer[name]]


def _some(places: list[_Place], rate: float, random: Random) -> list[_Place]:
    order = random.sample(range(len(places)), len(places))
    return [places[index] for index in order[: round(rate * len(places))]]


def _digits(figure: Element, _text: str) -> None:
    figure["value"] = round(figure["value"] * 1.37 + 1, 6)


def _scale(figure: Element, _text: str) -> None:
    """亿 for 万 or the other way round."""
    figure["value"] = figure["value"] / 10_000 if figure["value"] >= 100_000 else figure["value"] * 10_000


def _unit(figure: Element, _text: str) -> None:
    swapped = {"%": "个百分点", "个百分点": "%", "件": "个"}
    figure["unit"] = swapped.get(figure["unit"], "件")


def _sign(figure: Element, _text: str) -> None:
    """增 for 降 or the other way round; without a direction, a minus."""
    if figure["direction"]:
        figure["direction"] = {"up": "down", "down": "up"}[figure["direction"]]
    else:
        figure["value"] = -figure["value"]


def _told_as_achieved(figure: Element, _text: str) -> None:
    if figure["status"] == "planned":
        figure["status"] = "achieved"


def _misquoted(item: Element, _text: str) -> None:
    for each in item["evidence"]:
        each["quote"] = each["quote"][::-1] + "等"


def _shifted(item: Element, text: str) -> None:
    """Evidence that is verbatim, but somewhere else."""
    for each in item["evidence"]:
        size = each["end"] - each["start"]
        start = (each["start"] + _SHIFT) % max(1, len(text) - size)
        each.update(start=start, end=start + size, quote=text[start : start + size])


def _other_number(item: Element, _text: str) -> None:
    item["text"] = _NUMBER.sub(lambda match: str(int(float(match[0]) * 7 + 131)), item["text"])


def _dropped(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    for kind in (CitedItems, Figures):
        for place in _some(_of(answer, reference, kind), rate, random):
            place.listed[:] = [each for each in place.listed if each is not place.element]


def _duplicated(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    for kind in (CitedItems, Figures):
        for place in _some(_of(answer, reference, kind), rate, random):
            place.listed.append(deepcopy(place.element))


def _moved(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    """What is planned, told as achieved."""
    kinds = dict(fields_of(reference.schema, CitedItems))
    planned = [name for name, kind in kinds.items() if kind.status == "planned"]
    achieved = next(name for name, kind in kinds.items() if kind.status == "achieved")
    for place in _some(
        [_Place(answer[name], each) for name in planned for each in answer[name]], rate, random
    ):
        place.listed[:] = [each for each in place.listed if each is not place.element]
        answer[achieved].append(place.element)


def _invented(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    """Figures whose value stands nowhere, as if they had been read beside true ones."""
    for index, place in enumerate(_some(_of(answer, reference, Figures), rate, random)):
        value = 7_310_001 + 1_117 * index
        place.listed.append({**deepcopy(place.element), "value": value, "mention": str(value)})


def _other_fact(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    told = [name for name, _ in fields_of(reference.schema, Fact) if answer[name]]
    for name in random.sample(told, len(told))[: round(rate * len(told))]:
        answer[name] = "另有所指"


def _prose(answer: Answer, reference: Reference, rate: float, random: Random) -> None:
    """Other numbers in free text."""
    for name, _ in fields_of(reference.schema, Prose):
        numbers = list(_NUMBER.finditer(answer[name]))
        chosen = random.sample(range(len(numbers)), len(numbers))[: round(rate * len(numbers))]
        for index in sorted(chosen, reverse=True):
            start, end = numbers[index].span()
            answer[name] = f"{answer[name][:start]}{7_310_001 + index}{answer[name][end:]}"


KINDS: Mapping[str, Corrupt] = {
    "digits": _each(Figures, _digits),
    "scale": _each(Figures, _scale),
    "unit": _each(Figures, _unit),
    "sign": _each(Figures, _sign),
    "planned figure": _each(Figures, _told_as_achieved),
    "planned item": _moved,
    "drop": _dropped,
    "duplicate": _duplicated,
    "misquote": _each(CitedItems, _misquoted),
    "shift": _each(CitedItems, _shifted),
    "item numbers": _each(CitedItems, _other_number),
    "invent": _invented,
    "other fact": _other_fact,
    "prose numbers": _prose,
}
