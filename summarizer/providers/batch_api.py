"""A provider's own batches, in OpenAI's form: a file of requests goes up, a file of answers comes back in hours.

Form and limits: OpenAI's API reference (files, batches), Alibaba Cloud Model Studio (OpenAI compatible batch),
Moonshot's and Zhipu's documentation of the Batch API.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from summarizer.errors import BadCompletion, BatchRejected, ConfigError, EndpointOverloaded, ProviderError
from summarizer.messages import say
from summarizer.providers.base import Completion
from summarizer.providers.budget import Tokens
from summarizer.providers.failures import Failures, Objection
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.reading import read_completion
from summarizer.providers.retry import until_answered
from summarizer.providers.transient import Transient
from summarizer.providers.transport import MOST_BYTES, NoConnection, Sent, TooLarge, Transport

T = TypeVar("T")
FILES, BATCHES = "/files", "/batches"
WINDOW = "24h"
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_NOTHING = Tokens(0, 0)  # what a request takes that the model never sees
_SLOWEST_UPLOAD = 50_000  # bytes a second
_PAGE = 100
_PAGES = 50
# Too much is waiting at the provider already: OpenAI's code, and what others say.
_FULL = re.compile(r"token_limit|enqueued|queue|排队")


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What one file of requests may hold at most."""

    requests: int
    bytes: int


# Host, searched for in lower case; the first line that fits is taken.
_LIMITS = (
    (r"\.openai\.com$", FileLimits(50_000, 200_000_000)),
    (r"aliyuncs\.com$", FileLimits(50_000, 500_000_000)),
    ("", FileLimits(50_000, 100_000_000)),  # Zhipu's; where nothing is known, what all take
)


