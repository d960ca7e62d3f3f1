"""How requests to a model are written: what is known of endpoints, and what their refusals teach.

Hosts and models differ in how an answer of a given shape is had, in the name of the answer's limit, in
whether a temperature may be sent and in how thinking is switched off. The table is where to begin; what
is refused is left out from then on.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from summarizer.providers.base import JsonSchema, Message

Mode = Literal["json_schema", "json_object", "tool", "text"]
MODES: tuple[Mode, ...] = get_args(Mode)
TEMPERATURE = 0
ANSWER = "answer"  # what the schema and the tool are called
_TOLD = "只输出一个 JSON 对象，不要代码框，不要任何说明。它要符合这个 JSON Schema：\n"
_CALL = "交回答案"
_UNKNOWN = re.compile(
    r"unsupported|not support|unrecognized|unknown|unexpected|not permitted|not allowed|use '"
)


@dataclass(frozen=True, slots=True)
class Form:
    """How one request is written. `limit` is the name of the answer's limit, `more` goes into the body as it is."""

    mode: Mode = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)

    def body(
        self, model: str, messages: Sequence[Message], schema: JsonSchema, max_tokens: int
    ) -> dict[str, Any]:
        """The request's body. Where the schema is told in words it comes last: what comes before stays cached."""
        turns = [{"role": each.role, "content": each.content} for each in messages]
        if self.mode in {"json_object", "text"}:
            turns[-1]["content"] += "\n\n" + _TOLD + _compact(schema)
        body: dict[str, Any] = {"model": model, "messages": turns, self.limit: max_tokens, **self.more}
        if self.temperature:
            body["temperature"] = TEMPERATURE
        return body | _shape(self.mode, schema)

    def __str__(self) -> str:
        parts: list[str] = [self.mode, self.limit]
        if self.temperature:
            parts.append(f"temperature={TEMPERATURE}")
        return " ".join([*parts, *([_compact(self.more)] if self.more else [])])

    def without(self, complaint: str) -> "Form | None":
        """The form that leaves out what a refusal complains of; None where that is nothing this form sends."""
        said = complaint.lower()
        if any(name in said for name in self.more):
            return replace(self, more={})
        if self.limit == "max_tokens" and "max_completion_tokens" in said:
            return replace(self, limit="max_completion_tokens")
        if self.limit == "max_completion_tokens" and self.limit in said and _UNKNOWN.search(said):
            return replace(self, limit="max_tokens")
        if self.temperature and "temperature" in said:
            return replace(self, temperature=False)
        if any(word in said for word in _NAMED[self.mode]):
            return self.simpler()
        return None

    def simpler(self) -> "Form | None":
        """The form with the next mode, which asks less of the endpoint; None after the last."""
        further = MODES[MODES.index(self.mode) + 1 :]
        return replace(self, mode=further[0]) if further else None


# How a refusal names what asks for the answer's shape.
_STRUCTURE = (
    "response_format",
    "json_schema",
    "json_object",
    "json schema",
    "json mode",
    "structured output",
    "structured_output",
    "guided",
    "grammar",
    "schema",
)
_NAMED: Mapping[Mode, tuple[str, ...]] = {
    "json_schema": _STRUCTURE,
    "json_object": _STRUCTURE,
    "tool": ("tool", "function"),
    "text": (),
}

_DISABLED = {"thinking": {"type": "disabled"}}
_NOT_ENABLED = {"enable_thinking": False}
_OPENAI: Literal["max_completion_tokens"] = "max_completion_tokens"

# Host (with its port) and model, each searched for in lower case; the first line that fits is taken.
_KNOWN: tuple[tuple[str, str, Form], ...] = (
    # OpenAI: models that reason take no temperature, and older ones have no strict schema.
    (r"\.openai\.com$", r"^gpt-5[-\w.]*chat", Form(limit=_OPENAI, temperature=False)),
    (r"\.openai\.com$", r"^gpt-5\.\d", Form("json_schema", _OPENAI, False, {"reasoning_effort": "none"})),
    (r"\.openai\.com$", r"^gpt-5", Form("json_schema", _OPENAI, False, {"reasoning_effort": "minimal"})),
    (r"\.openai\.com$", r"^o\d", Form("json_schema", _OPENAI, False, {"reasoning_effort": "low"})),
    (r"\.openai\.com$", r"^gpt-(3|4$|4-)", Form("json_object")),
    (r"\.openai\.com$", "", Form(limit=_OPENAI)),
    (r"\.deepseek\.com$", "reasoner", Form("json_object", temperature=False)),
    (r"\.deepseek\.com$", "", Form("json_object", more=_DISABLED)),
    # DashScope: what only thinks gives no structured output; what may think must not without streaming.
    (r"dashscope[-\w]*\.aliyuncs\.com$", "thinking|qwq|-r1", Form("text")),
    (r"dashscope[-\w]*\.aliyuncs\.com$", "", Form(more=_NOT_ENABLED)),
    # Moonshot: kimi-k2.5 and later, and all that think, have a temperature of their own.
    (
        r"\.(moonshot|kimi)\.",
        r"kimi-k(2\.[5-9]|[3-9])",
        Form("json_object", temperature=False, more=_DISABLED),
    ),
    (r"\.(moonshot|kimi)\.", "thinking", Form("json_object", temperature=False)),
    (r"\.(moonshot|kimi)\.", "", Form("json_object")),
    (r"\.bigmodel\.cn$|\.z\.ai$", r"glm-(4\.[5-9]|[5-9])", Form("json_object", more=_DISABLED)),
    (r"\.bigmodel\.cn$|\.z\.ai$", "", Form("json_object")),
    (r":11434$", "qwen3|deepseek-(r1|v)", Form(more={"reasoning_effort": "none"})),  # Ollama
    # vLLM, SGLang, llama.cpp: the model's template switches thinking off.
    ("", r"qwen-?3(?!.*(instruct|coder))|glm-4\.[5-9]", Form(more={"chat_template_kwargs": _NOT_ENABLED})),
)


def first_form(host: str, model: str, mode: Mode | None = None) -> Form:
    """How to write the first request to a model at a host (`name` or `name:port`); `mode` where it is set."""
    fitting = (
        form
        for of_host, of_model, form in _KNOWN
        if re.search(of_host, host.lower()) and re.search(of_model, model.lower())
    )
    form = next(fitting, Form())
    return replace(form, mode=mode) if mode else form


def of_shape(complaint: str) -> bool:
    """Whether a refusal complains of how the answer's shape is asked for."""
    return any(word in complaint.lower() for word in (*_STRUCTURE, "tools", "tool_choice"))


def _shape(mode: Mode, schema: JsonSchema) -> dict[str, Any]:
    if mode == "json_schema":
        strict = {"name": ANSWER, "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": strict}}
    if mode == "json_object":
        return {"response_format": {"type": "json_object"}}
    if mode == "tool":
        function = {"name": ANSWER, "description": _CALL, "parameters": schema}
        named = {"type": "function", "function": {"name": ANSWER}}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": named}
    return {}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
