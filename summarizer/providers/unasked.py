"""No model: rules tell what they can, and what a model would have been asked is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.providers.base import Completion, Declined, JsonSchema, Limits, Message

NAME = "none"


@dataclass(frozen=True, slots=True)
class Request:
    """What a model would have been sent; its answer may have `max_tokens` tokens."""

    messages: tuple[Message, ...]
    schema: JsonSchema
    max_tokens: int


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
