"""A valid answer to any request of the program, made from the request alone: a model without a mind."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

PATH_OR_POINT = re.compile(r"^〔(.+)〕$|^要点(\d+)\n(.+)$", re.MULTILINE)
ID = re.compile(r"\[(\d+)\]|#\d+")
SENTENCE_ID = re.compile(r"\[(\d+)\]")
LISTED = re.compile(r"^- (.+)$", re.MULTILINE)
OBJECTION = "上面的回答不对"
PADDING = "。各项工作按照部署有序推进，干部群众同心协力，为下一阶段的发展打下了良好基础。"  # an abstract has a least length
KINDS = {"问题": "问题", "下一步": "任务"}  # what headings say, for those that say something
TOKENS_PER_CHARACTER = 0.7

Mode = Literal["json_schema", "json_object", "tools", "text"]


@dataclass(frozen=True)
class Asked:
    """A request to `/chat/completions`: `body` is its JSON, `raw` its bytes."""

    body: Mapping[str, Any]
    raw: bytes = b""

    def fraction(self, salt: bytes) -> float:
        """A number from 0 to 1 that this text and the salt always give."""
        return int.from_bytes(blake2b(self.raw, digest_size=7, key=salt).digest()) / (1 << 56)

    @property
    def mode(self) -> Mode:
        """How it asks for its answer's form."""
        wanted = self.body.get("response_format", {}).get("type")
        if wanted in {"json_schema", "json_object"}:
            return wanted  # type: ignore[no-any-return]
        return "tools" if self.body.get("tools") else "text"

    @property
    def text(self) -> str:
        """All that its messages say."""
        return "\n".join(_said(each) for each in self.body["messages"])

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer: named by the request, its tool or, last of all, its messages."""
        match self.mode:
            case "json_schema":
                return self.body["response_format"]["json_schema"]["schema"]  # type: ignore[no-any-return]
            case "tools":
                return self.body["tools"][0]["function"]["parameters"]  # type: ignore[no-any-return]
        said = [_said(each) for each in self.body["messages"] if each["role"] != "assistant"]
        found = [schema for text in said for schema in _schemas(text)]
        return found[-1] if found else {"properties": {}}

    @property
    def question(self) -> str:
        """The last thing asked that does not merely object to an answer."""
        said = [_said(each) for each in self.body["messages"] if each["role"] == "user"]
        return next((each for each in reversed(said) if not each.startswith(OBJECTION)), "")

    def answer(self) -> dict[str, Any]:
        """An object that fits `schema`; its ids, figures and names are the prompt's."""
        properties = self.schema.get("properties", {})
        if "items" in properties and "items" in properties["items"]:
            kind = properties["items"]["items"].get("properties", {}).get("kind", {"const": "成绩"})
            return {"items": list(_items(self.question, kind))}
        return {name: _value(each, self.question) for name, each in properties.items()}


def completion(asked: Asked, text: str | None, finish_reason: str = "stop", **message: Any) -> dict[str, Any]:
    """The object that `/chat/completions` answers with; `message` adds fields to the message."""
    said = {"role": "assistant", "content": text, **message}
    written = round(len(text or "") * TOKENS_PER_CHARACTER) + 1
    read = round(len(asked.text) * TOKENS_PER_CHARACTER)
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": asked.body.get("model", "scripted"),
        "choices": [{"index": 0, "message": said, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }


def valid(asked: Asked) -> dict[str, Any]:
    """The completion that a dutiful model gives, in the form that the request asks for."""
    text = dumped(asked.answer())
    return tool_call(asked, text) if asked.mode == "tools" else completion(asked, text)


def tool_call(asked: Asked, arguments: str) -> dict[str, Any]:
    """A completion that calls the request's tool, or one that it never named."""
    tools = asked.body.get("tools") or [{"function": {"name": "answer"}}]
    call = {"name": tools[0]["function"]["name"], "arguments": arguments}
    calls = [{"id": "call_1", "type": "function", "function": call}]
    return completion(asked, None, "tool_calls", tool_calls=calls)


def dumped(value: Any) -> str:
    """JSON as models write it."""
    return json.dumps(value, ensure_ascii=False)


def _said(message: Mapping[str, Any]) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _schemas(text: str) -> Iterator[Mapping[str, Any]]:
    """JSON schemas of objects that a text holds."""
    start = text.find("{")
    while start >= 0:
        try:
            value, length = json.JSONDecoder().raw_decode(text[start:])
        except ValueError:
            length = 1
        else:
            if isinstance(value, dict) and isinstance(value.get("properties"), dict):
                yield value
        start = text.find("{", start + length)


def _items(asked: str, kind: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    choices: Sequence[str] = kind.get("enum") or [kind.get("const")]
    announced = choices[0]
    for path, number, text in PATH_OR_POINT.findall(asked):
        if path:
            named = next((label for word, label in KINDS.items() if word in path), choices[0])
            announced = named if named in choices else choices[0]
            continue
        first = re.split(r"[。！；]", ID.sub("", text))[0]
        cited = [int(each) for each in SENTENCE_ID.findall(text)]
        yield {"point": int(number), "kind": announced, "text": first, "sentences": cited[:3]}


def _value(schema: Mapping[str, Any], asked: str) -> Any:  # noqa: PLR0911 - one for each kind of schema
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema or "null" in schema.get("type", ()):
        return None
    match schema.get("type"):
        case "object":
            return {name: _value(each, asked) for name, each in schema.get("properties", {}).items()}
        case "array":
            return []
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
    return "；".join(LISTED.findall(asked))[:140] + PADDING
