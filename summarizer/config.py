"""Settings: from the command line, the environment, `summarizer.toml` or the defaults, in this order."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_config_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from summarizer.errors import ConfigError
from summarizer.messages import say

FILE_NAME = "summarizer.toml"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CREDENTIALS = re.compile(r"//[^/@]*@")
ENVIRONMENT = {
    "model": "SUMMARIZER_MODEL",
    "base_url": "OPENAI_BASE_URL",
    "api_key": "OPENAI_API_KEY",
    "timeout": "SUMMARIZER_TIMEOUT",
    "context": "SUMMARIZER_CONTEXT",
    "parallel": "SUMMARIZER_PARALLEL",
    "points": "SUMMARIZER_POINTS",
    "threads": "SUMMARIZER_THREADS",
    "examples": "SUMMARIZER_EXAMPLES",
    "answers": "SUMMARIZER_ANSWERS",
    "requests_per_minute": "SUMMARIZER_REQUESTS_PER_MINUTE",
    "tokens_per_minute": "SUMMARIZER_TOKENS_PER_MINUTE",
    "max_cost": "SUMMARIZER_MAX_COST",
    "max_tokens": "SUMMARIZER_MAX_TOKENS",
    "report_timeout": "SUMMARIZER_REPORT_TIMEOUT",
    "patience": "SUMMARIZER_PATIENCE",
    "prices": "SUMMARIZER_PRICES",
    "cache": "SUMMARIZER_USE_CACHE",
}


def cache_folder() -> Path:
    """Where weights and answers are kept: $SUMMARIZER_CACHE, else the user's cache."""
    named = os.environ.get("SUMMARIZER_CACHE")
    return Path(named) if named else user_cache_path("report-summarizer", appauthor=False)


class Settings(BaseModel):
    """Everything that can be set. Neither `base_url` nor `api_key`: the embedded model is used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = Field(None, min_length=1, description="endpoint's model, embedded model or GGUF path")
    base_url: str | None = Field(
        None, pattern=r"^https?://\S+$", description="OpenAI-compatible endpoint, ends in /v1"
    )
    api_key: SecretStr | None = Field(None, min_length=1, description="key of the endpoint")
    timeout: float = Field(180, gt=0, description="seconds one call may take")
    context: int | None = Field(
        None, ge=2048, description="tokens the model can hold, prompt and answer together"
    )
    parallel: int | None = Field(None, ge=1, le=1024, description="requests in flight, at most")
    points: int | None = Field(None, ge=1, le=64, description="points of a report asked about in one request")
    threads: int | None = Field(None, ge=1, description="threads of the embedded model")
    examples: str | None = Field(
        None, min_length=1, description="data set whose accepted labels serve as examples in prompts"
    )
    answers: Literal["json_schema", "json_object", "tool", "text"] | None = Field(
        None, description="how the endpoint is asked for an answer of a given form; found out where not set"
    )
    requests_per_minute: int | None = Field(None, ge=1, description="requests started in any minute, at most")
    tokens_per_minute: int | None = Field(None, ge=1, description="tokens taken in any minute, at most")
    max_cost: float | None = Field(
        None, ge=0, allow_inf_nan=False, description="money that may be spent, in the currency of the price"
    )
    max_tokens: int | None = Field(None, ge=1, description="tokens that may be spent, prompts and answers")
    report_timeout: float | None = Field(None, gt=0, description="seconds one report may take")
    patience: float | None = Field(
        None, ge=0, description="seconds to wait for an endpoint that is down or refuses everything"
    )
    prices: Path | None = Field(None, description="file of prices, before those that are shipped")
    cache: bool = Field(True, description="keep the model's answers and ask nothing twice")

    @field_validator("base_url")
    @classmethod
    def _has_host(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if "@" in parts.netloc:
                raise ValueError(
                    say("地址里不要写用户名和密码", "leave name and password out of the address")
                )
            if not parts.hostname or parts.port == 0:  # reading a port that is none raises ValueError
                raise ValueError(
                    say("地址里缺少主机或端口有误", "the address lacks a host or its port is wrong")
                )
        return value

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        """A key is sent as a header; one that cannot be would be quoted in the client's complaint."""
        if value is None:
            return None
        key = value.get_secret_value().strip()  # keys read from files end in a line break
        if not re.fullmatch("[!-~]+", key):
            raise ValueError(
                say("密钥只能含 ASCII 字符，不含空格", "a key holds ASCII characters only, no spaces")
            )
        return SecretStr(key)


