"""What goes wrong at an endpoint, named: from statuses and bodies to this program's errors, one line each."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from summarizer.errors import (
    AnswerEmpty,
    AnswerFiltered,
    AnswerRefused,
    AnswerTooLarge,
    AuthenticationFailed,
    BadCompletion,
    BudgetSpent,
    ContextExceeded,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
    ProviderError,
    SchemaNotSupported,
)
from summarizer.messages import say
from summarizer.providers.rate_headers import retry_after
from summarizer.providers.transient import Kind, Transient

QUOTED = 160  # characters of foreign text in a message
_READ = 4000  # characters of foreign text that are looked at
THROTTLED = frozenset({429, 503, 529})
SPENT = frozenset({"insufficient_quota", "exceeded_current_quota_error", "1113"})  # OpenAI, Moonshot, GLM
TRANSIENT = frozenset({408, 409, 425})
# How endpoints say that a text did not pass their filter of contents, and that a prompt is too long.
_FILTER = re.compile(
    r"content[ _]?(?:filter|policy|exists risk)|data_inspection_failed|inappropriate content|high risk|敏感"
)
# Some servers fail (500) at a request that they should refuse; to send the same again helps nobody.
_FORM = re.compile("response_format|json_schema|tool_choice|grammar")
_TOO_LONG = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context (?:size|window|length)"
    r"|prompt is too long|input (?:length|tokens?).{0,40}exceed|range of input length"
)


class Objection(ProviderError):
    """The endpoint refuses the request as it is written (400, 422 …); the message is what it says of it.

    It does not leave the endpoint's own module: `error` is what users see.
    """

    def __init__(self, complaint: str, error: ProviderError) -> None:
        super().__init__(complaint)
        self.error = error


@dataclass(frozen=True, slots=True)
class Failures:
    """Makes errors about one model at one address. What is quoted is one short line, without the key."""

    where: str
    model: str
    key: str = field(repr=False)

    def of_status(self, status: int, headers: Mapping[str, str], content: bytes) -> Exception:
        """What a status that is no success means: an error, a Transient one, or an Objection."""
        said, codes = _complaint(content)
        code = " ".join(codes)
        quoted = f"{status}: {self._quote(said)}"
        if status in {401, 403}:
            return self._refused_key(quoted)
        if "model_not_found" in codes or status == 404:
            return self._no_model(quoted)
        if status in {500, 501} and _FORM.search(said):
            return Objection(said, self._overloaded(quoted))
        if status in THROTTLED | TRANSIENT or status >= 500:
            after = retry_after(headers, datetime.now(UTC))
            return Transient(self._overloaded(quoted), after, _kind(status, codes))
        if status == 402:
            return self._unpaid(quoted)
        return self._of_request(status, f"{code} {said}", quoted)

    def _of_request(self, status: int, about: str, quoted: str) -> Exception:
        """What a refusal of this one request means."""
        if status == 413 or (status in {400, 422} and _TOO_LONG.search(about.lower())):
            return _unasked(self._too_long(quoted))
        if status in {400, 422, 451} and _FILTER.search(about.lower()):
            return _unasked(self.filtered(quoted))
        refused = ProviderError(
            say(f"{self.where} 拒绝了请求（{quoted}）", f"{self.where} refused the request ({quoted})")
        )
        return Objection(about, refused) if status in {400, 422} else refused

    def unreachable(self, why: str) -> EndpointUnreachable:
        """No connection."""
        cause = self._quote(why)
        return EndpointUnreachable(
            say(
                f"连不上 {self.where}：{cause}。请检查地址（--base-url）、网络和服务是否已启动",
                f"Cannot reach {self.where}: {cause}. Check the address (--base-url), the network and the server",
            )
        )

    def too_slow(self, seconds: float) -> EndpointUnreachable:
        """No answer in time."""
        return EndpointUnreachable(
            say(
                f"{self.where} 在 {seconds:g} 秒内没有答完。可用 --timeout 放宽",
                f"{self.where} did not finish its answer in {seconds:g} s. Allow more with --timeout",
            )
        )

    def no_completion(self, said: str) -> BadCompletion:
        """Something else than an answer, with a status of success."""
        return BadCompletion(
            say(
                f"{self.where} 的回答不是一次补全：{self._quote(said)}。请检查 --base-url 是否以 /v1 结尾",
                f"{self.where} answered with no completion: {self._quote(said)}. Check that --base-url ends in /v1",
            )
        )

    def too_large(self, most: int) -> AnswerTooLarge:
        """A body without end."""
        return AnswerTooLarge(
            say(
                f"{self.where} 的回答超过 {most >> 20} MiB，没有读完。请检查 --base-url 是不是模型服务",
                f"{self.where} answered with more than {most >> 20} MiB, which was not read to its end. "
                "Check that --base-url is a model service",
            )
        )

    def empty(self, said: str) -> AnswerEmpty:
        """A completion without text."""
        return AnswerEmpty(
            say(
                f"{self.where} 的模型“{self.model}”没有写出回答：{self._quote(said)}",
                f"{self.where}: the model {self.model!r} wrote no answer: {self._quote(said)}",
            )
        )

    def refused(self, said: str) -> AnswerRefused:
        """The model declines."""
        return AnswerRefused(
            say(
                f"{self.where} 的模型“{self.model}”拒绝回答：{self._quote(said)}",
                f"{self.where}: the model {self.model!r} refuses to answer: {self._quote(said)}",
            )
        )

    def filtered(self, said: str) -> AnswerFiltered:
        """A filter steps in."""
        return AnswerFiltered(
            say(
                f"{self.where} 的内容过滤拦下了这次问答（{self._quote(said)}）",
                f"{self.where}: the content filter withholds this answer ({self._quote(said)})",
            )
        )

    def no_form(self, said: str) -> SchemaNotSupported:
        """Every way to ask, or the one that was set, is refused."""
        return SchemaNotSupported(
            say(
                f"{self.where} 不支持 json_schema 等答案格式：{self._quote(said)}。请检查设置 answers，或换一个模型或服务",
                f"{self.where} supports neither json_schema nor another form of answers: {self._quote(said)}. "
                "Check the setting `answers`, or choose another model or server",
            )
        )

    def _refused_key(self, quoted: str) -> AuthenticationFailed:
        status, _, said = quoted.partition(": ")
        return AuthenticationFailed(
            say(
                f"{self.where} 拒绝了密钥（{status}）：{said}。请检查 OPENAI_API_KEY 是否属于这个端点",
                f"{self.where} refused the key ({status}): {said}. Check that OPENAI_API_KEY belongs to it",
            )
        )

    def _no_model(self, quoted: str) -> ModelNotFound:
        status, _, said = quoted.partition(": ")
        return ModelNotFound(
            say(
                f"{self.where} 没有模型“{self.model}”（{status}）：{said}。请检查 --model 和 --base-url",
                f"{self.where} has no model {self.model!r} ({status}): {said}. Check --model and --base-url",
            )
        )

    def _overloaded(self, quoted: str) -> EndpointOverloaded:
        status, _, said = quoted.partition(": ")
        return EndpointOverloaded(
            say(
                f"{self.where} 暂时不可用（{status}）：{said}。请稍后再试",
                f"{self.where} is not available at present ({status}): {said}. Try again later",
            )
        )

    def _unpaid(self, quoted: str) -> BudgetSpent:
        return BudgetSpent(
            say(
                f"账户在 {self.where} 上没有余额了（{quoted}）。请充值后再运行",
                f"The account at {self.where} has nothing left ({quoted}). Top it up and run again",
            )
        )

    def _too_long(self, quoted: str) -> ContextExceeded:
        return ContextExceeded(
            say(
                f"{self.where} 的模型“{self.model}”装不下这次请求（{quoted}）。请用 context 设置说明它的上下文长度",
                f"{self.where}: the request is too long for the model {self.model!r} ({quoted}). "
                "Tell the length of its context with the setting `context`",
            )
        )

    def _quote(self, said: str) -> str:
        """One short line of foreign text, without the key."""
        line = " ".join(said[:_READ].replace(self.key, "***").split())
        return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def _unasked(error: BadCompletion) -> BadCompletion:
    """The request did not get as far as the model, and costs nothing."""
    error.tokens = (0, 0)
    return error


def _kind(status: int, codes: Collection[str]) -> Kind:
    """Whose fault it is; services name a spent account in `code` or in `type`."""
    if status == 429 and not SPENT.isdisjoint(codes):
        return "quota"
    if status in THROTTLED:
        return "throttled"
    return "down" if status in {502, 504} else "failed"


def _complaint(content: bytes) -> tuple[str, tuple[str, ...]]:
    """What the body of a refusal says, without what it repeats of the request, and its code and type."""
    text = content.decode("utf-8", "replace")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return text, ()
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, str):
        return error, ()
    if not isinstance(error, dict):
        return text, ()
    if isinstance(detail := error.get("detail"), list):  # FastAPI's, which quote the whole input
        return "; ".join(_place(each) for each in detail), ()
    parts = [error.get("message") or error.get("detail") or text, error.get("param")]
    codes = tuple(str(each) for each in (error.get("code"), error.get("type")) if each)
    return " ".join(str(part) for part in parts if part), codes


def _place(detail: Any) -> str:
    if not isinstance(detail, dict):
        return str(detail)
    loc = detail.get("loc")
    place = ".".join(str(part) for part in loc) if isinstance(loc, list) else ""
    return f"{place}: {detail.get('msg')}"
