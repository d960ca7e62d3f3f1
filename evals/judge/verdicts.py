"""What a judge said of a run's claims: the file `judge.json`."""

from typing import Literal

from evals.model import Frozen

Decision = Literal["yes", "no"]


class Vote(Frozen):
    """One sample's answer; `supported` is None where it was none, or a yes whose quote is not in the source."""

    supported: Decision | None
    quote: str = ""


class Judged(Frozen):
    """One claim: a statement, or a sentence of free text.

    `verdict` is what more than half of the votes say, None where no answer has so many. `outcome` is what the
    label says of a statement: that it stands for one of its own, or for none; None of free text.
    """

    document: str
    repeat: int
    field: str
    text: str
    votes: tuple[Vote, ...]
    verdict: Decision | None
    outcome: Literal["match", "invented"] | None


class Judgement(Frozen):
    """All claims of a run. `prompts_sha256` is of the judge's templates, `dataset_sha256` of the labels too."""

    format: Literal["eval_judge/1"] = "eval_judge/1"
    model: str
    identity: str
    samples: int
    prompts_sha256: str
    dataset_sha256: str
    claims: tuple[Judged, ...]


def verdict_of(votes: tuple[Vote, ...]) -> Decision | None:
    """What more than half of all votes say; None of a tie, and where answers are lacking."""
    said = [vote.supported for vote in votes]
    decisions: tuple[Decision, ...] = ("yes", "no")
    return next((each for each in decisions if 2 * said.count(each) > len(said)), None)