@dataclass(frozen=True, slots=True)
class ProviderBatch:
    """A batch as the provider tells of it; `status` is OpenAI's word, `said` what is wrong with it as a whole."""

    id: str
    status: str
    input_file: str | None
    files: tuple[str, ...] = ()
    said: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in ENDED

    @property
    def full(self) -> bool:
        """Whether it was refused for what waits at the provider already."""
        return self.status == "failed" and bool(_FULL.search(self.said.lower()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request: a completion, or an error; `again` where asking again may help.

    `tokens` are those that were counted, of the prompt and of the answer, whatever became of it.
    """

    key: str
    completion: Completion | None = None
    error: ProviderError | None = None
    again: bool = False
    tokens: Tokens = _NOTHING


class BatchApi:
    """Files and batches of one endpoint; all but the answers' files go through its limiter.

    Methods raise ProviderErrors once transient failures were waited for, ConfigError where the endpoint has no
    such thing.
    """

    def __init__(self, transport: Transport, failures: Failures, limiter: Limiter, timeout: float) -> None:
        self._transport = transport
        self._failures = failures
        self.limiter = limiter
        self._timeout = timeout
        parts = urlsplit(transport.address)
        version = parts.path.rsplit("/", 1)[-1]
        # The address within the provider: its version, whatever stands before that.
        self._chat = f"/{version if re.fullmatch(r'v[0-9]+', version) else 'v1'}/chat/completions"
        self.limits = next(limits for host, limits in _LIMITS if re.search(host, parts.hostname or ""))

    def line(self, key: str, body: Mapping[str, Any]) -> bytes:
        """A request as one line of a file."""
        whole = {"custom_id": key, "method": "POST", "url": self._chat, "body": body}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"

    async def upload(self, path: Path) -> str:
        """Send a file of requests; its id there. A second try may leave a file behind, which costs nothing."""
        timeout = self._timeout + path.stat().st_size / _SLOWEST_UPLOAD

        async def attempt(_: Slot) -> str:
            with path.open("rb") as file:
                sending = self._transport.upload(FILES, {"purpose": "batch"}, path.name, file)
                return str((await self._object(sending, timeout))["id"])

        return await self._insist(attempt)

    async def create(self, file: str) -> ProviderBatch:
        """Have the requests of a file answered.

        It is looked for first, at each try: the answer to an earlier one may have been lost, and what is begun
        twice is paid twice.
        """

        async def attempt(_: Slot) -> ProviderBatch:
            if there := await self._find(file):
                return there
            wanted = {"input_file_id": file, "endpoint": self._chat, "completion_window": WINDOW}
            return _batch(await self._once("POST", BATCHES, json.dumps(wanted).encode()))

        return await self._insist(attempt)

    async def look(self, batch: str) -> ProviderBatch:
        """How a batch stands."""

        async def attempt(_: Slot) -> ProviderBatch:
            return _batch(await self._once("GET", f"{BATCHES}/{batch}"))

        return await self._insist(attempt)

    async def answers(self, file: str) -> AsyncIterator[Answer]:
        """What a file of answers or errors holds, as it comes; lines that are none are passed over.

        Raises Transient where it breaks off: it is to be read again from its start.
        """
        lines = self._transport.lines(f"{FILES}/{file}/content", self._timeout)
        try:
            async for line in lines:
                if isinstance(line, Sent):
                    self._checked(line)
                elif answer := self._answer(line):
                    yield answer
        except (NoConnection, TimeoutError) as error:
            raise Transient(self._failures.unreachable(str(error)), kind="down") from error
        except TooLarge as error:
            raise self._failures.too_large(MOST_BYTES) from error

    def rejected(self, batch: ProviderBatch) -> BatchRejected:
        """The error of a batch that failed as a whole."""
        said = " ".join(batch.said.split())[:200]
        return BatchRejected(
            say(
                f"{self._failures.where} 没有收下批次 {batch.id}：{said}。请按它说的改，再用同一条命令继续",
                f"{self._failures.where} did not accept batch {batch.id}: {said}. Change what it says, then go on "
                "by the same command",
            )
        )

    def undone(self, status: str) -> EndpointOverloaded:
        """The error of a request that its batch brought no answer to."""
        return EndpointOverloaded(
            say(
                f"{self._failures.where} 的批次没有回答这个请求（{status}）",
                f"{self._failures.where}: the batch brought no answer to this request ({status})",
            )
        )

    async def _find(self, file: str) -> ProviderBatch | None:
        """The batch that was made of a file; the newest come first."""
        after: dict[str, str] = {}
        for _ in range(_PAGES):
            page = await self._once("GET", f"{BATCHES}?{urlencode({'limit': _PAGE} | after)}")
            batches = [_batch(each) for each in page.get("data") or () if isinstance(each, dict)]
            if found := next((each for each in batches if each.input_file == file), None):
                return found
            if not page.get("has_more") or not batches:
                return None
            after = {"after": batches[-1].id}
        return None

    async def _once(self, method: str, path: str, body: bytes | None = None) -> Mapping[str, Any]:
        return await self._object(self._transport.send(method, path, body), self._timeout)

    async def _object(self, sending: Awaitable[Sent], timeout: float) -> Mapping[str, Any]:
        """The JSON object that comes back, in `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                sent = await sending
        except TimeoutError as error:
            raise Transient(self._failures.too_slow(timeout), kind="slow") from error
        except NoConnection as error:
            raise Transient(self._failures.unreachable(str(error)), kind="down") from error
        except TooLarge as error:
            raise self._failures.too_large(MOST_BYTES) from error
        self._checked(sent)
        try:
            value = json.loads(sent.content)
        except ValueError:
            value = None
        if not isinstance(value, dict) or not (value.get("id") or "data" in value):
            raise Transient(self._failures.no_completion(sent.content[:200].decode("utf-8", "replace")))
        return value

    async def _insist(self, attempt: Callable[[Slot], Awaitable[T]]) -> T:
        try:
            return await until_answered(attempt, self.limiter, _NOTHING)
        except Objection as objection:
            raise objection.error from objection

    def _checked(self, sent: Sent) -> None:
        if sent.status in {404, 405, 501}:
            raise _no_batches(self._failures.where, sent.status)
        if sent.status >= 300:
            raise self._failures.of_status(sent.status, sent.headers, sent.content)

    def _answer(self, line: bytes) -> Answer | None:
        try:
            entry = json.loads(line)
            key = str(entry["custom_id"])
        except (ValueError, TypeError, KeyError):
            return None
        response = entry.get("response")
        status = response.get("status_code") if isinstance(response, dict) else None
        if not isinstance(status, int) or status < 100:
            return Answer(key, error=self.undone(_said(entry.get("error"))), again=True)
        content = json.dumps(response.get("body"), ensure_ascii=False).encode("utf-8", "replace")
        return self._read(key, status, content)

    def _read(self, key: str, status: int, content: bytes) -> Answer:
        try:
            if status >= 300:
                raise self._failures.of_status(status, {}, content)
            completion = read_completion(content, self._failures)
        except Objection as objection:
            return Answer(key, error=objection.error)
        except Transient as failure:
            return Answer(key, error=failure.error, again=True, tokens=_counted(failure.error))
        except ProviderError as error:
            # What every request would meet, a spent account say, is not this one's fault.
            return Answer(key, error=error, again=error.final, tokens=_counted(error))
        tokens = Tokens(
            completion.prompt_tokens, completion.completion_tokens, completion.cached_prompt_tokens
        )
        return Answer(key, replace(completion, seconds=0.0), tokens=tokens)


def _batch(value: Mapping[str, Any]) -> ProviderBatch:
    files = (value.get("output_file_id"), value.get("error_file_id"))
    errors = value.get("errors")
    return ProviderBatch(
        id=str(value["id"]),
        status=str(value.get("status")),
        input_file=value.get("input_file_id"),
        files=tuple(str(each) for each in files if each),
        said=json.dumps(errors, ensure_ascii=False) if errors else "",
    )


def _counted(error: ProviderError) -> Tokens:
    """The tokens of an answer of no use, as far as they were counted."""
    return Tokens(*(isinstance(error, BadCompletion) and error.tokens) or (0, 0))


def _said(error: Any) -> str:
    return str(error.get("code") or error.get("message")) if isinstance(error, dict) else "-"


def _no_batches(where: str, status: int) -> ConfigError:
    return ConfigError(
        say(
            f"{where} 没有批次接口（{status}）；请去掉 --mode batch-api，或换一个有它的服务",
            f"{where} has no batch API ({status}); leave out --mode batch-api or choose a service that has one",
        )
    )
