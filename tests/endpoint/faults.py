"""Everything that an endpoint was seen to do wrong, by name: each row makes a reply from a request."""

import copy
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from tests.endpoint.answers import Asked, completion, dumped, tool_call, valid
from tests.endpoint.replies import How, Reply, error, json_reply

Fault = Callable[[Asked], Reply]

STATUSES = (400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529)
PAGE = b"<html>\n<head><title>Sign in</title></head>\n<body>Welcome</body></html>"
NO_SUCH_ID = 9999


def ok(asked: Asked) -> Reply:
    """What was asked for."""
    return json_reply(valid(asked), valid=True)


def _status(status: int, message: str = "scripted fault", **more: Any) -> Fault:
    return lambda _: error(status, message, **more)


def _broken(how: How) -> Fault:
    """A good answer that does not arrive as it should."""
    return lambda asked: Reply(ok(asked).body, how=how)


def _after(seconds: str) -> Fault:
    return lambda _: error(429, "slow down", {"Retry-After": seconds}, code="rate_limit_exceeded")


def _after_date(_: Asked) -> Reply:
    moment = datetime.now(UTC) + timedelta(seconds=1)
    return error(429, "slow down", {"Retry-After": format_datetime(moment, usegmt=True)})


def _body(make: Callable[[bytes], bytes], content_type: str = "application/json") -> Fault:
    """The bytes of a good answer, changed."""
    return lambda asked: Reply(make(ok(asked).body), content_type=content_type)


def _invalid_utf8(body: bytes) -> bytes:
    """The model's text with bytes that are no UTF-8, as servers send it that cut tokens apart."""
    return re.sub(rb'("(?:content|arguments)": ")', lambda key: key[0] + b"\xe6\x80", body, count=1)


def _said(make: Callable[[str], str], finish_reason: str = "stop") -> Fault:
    """What the model says, changed."""
    return lambda asked: json_reply(completion(asked, make(dumped(asked.answer())), finish_reason))


def _changed(change: Callable[[dict[str, Any], Asked], object]) -> Fault:
    """The model's answer as an object, changed in place; answers without items get a field too many."""

    def fault(asked: Asked) -> Reply:
        answer = copy.deepcopy(asked.answer())
        if answer.get("items"):
            change(answer, asked)
        else:
            answer["remark"] = "extra"
        return json_reply(completion(asked, dumped(answer)))

    return fault


def _completion(**changes: Any) -> Fault:
    """A good completion with other fields."""
    return lambda asked: json_reply(valid(asked) | changes)


def _wrong_ids(answer: dict[str, Any], _: Asked) -> None:
    for number, each in enumerate(answer["items"]):
        each |= {"point": NO_SUCH_ID + number, "sentences": [NO_SUCH_ID]}


def _wrong_sentences(answer: dict[str, Any], _: Asked) -> None:
    for each in answer["items"]:
        each["sentences"] = [NO_SUCH_ID]


def _ids_of_others(answer: dict[str, Any], asked: Asked) -> None:
    """Each item cites the sentences of another point, or of an example where there is no other."""
    examples = [[int(each)] for each in re.findall(r"\[(\d+)\]", asked.text)]
    cited = [each["sentences"] for each in answer["items"]]
    turned = [*cited[1:], cited[0] if len(cited) > 1 else examples[0]]
    for each, sentences in zip(answer["items"], turned, strict=True):
        each["sentences"] = sentences


def _extra(answer: dict[str, Any], _: Asked) -> None:
    """A second opinion on each point, with a figure that the report does not have, and a field too many."""
    answer["items"] += [each | {"text": f"{each['text']}，完成98765万元"} for each in answer["items"]]
    answer["remark"] = "extra"


def _invented(answer: dict[str, Any], _: Asked) -> None:
    for each in answer["items"]:
        each["text"] = "完成投资98765.4亿元，增长77.7%"


def _nan(asked: Asked) -> Reply:
    return json_reply(completion(asked, '{"items":[{"point":NaN,"kind":NaN,"text":NaN,"sentences":[NaN]}]}'))


def _duplicate_keys(text: str) -> str:
    name = re.match(r'\{"(\w+)"', text)
    return f'{{"{name[1] if name else "items"}": null, {text[1:]}'


