"""From the body of a `/chat/completions` answer to a Completion, or to the name of what is wrong with it."""

import json
from collections.abc import Mapping
from typing import Any

from summarizer.errors import BadCompletion
from summarizer.providers.answers import NoObject, object_in
from summarizer.providers.base import Completion
from summarizer.providers.failures import Failures
from summarizer.providers.transient import Transient

MOST_TOKENS = 10_000_000  # more than any model holds: a count beyond it is none
FILTERED = frozenset({"content_filter", "sensitive", "safety"})
CUT_OFF = frozenset({"length", "max_tokens"})


def read_completion(content: bytes, failures: Failures) -> Completion:
    """Read an answer with status 200.

    Raises a BadCompletion of the kind that fits; as a Transient one where asking again may help: the body is
    empty, garbled or breaks off, or the model wrote nothing.
    """
    answer = _document(content, failures)
    choices = answer.get("choices")
    if "choices" not in answer and answer.get("error"):
        raise _error_object(answer["error"], content, failures)
    if not isinstance(choices, list) or any(not isinstance(each, dict) for each in choices):
        raise failures.no_completion(_shown(answer))
    usage = answer.get("usage")
    counts = {name: _count(usage, name) for name in ("prompt_tokens", "completion_tokens")}
    tokens = (counts["prompt_tokens"] or 0, counts["completion_tokens"] or 0)
    miscounted = None in counts.values()
    try:
        text, truncated = _said(choices, failures, _shown(answer))
    except (BadCompletion, Transient) as failure:
        error = failure.error if isinstance(failure, Transient) else failure
        if isinstance(error, BadCompletion) and any(tokens) and not miscounted:
            error.tokens = tokens
        raise
    return Completion(
        text,
        *tokens,
        truncated=truncated,
        miscounted=miscounted,
        cached_prompt_tokens=min(_cached(usage), tokens[0]),
    )


def _document(content: bytes, failures: Failures) -> Mapping[str, Any]:
    try:
        answer = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        wrong = failures.no_completion(_text(content) or str(error))
        # What began as JSON broke off or was garbled on its way; anything else is what this address gives.
        if content.lstrip().startswith(b"{") or not content.strip():
            raise Transient(failures.no_completion(f"{error}: {_text(content)}"), billed=True) from error
        raise wrong from error
    if not isinstance(answer, dict):
        raise failures.no_completion(str(answer))
    return answer


def _error_object(error: Any, content: bytes, failures: Failures) -> Exception:
    """An error under a status of success; some gateways put the status that they mean into its code."""
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int | str) and str(code).isdecimal() and 400 <= int(code) < 600:
        return failures.of_status(int(code), {}, content)
    return failures.no_completion(_text(content))


def _said(choices: list[Any], failures: Failures, whole: str) -> tuple[str, bool]:
    """The text of the first choice, and whether it was cut off."""
    if not choices:
        raise Transient(failures.empty(whole), billed=True)
    choice = choices[0]
    message, finish = choice.get("message"), choice.get("finish_reason")
    if not isinstance(message, dict):
        raise failures.no_completion(whole)
    if finish in FILTERED:
        raise failures.filtered(str(finish))
    if isinstance(refusal := message.get("refusal"), str) and refusal.strip():
        raise failures.refused(refusal)
    text = _content(message.get("content"))
    if not text.strip():
        text = _called(message) or _thought(message)
    if not text.strip() and finish not in CUT_OFF:
        raise Transient(failures.empty(whole), billed=True)
    return text, finish in CUT_OFF


def _content(content: Any) -> str:
    """Text, also where it comes in parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _called(message: Mapping[str, Any]) -> str:
    """The arguments of the tool calls, one a line: an answer has one."""
    calls = message.get("tool_calls")
    functions = (
        [each.get("function") for each in calls if isinstance(each, dict)] if isinstance(calls, list) else []
    )
    functions = functions or [message.get("function_call")]  # as it was before tools
    given = [each.get("arguments") for each in functions if isinstance(each, dict)]
    texts = [
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in given if each
    ]
    return "\n".join(texts)


def _thought(message: Mapping[str, Any]) -> str:
    """The thoughts, where servers that take them apart have put an answer without thoughts there."""
    for name in ("reasoning_content", "reasoning"):
        if isinstance(text := message.get(name), str):
            try:
                return object_in(text)
            except NoObject:
                continue
    return ""


def _count(usage: Any, name: str) -> int | None:
    """A number of tokens; None where it is missing or cannot be one."""
    value = usage.get(name) if isinstance(usage, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_TOKENS:
        return None
    return int(value)


def _shown(answer: Mapping[str, Any]) -> str:
    """What of an answer tells why it is none."""
    telling = {"choices": answer["choices"]} if "choices" in answer else answer
    return json.dumps(telling, ensure_ascii=False, separators=(",", ":"))


def _cached(usage: Any) -> int:
    """How many of the prompt's tokens came from the endpoint's cache, as OpenAI or as DeepSeek tells it."""
    details = usage.get("prompt_tokens_details") if isinstance(usage, dict) else None
    return _count(details, "cached_tokens") or _count(usage, "prompt_cache_hit_tokens") or 0


def _text(content: bytes) -> str:
    return content[:4000].decode("utf-8", "replace")
