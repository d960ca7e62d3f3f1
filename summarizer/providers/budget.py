"""Budgets: what a request may cost at most is put aside before it is sent, so that they are never passed."""

from dataclasses import dataclass
from decimal import Decimal

from summarizer.errors import BadCompletion, BudgetSpent, ConfigError, ProviderError
from summarizer.messages import say
from summarizer.providers.prices import Price

# What a model's template puts around each message, and around tools and schemas.
_TOKENS_PER_MESSAGE = 16
_TOKENS_PER_REQUEST = 256


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one request: of its prompt, of its answer, and how many of the prompt's were cached there."""

    prompt: int
    completion: int
    cached_prompt: int = 0

    @property
    def total(self) -> int:
        """Prompt and answer together."""
        return self.prompt + self.completion


def prompt_bound(body: bytes, messages: int) -> int:
    """The most tokens that the prompt of a request is, whatever the tokenizer; `body` holds so many messages.

    One for each byte. Byte-level BPE (Radford et al., 2019) and SentencePiece's byte fallback (Kudo and
    Richardson, 2018) spell what they do not know in bytes, and nothing in more. Usual text takes a quarter of it,
    but a budget that holds for usual text only is none.
    """
    return len(body) + messages * _TOKENS_PER_MESSAGE + _TOKENS_PER_REQUEST


def billed(error: ProviderError, most: Tokens) -> Tokens:
    """What is paid for an answer that is of no use: what the endpoint counted; where it did not, all it may be."""
    counted = error.tokens if isinstance(error, BadCompletion) else None
    return most if counted is None else Tokens(*counted)


class Budget:
    """Tokens and money that may be spent; None is without bound. `price` None: what it costs is not known.

    ConfigError where money is bounded and the price is not known.
    """

    def __init__(
        self,
        model: str = "",
        price: Price | None = None,
        cost: float | None = None,
        tokens: int | None = None,
    ) -> None:
        if cost is not None and price is None:
            raise _no_price(model)
        self.price = price
        self.more_may_come = False  # where it is raised from elsewhere, a request waits that does not fit yet
        self.spent_tokens = 0
        self._spent = Decimal(0)
        self._most_cost = None if cost is None else Decimal(str(cost))
        self._most_tokens = tokens
        self._aside_tokens = 0
        self._aside = Decimal(0)

    @property
    def spent(self) -> float | None:
        """Money spent, in the price's currency; None where the price is not known."""
        return None if self.price is None else float(self._spent)

    def carry(self, tokens: int, cost: float) -> None:
        """Count what earlier runs of the same work spent."""
        self.spent_tokens += tokens
        self._spent += Decimal(str(cost))

    def bound(self, tokens: float | None, cost: float | None) -> None:
        """Set anew what may be spent in all; the limiter is to be told."""
        self._most_tokens = None if tokens is None else int(tokens)
        self._most_cost = None if cost is None else Decimal(str(cost))

    def aside(self) -> tuple[int, float]:
        """Tokens and money that are put aside for requests in flight."""
        return self._aside_tokens, float(self._aside)

    def fits(self, most: Tokens, *, batched: bool = False) -> bool:
        """Whether a request can be paid with what is neither spent nor put aside.

        `batched` ones are those in a provider's own batches, also below.
        """
        tokens = self.spent_tokens + self._aside_tokens + most.total
        if self._most_tokens is not None and tokens > self._most_tokens:
            return False
        return (
            self._most_cost is None
            or self._spent + self._aside + self._cost(most, batched) <= self._most_cost
        )

    def reserve(self, most: Tokens, *, batched: bool = False) -> None:
        """Put aside what a request may cost at most."""
        self._aside_tokens += most.total
        self._aside += self._cost(most, batched)

    def settle(self, most: Tokens, actual: Tokens | None, *, batched: bool = False) -> float | None:
        """Pay what a request did cost from what was put aside for it; None: nothing.

        Returns the money paid, None where the price is not known.
        """
        self._aside_tokens -= most.total
        self._aside -= self._cost(most, batched)
        if actual is None:
            return self.spent and 0.0
        cost = self._cost(actual, batched)
        self.spent_tokens += actual.total
        self._spent += cost
        return None if self.price is None else float(cost)

    def refusal(self, most: Tokens) -> BudgetSpent:
        """The line that says why a request is not sent."""
        if self._most_cost is not None and self.price is not None:
            spent, bound = f"{self._spent:.4f}", f"{self._most_cost} {self.price.currency}"
            option = "max_cost（--max-cost）"
        else:
            spent, bound, option = str(self.spent_tokens), f"{self._most_tokens} tokens", "max_tokens"
        return BudgetSpent(
            say(
                f"预算 {bound} 已用 {spent}，下一次请求（最多 {most.total} 个 token）可能超出，没有发送。"
                f"要继续，请调高 {option}",
                f"{spent} of the budget of {bound} is spent and the next request (up to {most.total} tokens) could "
                f"pass it: it was not sent. To go on, raise {option.replace('（', ' (').replace('）', ')')}",
            )
        )

    def cost(self, tokens: Tokens, *, batched: bool = False) -> float | None:
        """What tokens cost; None where the price is not known."""
        return None if self.price is None else float(self._cost(tokens, batched))

    def _cost(self, tokens: Tokens, batched: bool) -> Decimal:
        if self.price is None:
            return Decimal(0)
        price = self.price.batched if batched else self.price
        return price.cost(tokens.prompt, tokens.completion, tokens.cached_prompt)


def _no_price(model: str) -> ConfigError:
    return ConfigError(
        say(
            f"设了 max_cost，但不知道模型“{model}”的价格，无法守住预算："
            "请用设置 prices 指定一个写有它的价格文件，或改用 max_tokens",
            f"max_cost is set but the price of the model {model!r} is not known: name a file of prices that has it "
            "with the setting prices, or use max_tokens instead",
        )
    )
