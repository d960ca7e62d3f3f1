"""What a model is asked to say of points, and what its answers have come to."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model


class ItemAnswer(BaseModel):
    """What a model says of one point."""

    model_config = ConfigDict(extra="forbid")

    point: int
    kind: str
    text: str
    # Told to the model only: more than three ids are no fault, they are just tokens.
    sentences: list[int] = Field(json_schema_extra={"maxItems": 3})


class RawAnswer(BaseModel):
    """The frame of an answer; its items are checked one by one, so that a bad one costs no good one."""

    model_config = ConfigDict(extra="forbid")

    items: list[dict[str, Any]]


@dataclass(slots=True)
class Reading:
    """What the answers to one batch have come to: good ones, and for the others what is wrong.

    `kinds` holds the kind of an answer whose words alone were wrong, `unworded` why no words are to be had.
    """

    good: dict[int, ItemAnswer] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    unworded: dict[int, str] = field(default_factory=dict)


@lru_cache(maxsize=64)
def answer_type(labels: tuple[str, ...]) -> type[BaseModel]:
    """An answer whose items may only be of these kinds; made once for each choice of kinds."""
    kind: Any = Literal[labels]
    item: Any = create_model("Item", __base__=ItemAnswer, kind=(kind, ...))
    answer: type[BaseModel] = create_model("Answer", items=(list[item], ...))
    return answer
