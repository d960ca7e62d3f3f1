"""From settings to a provider: the embedded model or an endpoint."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from summarizer.config import Resolved, Settings
from summarizer.errors import ConfigError, WeightsMissing
from summarizer.messages import say
from summarizer.providers.base import Limits, Provider
from summarizer.providers.embedded import EmbeddedServer, ServerSettings
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.forms import TEMPERATURE
from summarizer.providers.on_demand import OnDemand
from summarizer.providers.unasked import NAME as NO_MODEL
from summarizer.providers.unasked import Unasked
from summarizer.providers.weights import CATALOGUE, DEFAULT_WEIGHTS, find_weights, installed, weights_path

# A small model keeps its mind on one point, and one slot of its server reads the shared prompt only once.
EMBEDDED = Limits(context=4096, parallel=1, points=1)
# The client insists on a key; servers that need none ignore it.
NO_KEY = "no-key"
_SAMPLE = 1 << 20
HOSTED = Limits(context=32768, parallel=4, points=8)


def limits_of(resolved: Resolved) -> Limits:
    """What the model that the settings mean can take; nothing is opened."""
    embedded = resolved.settings.model == NO_MODEL or is_embedded(resolved)
    return _limits(resolved.settings, EMBEDDED if embedded else HOSTED)


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


@asynccontextmanager
async def open_provider(resolved: Resolved) -> AsyncIterator[Provider]:
    """The provider that the settings mean: the embedded model, an endpoint, or none."""
    settings = resolved.settings
    if settings.model == NO_MODEL:
        yield Unasked(_limits(settings, EMBEDDED))
        return
    if not is_embedded(resolved):
        if settings.model is None:
            raise _no_model(settings)
        key = resolved.key() or NO_KEY
        endpoint = _endpoint(settings, settings.base_url, key, settings.model, HOSTED)
        try:
            yield endpoint
        finally:
            await endpoint.close()
        return
    provider = await _embedded(settings)
    try:
        yield provider
    finally:
        await provider.close()


async def _embedded(settings: Settings) -> OnDemand:
    name, path = model_file(settings)
    limits = _limits(settings, EMBEDDED)
    server = EmbeddedServer(ServerSettings(path, limits.context, limits.parallel, settings.threads))
    server.require()

    def connect() -> Endpoint:
        return _endpoint(settings, server.url, server.api_key, name, EMBEDDED)

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


def _endpoint(settings: Settings, url: str | None, key: str, model: str, limits: Limits) -> Endpoint:
    return Endpoint(
        base_url=url,
        api_key=key,
        model=model,
        limits=_limits(settings, limits),
        timeout=settings.timeout,
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
