"""Which predicted items and figures stand for which of the label."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evals.align import Pairs, align
from evals.model import FigureMark, Prediction, Statement
from evals.reference import Reference, amount, equal
from evals.text import any_overlap, similarity
from summarizer.quantities import same_unit

# Of 568 label items 0.5 % are that much like another item of their list, while 61 % are that much like the words
# of the report that they tell.
ALIKE = 0.55


@dataclass(frozen=True)
class FigureMatch:
    """Figures of one field: those of the label that count, those predicted that count, and pairs of them.

    What is predicted where an optional figure of the label stands counts neither way.
    """

    expected: tuple[FigureMark, ...]
    predicted: tuple[FigureMark, ...]
    pairs: Pairs


@dataclass(frozen=True)
class Comparison:
    """A reference and a prediction with what of the one stands for what of the other."""

    reference: Reference
    prediction: Prediction

    @cached_property
    def items(self) -> Mapping[str, Pairs]:
        """For each list of statements the pairs (of the label, predicted)."""
        return {
            field: align(expected, self.prediction.items[field], self.same_item)
            for field, expected in self.reference.label.items.items()
        }

    @cached_property
    def figures(self) -> Mapping[str, FigureMatch]:
        """For each list of figures those of equal value and unit in one place."""
        return {
            field: match_figures(labelled, self.prediction.figures[field])
            for field, labelled in self.reference.label.figures.items()
        }

    def same_item(self, expected: Statement, predicted: Statement) -> float | None:
        """How well a statement stands for one of the label, None if not at all.

        It does where its evidence overlaps the label's, or lies in one sentence with it, or where the texts
        are alike. One stands for one: a label of three points in one sentence wants three statements, and a
        point told twice is told once too often.
        """
        alike = similarity(expected.text, predicted.text)
        if any_overlap(expected.places, predicted.places):
            return 0.6 + 0.4 * alike
        if self.in_one_sentence(expected, predicted):
            return 0.4 + 0.4 * alike
        return 0.4 * alike if alike >= ALIKE else None

    def in_one_sentence(self, one: Statement, other: Statement) -> bool:
        """Whether a place of the one touches a sentence that a place of the other touches."""
        around = self.reference.sentences.around
        return any_overlap(map(around, one.places), map(around, other.places))


def same_value(one: FigureMark, other: FigureMark) -> bool:
    """Whether values are equal; of ranges both ends, where the label has both."""
    return equal(one.value, other.value) and (
        one.value_to is None or (other.value_to is not None and equal(one.value_to, other.value_to))
    )


def same_place(one: FigureMark, other: FigureMark) -> bool:
    """Whether both may stand in one place."""
    return any_overlap(one.places, other.places)


def match_figures(labelled: tuple[FigureMark, ...], predicted: tuple[FigureMark, ...]) -> FigureMatch:
    """Align on equal value and unit and overlapping place."""
    return _match(labelled, predicted, _same_figure, same_place)


def match_values(labelled: tuple[FigureMark, ...], predicted: tuple[FigureMark, ...]) -> FigureMatch:
    """Align on equal value alone, wherever it stands and whatever its unit."""
    return _match(
        labelled, predicted, _equal, lambda one, other: same_place(one, other) or same_value(one, other)
    )


def _match(
    labelled: tuple[FigureMark, ...],
    predicted: tuple[FigureMark, ...],
    quality: Callable[[FigureMark, FigureMark], float | None],
    excused: Callable[[FigureMark, FigureMark], bool],
) -> FigureMatch:
    expected = tuple(each for each in labelled if not each.optional)
    optional = tuple(each for each in labelled if each.optional)
    pairs = align(expected, predicted, quality, block=lambda figure: amount(figure.value))
    paired = {second for _, second in pairs}
    counted = [
        index
        for index, each in enumerate(predicted)
        if index in paired or not any(excused(other, each) for other in optional)
    ]
    return FigureMatch(
        expected,
        tuple(predicted[index] for index in counted),
        tuple((first, counted.index(second)) for first, second in pairs),
    )


def _equal(expected: FigureMark, predicted: FigureMark) -> float | None:
    return 1.0 if same_value(expected, predicted) else None


def _same_figure(expected: FigureMark, predicted: FigureMark) -> float | None:
    if not (
        same_value(expected, predicted)
        and same_unit(expected.unit, predicted.unit)
        and same_place(expected, predicted)
    ):
        return None
    told_alike = (expected.direction == predicted.direction) + (expected.status == predicted.status)
    return 0.5 * similarity(expected.subject, predicted.subject) + 0.25 * told_alike