def _message(finish_reason: str, text: str | None = None, **message: Any) -> Fault:
    return lambda asked: json_reply(completion(asked, text, finish_reason, **message))


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "ok": ok,
        # the line
        "reset": _broken("unheard"),
        "closed": _broken("closed"),
        "reset-after-headers": _broken("headers"),
        "reset-in-body": _broken("body"),
        "closed-in-body": _broken("cut"),
        "slow-headers": _broken("slow"),
        "slow-drip": _broken("drip"),
        "endless-body": _broken("endless"),
        # statuses
        **{str(status): _status(status) for status in STATUSES},
        "429-after-seconds": _after("1"),
        "429-after-fraction": _after("0.02"),
        "429-after-date": _after_date,
        "429-after-absurd": _after("999999999"),
        "429-after-nonsense": _after("soon"),
        "429-quota": _status(429, "You exceeded your current quota", code="insufficient_quota"),
        "503-html": lambda _: Reply(PAGE, 503, "text/html"),
        "400-content-filter": _status(400, "filtered by the content policy", code="content_filter"),
        "400-too-long": _status(400, "maximum context length is 4096 tokens", code="context_length_exceeded"),
        "400-response-format": _status(400, "'response_format' of type 'json_schema' is not supported"),
        "404-model": _status(404, "The model does not exist", code="model_not_found"),
        "407": _status(407, "proxy authentication required"),
        # bodies
        "empty-body": _body(lambda _: b""),
        "html": _body(lambda _: PAGE, "text/html"),
        "truncated-json": _body(lambda body: body[: len(body) // 2]),
        "wrong-content-type": _body(lambda body: body, "text/plain; charset=utf-8"),
        "invalid-utf8": _body(_invalid_utf8),
        "envelope-duplicate-keys": _body(lambda body: b'{"choices": null, "usage": null, ' + body[1:]),
        "envelope-nan": _body(lambda body: re.sub(rb'_tokens": \d+', b'_tokens": NaN', body)),
        "error-with-200": _status(200, "quota is used up"),
        # completions
        "empty-choices": _completion(choices=[]),
        "null-choices": _completion(choices=None),
        "no-usage": _completion(usage=None),
        "wrong-usage": _completion(usage={"prompt_tokens": -5, "completion_tokens": "many"}),
        "absurd-usage": _completion(usage={"prompt_tokens": 10**15, "completion_tokens": 10**15}),
        "length": _said(lambda text: text[: len(text) // 2], "length"),
        "repetition": _said(lambda text: text[:40] + "推进" * 2000, "length"),
        "content-filter": _message("content_filter"),
        "refusal": _message("stop", None, refusal="I can't help with that."),
        "refusal-in-words": _message("stop", "抱歉，我无法处理这个请求。"),
        "tool-call": lambda asked: json_reply(tool_call(asked, dumped(asked.answer()))),
        "unknown-tool": _message(
            "tool_calls",
            tool_calls=[{"id": "1", "type": "function", "function": {"name": "shell", "arguments": "{}"}}],
        ),
        # answers
        "no-text": _message("stop", ""),
        "prose": _message("stop", "好的，我来总结一下：各项工作有序推进。"),
        "fenced": _said(lambda text: f"```json\n{text}\n```"),
        "thinking": _said(lambda text: f'<think>\n先看要点。{{"items": []}}\n</think>\n\n{text}'),
        "chatty": _said(lambda text: f"好的，结果如下：\n{text}\n希望对您有帮助！"),
        "trailing-comma": _said(lambda text: text[:-1] + ",}"),
        "duplicate-keys": _said(_duplicate_keys),
        "nan": _nan,
        "wrong-schema": _said(lambda _: '{"result": "ok"}'),
        "wrong-types": _changed(lambda answer, _: answer.update(items="none")),
        "extra-items": _changed(_extra),
        "invented-figures": _changed(_invented),
        "unknown-ids": _changed(_wrong_ids),
        "unknown-sentences": _changed(_wrong_sentences),
        "ids-of-another": _changed(_ids_of_others),
        "no-items": _changed(lambda answer, _: answer.update(items=[])),
    }
)
