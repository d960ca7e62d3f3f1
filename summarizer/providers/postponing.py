"""A provider whose answers come later: what is not known yet is written down, to be asked in a batch."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from summarizer.providers.base import Completion, JsonSchema, Limits, Message, Postponed
from summarizer.providers.budget import Tokens, prompt_bound
from summarizer.providers.cache import CallCache, call_key
from summarizer.providers.endpoint import Endpoint


class Answers(Protocol):
    """Where requests are written down and answers are found."""

    def answer(self, key: str) -> Completion | None:
        """The answer to a request; raises the error that was its end."""

    def keep(self, key: str, completion: Completion) -> None:
        """Keep an answer that came at once."""

    def postpone(self, key: str, body: Mapping[str, Any], most: Tokens) -> None:
        """Write a request down; `most` is what it may take."""


class Postponing:
    """Answers what `answers` or the cache knows, and raises Postponed for the rest, which is written down.

    The first request is asked at once: a wrong key, model or form shows before a file of thousands is sent,
    and what is learnt of the form goes into all that are written down.
    """

    def __init__(self, endpoint: Endpoint, answers: Answers, cache: CallCache | None = None) -> None:
        self._endpoint = endpoint
        self._answers = answers
        self._cache = cache
        self._first = asyncio.Lock()
        self._tried = False

    @property
    def model(self) -> str:
        """The model's name."""
        return self._endpoint.model

    @property
    def identity(self) -> str:
        """As if all were asked at once: the answers are the same."""
        return self._endpoint.identity

    @property
    def limits(self) -> Limits:
        """The endpoint's limits."""
        return self._endpoint.limits

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """The answer, where there is one already; the endpoint's errors, as they were. Raises Postponed."""
        key = call_key(self, messages, schema, max_tokens)
        if known := self._answers.answer(key) or (self._cache and self._cache.get(key)):
            return known
        async with self._first:
            if not self._tried:
                return await self._try(key, messages, schema, max_tokens)
        body = self._endpoint.written(messages, schema, max_tokens)
        size = prompt_bound(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), len(messages))
        self._answers.postpone(key, body, Tokens(size, max_tokens))
        raise Postponed

    async def close(self) -> None:
        """Nothing is open here."""

    async def _try(
        self, key: str, messages: Sequence[Message], schema: JsonSchema, max_tokens: int
    ) -> Completion:
        completion = await self._endpoint.complete(messages, schema, max_tokens)
        self._tried = True
        self._answers.keep(key, completion)
        if self._cache:
            await asyncio.wrap_future(self._cache.keep(key, completion))
        return completion
