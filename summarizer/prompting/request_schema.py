"""The JSON schema that a request carries, made from the Pydantic class that will check the answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

# Bounds stay with Pydantic: llama.cpp turns large ones into grammars that it refuses, and a text that is
# cut off at a bound by the grammar is worse than one that is too long. Titles and defaults are only tokens.
STRIPPED = frozenset({"title", "default", "minLength", "maxLength", "minimum", "maximum", "description"})


@lru_cache(maxsize=256)
def request_schema(answer: type[BaseModel]) -> Mapping[str, Any]:
    """Return the strict JSON schema of `answer`: all references inlined, every property required.

    Made once for each class, and shared: it is to be read only.
    """
    schema = answer.model_json_schema()
    strict: dict[str, Any] = _strict(schema, schema.get("$defs", {}))
    return strict


def _strict(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(each, definitions) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    if "properties" not in node:
        return {
            key: _strict(value, definitions) for key, value in node.items() if key not in STRIPPED | {"$defs"}
        }
    properties = {name: _strict(value, definitions) for name, value in node["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
