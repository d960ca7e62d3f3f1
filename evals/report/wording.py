"""What scorers say in the names of the schema, said in Chinese."""

from dataclasses import dataclass
from functools import cached_property

from evals.model import Finding, Outcome
from evals.words import ERRORS, OUTCOMES, TOLD
from schemas.fields import Fact, Figures, Kind, kind_of
from schemas.record import Schema

_FAULTY = frozenset[Outcome]({"wrong", "miss", "invented"})
_OTHERS = {"evidence": "依据"}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words. `word` is its class of error, or its outcome where it has none; `faulty` if it costs."""

    field: str
    outcome: Outcome
    faulty: bool
    word: str
    expected: str | None
    predicted: str | None


@dataclass(frozen=True)
class Wording:
    """The words of one schema."""

    schema: type[Schema]

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kind of each field, in the schema's order."""
        return {name: kind_of(self.schema, name) for name in self.schema.model_fields}

    def field(self, name: str) -> str:
        """The label of a field, or of what scorers name besides."""
        return self.kinds[name].label if name in self.kinds else _OTHERS.get(name, name)

    def finding(self, finding: Finding) -> Told:
        """One finding, for whatever table or list."""
        return Told(
            field=finding.field,
            outcome=finding.outcome,
            faulty=finding.outcome in _FAULTY,
            word=ERRORS.get(finding.error, finding.error) if finding.error else OUTCOMES[finding.outcome],
            expected=self._said(finding.field, finding.expected),
            predicted=self._said(finding.field, finding.predicted),
        )

    def _said(self, field: str, text: str | None) -> str | None:
        """Values of closed lists by their labels; a figure's direction and status are the last words told of it."""
        kind = self.kinds.get(field)
        if text is None or kind is None:
            return text
        if isinstance(kind, Fact):
            return kind.choices.get(text, text)
        if isinstance(kind, Figures):
            *first, direction, status = ["", "", *text.split(" ")]
            return " ".join([*first, TOLD.get(direction, direction), TOLD.get(status, status)]).strip()
        return text
