"""What an endpoint can do, found out with a tiny request for each way to ask."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from summarizer.errors import (
    AuthenticationFailed,
    BadCompletion,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
    ProviderError,
)
from summarizer.providers.answers import NoObject, object_in
from summarizer.providers.base import Completion, Message
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.forms import MODES, Form, Mode
from summarizer.providers.transient import Transient

# What no other way to ask would mend.
FATAL = (AuthenticationFailed, ModelNotFound, EndpointUnreachable)
# The names are not in the question: only an endpoint that heeds the schema, or a model told of it, has them.
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"合计": {"type": "integer"}, "单位": {"type": "string", "enum": ["个", "件"]}},
    "required": ["合计", "单位"],
    "additionalProperties": False,
}
QUESTION = Message("user", "甲组有7个篮子，乙组有5个篮子，一共有几个篮子？")
ANSWER_TOKENS = 200
# How servers call the length of a model's context in what they tell of it, OpenAI itself tells none.
_CONTEXT = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx", "n_ctx_train")


@dataclass(frozen=True, slots=True)
class Tried:
    """How one way to ask went: well, answered in another form than asked for, refused, or the endpoint failed.

    `note` says more.
    """

    mode: Mode
    outcome: Literal["good", "other", "refused", "busy"]
    note: str
    seconds: float
    completion: Completion | None = None


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found; `form` is the first that went well, None where none did. `context` is in tokens."""

    form: Form | None
    tried: tuple[Tried, ...]
    models: tuple[str, ...]
    context: int | None


async def probe(open_endpoint: Callable[[Mode], Endpoint]) -> Probed:
    """Ask one small question in each way, and what models there are.

    Raises the ProviderError that would meet every request: no connection, wrong key, no such model.
    """
    tried: list[Tried] = []
    form: Form | None = None
    listed: list[Mapping[str, Any]] = []
    model = ""
    for mode in MODES:
        endpoint = open_endpoint(mode)
        try:
            if not tried:
                model, listed = endpoint.model, await _listed(endpoint)
            tried.append(await _try(endpoint, mode))
            if form is None and tried[-1].outcome == "good":
                form = endpoint.form
        finally:
            await endpoint.close()
    ours = next((each for each in listed if len(listed) == 1 or each.get("id") == model), {})
    return Probed(form, tuple(tried), tuple(str(each.get("id")) for each in listed), _context(ours))


async def _try(endpoint: Endpoint, mode: Mode) -> Tried:
    started = time.monotonic()
    try:
        completion = await endpoint.complete([QUESTION], SCHEMA, ANSWER_TOKENS)
    except FATAL:
        raise
    except BadCompletion as error:
        return Tried(mode, "other", str(error), time.monotonic() - started)
    except EndpointOverloaded as error:
        return Tried(mode, "busy", str(error), time.monotonic() - started)
    except ProviderError as error:
        return Tried(mode, "refused", str(error), time.monotonic() - started)
    seconds = time.monotonic() - started
    wrong = _wrong(completion.text)
    return Tried(mode, "other" if wrong else "good", wrong or completion.text, seconds, completion)


def _wrong(text: str) -> str | None:
    try:
        given = json.loads(object_in(text))
    except NoObject as error:
        return f"{error}: {text}"
    fits = set(given) == set(SCHEMA["required"]) and isinstance(given["合计"], int)
    return None if fits and given["单位"] in SCHEMA["properties"]["单位"]["enum"] else text


async def _listed(endpoint: Endpoint) -> list[Mapping[str, Any]]:
    """The models that the endpoint lists; many list none, and some answer with another thing."""
    try:
        found = json.loads(await endpoint.models())
    except (ProviderError, Transient, ValueError):
        return []
    data = found.get("data") if isinstance(found, dict) else found
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def _context(listed: Mapping[str, Any]) -> int | None:
    places = [listed, *(each for each in listed.values() if isinstance(each, dict))]
    found = (place.get(name) for name in _CONTEXT for place in places)
    return next((each for each in found if isinstance(each, int) and each > 0), None)
