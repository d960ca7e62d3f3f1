"""Asking a model about every claim of a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.dataset import Case, Dataset
from evals.judge.claims import Claim, claims_of
from evals.judge.verdicts import Decision, Judged, Judgement, Vote, verdict_of
from evals.predictions import prediction_of
from evals.runs import Answer, Run
from evals.scoring import answered
from summarizer.documents import normal
from summarizer.engine.session import read_answer, side_by_side
from summarizer.errors import BadCompletion, ConfigError
from summarizer.messages import say
from summarizer.prompting import PromptSet, request_schema
from summarizer.providers import Declined, Limits, Provider
from summarizer.providers.answers import NoObject

# Three wordings, each with the claim before and after its source: a judge that answers at temperature 0 would
# say the same to the same question, so a further sample would be no further opinion.
MOST_SAMPLES = 6
_ANSWER_TOKENS = 300
_TEMPLATE_TOKENS = 900
# Characters of a quote, marks left out. A word stands in every source; a quote so short shows nothing.
_SHORTEST_QUOTE = 4


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    supported: Decision
    quote: str


@dataclass(frozen=True)
class _Judge:
    provider: Provider
    prompts: PromptSet
    samples: int

    async def judge(self, case: Case, answer: Answer) -> list[Judged]:
        """Every claim of one answer."""
        prediction = prediction_of(answer.answer or {}, case.document.text, case.schema)
        claims = claims_of(case.reference, prediction, _room(self.provider.limits))
        return await side_by_side(self._judged(answer, claim) for claim in claims)

    async def _judged(self, answer: Answer, claim: Claim) -> Judged:
        votes = tuple(await side_by_side(self._vote(claim, variant) for variant in range(self.samples)))
        return Judged(
            document=answer.id,
            repeat=answer.repeat,
            field=claim.field,
            text=claim.text,
            votes=votes,
            verdict=verdict_of(votes),
            outcome=_outcome(claim.matched),
        )

    async def _vote(self, claim: Claim, variant: int) -> Vote:
        if not claim.source:
            return Vote(supported=None)
        messages = self.prompts.messages("claim", claim=claim.text, source=claim.source, variant=variant)
        try:
            completion = await self.provider.complete(messages, request_schema(_Answer), _ANSWER_TOKENS)
        except BadCompletion:
            return Vote(supported=None)
        except Declined as declined:
            raise _no_judge() from declined
        return vote_of(completion.text, claim.source)


async def judge_run(
    run: Run,
    dataset: Dataset,
    provider: Provider,
    samples: int = 3,
    advance: Callable[[str], None] = lambda _: None,
) -> Judgement:
    """Ask a model whether the document supports what a run says: `samples` questions (1 to 6) for each claim.

    How many requests are in flight is the provider's business; `advance` is called with a document's id when
    an answer to it is judged. RunInvalid where the run does not fit the data set or is not complete,
    ConfigError where there is no model, ProviderError where it cannot be asked.
    """
    if not 1 <= samples <= MOST_SAMPLES:
        raise ValueError(f"samples must be 1 to {MOST_SAMPLES}, not {samples}")
    prompts = PromptSet("eval_judge")
    judge = _Judge(provider, prompts, samples)

    async def judged(case: Case, answer: Answer) -> list[Judged]:
        found = await judge.judge(case, answer)
        advance(case.id)
        return found

    pairs = [(case, answer) for case, answers in answered(run, dataset) for answer in answers]
    claims = await side_by_side(judged(*pair) for pair in pairs)
    return Judgement(
        model=provider.model,
        identity=provider.identity,
        samples=samples,
        prompts_sha256=prompts.digest(),
        dataset_sha256=dataset.sha256,
        claims=tuple(each for found in claims for each in found),
    )


def vote_of(said: str, source: Sequence[str]) -> Vote:
    """A model's answer as a vote: a yes counts only with a quote that stands in one passage of the source."""
    try:
        answer = read_answer(_Answer, said)
    except NoObject:
        return Vote(supported=None)
    if answer.supported == "yes" and not _stands(answer.quote, source):
        return Vote(supported=None, quote=answer.quote)
    return Vote(supported=answer.supported, quote=answer.quote)


def _stands(quote: str, source: Sequence[str]) -> bool:
    words = normal(quote)
    return len(words) >= _SHORTEST_QUOTE and any(words in normal(passage) for passage in source)


def _outcome(matched: bool | None) -> Literal["match", "invented"] | None:
    return None if matched is None else "match" if matched else "invented"


def _room(limits: Limits) -> int:
    """Characters of claim and source that fit beside all else; Chinese takes about a token each at most."""
    return limits.context - _TEMPLATE_TOKENS - _ANSWER_TOKENS


def _no_judge() -> ConfigError:
    return ConfigError(
        say(
            "法官必须是一个模型，不能是 --model none；请用 --model 指定一个",
            "a judge must be a model, not --model none; name one with --model",
        )
    )
