from pathlib import Path

import pytest

from summarizer.batch.found import Skipped
from summarizer.batch.sources import Sources
from summarizer.errors import ConfigError, InputNotFound


def test_sources_are_the_same_from_anywhere_after_they_were_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = Sources.of(["in", "b.zip"], ["list.csv"], ["*.txt"], ["draft*"])
    assert sources.inputs == (str(tmp_path / "in"), str(tmp_path / "b.zip"))
    assert Sources.from_json(sources.to_json()) == sources


def test_standard_input_cannot_be_gone_on_with() -> None:
    with pytest.raises(ConfigError, match="--retry-failed"):
        Sources.from_json(Sources.of(["-"]).to_json())


def test_inputs_that_are_not_there_are_told_before_anything_is_searched(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        Sources.of([tmp_path / "nowhere"]).found(tmp_path / "out", Skipped(), None)


def test_nothing_is_opened_where_standard_input_is_no_source(tmp_path: Path) -> None:
    with Sources.of([tmp_path]).kept_stdin() as open_stdin:
        assert open_stdin() is None