def on_this_machine(url: str) -> bool:
    """Whether a URL names a server on loopback."""
    return urlsplit(url).hostname in LOOPBACK


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings in force, and for each name where its value came from: flag, a variable, a file or default.

    `unnamed` are those from a file that nobody named: it lay in the current folder.
    """

    settings: Settings
    origins: Mapping[str, str]
    unnamed: frozenset[str] = frozenset()

    def key(self) -> str | None:
        """The key that goes to the endpoint; None where there is none.

        ConfigError where it would go to an address of this world that only an unnamed file gives: a folder
        from elsewhere could bring such a file along to have the user's key.
        """
        settings = self.settings
        if settings.api_key is None:
            return None
        lured = "base_url" in self.unnamed and "api_key" not in self.unnamed
        if lured and settings.base_url and not on_this_machine(settings.base_url):
            raise _lured(settings.base_url, self.origins)
        return settings.api_key.get_secret_value()


def resolve(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Resolved:
    """Merge all sources. A flag that is None was not given; `file` None means the usual places.

    Raises ConfigError naming the source, the setting and the value that is wrong.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.model_fields, "default")
    path = file or _usual_file()
    given: list[tuple[str, Mapping[str, Any]]] = [(str(path), _read_file(path))] if path else []
    given += [
        (variable, {name: environment[variable]})
        for name, variable in ENVIRONMENT.items()
        if environment.get(variable)
    ]
    given += [("flag", {name: value}) for name, value in (flags or {}).items() if value is not None]
    for origin, some in given:
        _check_names(origin, some)
        values |= some
        origins |= dict.fromkeys(some, origin)
    here = file is None and path == Path(FILE_NAME)
    unnamed = {name for name, origin in origins.items() if here and origin == str(path)}
    try:
        return Resolved(Settings(**values), origins, frozenset(unnamed))
    except ValidationError as error:
        raise _wrong_value(error, origins) from error


def _usual_file() -> Path | None:
    places = (Path(FILE_NAME), user_config_path("report-summarizer", appauthor=False) / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def _read_file(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # editors on Windows add a mark
    except FileNotFoundError as error:
        raise ConfigError(say(f"没有配置文件 {path}", f"There is no settings file {path}")) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            say(f"配置文件 {path} 读不了：{error}", f"Cannot read settings file {path}: {error}")
        ) from error


def _check_names(origin: str, values: Mapping[str, Any]) -> None:
    for name in values:
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            known = near[0] if near else ", ".join(Settings.model_fields)
            raise ConfigError(
                say(
                    f"{origin} 里的设置“{name}”不存在，是否想写 {known}？",
                    f"{origin}: no setting {name!r}; did you mean {known}?",
                )
            )


def _lured(url: str, origins: Mapping[str, str]) -> ConfigError:
    key = origins["api_key"]
    return ConfigError(
        say(
            f"当前文件夹的 {FILE_NAME} 要把密钥（来自 {key}）发给 {url}：信得过就加 --config {FILE_NAME}，"
            f"否则把 base_url 写进用户配置文件或 {ENVIRONMENT['base_url']}",
            f"{FILE_NAME} in the current folder would have the key (from {key}) sent to {url}: if you trust it add "
            f"--config {FILE_NAME}, else set base_url in your own settings file or {ENVIRONMENT['base_url']}",
        )
    )


def _wrong_value(error: ValidationError, origins: Mapping[str, str]) -> ConfigError:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    value = "***" if name == "api_key" else CREDENTIALS.sub("//***@", repr(first["input"]))
    return ConfigError(
        say(
            f"设置 {name} 的值 {value} 不对（来自 {origins[name]}）：{first['msg']}",
            f"Setting {name}: {value} is wrong (from {origins[name]}): {first['msg']}",
        )
    )
