"""Rules alone, on the shipped data sets, against the baseline that was blessed last: accuracy is tested too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarizer.cli.main import app

BASELINES = Path(__file__).parent.parent / "evals" / "baselines"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Path]:
    """A folder for a run, with a cache of its own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))
        yield tmp_path / "run"


def command(*line: object) -> str:
    result = CliRunner().invoke(app, ["eval", *map(str, line)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", ["dev", "test"])
def test_rules_alone_are_not_worse_than_their_baseline(name: str, run: Path) -> None:
    command("run", name, "--model", "none", "-o", run)
    command("score", run)
    assert "通过" in command("gate", run, "--baseline", BASELINES / f"{name}.json")
