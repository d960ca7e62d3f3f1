"""`summarizer eval compare`, `bless` and `gate`: two runs, or a run and a baseline."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.evaluate.options import BaselineFile, Folder, read_scores
from summarizer.messages import say

GATE = say(
    "对照基线检查一次运行；变差则退出码非零。", "Check a run against a baseline; fails where it is worse."
)

BLESS = say("把一次运行定为基线。", "Make a run the baseline.")

COMPARE = say("比较两次运行，逐份文件配对。", "Compare two runs, paired by document.")


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help=say("先前的运行", "The earlier run"))],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help=say("后来的运行", "The later run"))],
) -> None:
    """Compare two scored runs."""
    from rich.console import Console

    from evals.compare import compare as compared
    from evals.scorers import METRICS
    from evals.tables import comparison_table

    Console().print(comparison_table(compared(read_scores(before), read_scores(after), METRICS)))


def bless(
    folder: Folder,
    baseline: BaselineFile,
) -> None:
    """Write a baseline on purpose."""
    from evals.files import write_whole
    from evals.gate import bless as blessed
    from evals.scorers import METRICS

    write_whole(baseline, blessed(read_scores(folder), METRICS))
    typer.echo(baseline)


def gate(
    folder: Folder,
    baseline: BaselineFile,
) -> None:
    """Compare with a baseline and say by exit code whether it holds."""
    from rich.console import Console

    from evals.files import read_as
    from evals.gate import Baseline
    from evals.gate import gate as gated
    from evals.scorers import METRICS
    from evals.tables import gate_table

    report = gated(read_scores(folder), read_as(baseline, Baseline), METRICS)
    Console().print(gate_table(report))
    report.require_passed()
