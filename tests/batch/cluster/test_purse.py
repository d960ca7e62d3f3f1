"""A limiter with a purse, and a desk that is a Shares of its own."""

import asyncio

import pytest

from summarizer.batch.cluster.purse import Purse
from summarizer.batch.cluster.shares import Amount, Share, Shares, Word
from summarizer.config import Settings
from summarizer.errors import BudgetSpent
from summarizer.providers.budget import Budget, Tokens
from summarizer.providers.limiter import Limiter


class Bench:
    """Some workers that share a budget of tokens; `beat` lets each speak once."""

    def __init__(self, budget: int, workers: int = 2) -> None:
        settings = Settings(max_tokens=budget)
        self.shares = Shares(workers, Share(2 * workers, None, None), Amount(budget, None), lambda: 0.0)
        self.limiters, self.purses = [], []
        for _ in range(workers):
            own = Budget(tokens=budget)
            self.limiters.append(Limiter(2, budget=own))
            self.purses.append(Purse(own, self.limiters[-1], settings))

    def beat(self) -> None:
        for number, purse in enumerate(self.purses):
            purse.hear(Word(*self.shares.beat(str(number), purse.beat(1))))

    async def ask(self, worker: int, takes: int = 100) -> None:
        async with self.limiters[worker].slot(Tokens(takes, 0)) as slot:
            await asyncio.sleep(0)
            slot.used = Tokens(takes, 0)


async def _until_over(bench: Bench, asked: list["asyncio.Task[None]"]) -> list[BaseException | None]:
    for _ in range(200):
        bench.beat()
        for _ in range(10):
            await asyncio.sleep(0)
        if all(task.done() for task in asked):
            return [task.exception() for task in asked]
    raise AssertionError("they wait for ever")


@pytest.mark.parametrize(("budget", "paid"), [(1000, 10), (1050, 10), (950, 9), (99, 0), (100, 1)])
def test_workers_spend_the_budget_to_its_end_and_never_more(budget: int, paid: int) -> None:
    async def run() -> None:
        bench = Bench(budget)
        asked = [asyncio.create_task(bench.ask(number % 2)) for number in range(12)]
        ended = await _until_over(bench, asked)
        assert sum(each is None for each in ended) == paid
        assert all(isinstance(each, BudgetSpent) for each in ended if each)

    asyncio.run(run())


def test_nothing_is_spent_before_the_desk_spoke() -> None:
    async def run() -> None:
        bench = Bench(1000)
        asked = asyncio.create_task(bench.ask(0))
        await asyncio.sleep(0.01)
        assert not asked.done()
        bench.beat()
        await asked

    asyncio.run(run())
