"""Between two rounds over the reports: what they lack is sent to the provider in files, and waited for."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from summarizer.batch.ledger import Ledger
from summarizer.batch.progress import Tally
from summarizer.batch.requests import Requests, Sending
from summarizer.batch.run import Run, spent
from summarizer.errors import BudgetSpent, OutputError, SummarizerError
from summarizer.files import unwritable
from summarizer.providers.batch_api import Answer, BatchApi, FileLimits, ProviderBatch
from summarizer.providers.cache import CallCache
from summarizer.providers.transient import Transient

T = TypeVar("T")
_FILE = ".requests-{}.jsonl"
_CHUNK = 500
_DOWNLOADS = 5  # of one file, where it breaks off


@dataclass(frozen=True, slots=True)
class Polling:
    """How often a batch is looked at: seconds before the first look, how much longer each time, and at most."""

    first: float = 10.0
    growth: float = 1.5
    longest: float = 600.0


class Stopped(Exception):
    """It was asked to stop."""


class Rounds:
    """Sends requests in files that are written down first, so that none is sent twice, and enters the answers.

    `wait`: whether answers are waited for. What is spent goes through the limiter's budget. Raises
    ProviderErrors that leave everything as it is, to be gone on with.
    """

    def __init__(  # noqa: PLR0913 - all by name but the first two
        self,
        requests: Requests,
        api: BatchApi,
        *,
        folder: Path,
        cache: CallCache | None,
        wait: bool,
        polling: Polling,
    ) -> None:
        self._requests = requests
        self._api = api
        self._limiter = api.limiter
        self._folder = folder
        self._cache = cache
        self._wait = wait
        self._polling = polling
        self._room = api.limits.requests  # requests that may wait at the provider, as far as that is learnt
        self._bounded = False
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        for left in folder.glob(_FILE.format("*")):  # by a process that was killed
            left.unlink(missing_ok=True)
        for sending in requests.unsettled():
            api.limiter.budget.reserve(sending.most, batched=True)

    def stop(self) -> None:
        """Leave what waits at the provider there. From any thread or signal handler."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def work(self, ledger: Ledger, next_run: Callable[[Tally | None], Run]) -> Run:
        """Go over the reports until each has its record, and have their requests answered in between.

        Returns the last run, whose `fatal` is what ended it early. Raises OutputError.
        """
        run = next_run(None)
        try:
            while await self.settled():
                ledger.resume()
                self._requests.forget_unsent()
                run.tally.resume()
                await run.run()
                if run.fatal or self._stopping.is_set() or not await self.send():
                    break
                run = next_run(run.tally)
        except OutputError:
            raise
        except SummarizerError as error:
            run.fatal = error
        counts = ledger.counts()
        if counts.total == counts.done:
            self._requests.clear()
        return run

    async def settled(self) -> bool:
        """Have all that was sent answered; False where that is not waited for, or a stop is asked for."""
        try:
            return await self._settled()
        except Stopped:
            return False

    async def send(self) -> bool:
        """Send what was written down, as much as can be paid; whether anything was to be sent."""
        sent = 0
        while not (self._bounded and sent >= self._room):
            most = min(self._api.limits.requests, self._room)
            try:
                sending = await asyncio.to_thread(
                    self._requests.intend, FileLimits(most, self._api.limits.bytes), self._limiter.budget
                )
            except BudgetSpent:
                if not sent:
                    raise
                break  # what waits may take less than was put aside for it
            if sending is None:
                break
            sent += sending.requests
            with suppress(Stopped):  # what is intended goes on at the next start
                await self._begun(sending)
        return bool(sent)

    async def _settled(self) -> bool:
        interval = self._polling.first
        while open_ := self._requests.unsettled():
            ended = [await self._looked_at(await self._begun(each)) for each in open_]
            if all(ended):
                continue
            if not self._wait:
                return False
            if not any(ended):
                await self._pause(interval)
                interval = min(interval * self._polling.growth, self._polling.longest)
        return not self._stopping.is_set()

    async def _begun(self, sending: Sending) -> Sending:
        """See to it that a file is there, and that exactly one batch was made of it."""
        if sending.file is None:
            file = await self._unless_stopped(self._uploaded(sending))
            sending = self._noted(replace(sending, file=file, status="uploaded"))
        if sending.batch is None and sending.file is not None:
            batch = await self._unless_stopped(self._api.create(sending.file))
            sending = self._noted(replace(sending, batch=batch.id, status=batch.status))
        return sending

    async def _uploaded(self, sending: Sending) -> str:
        path = self._folder / _FILE.format(sending.number)
        try:
            await asyncio.to_thread(self._write, path, sending)
            return await self._api.upload(path)
        except OSError as error:
            raise unwritable(path, error) from error
        finally:
            path.unlink(missing_ok=True)

    def _write(self, path: Path, sending: Sending) -> None:
        with path.open("wb") as file:
            file.writelines(self._requests.lines(sending))

    async def _looked_at(self, sending: Sending) -> bool:
        """Look at a batch once; where it has ended, enter what came of it. Whether it has."""
        if sending.batch is None:
            return False
        batch = await self._unless_stopped(self._api.look(sending.batch))
        if batch.status != sending.status:
            sending = self._noted(replace(sending, status=batch.status))
        if not batch.ended:
            return False
        if batch.status == "failed" and not batch.files:
            await self._refused(sending, batch)
        else:
            await self._unless_stopped(self._fetched(sending, batch))
        return True

    async def _refused(self, sending: Sending, batch: ProviderBatch) -> None:
        """The provider took none of it. Where it says that too much waits there, less is sent from now on."""
        others = [each for each in self._requests.unsettled() if each.number != sending.number]
        await asyncio.to_thread(self._requests.take_back, sending)
        self._limiter.budget.settle(sending.most, None, batched=True)
        if not batch.full or (sending.requests == 1 and not others):
            raise self._api.rejected(batch)
        self._bounded = True
        self._room = max(1, min(self._room, sending.requests) // 2)

    async def _fetched(self, sending: Sending, batch: ProviderBatch) -> None:
        for file in batch.files:
            await self._entered(sending, file)
        used = await asyncio.to_thread(self._requests.used, sending)
        self._limiter.budget.settle(sending.most, used, batched=True)
        error = self._api.undone(batch.status)
        await asyncio.to_thread(self._requests.settle, sending, error, spent(self._limiter))

    async def _entered(self, sending: Sending, file: str) -> None:
        for left in reversed(range(_DOWNLOADS)):
            try:
                await self._read(sending, file)
            except Transient as failure:
                if not left:
                    raise failure.error from failure
                await self._limiter.sleep(min(self._polling.first, 5.0))
            else:
                return

    async def _read(self, sending: Sending, file: str) -> None:
        chunk: list[Answer] = []
        async for answer in self._api.answers(file):
            chunk.append(self._priced(answer))
            if len(chunk) == _CHUNK:
                await asyncio.to_thread(self._keep, sending, chunk)
                chunk = []
        await asyncio.to_thread(self._keep, sending, chunk)

    def _priced(self, answer: Answer) -> Answer:
        if answer.completion is None:
            return answer
        budget = self._limiter.budget
        cost = budget.cost(answer.tokens, batched=True)
        paid = replace(answer.completion, cost=cost, currency=self._limiter.currency)
        return replace(answer, completion=paid)

    def _keep(self, sending: Sending, answers: Sequence[Answer]) -> None:
        self._requests.enter(sending, answers)
        if self._cache:
            for each in answers:
                if each.completion:
                    self._cache.keep(each.key, each.completion)

    def _noted(self, sending: Sending) -> Sending:
        self._requests.note(sending)
        return sending

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        if self._stopping.is_set():
            raise Stopped

    async def _unless_stopped(self, work: Awaitable[T]) -> T:
        """Await what may be left at any point and done again later; Stopped where a stop is asked for."""
        doing = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise Stopped
            return await doing
        finally:
            doing.cancel()
            stopping.cancel()
