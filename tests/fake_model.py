"""A model without a mind: fits whatever schema it is sent, in words that it was shown."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.loopback import Reply, Request, completion

PATH_OR_POINT = re.compile(r"^〔(.+)〕$|^要点(\d+)\n(.+)$", re.MULTILINE)
SENTENCE_ID = re.compile(r"\[(\d+)\]")
LISTED = re.compile(r"^- (.+)$", re.MULTILINE)
OBJECTION = "上面的回答不对"
PADDING = "。各项工作按照部署有序推进，干部群众同心协力，为下一阶段的发展打下了良好基础。"  # an abstract has a least length
KINDS = {"问题": "问题", "下一步": "任务"}  # what headings say, for those that say something


def answer(request: Request) -> Reply:
    """One item for each point asked about; null or the first choice for a fact; for prose the items' words."""
    schema = request.body["response_format"]["json_schema"]["schema"]
    said = [each["content"] for each in request.body["messages"] if each["role"] == "user"]
    asked = next(each for each in reversed(said) if not each.startswith(OBJECTION))
    return completion(json.dumps(_object(schema, asked), ensure_ascii=False))


def _object(schema: Mapping[str, Any], asked: str) -> dict[str, Any]:
    if "items" in schema["properties"]:
        kind = schema["properties"]["items"]["items"]["properties"]["kind"]
        return {"items": list(_items(asked, kind))}
    return {name: _value(value, asked) for name, value in schema["properties"].items()}


def _items(asked: str, kind: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    usual = _value(kind, "")
    announced = usual
    for path, number, text in PATH_OR_POINT.findall(asked):
        if path:
            announced = next((label for word, label in KINDS.items() if word in path), usual)
            continue
        first = re.split(r"[。！；]", re.sub(r"\[\d+\]|#\d+", "", text))[0]
        cited = [int(each) for each in SENTENCE_ID.findall(text)]
        yield {"point": int(number), "kind": announced, "text": first, "sentences": cited[:3]}


def _value(schema: Mapping[str, Any], asked: str) -> Any:
    if "anyOf" in schema:
        return None
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    return "；".join(LISTED.findall(asked))[:140] + PADDING
