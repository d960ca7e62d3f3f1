import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from summarizer.config import Settings, resolve
from summarizer.errors import ConfigError, WeightsMissing
from summarizer.providers import Limits
from summarizer.providers.choose import (
    BATCH_PARALLEL,
    HOSTED,
    is_embedded,
    limiter_for,
    limits_of,
    model_file,
    open_provider,
)
from summarizer.providers.weights import CATALOGUE, DEFAULT_WEIGHTS

URL = "http://127.0.0.1:8000/v1"
SMALL = CATALOGUE[1].name


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("flags", "environment", "embedded"),
    [
        ({}, {}, True),
        ({"model": SMALL}, {}, True),
        ({"model": "my.gguf"}, {}, True),
        ({"model": "qwen-plus"}, {}, True),
        ({"base_url": URL}, {}, False),
        ({}, {"OPENAI_BASE_URL": URL}, False),
        ({}, {"OPENAI_API_KEY": "sk-1"}, False),
        ({"model": "qwen-plus"}, {"OPENAI_API_KEY": "sk-1"}, False),
        ({"model": SMALL}, {"OPENAI_API_KEY": "sk-1"}, True),
        ({"model": "my.gguf"}, {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": URL}, True),
        ({}, {"OPENAI_BASE_URL": URL, "SUMMARIZER_MODEL": SMALL}, True),
        ({"model": SMALL, "base_url": URL}, {}, False),
        ({"base_url": URL}, {"SUMMARIZER_MODEL": "my.gguf"}, False),
    ],
)
def test_the_embedded_model_is_meant_unless_an_endpoint_is(
    flags: Mapping[str, Any], environment: Mapping[str, str], embedded: bool
) -> None:
    assert is_embedded(resolve(flags, environment)) is embedded


async def opened(flags: Mapping[str, Any]) -> tuple[str, Limits]:
    async with open_provider(resolve(flags, {})) as provider:
        return provider.model, provider.limits


def test_an_endpoint_has_the_limits_of_a_hosted_model_where_none_are_set() -> None:
    assert asyncio.run(opened({"base_url": URL, "model": "m"})) == ("m", HOSTED)


def test_limits_that_are_set_replace_the_usual_ones() -> None:
    settings = {"base_url": URL, "model": "m", "context": 5000, "parallel": 2, "points": 3}
    assert asyncio.run(opened(settings)) == ("m", Limits(5000, 2, 3))


def test_a_key_alone_means_the_service_that_the_protocol_is_named_after() -> None:
    assert asyncio.run(opened({"api_key": "sk-1", "model": "m"})) == ("m", HOSTED)


@pytest.mark.parametrize(("flags", "where"), [({"base_url": URL}, URL), ({"api_key": "sk-1"}, "OpenAI")])
def test_an_endpoint_without_a_model_is_asked_for_one(flags: Mapping[str, Any], where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        asyncio.run(opened(flags))
    assert f"No model named for {where}" in str(caught.value)
    assert DEFAULT_WEIGHTS.name in str(caught.value)


@pytest.mark.parametrize(("flags", "name"), [({}, DEFAULT_WEIGHTS.name), ({"model": SMALL}, SMALL)])
def test_weights_that_were_not_pulled_are_named_with_the_command(flags: Mapping[str, Any], name: str) -> None:
    with pytest.raises(WeightsMissing) as caught:
        asyncio.run(opened(flags))
    assert name in str(caught.value)
    assert "summarizer models pull" in str(caught.value)


def test_a_model_that_is_neither_embedded_nor_served_anywhere_is_named() -> None:
    with pytest.raises(ConfigError, match="'qwen-plus'"):
        asyncio.run(opened({"model": "qwen-plus"}))


def test_weights_that_are_in_the_cache_are_found(cache: Path) -> None:
    path = cache / "models" / f"{SMALL}.gguf"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(CATALOGUE[1].size)
    assert model_file(Settings(model=SMALL)) == (SMALL, path)


def test_a_file_of_the_users_own_is_named_after_itself(tmp_path: Path) -> None:
    path = tmp_path / "我的模型.gguf"
    assert model_file(Settings(model=str(path))) == ("我的模型", path)


def test_a_file_of_the_users_own_may_lie_at_home() -> None:
    assert model_file(Settings(model="~/m.gguf"))[1] == Path.home() / "m.gguf"


async def refused(flags: Mapping[str, Any]) -> None:
    async with open_provider(resolve(flags, {})):
        pass


def test_a_budget_of_money_needs_a_price() -> None:
    with pytest.raises(ConfigError, match="max_cost is set but the price of the model 'm' is not known"):
        asyncio.run(refused({"base_url": URL, "model": "m", "max_cost": 5}))


def test_a_model_with_a_known_price_may_have_a_budget_and_the_embedded_one_costs_nothing() -> None:
    priced = limiter_for(resolve({"api_key": "sk-1", "model": "gpt-4o-mini", "max_cost": 5}, {}))
    assert (priced.state().spent_cost, priced.state().currency) == (0, "USD")
    embedded = limiter_for(resolve({"max_cost": 5}, {}))
    assert (embedded.state().spent_cost, embedded.state().currency) == (0, None)


def test_many_reports_allow_more_at_once_than_one() -> None:
    resolved = resolve({"base_url": URL, "model": "m"}, {})
    assert limits_of(resolved, batch=True).parallel == BATCH_PARALLEL > limits_of(resolved).parallel
    set_by_hand = resolve({"base_url": URL, "model": "m", "parallel": 1000}, {})
    assert limits_of(set_by_hand, batch=True).parallel == 1000
