import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.config import ENVIRONMENT, FILE_NAME, Settings, resolve
from summarizer.errors import ConfigError

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "model": st.sampled_from(["qwen-plus", "模型.gguf", "m"]),
    "base_url": st.sampled_from(["http://127.0.0.1:8000/v1", "https://model.example/v1", "http://[::1]/v1"]),
    "api_key": st.text("abc-_123", min_size=1),
    "timeout": st.integers(1, 900),
    "context": st.integers(2048, 200_000),
    "parallel": st.integers(1, 1024),
    "points": st.integers(1, 64),
    "threads": st.integers(1, 64),
    "requests_per_minute": st.integers(1, 10_000),
    "tokens_per_minute": st.integers(1, 10_000_000),
    "max_cost": st.integers(0, 1000),
    "max_tokens": st.integers(1, 1_000_000_000),
    "report_timeout": st.integers(1, 9000),
    "patience": st.integers(0, 9000),
}
SOURCE = st.fixed_dictionaries({}, optional=dict(VALUES))
WriteToml = Callable[[str], Path]


@pytest.fixture
def toml(tmp_path: Path) -> WriteToml:
    """Writes a settings file."""

    def write(text: str) -> Path:
        path = tmp_path / FILE_NAME
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> str:
    """The one line that a wrong setting is answered with."""
    with pytest.raises(ConfigError) as caught:
        resolve(flags, environment or {}, file)
    said = str(caught.value)
    assert "\n" not in said
    return said


@pytest.fixture(scope="session")
def any_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config") / FILE_NAME


@given(in_file=SOURCE, in_environment=SOURCE, on_command_line=SOURCE)
def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(
    in_file: dict[str, Any], in_environment: dict[str, Any], on_command_line: dict[str, Any], any_file: Path
) -> None:
    any_file.write_text("\n".join(f"{n} = {json.dumps(v)}" for n, v in in_file.items()), encoding="utf-8")
    variables = {ENVIRONMENT[name]: str(value) for name, value in in_environment.items()}
    resolved = resolve(on_command_line, variables, any_file)
    for name, value in resolved.settings:
        expected, origin = Settings.model_fields[name].default, "default"
        for source, from_here in (
            (in_file, str(any_file)),
            (in_environment, ENVIRONMENT[name]),
            (on_command_line, "flag"),
        ):
            if name in source:
                expected, origin = source[name], from_here
        shown = value.get_secret_value() if name == "api_key" and value else value
        assert shown == expected
        assert resolved.origins[name] == origin


def test_every_setting_has_a_variable() -> None:
    assert list(ENVIRONMENT) == list(Settings.model_fields)


def test_nothing_set_gives_the_defaults() -> None:
    resolved = resolve({}, {}, None)
    assert resolved.settings.base_url is None
    assert resolved.settings.timeout == 180


def test_flags_not_given_and_empty_variables_count_as_unset(toml: WriteToml) -> None:
    resolved = resolve({"model": None}, {"SUMMARIZER_MODEL": ""}, toml('model = "m"'))
    assert resolved.settings.model == "m"


def test_the_file_of_the_current_folder_is_found(toml: WriteToml, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toml("timeout = 7").parent)
    resolved = resolve({}, {})
    assert (resolved.settings.timeout, resolved.origins["timeout"]) == (7, FILE_NAME)


def test_a_file_with_a_byte_order_mark_is_read(toml: WriteToml) -> None:
    assert resolve({}, {}, toml("\ufefftimeout = 7")).settings.timeout == 7


@pytest.mark.parametrize(("name", "near"), [("modle", "model"), ("baseurl", "base_url"), ("key", "api_key")])
def test_an_unknown_name_is_answered_with_the_one_that_is_near(name: str, near: str, toml: WriteToml) -> None:
    path = toml(f'{name} = "x"')
    assert refused(file=path) == f"{path}: no setting '{name}'; did you mean {near}?"


def test_a_name_like_none_is_answered_with_all_of_them() -> None:
    said = refused({"zzz": 1})
    assert said.startswith("flag: no setting 'zzz'")
    assert all(name in said for name in Settings.model_fields)


