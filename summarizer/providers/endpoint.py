"""An OpenAI-compatible endpoint: asks in the form that it takes, and learns from what it refuses."""

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from summarizer.providers.answers import NoObject, object_in
from summarizer.providers.base import Completion, JsonSchema, Limits, Message
from summarizer.providers.batch_api import BatchApi
from summarizer.providers.budget import Tokens, prompt_bound
from summarizer.providers.failures import Failures, Objection
from summarizer.providers.forms import Form, Mode, first_form, of_shape
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.reading import read_completion
from summarizer.providers.retry import with_retries
from summarizer.providers.transient import Transient
from summarizer.providers.transport import (
    CHAT,
    MODELS,
    MOST_BYTES,
    Broken,
    NoConnection,
    Sent,
    TooLarge,
    Transport,
)


class Endpoint:
    """A model behind an OpenAI-compatible `/chat/completions`; `timeout` bounds one call, in seconds.

    All requests go through `limiter`, one of its own where none is given. `answers` sets how answers are asked for; without it the form is the one known of host and model, and
    simpler ones where that is refused. Raises ConfigError where the environment names a proxy that cannot be
    used.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        *,
        base_url: str | None,
        api_key: str,
        model: str,
        limits: Limits,
        timeout: float,
        answers: Mode | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        self._transport = Transport(base_url=base_url, api_key=api_key, parallel=limits.parallel)
        self._failures = Failures(self._transport.address, model, api_key)
        self._model = model
        self._limits = limits
        self._timeout = timeout
        self._limiter = limiter or Limiter(limits.parallel)
        self._answers = answers
        self._heeded = False
        self._first = self._form = first_form(urlsplit(self._transport.address).netloc, model, answers)

    @property
    def model(self) -> str:
        """The model's name at the endpoint."""
        return self._model

    @property
    def identity(self) -> str:
        """Address, model, and the form of the first request.

        What is learnt of the endpoint later is no part of it: it follows from these, and an answer kept under
        this identity must be found again before anything was learnt.
        """
        return f"{self._transport.address} {self._model} {self._first}"

    @property
    def form(self) -> Form:
        """How requests are written now."""
        return self._form

    @property
    def limits(self) -> Limits:
        """What the model can take."""
        return self._limits

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask once for an answer that fits `schema`.

        Transient failures are tried again; a form that is refused is left for the next one, for good.
        """
        while True:
            form = self._form
            body = _encode(form, self._model, messages, schema, max_tokens)
            most = Tokens(prompt_bound(body, len(messages)), max_tokens)
            try:
                completion = await with_retries(partial(self._attempt, body), self._limiter, most)
            except Objection as objection:
                self._learn(form, objection)
            else:
                self._doubt(form, completion)
                return completion

    async def models(self) -> bytes:
        """What the endpoint answers to `GET /models`; Transient or ProviderError where that is refused."""
        return self._checked(await self._send("GET", MODELS))

    def written(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> dict[str, Any]:
        """The body of a request, in the form that the endpoint takes as far as that is learnt."""
        return self._form.body(self._model, messages, schema, max_tokens)

    def batches(self) -> BatchApi:
        """The endpoint's own batches, over the same connections and limiter."""
        return BatchApi(self._transport, self._failures, self._limiter, self._timeout)

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _attempt(self, body: bytes, slot: Slot) -> Completion:
        sent = await self._send("POST", CHAT, body)
        slot.heard(sent.headers)
        return read_completion(self._checked(sent), self._failures)

    async def _send(self, method: str, path: str, body: bytes | None = None) -> Sent:
        try:
            # A total time, since one between two bytes would let an answer trickle for ever.
            async with asyncio.timeout(self._timeout):
                return await self._transport.send(method, path, body)
        except TimeoutError as error:
            raise Transient(self._failures.too_slow(self._timeout), kind="slow") from error
        except NoConnection as error:
            unreachable = self._failures.unreachable(str(error))
            raise Transient(unreachable, kind="down", billed=isinstance(error, Broken)) from error
        except TooLarge as error:
            raise self._failures.too_large(MOST_BYTES) from error

    def _checked(self, sent: Sent) -> bytes:
        """The body, where the status is one of success."""
        if sent.status >= 300:
            raise self._failures.of_status(sent.status, sent.headers, sent.content)
        return sent.content

    def _learn(self, form: Form, objection: Objection) -> None:
        """Take the next form, unless another request that was in flight has taken one already."""
        if form is not self._form:
            return
        learnt = form.without(str(objection))
        if learnt is None or (self._answers and learnt.mode != form.mode):
            raise self._failures.no_form(str(objection)) if of_shape(str(objection)) else objection.error
        self._form = learnt

    def _doubt(self, form: Form, completion: Completion) -> None:
        """Leave a strict form whose first answer is no object: the endpoint takes it, but does not heed it."""
        if self._heeded or self._answers or form is not self._form or form.mode != "json_schema":
            return
        try:
            object_in(completion.text)
        except NoObject:
            self._form = form if completion.truncated else form.simpler() or form
        else:
            self._heeded = True


def _encode(
    form: Form, model: str, messages: Sequence[Message], schema: JsonSchema, max_tokens: int
) -> bytes:
    """The body, characters as they are written: escaped ones are spelt out in some servers' grammars."""
    body = form.body(model, messages, schema, max_tokens)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
