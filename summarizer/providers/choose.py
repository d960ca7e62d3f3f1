"""From settings to a provider: the embedded model or an endpoint."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from summarizer.config import Resolved, Settings
from summarizer.errors import ConfigError, WeightsMissing
from summarizer.messages import say
from summarizer.providers.base import Limits, Provider
from summarizer.providers.breaker import Patience
from summarizer.providers.budget import Budget
from summarizer.providers.embedded import EmbeddedServer, ServerSettings
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.forms import TEMPERATURE
from summarizer.providers.limiter import Limiter
from summarizer.providers.on_demand import OnDemand, Server
from summarizer.providers.prices import NOTHING, Price, price_of
from summarizer.providers.unasked import NAME as NO_MODEL
from summarizer.providers.unasked import Unasked
from summarizer.providers.weights import CATALOGUE, DEFAULT_WEIGHTS, find_weights, installed, weights_path

# A small model keeps its mind on one point, and one slot of its server reads the shared prompt only once.
EMBEDDED = Limits(context=4096, parallel=1, points=1)
# The client insists on a key; servers that need none ignore it.
NO_KEY = "no-key"
_SAMPLE = 1 << 20
OPENAI = "api.openai.com"  # where the client goes without a base URL
HOSTED = Limits(context=32768, parallel=4, points=8)
# Most in flight for many reports; how many the endpoint bears is found out.
BATCH_PARALLEL = 32
BATCH_PATIENCE = Patience(down=1800, throttled=1800)
# A server of our own that does not answer is dead: it is started again, not waited for.
_EMBEDDED_PATIENCE = Patience(down=1, throttled=30)


def limits_of(resolved: Resolved, *, batch: bool = False) -> Limits:
    """What the model that the settings mean can take, for one report or a `batch`; nothing is opened."""
    if resolved.settings.model == NO_MODEL or is_embedded(resolved):
        return _limits(resolved.settings, EMBEDDED)
    return _limits(resolved.settings, replace(HOSTED, parallel=BATCH_PARALLEL) if batch else HOSTED)


def is_embedded(resolved: Resolved) -> bool:
    """Whether these settings mean the embedded model.

    They do where neither key nor base URL is set, and where `model` names embedded weights or a GGUF file
    without a base URL beside it on the command line: a key that lies about must not send documents away.
    """
    settings, model = resolved.settings, resolved.settings.model or ""
    if settings.base_url is None and settings.api_key is None:
        return True
    named = model.endswith(".gguf") or model in {weights.name for weights in CATALOGUE}
    return named and resolved.origins["base_url"] != "flag"


def limiter_for(resolved: Resolved, *, batch: bool = False, budget: Budget | None = None) -> Limiter:
    """The limiter of all requests that these settings mean; one for a `batch` waits longer and allows more.

    `budget` is that of the settings unless another is given.
    ConfigError where `max_cost` is set and the model's price is not known, or the file of prices is unusable.
    """
    settings = resolved.settings
    patience = BATCH_PATIENCE if batch else Patience()
    if settings.patience is not None:
        patience = Patience(settings.patience, settings.patience)
    if settings.model == NO_MODEL or is_embedded(resolved):
        patience = _EMBEDDED_PATIENCE
    return Limiter(
        limits_of(resolved, batch=batch).parallel,
        budget=budget or budget_of(resolved),
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        patience=patience,
    )


def budget_of(resolved: Resolved) -> Budget:
    """What these settings allow to be spent; ConfigError as in `limiter_for`."""
    settings = resolved.settings
    free = settings.model == NO_MODEL or is_embedded(resolved)
    price = NOTHING if free else _price(settings)
    return Budget(settings.model or "", price, settings.max_cost, settings.max_tokens)


def _price(settings: Settings) -> Price | None:
    host = urlsplit(settings.base_url).hostname if settings.base_url else OPENAI
    return price_of(settings.model or "", host or "", datetime.now(UTC).date(), settings.prices)


@asynccontextmanager
async def open_provider(
    resolved: Resolved,
    limiter: Limiter | None = None,
    *,
    batch: bool = False,
    server: Callable[[ServerSettings], Server] = EmbeddedServer,
) -> AsyncIterator[Provider]:
    """The provider that the settings mean: the embedded model, an endpoint, or none.

    All requests go through `limiter`, one of its own where none is given; `batch` is as in `limiter_for`.
    `server` makes the embedded model's server.
    """
    settings = resolved.settings
    if settings.model == NO_MODEL:
        yield Unasked(_limits(settings, EMBEDDED))
        return
    if not is_embedded(resolved):
        limits = limits_of(resolved, batch=batch)
        endpoint = hosted(resolved, limits, limiter or limiter_for(resolved, batch=batch))
        try:
            yield endpoint
        finally:
            await endpoint.close()
        return
    provider = await _embedded(settings, limiter or limiter_for(resolved), server)
    try:
        yield provider
    finally:
        await provider.close()


def hosted(resolved: Resolved, limits: Limits, limiter: Limiter) -> Endpoint:
    """The endpoint that the settings name; ConfigError where they name no model."""
    settings = resolved.settings
    if settings.model is None:
        raise _no_model(settings)
    key = resolved.key() or NO_KEY
    return _endpoint(settings, settings.base_url, key, settings.model, limits, limiter)


async def _embedded(
    settings: Settings, limiter: Limiter, make: Callable[[ServerSettings], Server]
) -> OnDemand:
    name, path = model_file(settings)
    limits = _limits(settings, EMBEDDED)
    server = make(ServerSettings(path, limits.context, limits.parallel, settings.threads))
    server.require()

    def connect() -> Endpoint:
        return _endpoint(settings, server.url, server.api_key, name, limits, limiter)

    identity = await asyncio.to_thread(_identity, path)
    return OnDemand(server, connect, model=name, identity=identity, limits=limits)


def model_file(settings: Settings) -> tuple[str, Path]:
    """Name and place of the embedded model; WeightsMissing where it was not pulled yet."""
    if settings.model and settings.model.endswith(".gguf"):
        path = Path(settings.model).expanduser()
        return path.stem, path
    weights = find_weights(settings.model) if settings.model else DEFAULT_WEIGHTS
    if installed(weights):
        return weights.name, weights_path(weights)
    size = f"{weights.size / 1e9:.1f} GB"
    raise WeightsMissing(
        say(
            f"内置模型 {weights.name}（{size}）还没有下载：请先运行 summarizer models pull，"
            "或用 --base-url 和 --model 指定一个模型服务",
            f"The embedded model {weights.name} ({size}) is not here yet: run summarizer models pull first, "
            "or name a model service with --base-url and --model",
        )
    )


def _identity(path: Path) -> str:
    """Weights and runtime: size, and digest of both ends of the file, since all of it would take seconds."""
    size = path.stat().st_size
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    runtime = f"xllamacpp {version('xllamacpp')}"
    return f"{path.name} {size} {digest.hexdigest()} {runtime} temperature={TEMPERATURE}"


def _endpoint(  # noqa: PLR0913, PLR0917 - both kinds of provider give all of it
    settings: Settings, url: str | None, key: str, model: str, limits: Limits, limiter: Limiter
) -> Endpoint:
    return Endpoint(
        base_url=url,
        api_key=key,
        model=model,
        limits=limits,
        timeout=settings.timeout,
        limiter=limiter,
        answers=settings.answers,
    )


def _limits(settings: Settings, usual: Limits) -> Limits:
    return Limits(
        context=settings.context or usual.context,
        parallel=settings.parallel or usual.parallel,
        points=settings.points or usual.points,
    )


def _no_model(settings: Settings) -> ConfigError:
    where = settings.base_url or "OpenAI"
    return ConfigError(
        say(
            f"没有指定 {where} 用哪个模型：请加 --model 名称；要用本机的内置模型，请加 --model {DEFAULT_WEIGHTS.name}",
            f"No model named for {where}: add --model NAME, or --model {DEFAULT_WEIGHTS.name} for the embedded one",
        )
    )
