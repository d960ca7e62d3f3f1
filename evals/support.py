"""Which numbers and marked names of a text its source holds.

More lenient than the program's own verification, which it also measures: an amount is held where the source
has the same value in the same unit and does not say the opposite direction. What it stands for, and how surely
it is told, is another question.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from summarizer.documents import normal, simplified
from summarizer.grounding.dates import BARE_NUMBER, number_of, numbers
from summarizer.grounding.verify import LAYOUT, MARKED_NAME, fold
from summarizer.quantities import Quantity, find_quantities, same_amount

BareNumber = tuple[str, str]
Claim = Quantity | BareNumber | str

_COUNTED = 10  # characters around a number in which what it counts is named


@dataclass(frozen=True)
class Told:
    """What a text states in numbers and names; white space between characters does not count."""

    raw: str

    @cached_property
    def text(self) -> str:
        """The text in simplified script and half-width forms, on one line."""
        return fold(LAYOUT.sub("", simplified(self.raw)))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity, in Chinese numerals too."""
        return find_quantities(self.text)

    @cached_property
    def amounts(self) -> tuple[Quantity, ...]:
        """The quantities in Arabic digits: those that are checked."""
        return tuple(each for each in self.quantities if each.numerals == "arabic")

    @cached_property
    def dates(self) -> tuple[BareNumber, ...]:
        """Numbers outside of quantities, with the part of a date that they tell, as they stand."""
        covered = [(each.start, each.end) for each in self.quantities]
        return tuple(
            number_of(match)
            for match in BARE_NUMBER.finditer(self.text)
            if not any(first <= match.start() < last for first, last in covered)
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names in 《》 or “”, in their normal form."""
        return tuple(normal(match[1] or match[2]) for match in MARKED_NAME.finditer(self.text))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that is checked: amounts, bare numbers and names."""
        return (*self.amounts, *self.dates, *self.names)

    @cached_property
    def _bare(self) -> frozenset[BareNumber]:
        return numbers(self.text)

    @cached_property
    def _normal(self) -> str:
        # A whole document would push everything else out of the cache.
        return normal.__wrapped__(self.raw)

    def holds(self, claimed: Claim) -> bool:
        """Whether it states what another text does: an amount, a bare number, a name in its normal form."""
        if isinstance(claimed, str):
            return claimed in self._normal
        if not isinstance(claimed, Quantity):
            return claimed in self._bare
        if claimed.value_to is not None and not any(same_amount(each, claimed) for each in self.quantities):
            ends = (claimed.value, claimed.value_to)
            return all(self.holds(claimed._replace(value=end, value_to=None)) for end in ends)
        equal = [each for each in self.quantities if self._says(each, claimed)]
        if equal:
            return any(not _opposite(each, claimed) for each in equal)
        return _stands(claimed.mention, self.text)

    def _says(self, known: Quantity, claimed: Quantity) -> bool:
        """Whether amounts are equal, 行政村5260个 and 5260村 too, or a number is told without its unit."""
        if same_amount(known, claimed):
            return True
        if (known.value, known.value_to) != (claimed.value, claimed.value_to):
            return False
        around = self.text[max(0, known.start - _COUNTED) : known.end + _COUNTED]
        return not claimed.unit or (known.unit == "个" and claimed.unit in around)


def numbers_held(told: Told, source: Told) -> list[bool]:
    """For each amount in digits and each bare number of a text, whether the source holds it."""
    return [*map(source.holds, told.amounts), *map(source.holds, told.dates)]


def names_held(told: Told, source: Told, known: Container[str] = ()) -> list[bool]:
    """For each marked name of a text, whether the source holds it or it is known otherwise."""
    return [name in known or source.holds(name) for name in told.names]


def mentions(text: str, wanted: str) -> bool:
    """Whether a text says what is wanted: those characters, not within a longer number, or that amount."""
    words = normal(wanted)
    if words and _stands(words, normal(text)):
        return True
    amounts = Told(wanted).amounts
    whole = len(amounts) == 1 and normal(amounts[0].mention) == words
    return whole and any(same_amount(each, amounts[0]) for each in Told(text).quantities)


def joined(texts: Iterable[str]) -> Told:
    """What several stretches state together; a line break keeps their numbers apart."""
    return Told("。\n".join(texts))


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text, their first and last number not within a longer one."""
    before = r"(?<![\d.])" if words[0].isdigit() else ""
    after = r"(?!\.?\d)" if words[-1].isdigit() else ""
    return re.search(before + re.escape(words) + after, text) is not None


def _opposite(one: Quantity, other: Quantity) -> bool:
    return bool(one.direction and other.direction and one.direction != other.direction)
