"""`summarizer eval score` and `report`: a run measured, and drawn."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.evaluate.options import SCORES, DatasetNow, Folder, read_scores
from summarizer.messages import say

REPORT = say("把一次运行画成一个 HTML 文件。", "Draw a run as one HTML file.")
SCORE = say("给一次运行计分；不用模型。", "Score a run; needs no model.")


def score(
    folder: Folder,
    place: DatasetNow = None,
    ceiling: Annotated[
        Path | None,
        typer.Option(
            help=say("另一位标注者的标注文件夹", "Folder of a second annotator's labels"), exists=True
        ),
    ] = None,
) -> None:
    """Score a run, keep the scores in its folder, and print them."""
    from rich.console import Console

    from evals.dataset import open_dataset
    from evals.files import write_whole
    from evals.runs import Run
    from evals.scorers import metrics_of
    from evals.scores import summary
    from evals.scoring import score_run
    from evals.tables import score_table
    from summarizer.cli.progress import counted

    run = Run.open(folder)
    dataset = open_dataset(place or run.manifest.dataset.place)
    with counted(say("计分", "scoring"), len(dataset.cases)) as advance:
        scores = score_run(run, dataset, ceiling, advance)
    write_whole(folder / SCORES, scores)
    Console().print(score_table(scores, summary(scores, metrics_of(dataset.schema))))


def report(
    folder: Folder,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=say("HTML 文件；默认在运行的文件夹里", "HTML file; by default in the run's folder"),
        ),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option("--before", help=say("拿来比较的先前的运行", "An earlier run to compare with")),
    ] = None,
    place: DatasetNow = None,
) -> None:
    """Write one HTML page about a scored run."""
    from evals.compare import compare
    from evals.dataset import open_dataset
    from evals.report import render_report, view_of
    from evals.runs import Run
    from evals.scorers import metrics_of
    from summarizer.files import write_text

    run, scores = Run.open(folder), read_scores(folder)
    dataset = open_dataset(place or run.manifest.dataset.place)
    metrics = metrics_of(dataset.schema)
    comparison = compare(read_scores(before), scores, metrics) if before else None
    page = output or folder / "report.html"
    write_text(page, render_report(view_of(dataset, run, scores, metrics, comparison)))
    typer.echo(page)
