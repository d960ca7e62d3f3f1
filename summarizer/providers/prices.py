"""What models cost: prices with dates, in a data file that users can add to."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import ConfigError
from summarizer.messages import say

_MILLION = 1_000_000
_VERSION = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{4}|\d{6}|\d{8}|latest)$")


@dataclass(frozen=True, slots=True)
class Price:
    """Money per million tokens, in a currency (ISO 4217), since a day, by a source.

    `batch` is the part of it that requests in a provider's own batches cost.
    """

    input: Decimal
    output: Decimal
    cached: Decimal
    currency: str
    since: date
    source: str
    batch: Decimal = Decimal(1)

    @property
    def batched(self) -> "Price":
        """The price in a provider's own batches, where what is cached takes no less."""
        prompt = self.input * self.batch
        return replace(self, input=prompt, cached=prompt, output=self.output * self.batch, batch=Decimal(1))

    def cost(self, prompt: int, completion: int, cached_prompt: int = 0) -> Decimal:
        """Money for these numbers of tokens; `cached_prompt` are those of the prompt that were cached."""
        cached = min(cached_prompt, prompt)
        whole = self.input * (prompt - cached) + self.cached * cached + self.output * completion
        return whole / _MILLION


NOTHING = Price(Decimal(0), Decimal(0), Decimal(0), "", date.min, "")

_Money = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(min_length=1)
    host: str | None = None
    since: date = Field(alias="from")
    input: _Money
    output: _Money
    cached: _Money | None = None
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    source: str = ""


class _Batch(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1)
    factor: Annotated[Decimal, Field(gt=0, le=1)]
    source: str = ""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    price: tuple[_Entry, ...] = ()
    batch: tuple[_Batch, ...] = ()


def price_of(model: str, host: str, today: date, own: Path | None = None) -> Price | None:
    """The price in force for a model at an endpoint's host, None where it is not known.

    `own` is a file of the user's, which comes before the one shipped; ConfigError where it cannot be used.
    """
    shipped = resources.files(__package__).joinpath("prices.toml").read_text(encoding="utf-8")
    files = [_parsed(shipped, "prices.toml")]
    if own is not None:
        files.insert(0, _read(own))
    factors = (each.factor for file in files for each in file.batch if _at(host, each.host))
    factor = next(factors, Decimal(1))
    for file in files:
        for name in (model, _VERSION.sub("", model)):
            fitting = [each for each in file.price if _fits(each, name, host, today)]
            if fitting:
                return _price(max(fitting, key=lambda each: each.since), factor)
    return None


def _fits(entry: _Entry, model: str, host: str, today: date) -> bool:
    return (
        entry.model.lower() == model.lower()
        and (entry.host is None or _at(host, entry.host))
        and entry.since <= today
    )


def _at(host: str, named: str) -> bool:
    return host == named or host.endswith(f".{named}")


def _price(entry: _Entry, batch: Decimal) -> Price:
    cached = entry.input if entry.cached is None else entry.cached
    return Price(entry.input, entry.output, cached, entry.currency, entry.since, entry.source, batch)


def _read(path: Path) -> _File:
    try:
        return _parsed(path.expanduser().read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(path), str(error)) from error


def _parsed(text: str, where: str) -> _File:
    try:
        values: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        return _File(**values)
    except tomllib.TOMLDecodeError as error:
        raise _unusable(where, str(error)) from error
    except (ValidationError, TypeError) as error:
        raise _unusable(where, _first(error)) from error


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _unusable(where: str, why: str) -> ConfigError:
    return ConfigError(
        say(
            f"价格文件 {where} 用不了：{why}。写法见自带的 prices.toml",
            f"The file of prices {where} cannot be used: {why}. The prices.toml that is shipped shows the form",
        )
    )
