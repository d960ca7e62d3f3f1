"""What a judge is worth: how well it agrees with itself and, beyond chance, with the labels."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.judge.verdicts import Judged

ALL = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """The claims of one field, or of all (`ALL`); shares are from 0 to 1.

    `supported` and `unjudged` are shares of all claims, `samples` is the share of pairs of a claim's votes
    that are the same. The rest is of the claims that have a verdict and a label's outcome, `labelled` in
    number: `accuracy` is the share where the two are the same, `positives` the share that matches the label
    (the base rate), `majority` what always giving the commoner answer would reach, and `kappa` is Cohen's κ,
    None where all outcomes are the same and nothing is there to be told apart.
    """

    field: str
    claims: int
    supported: float
    unjudged: float
    samples: float | None
    labelled: int
    accuracy: float | None
    positives: float | None
    majority: float | None
    kappa: float | None


def agreement(claims: Sequence[Judged]) -> tuple[Row, ...]:
    """A row for each field, in the order in which fields first appear, and one for all; none of no claims."""
    fields = dict.fromkeys(each.field for each in claims)
    rows = [_row(field, [each for each in claims if each.field == field]) for field in fields]
    return (*rows, _row(ALL, claims)) if rows else ()


def _row(field: str, claims: Sequence[Judged]) -> Row:
    verdicts = [each.verdict for each in claims]
    pairs = [
        (each.verdict == "yes", each.outcome == "match")
        for each in claims
        if each.verdict is not None and each.outcome is not None
    ]
    positives = _share(label for _, label in pairs)
    return Row(
        field=field,
        claims=len(claims),
        supported=verdicts.count("yes") / len(claims),
        unjudged=verdicts.count(None) / len(claims),
        samples=_share(same for each in claims for same in _same(each)),
        labelled=len(pairs),
        accuracy=_share(said == label for said, label in pairs),
        positives=positives,
        majority=None if positives is None else max(positives, 1 - positives),
        kappa=kappa(pairs),
    )


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement beyond chance of (judge, label): (p₀ - pₑ) / (1 - pₑ), pₑ from how often each says what.

    1 is agreement throughout, 0 what chance gives, below 0 is worse than chance. None where the labels are all
    the same. J. Cohen, A Coefficient of Agreement for Nominal Scales, 1960.
    """
    if len({label for _, label in pairs}) < 2:
        return None
    judges, labels = Counter(said for said, _ in pairs), Counter(label for _, label in pairs)
    observed = sum(one == other for one, other in pairs) / len(pairs)
    expected = sum(judges[each] * labels[each] for each in labels) / len(pairs) ** 2
    return (observed - expected) / (1 - expected)


def _same(claim: Judged) -> Iterable[bool]:
    said = [vote.supported for vote in claim.votes if vote.supported is not None]
    return (one == other for one, other in combinations(said, 2))


def _share(found: Iterable[bool]) -> float | None:
    counted = list(found)
    return sum(counted) / len(counted) if counted else None
