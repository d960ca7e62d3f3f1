"""No model: rules tell what they can, and what a model would have been asked is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.providers.base import Completion, Declined, JsonSchema, Limits, Message

NAME = "none"
TOKENS_PER_CHARACTER = 0.7
TOKENS_PER_MESSAGE = 5


@dataclass(frozen=True, slots=True)
class Request:
    """What a model would have been sent; its answer may have `max_tokens` tokens."""

    messages: tuple[Message, ...]
    schema: JsonSchema
    max_tokens: int

    @property
    def characters(self) -> int:
        """Characters of all messages."""
        return sum(len(message.content) for message in self.messages)

    @property
    def tokens(self) -> int:
        """Tokens of the prompt, about: no tokenizer is asked, since each model has its own."""
        return round(self.characters * TOKENS_PER_CHARACTER + len(self.messages) * TOKENS_PER_MESSAGE)


class Unasked:
    """A provider that answers nothing; `requests` are those that one with these limits would get first."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.model = NAME
        self.identity = NAME
        self.requests: list[Request] = []

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Write the request down; always raises Declined."""
        self.requests.append(Request(tuple(messages), schema, max_tokens))
        raise Declined

    async def close(self) -> None:
        """Nothing is open."""
