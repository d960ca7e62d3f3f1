"""What the engine knows of a model: messages go in with a JSON schema, text and token counts come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

JsonSchema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer with its price. `truncated`: the model was cut off by `max_tokens`.

    `text` is what the model said; `answers.object_in` finds the object in it. `miscounted`: the endpoint gave
    no number of tokens, or one that cannot be; it is 0 here.
    `seconds` is how long the model took, without waiting for leave to ask it; a `cached` answer took them
    earlier. Of the prompt's tokens `cached_prompt_tokens` were in the endpoint's own cache. `cost` is money in
    `currency` (ISO 4217), both None where the price is not known.
    """

    text: str
    prompt_tokens: int
    completion_tokens: int
    truncated: bool = False
    seconds: float = 0.0
    cached: bool = False
    miscounted: bool = False
    cached_prompt_tokens: int = 0
    cost: float | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model can take.

    `context` is in tokens, prompt and answer together; `parallel` is the number of requests in flight;
    `points` is how many points of a report one request may ask about (a small model is sure of one only).
    """

    context: int
    parallel: int
    points: int

    @property
    def writes(self) -> bool:
        """Whether it is trusted with connected text: one that is sure of a single point only is not."""
        return self.points > 1


class Declined(Exception):
    """A provider that is not there to answer: rules alone must do."""


class Postponed(Exception):
    """The answer comes later, in a batch of the provider's own: what needs it is put aside until then."""


class Provider(Protocol):
    """A model that can be asked. Errors are `ProviderError`s; transient ones were already retried."""

    @property
    def model(self) -> str:
        """The model's name, as it goes into the record."""

    @property
    def identity(self) -> str:
        """All that its answers depend on beside the request: address, weights, runtime, parameters."""

    @property
    def limits(self) -> Limits:
        """What the model can take."""

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask once for an answer that fits `schema`."""

    async def close(self) -> None:
        """Give connections back."""
