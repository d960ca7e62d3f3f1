"""One report on its way through a model: requests, repairs, counts, warnings and progress."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.record import Schema, Usage
from summarizer.documents import Outline
from summarizer.engine.examples import Examples
from summarizer.errors import (
    AnswerFiltered,
    AnswerWithheld,
    BadCompletion,
    ContextExceeded,
    EndpointOverloaded,
    EndpointUnreachable,
)
from summarizer.prompting import PromptSet, request_schema
from summarizer.providers import Completion, Declined, Message, Postponed, Provider
from summarizer.providers.answers import NoObject, loop_in, object_in

A = TypeVar("A", bound=BaseModel)
R = TypeVar("R")
Stage = Literal["facts", "items", "sections", "prose"]

# Failures of one request that may leave the others unharmed; every other ProviderError ends the report.
PASSING = (BadCompletion, EndpointOverloaded, EndpointUnreachable)
FAILURES_IN_A_ROW = 3
# Failures that are due to the text asked about: with another text, or less of it, there is an answer.
UNFIT = (AnswerWithheld, ContextExceeded)
MORE_ROOM = 2  # times the tokens, for an answer that was cut off
SHOWN_BACK = 200  # characters of an answer without end that the model is shown again


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report is: request `done` of `total` in a stage, tokens written so far and seconds asked."""

    stage: Stage
    done: int
    total: int
    completion_tokens: int
    seconds: float


def ignore_progress(_: Progress) -> None:
    """For callers that do not watch."""