def test_a_table_in_the_file_is_an_unknown_name(toml: WriteToml) -> None:
    assert "no setting 'endpoint'" in refused(file=toml('[endpoint]\nmodel = "m"'))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeout", "0"),
        ("timeout", "soon"),
        ("timeout", "nan"),
        ("context", "100"),
        ("parallel", "0"),
        ("parallel", "9999"),
        ("points", "1.5"),
        ("threads", "-1"),
        ("max_cost", "-1"),
        ("max_cost", "inf"),
        ("requests_per_minute", "0"),
        ("patience", "-1"),
        ("base_url", "127.0.0.1:8000"),
        ("base_url", "http://a b/v1"),
        ("base_url", "http:///v1"),
        ("base_url", "http://["),
        ("base_url", "http://127.0.0.1:99999/v1"),
        ("base_url", "http://127.0.0.1:port/v1"),
    ],
)
def test_a_wrong_value_is_named_with_its_setting_and_its_source(name: str, value: str) -> None:
    said = refused(environment={ENVIRONMENT[name]: value})
    assert said.startswith(f"Setting {name}: {value!r} is wrong (from {ENVIRONMENT[name]}): ")


def test_the_source_named_is_the_one_in_force(toml: WriteToml) -> None:
    path = toml("timeout = -1")
    assert f"(from {path})" in refused(file=path)
    assert "(from flag)" in refused({"timeout": -2}, file=path)
    assert resolve({"timeout": 3}, {}, path).settings.timeout == 3


@pytest.mark.parametrize("key", ["sk-密钥0123", "sk-a b-0123", "sk-a\r\nb-0123", " "])
def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(key: str) -> None:
    said = refused(environment={"OPENAI_API_KEY": key})
    assert said.startswith("Setting api_key: *** is wrong (from OPENAI_API_KEY): ")
    assert "0123" not in said


def test_a_key_of_the_wrong_type_is_not_shown(toml: WriteToml) -> None:
    assert "12345" not in refused(file=toml("api_key = 12345"))


def test_white_space_around_a_key_is_dropped() -> None:
    key = resolve({}, {"OPENAI_API_KEY": " sk-1\r\n"}).settings.api_key
    assert key
    assert key.get_secret_value() == "sk-1"


def test_a_key_shows_as_asterisks_only() -> None:
    resolved = resolve({"api_key": "sk-geheim"}, {})
    assert "geheim" not in f"{resolved} {resolved.settings!r} {resolved.settings.model_dump_json()}"


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "missing.toml"
    assert refused(file=path) == f"There is no settings file {path}"


def test_a_broken_file_is_named_with_the_place(toml: WriteToml) -> None:
    path = toml("timeout = 1\nmodel =\n")
    said = refused(file=path)
    assert said.startswith(f"Cannot read settings file {path}: ")
    assert "line 2" in said


def test_a_file_that_is_no_text_or_a_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\x00\xff")
    assert str(path) in refused(file=path)
    assert str(tmp_path) in refused(file=tmp_path)


LURE = 'base_url = "https://models.example/v1"\nmodel = "m"\n'
KEY = {"OPENAI_API_KEY": "sk-geheim"}


def test_a_key_does_not_follow_an_address_that_only_lay_in_the_folder(
    toml: WriteToml, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(toml(LURE).parent)
    with pytest.raises(ConfigError) as caught:
        resolve({}, KEY).key()
    said = str(caught.value)
    assert "\n" not in said
    assert "geheim" not in said
    assert "https://models.example/v1" in said
    assert f"--config {FILE_NAME}" in said


def test_a_key_goes_where_somebody_meant_it_to_go(toml: WriteToml, monkeypatch: pytest.MonkeyPatch) -> None:
    path = toml(LURE)
    assert resolve({}, KEY, path).key() == "sk-geheim"  # the file was named
    monkeypatch.chdir(path.parent)
    assert resolve({}, KEY, Path(FILE_NAME)).key() == "sk-geheim"
    assert resolve({"base_url": "https://mine.example/v1"}, KEY).key() == "sk-geheim"
    assert resolve({}, KEY | {"OPENAI_BASE_URL": "https://mine.example/v1"}).key() == "sk-geheim"
    assert resolve({}, {}).key() is None
    toml(LURE + 'api_key = "sk-its-own"')
    assert resolve({}, {}).key() == "sk-its-own"
    toml('timeout = 5\nmodel = "m"')
    assert resolve({}, KEY).key() == "sk-geheim"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:11434", "[::1]:1"])
def test_a_server_on_this_machine_may_be_named_by_any_file(
    toml: WriteToml, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.chdir(toml(f'base_url = "http://{host}/v1"').parent)
    assert resolve({}, KEY).key() == "sk-geheim"


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example", "localhost.example", "example/127.0.0.1", "0x7f.1.example"]
)
def test_an_address_that_only_looks_like_this_machine_is_not_it(
    toml: WriteToml, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.chdir(toml(f'base_url = "http://{host}/v1"').parent)
    with pytest.raises(ConfigError):
        resolve({}, KEY).key()
