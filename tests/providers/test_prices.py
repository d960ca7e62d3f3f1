from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from summarizer.errors import ConfigError
from summarizer.providers.prices import price_of

TODAY = date(2026, 11, 22)
OPENAI = "api.openai.com"
ENTRY = '[[price]]\nmodel = "{model}"\nfrom = {since}\ninput = {price}\noutput = 2\ncurrency = "CNY"\n'


def own(folder: Path, *entries: tuple[str, str, str]) -> Path:
    path = folder / "my.toml"
    path.write_text("".join(ENTRY.format(model=m, since=s, price=p) for m, s, p in entries), encoding="utf-8")
    return path


def test_a_price_is_money_for_a_million_tokens() -> None:
    price = price_of("gpt-4o-mini", OPENAI, TODAY)
    assert price
    assert price.currency == "USD"
    assert price.cost(1_000_000, 1_000_000) == Decimal("0.75")
    assert price.cost(1_000_000, 0, cached_prompt=1_000_000) == Decimal("0.075")
    assert price.cost(0, 0) == 0


@pytest.mark.parametrize("model", ["gpt-4o-mini-2024-07-18", "GPT-4o-mini"])
def test_a_dated_version_has_the_price_of_its_model(model: str) -> None:
    assert price_of(model, OPENAI, TODAY) == price_of("gpt-4o-mini", OPENAI, TODAY)


@pytest.mark.parametrize(("model", "host"), [("no-such-model", OPENAI), ("gpt-4o-mini", "localhost")])
def test_what_is_not_known_has_no_price(model: str, host: str) -> None:
    assert price_of(model, host, TODAY) is None


def test_a_price_holds_from_its_day_on() -> None:
    assert price_of("gpt-5", OPENAI, date(2025, 8, 6)) is None
    assert price_of("gpt-5", OPENAI, date(2025, 8, 7))


def test_prices_of_the_users_own_come_first_and_the_last_in_force_counts(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        ("gpt-4o-mini", "2020-01-01", "9"),
        ("gpt-4o-mini", "2021-01-01", "7.1"),
        ("gpt-4o-mini", "2030-01-01", "8"),
    )
    price = price_of("gpt-4o-mini", OPENAI, TODAY, path)
    assert price
    assert (price.input, price.cached, price.currency) == (Decimal("7.1"), Decimal("7.1"), "CNY")
    assert price_of("gpt-4o", OPENAI, TODAY, path) == price_of("gpt-4o", OPENAI, TODAY)


def test_a_hosts_own_batches_take_their_part_of_the_price_and_no_less_for_what_is_cached() -> None:
    price = price_of("gpt-4o-mini", OPENAI, TODAY)
    assert price
    assert price.batched.cost(1_000_000, 1_000_000) == Decimal("0.375")
    assert price.batched.cost(1_000_000, 0, cached_prompt=1_000_000) == Decimal("0.075")


def test_where_no_part_is_known_batches_take_the_whole_price_unless_the_user_names_one(
    tmp_path: Path,
) -> None:
    path = own(tmp_path, ("m", "2020-01-01", "1"))
    price = price_of("m", "llm.example", TODAY, path)
    assert price
    assert price.batched.input == 1
    path.write_text(
        path.read_text("utf-8") + '[[batch]]\nhost = "llm.example"\nfactor = 0.25\n', encoding="utf-8"
    )
    price = price_of("m", "api.llm.example", TODAY, path)
    assert price
    assert price.batched.input == Decimal("0.25")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("price =\n", "line 1"),
        ('[[price]]\nmodel = "m"\n', "price.0.from"),
        (ENTRY.format(model="m", since="2026-01-01", price="-1"), "price.0.input"),
        ("price = 3", "price"),
        ('[[batch]]\nhost = "h"\nfactor = 1.5\n', "batch.0.factor"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        price_of("m", OPENAI, TODAY, path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"missing\.toml"):
        price_of("m", OPENAI, TODAY, tmp_path / "missing.toml")
