"""The one actor of a run that all others speak with: what is to be done, who may do how much, what is done.

It sees each report twice, when it is begun and when it has ended, and no request of a model. What a worker
finished is held here until the worker has written it, so that with a worker only what was in flight is lost.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summarizer.batch.cluster.block import Block, Entry, Outcome, Spent, commit
from summarizer.batch.cluster.catalogue import Catalogue
from summarizer.batch.cluster.sets import write_manifest
from summarizer.batch.cluster.shares import Amount, Beat, Share, Shares, Word
from summarizer.batch.cluster.store import open_store
from summarizer.batch.model import Counts, Settled, State
from summarizer.errors import SummarizerError
from summarizer.providers.limiter_state import LimiterState

_GROUP = 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that ends a run, in a form that travels."""

    kind: type[SummarizerError]
    message: str

    def error(self) -> SummarizerError:
        """As it was."""
        return self.kind(self.message)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run stands: the limiters of all workers as one, reports in work, and what ended it early."""

    limits: LimiterState | None
    in_work: int
    workers: int
    fatal: Failure | None


@dataclass(slots=True)
class _Kept:
    """What a worker finished and has not written yet, and what it spent for what it has."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    written: Spent = field(default_factory=Spent)
    currency: str = ""


class Desk:
    """An actor's class; its methods take turns in one event loop."""

    def __init__(self, url: str, shares: Shares, *, retry_failed: bool = False) -> None:
        self._set = Catalogue(open_store(url)).load()
        self._shares = shares
        self._run = self._set.last_run + 1
        self._kept: dict[str, _Kept] = {}
        self._refused: list[str] = []
        self._stop = 0
        self._fatal: Failure | None = None
        self._writing = asyncio.Lock()
        self._shares.carry(Amount(self._set.spent.tokens, self._set.spent.cost))
        if retry_failed:
            self._set.ledger.retry_failed()

    async def begun(self) -> tuple[int, Counts]:
        """The run's number, and how the set stands."""
        return self._run, self._set.counts()

    async def claim(self, found: Sequence[tuple[str, str, str]]) -> frozenset[str]:
        """Enter reports (name, origin, stamp), and take those in hand that are to be done: their names."""
        return self._set.ledger.claim(found)

    async def look(self) -> Look:
        """How the run stands."""
        limits, in_work = self._shares.state()
        return Look(limits, in_work, len(self._kept), self._fatal)

    async def stop(self, level: int, fatal: Failure | None = None, refused: Sequence[str] = ()) -> None:
        """Have workers begin no more (1) or leave what is in work (2); `refused` failed for no fault of theirs."""
        self._stop = max(self._stop, level)
        self._fatal = self._fatal or fatal
        self._refused += refused

    async def release(self) -> None:
        """All workers have ended, and others may begin."""
        self._shares.release()

    async def finish(self, found: int | None) -> Counts:
        """Write what is left and the manifest; to be called when all workers have ended."""
        self._set.load()  # what a worker wrote and could not say any more
        for worker in list(self._kept):
            await self._take_over(worker)
        if self._fatal and self._refused:
            await self._put_back()
        self._set.ledger.release()
        await asyncio.to_thread(write_manifest, self._set, found=found)
        return self._set.counts()

    async def close(self) -> None:
        """Forget what lies in temporary files."""
        self._set.__exit__()

    async def join(self, worker: str) -> Share | None:
        """A share for a new worker; None while there is none."""
        share = self._shares.join(worker)
        if share:
            self._kept.setdefault(worker, _Kept())
        return share

    async def beat(self, worker: str, beat: Beat) -> Word:
        """Hear a worker, and tell it what it may spend."""
        self._kept.setdefault(worker, _Kept()).currency = (beat.state and beat.state.currency) or ""
        may_spend, more = self._shares.beat(worker, beat)
        for lost in self._shares.lost():
            if lost in self._kept:
                await self._take_over(lost)
        return Word(may_spend, more, self._stop)

    async def known(self, names: Sequence[str]) -> dict[str, Settled]:
        """Those among these reports that ended already, without their records: a lost worker had them."""
        settled: dict[str, Settled] = {}
        for kept in self._kept.values():
            settled |= {name: kept.outcomes[name].settled for name in names if name in kept.outcomes}
        ended = self._set.ledger.standing([name for name in names if name not in settled])
        for name, each in ended.items():
            if each.state in (State.DONE, State.FAILED):
                line = b"" if each.state is State.DONE else None
                settled[name] = Settled(name, each.stamp, each.sha256, line)
        return {name: replace(each, line=each.line and b"") for name, each in settled.items()}

    async def finished(self, worker: str, outcome: Outcome, spent: Amount) -> None:
        """A report ended, and this is what the worker spent so far."""
        self._shares.note(worker, spent)
        self._kept.setdefault(worker, _Kept()).outcomes[outcome.settled.name] = outcome

    async def committed(self, worker: str, block: Block) -> None:
        """A worker wrote what it finished."""
        self._set.add(block)
        kept = self._kept.setdefault(worker, _Kept())
        kept.written = kept.written + block.spent
        for entry in block.entries:
            kept.outcomes.pop(entry.name, None)

    async def twin(self, sha256: str) -> bytes | None:
        """The record, as a line, of a report with the same bytes."""
        return await asyncio.to_thread(self._set.twin, sha256)

    async def _take_over(self, worker: str) -> None:
        """Write what a worker finished and did not write, and what it spent."""
        async with self._writing:
            kept = self._kept.pop(worker, _Kept())
            said = self._shares.spent(worker)
            left = Spent(
                tokens=max(0, round(said.tokens or 0) - kept.written.tokens),
                cost=max(0.0, (said.cost or 0.0) - kept.written.cost),
                currency=kept.currency,
            )
            there = self._set.ledger.standing(list(kept.outcomes))
            outcomes = [
                each
                for name, each in kept.outcomes.items()
                if name not in there or there[name].state not in (State.DONE, State.FAILED)
            ]
            for start in range(0, len(outcomes) or (left.tokens > 0), _GROUP):
                group = outcomes[start : start + _GROUP]
                block = await asyncio.to_thread(
                    commit, self._set.store, self._name(), self._run, group, Spent() if start else left
                )
                self._set.add(block)

    async def _put_back(self) -> None:
        """Reports that failed because no request was answered any more are to be done by the next run."""
        rows = {row.name: row for row in self._set.reports(State.FAILED)}
        entries = [
            Entry(name=name, origin=rows[name].origin, stamp=rows[name].stamp, state=State.PENDING)
            for name in self._refused
            if name in rows
        ]
        block = Block(name=self._name(), run=self._run, entries=tuple(entries))
        self._set.store.put(f"blocks/{block.name}.json", block.model_dump_json().encode())
        self._set.add(block)

    def _name(self) -> str:
        """After those of workers in the order of names, which blocks are taken in by."""
        return f"{self._run:05d}-z{len(self._set.blocks):06d}-{secrets.token_hex(2)}"
