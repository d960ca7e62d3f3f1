"""The one JSON object in what a model said: found strictly, taken exactly as it was written."""

import json
import re
from collections.abc import Iterator
from typing import Any

_THOUGHT = re.compile(r"</(?:think|thinking)>", re.IGNORECASE)
_THINKS = re.compile(r"<(?:think|thinking)>", re.IGNORECASE)
_OPENING = re.compile(r'\{(?=\s*["}])')  # of an object, not of prose
_LOOP = re.compile(r"(.{1,100}?)\1{5,}.{0,100}\Z", re.DOTALL)
_LOOP_TAIL = 700
_LOOP_LEAST = 30  # characters that a loop takes up; less is an ellipsis or a ruled line


class NoObject(ValueError):
    """An answer does not hold exactly one JSON object. The message, Chinese, is for the model and the record."""


def object_in(said: str) -> str:
    """Return the text of the one JSON object in an answer, without anything around it.

    Around it may stand thoughts (`<think>…</think>`), a code fence, prose, an array of one, the quotes of an
    object sent as a string, or a call of the tool `answer` that was written as text. Nothing is mended: NoObject where there is none, where it is broken or cut
    off, where there are several that differ, where a key is given two values, and where a number is none of
    JSON's (RFC 8259): NaN, Infinity.
    """
    text = _without_thoughts(said.replace("\ufeff", "").strip())
    if text.startswith('"') and (inner := _quoted(text)) is not None:
        text = inner
    found = dict.fromkeys(_objects(text))
    if not found:
        raise NoObject("回答里没有 JSON 对象")
    if len(found) > 1:
        raise NoObject(f"回答里有{len(found)}个不同的 JSON 对象，只要一个")
    return _without_call(next(iter(found)))


def loop_in(said: str) -> str | None:
    """What an answer repeats without end, where it was cut off amid that; None where it does not."""
    match = _LOOP.search(said[-_LOOP_TAIL:])
    return match[1] if match and len(match[0]) >= _LOOP_LEAST else None


def _without_thoughts(text: str) -> str:
    if text.startswith(("{", "[")):
        return text
    *_, answer = _THOUGHT.split(text)
    if _THINKS.match(answer.lstrip()):
        raise NoObject("思考没有结束，没有给出回答")
    return answer


def _without_call(text: str) -> str:
    """The arguments where this is a call, as models write it whose server does not know calls."""
    if '"arguments"' not in text:
        return text
    whole = json.loads(text)
    if whole.keys() != {"name", "arguments"} or not isinstance(whole["arguments"], dict):
        return text
    start = text.index("{", text.index('"arguments"'))
    return text[start : _DECODER.raw_decode(text, start)[1]]


def _quoted(text: str) -> str | None:
    try:
        inner = json.loads(text)
    except ValueError:
        return None
    return inner if isinstance(inner, str) else None


def _objects(text: str) -> Iterator[str]:
    at = 0
    while match := _OPENING.search(text, at):
        try:
            _, at = _DECODER.raw_decode(text, match.start())
        except json.JSONDecodeError as error:
            raise NoObject(f"JSON 从第{error.pos + 1}个字符起不完整或有误") from error
        except RecursionError as error:
            raise NoObject("JSON 嵌套太深") from error
        except NoObject:
            raise
        except ValueError as error:  # an integer of thousands of digits
            raise NoObject("JSON 里的数太长") from error
        yield text[match.start() : at]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these members; one that is given twice must be given the same."""
    made = dict(pairs)
    if len(made) < len(pairs):
        for key, value in pairs:
            if made[key] != value:
                raise NoObject(f"JSON 里“{key[:40]}”给了两个不同的值")
    return made


def _no_number(name: str) -> Any:
    raise NoObject(f"JSON 里不能有 {name}")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)
