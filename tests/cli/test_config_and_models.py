from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.config import ENVIRONMENT
from summarizer.errors import SchemaNotSupported
from summarizer.providers.weights import CATALOGUE, DEFAULT_WEIGHTS
from tests.endpoint.script import in_turn
from tests.endpoint.server import ScriptedEndpoint, serving

if TYPE_CHECKING:
    from tests.cli.conftest import Command

URL = "https://a-rather-long-name-of-a-host.example/with/a/rather/long/path/v1"


def test_config_show_tells_each_value_and_its_origin_but_no_key(
    command: "Command", key: Mapping[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "summarizer.toml"
    path.write_text('model = "qwen-plus"', encoding="utf-8")
    shown = command("config", "show", "--config", path, OPENAI_BASE_URL=URL, **key)
    assert (shown.code, shown.err) == (0, "")
    assert key["OPENAI_API_KEY"] not in shown.out
    rows = {line.split()[0]: line for line in shown.out.splitlines() if line[:1].isalpha()}
    assert set(ENVIRONMENT) <= set(rows)
    assert "***" in rows["api_key"]
    assert "qwen-plus" in rows["model"]
    assert "default" in rows["timeout"]
    assert "endpoint is used" in shown.out


def test_config_show_cuts_no_value_short(command: "Command") -> None:
    shown = command("config", "show", OPENAI_BASE_URL=URL)
    header, *rows = shown.out.splitlines()
    values = slice(header.index("value"), header.index("origin"))
    assert URL in "".join(row[values].strip() for row in rows)


def test_config_show_says_when_the_embedded_model_is_used(command: "Command") -> None:
    assert "The embedded model is used" in command("config", "show").out
    assert "将使用本机的内置模型" in command("config", "show", LC_ALL="zh_CN.UTF-8").out


def test_config_show_of_a_broken_setting_is_one_line(command: "Command") -> None:
    command("config", "show", SUMMARIZER_TIMEOUT="soon").complaint(20)


def test_models_list_names_each_model_and_whether_it_is_here(command: "Command", cache: Path) -> None:
    _pretend_pulled(cache)
    listed = command("models", "list")
    assert (listed.code, listed.err) == (0, "")
    rows = {line.split()[0]: line for line in listed.out.splitlines() if line[:1].isalpha()}
    assert {weights.name for weights in CATALOGUE} <= set(rows)
    assert "pulled" in rows[DEFAULT_WEIGHTS.name]
    assert "pulled" not in rows[CATALOGUE[1].name]


def test_models_path_prints_where_the_weights_are(command: "Command", cache: Path) -> None:
    path = _pretend_pulled(cache)
    assert command("models", "path").out == f"{path}\n"
    assert command("models", "path", DEFAULT_WEIGHTS.name).out == f"{path}\n"


def test_models_path_of_weights_that_are_not_here_is_one_line(command: "Command") -> None:
    assert "summarizer models pull" in command("models", "path").complaint(41)


def test_a_model_that_is_not_known_is_answered_with_those_that_are(command: "Command") -> None:
    assert DEFAULT_WEIGHTS.name in command("models", "path", "gpt").complaint(20)
    assert DEFAULT_WEIGHTS.name in command("models", "pull", "gpt").complaint(20)


def _pretend_pulled(cache: Path) -> Path:
    """A file of the right size, without the room that it would take."""
    path = cache / "models" / f"{DEFAULT_WEIGHTS.name}.gguf"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(DEFAULT_WEIGHTS.size)
    return path


def test_models_probe_prints_each_way_to_ask_and_how_it_will_be_asked(
    command: "Command", key: Mapping[str, str]
) -> None:
    with serving(ScriptedEndpoint(modes=("json_object",))) as server:
        shown = command("models", "probe", "--base-url", server.url, "--model", "scripted", **key)
    assert (shown.code, shown.err) == (0, "")
    rows = {line.split()[0]: line for line in shown.out.splitlines() if line[:1].isalpha()}
    assert "refused" in rows["json_schema"]
    assert "good" in rows["json_object"]
    assert "asked as: json_object max_tokens temperature=0" in shown.out


def test_models_probe_of_an_endpoint_that_gives_no_json_is_a_line_after_the_table(
    command: "Command", key: Mapping[str, str]
) -> None:
    with serving(ScriptedEndpoint(in_turn(*["prose"] * 4))) as server:
        shown = command("models", "probe", "--base-url", server.url, "--model", "scripted", **key)
    assert shown.code == SchemaNotSupported.exit_code
    assert "another form" in shown.out
    assert shown.err.count("\n") == 1


def test_models_probe_without_an_endpoint_says_what_to_give(command: "Command") -> None:
    assert "--base-url" in command("models", "probe").complaint(20)
