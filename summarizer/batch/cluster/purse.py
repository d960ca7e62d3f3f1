"""A worker's side of the budget that all share: what it has, and what it asks for."""

from summarizer.batch.cluster.block import Spent
from summarizer.batch.cluster.shares import Amount, Beat, Word
from summarizer.config import Settings
from summarizer.providers.budget import Budget, Tokens
from summarizer.providers.limiter import Limiter

# Requests that it has money for beyond those that wait, so that none has to.
_AHEAD = 4


class Purse:
    """Bounds a limiter's budget by what the desk gave: nothing at first, where a budget is set at all."""

    def __init__(self, budget: Budget, limiter: Limiter, settings: Settings) -> None:
        self._budget, self._limiter = budget, limiter
        self._by_tokens, self._by_cost = settings.max_tokens is not None, settings.max_cost is not None
        self._before = Amount(0, 0)
        self._hold(self._amount(0, 0))
        budget.more_may_come = self._by_tokens or self._by_cost

    def spent(self) -> Spent:
        """All that was spent."""
        state = self._limiter.state()
        return Spent(tokens=state.spent_tokens, cost=state.spent_cost or 0.0, currency=state.currency or "")

    def beat(self, in_work: int) -> Beat:
        """What is said to the desk. What is not needed is given back before."""
        state, spent = self._limiter.state(), self.spent()
        following = self._limiter.next_takes()
        if state.in_flight == 0 and (following is None or not self._budget.fits(following)):
            self._hold(self._amount(spent.tokens, spent.cost))
        needs = None
        if following is not None and not self._budget.fits(following):
            needs = self._reaching(following, 1)
        requests = min(state.waiting, state.allowed) + _AHEAD if in_work else 0
        wants = self._reaching(following or Tokens(0, 0), requests)
        said = Amount(spent.tokens, spent.cost)
        wants = self._amount(
            (wants.tokens or 0) + 2 * (spent.tokens - (self._before.tokens or 0)),
            (wants.cost or 0) + 2 * (spent.cost - (self._before.cost or 0)),
        )
        self._before = said
        return Beat(said, self._holds, wants, needs, state, in_work)

    def hear(self, word: Word) -> None:
        """Take what the desk gives."""
        self._budget.more_may_come = word.more
        self._hold(word.may_spend)
        self._limiter.rebudget()

    def _reaching(self, each: Tokens, requests: int) -> Amount:
        """What has to be had in all for what was spent, what is in flight, and so many requests more."""
        spent, (tokens, cost) = self.spent(), self._budget.aside()
        return self._amount(
            spent.tokens + tokens + requests * each.total,
            spent.cost + cost + requests * (self._budget.cost(each) or 0),
        )

    def _amount(self, tokens: float, cost: float) -> Amount:
        return Amount(tokens if self._by_tokens else None, cost if self._by_cost else None)

    def _hold(self, amount: Amount) -> None:
        self._holds = amount
        self._budget.bound(amount.tokens, amount.cost)