class Session:
    """Asks one provider about one outline by one schema. All requests of the report go through `complete`.

    How many are in flight is the provider's business, which knows all reports that are worked on. Of `examples`
    those most like what is asked about go into the request.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a report needs, given in one place
        self,
        provider: Provider,
        prompts: PromptSet,
        schema: type[Schema],
        outline: Outline,
        progress: Callable[[Progress], None] = ignore_progress,
        examples: Examples | None = None,
    ) -> None:
        self.provider = provider
        self.examples = examples
        self.schema = schema
        self.outline = outline
        self.warnings: list[str] = []
        self.declined = False
        self._prompts = prompts
        self._progress = progress
        self._started = time.monotonic()
        self._calls = self._repair_calls = self._cached_calls = 0
        self._prompt_tokens = self._completion_tokens = 0
        self._model_seconds = 0.0
        self._costs: list[float | None] = []
        self._currency: str | None = None
        self._failures = 0
        self._miscounted = False
        self._stage: Stage = "facts"
        self._done = self._total = 0

    def begin(self, stage: Stage, total: int) -> None:
        """Announce a stage of `total` requests."""
        self._stage, self._done, self._total = stage, 0, total
        self._report()

    def advance(self) -> None:
        """Count one request of the stage as settled."""
        self._done += 1
        self._report()

    def warn(self, what: str) -> None:
        """Keep a line for `checks.warnings`: Chinese, as all of a record is, whatever the locale."""
        self.warnings.append(what)

    def usage(self) -> Usage:
        """What the report has taken so far."""
        return Usage(
            model=self.provider.model,
            calls=self._calls,
            repair_calls=self._repair_calls,
            cached_calls=self._cached_calls,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            seconds=round(time.monotonic() - self._started, 3),
            model_seconds=round(self._model_seconds, 3),
            cost=None if None in self._costs else round(sum(filter(None, self._costs)), 9),
            currency=self._currency,
        )

    async def complete(
        self, messages: Sequence[Message], answer: type[BaseModel], max_tokens: int
    ) -> Completion | None:
        """Ask once. None, with a warning, where this request failed in a way that need not stop the others.

        None without a warning, and `declined` from then on, where there is no model. Raises an error of UNFIT
        where there is no answer to this text.
        """
        asked = time.monotonic()
        try:
            completion = await self.provider.complete(messages, request_schema(answer), max_tokens)
        except Declined:
            self.declined = True
            return None
        except UNFIT as error:
            self._failures = 0
            if error.tokens and any(error.tokens):
                spent = Completion("", *error.tokens, cost=error.cost, currency=error.currency)
                self._count(spent, time.monotonic() - asked)
            raise
        except PASSING as error:
            self._failures += 1
            if error.final or self._calls == 0 or self._failures >= FAILURES_IN_A_ROW:
                raise
            self.warn(str(error))
            return None
        self._failures = 0
        self._count(completion, time.monotonic() - asked)
        if completion.miscounted and not self._miscounted:
            self._miscounted = True
            self.warn("端点没有给出可信的用量，缺的按0计")
        return completion

    def _count(self, completion: Completion, seconds: float) -> None:
        self._calls += 1
        self._cached_calls += completion.cached
        self._model_seconds += completion.seconds or seconds
        if not completion.cached:
            self._costs.append(completion.cost)
            self._currency = completion.currency
        self._prompt_tokens += completion.prompt_tokens
        self._completion_tokens += completion.completion_tokens

    def messages(
        self, template: str, shots: Sequence[tuple[Mapping[str, Any], str]] = (), **values: Any
    ) -> list[Message]:
        """Render the messages of one request; `shots` as in `PromptSet.messages`."""
        return self._prompts.messages(template, shots, **values)

    def objection(self, template: str, said: str, fault: str) -> list[Message]:
        """Render the turns that follow a bad answer: the answer, and what is wrong with it."""
        self._repair_calls += 1
        return self._prompts.repair(template, said, fault)

    async def ask(
        self,
        template: str,
        answer: type[A],
        fault: Callable[[A], str | None],
        max_tokens: int,
        **values: Any,
    ) -> tuple[A | None, str | None]:
        """Ask for one object; a bad answer is asked again once, with what is wrong with it.

        Returns the last answer that has the right form (or None), and what `fault` still finds in it.
        """
        messages = self.messages(template, **values)
        parsed: A | None = None
        wrong: str | None = None
        said = ""
        for _ in range(2):
            if wrong is not None:
                messages += self.objection(template, said, wrong)
            try:
                completion = await self.complete(messages, answer, max_tokens)
            except UNFIT as error:
                self.warn(why_unfit(error))
                return parsed, wrong
            if completion is None:
                return parsed, wrong
            said, wrong = completion.text, cut_off(completion)
            try:
                parsed = read_answer(answer, said)
            except NoObject as error:
                wrong = wrong or str(error)
            else:
                wrong = fault(parsed)
                if wrong is None:
                    return parsed, None
            if completion.truncated:
                said, max_tokens = said[:SHOWN_BACK], max_tokens * MORE_ROOM
        return parsed, wrong

    def _report(self) -> None:
        seconds = time.monotonic() - self._started
        self._progress(Progress(self._stage, self._done, self._total, self._completion_tokens, seconds))


async def side_by_side(asking: Iterable[Coroutine[Any, Any, R]]) -> list[R]:
    """Await all, results in the order given; where one fails, those still open are cancelled.

    A report that has failed must not go on asking: each request may cost money. One that is put aside has the
    others go as far as they get, so that all that it needs by then is asked for together.
    """
    tasks = [asyncio.ensure_future(each) for each in asking]
    try:
        return await asyncio.gather(*tasks)
    except Postponed:
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    finally:
        for task in tasks:
            task.cancel()


def read_answer(answer: type[A], said: str) -> A:
    """The object in what a model said, checked; NoObject, which says what is wrong, where there is none."""
    try:
        return answer.model_validate_json(object_in(said))
    except ValidationError as error:
        raise NoObject(first_fault(error)) from error


def cut_off(completion: Completion) -> str | None:
    """How an answer that was cut off is to be called: it was too long, or went round in circles."""
    if not completion.truncated:
        return None
    loop = loop_in(completion.text)
    return f"回答不断重复“{loop.strip()[:20]}”" if loop else "回答太长，没有写完"


def why_unfit(error: BadCompletion) -> str:
    """Why there is no answer, for the record."""
    if isinstance(error, ContextExceeded):
        return "模型装不下这次请求"
    return "端点的内容过滤拦下了回答" if isinstance(error, AnswerFiltered) else "模型拒绝回答"


def first_fault(error: ValidationError) -> str:
    """Say in one line what is wrong with an answer, without its text."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
