"""An OpenAI-compatible endpoint, and the one place where the client's errors become ours."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarizer.errors import (
    AuthenticationFailed,
    BadCompletion,
    BudgetSpent,
    ConfigError,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
    ProviderError,
    SchemaNotSupported,
)
from summarizer.messages import say
from summarizer.providers.base import Completion, JsonSchema, Limits, Message
from summarizer.providers.budget import Tokens, prompt_bound
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.rate_headers import retry_after
from summarizer.providers.retry import with_retries
from summarizer.providers.transient import Kind, Transient

if TYPE_CHECKING:
    import openai

TEMPERATURE = 0
SPENT = {"insufficient_quota", "exceeded_current_quota_error", "1113"}  # OpenAI, Moonshot, GLM
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Endpoint:
    """A model behind an OpenAI-compatible `/chat/completions`; `timeout` bounds one call, in seconds.

    Raises ConfigError where the environment names a proxy that cannot be used.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        *,
        base_url: str | None,
        api_key: str,
        model: str,
        limits: Limits,
        timeout: float,
        limiter: Limiter | None = None,
    ) -> None:
        import openai  # takes about a second, which `--help` should not  # noqa: PLC0415

        self._openai = openai
        self._timeout = timeout
        self._limiter = limiter or Limiter(limits.parallel)
        self._api_key = api_key
        # A proxy of the environment is for the world outside, never for a server on this machine.
        local = base_url is not None and urlsplit(base_url).hostname in LOOPBACK
        try:
            http_client = openai.DefaultAsyncHttpxClient(trust_env=not local)
        except (ImportError, ValueError) as error:
            raise _bad_proxy(error) from error
        self._client = openai.AsyncOpenAI(
            base_url=base_url,
            api_key=api_key,
            max_retries=0,
            timeout=timeout,
            http_client=http_client,
        )
        self._model = model
        self._limits = limits

    @property
    def model(self) -> str:
        """The model's name at the endpoint."""
        return self._model

    @property
    def identity(self) -> str:
        """Address, model, and the parameters of each request."""
        return f"{self._where} {self._model} temperature={TEMPERATURE}"

    @property
    def limits(self) -> Limits:
        """What the model can take."""
        return self._limits

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Ask once for an answer that fits `schema`; transient failures are tried again."""
        body = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "temperature": TEMPERATURE,
            "max_tokens": max_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": schema},
            },
        }
        most = Tokens(prompt_bound(messages, schema), max_tokens)
        return await with_retries(lambda slot: self._attempt(body, slot), self._limiter, most)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _attempt(self, body: dict[str, Any], slot: Slot) -> Completion:
        try:
            # The client's own timeout restarts with every byte; a total one bounds a trickling answer too.
            async with asyncio.timeout(self._timeout):
                response = await self._client.chat.completions.with_raw_response.create(**body)
            slot.heard(response.headers)
            answer = response.parse()
        except (self._openai.APITimeoutError, TimeoutError) as error:
            raise Transient(self._too_slow(), kind="slow") from error
        except self._openai.APIStatusError as error:
            slot.heard(error.response.headers)
            raise self._status_error(error) from error
        except self._openai.APIConnectionError as error:
            raise Transient(self._unreachable(error), kind="down") from error
        except (self._openai.OpenAIError, ValueError) as error:
            raise self._no_completion(str(error)) from error
        return self._completion(answer)

    def _completion(self, answer: Any) -> Completion:
        # Pages of HTML and error objects arrive with status 200 too, as whatever they are.
        try:
            choice, usage = answer.choices[0], answer.usage
            text = choice.message.content
        except (AttributeError, LookupError, TypeError) as error:
            raise self._no_completion(self._sent(answer)) from error
        if not isinstance(text, str):
            raise self._no_completion(self._sent(answer))
        return Completion(
            text=text,
            prompt_tokens=_count(usage, "prompt_tokens"),
            completion_tokens=_count(usage, "completion_tokens"),
            truncated=choice.finish_reason == "length",
            cached_prompt_tokens=_count(getattr(usage, "prompt_tokens_details", None), "cached_tokens"),
        )

    def _sent(self, answer: Any) -> str:
        """What the endpoint sent, without the many empty fields that the client adds."""
        if isinstance(answer, self._openai.BaseModel):
            return answer.to_json(indent=None, warnings=False)
        return str(answer)

    def _status_error(self, error: "openai.APIStatusError") -> ProviderError | Transient:
        status, sent = error.status_code, error.response.text
        body = error.body if isinstance(error.body, dict) else {}
        said = self._quote(str(body.get("message") or sent))
        if status in {401, 403}:
            return AuthenticationFailed(
                say(
                    f"{self._where} 拒绝了密钥（{status}）：{said}。请检查 OPENAI_API_KEY 是否属于这个端点",
                    f"{self._where} refused the key ({status}): {said}. Check that OPENAI_API_KEY belongs to it",
                )
            )
        if status == 404 or error.code == "model_not_found":
            return ModelNotFound(
                say(
                    f"{self._where} 没有模型“{self._model}”（{status}）：{said}。请检查 --model 和 --base-url",
                    f"{self._where} has no model {self._model!r} ({status}): {said}. Check --model and --base-url",
                )
            )
        if status in {400, 422} and any(word in sent.lower() for word in ("response_format", "json_schema")):
            return SchemaNotSupported(
                say(
                    f"{self._where} 不支持 json_schema 输出：{said}。请换一个支持它的模型或服务",
                    f"{self._where} does not support json_schema output: {said}. Choose a model or server that does",
                )
            )
        if status == 402:
            return BudgetSpent(
                say(
                    f"账户在 {self._where} 上没有余额了（402）：{said}。请充值后再运行",
                    f"The account at {self._where} has nothing left (402): {said}. Top it up and run again",
                )
            )
        if status in {408, 409, 429} or status >= 500:
            return Transient(
                EndpointOverloaded(
                    say(
                        f"{self._where} 暂时不可用（{status}）：{said}。请稍后再试",
                        f"{self._where} is not available at present ({status}): {said}. Try again later",
                    )
                ),
                retry_after(error.response.headers, datetime.now(UTC)),
                _kind(status, str(error.code), str(error.type)),
            )
        return ProviderError(
            say(
                f"{self._where} 拒绝了请求（{status}）：{said}",
                f"{self._where} refused the request ({status}): {said}",
            )
        )

    def _unreachable(self, error: Exception) -> EndpointUnreachable:
        cause = self._quote(str(error.__cause__ or error))
        return EndpointUnreachable(
            say(
                f"连不上 {self._where}：{cause}。请检查地址（--base-url）、网络和服务是否已启动",
                f"Cannot reach {self._where}: {cause}. Check the address (--base-url), the network and the server",
            )
        )

    def _too_slow(self) -> EndpointUnreachable:
        return EndpointUnreachable(
            say(
                f"{self._where} 在 {self._timeout:g} 秒内没有答完。可用 --timeout 放宽",
                f"{self._where} did not finish its answer in {self._timeout:g} s. Allow more with --timeout",
            )
        )

    def _no_completion(self, said: str) -> BadCompletion:
        return BadCompletion(
            say(
                f"{self._where} 的回答不是一次补全：{self._quote(said)}。请检查 --base-url 是否以 /v1 结尾",
                f"{self._where} answered with no completion: {self._quote(said)}. Check that --base-url ends in /v1",
            )
        )

    @property
    def _where(self) -> str:
        parts = urlsplit(str(self._client.base_url))
        address = parts.netloc.rpartition("@")[2]  # what stands before is a name and a password
        return f"{parts.scheme}://{address}{parts.path.rstrip('/')}"

    def _quote(self, said: str) -> str:
        """One short line of foreign text, without the key."""
        line = " ".join(said.replace(self._api_key, "***").split())
        return line if len(line) <= 160 else line[:159] + "…"


def _bad_proxy(error: Exception) -> ConfigError:
    return ConfigError(
        say(
            f"环境变量里的代理用不了：{error} 请改用 http:// 代理，或去掉 ALL_PROXY、HTTPS_PROXY、HTTP_PROXY",
            f"The proxy named by the environment cannot be used: {error} "
            "Name an http:// proxy, or unset ALL_PROXY, HTTPS_PROXY and HTTP_PROXY",
        )
    )


def _count(usage: Any, name: str) -> int:
    """A number of tokens; 0 where the endpoint does not count them."""
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0


def _kind(status: int, code: str, kind: str) -> Kind:
    """What a status that may pass says of the endpoint; services name a spent account in `code` or in `type`."""
    if status == 429 and not SPENT.isdisjoint({code, kind}):
        return "quota"
    if status in {429, 503, 529}:
        return "throttled"
    return "down" if status in {502, 504} else "failed"
