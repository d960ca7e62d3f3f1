"""`summarizer eval judge`: a model's opinion of a run, with what that opinion is worth."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.cli.evaluate.options import DatasetNow, Folder
from summarizer.messages import say

if TYPE_CHECKING:
    from evals.dataset import Dataset
    from evals.judge import Judgement
    from evals.runs import Run
    from summarizer.config import Resolved

HELP = say(
    "让模型逐条判断摘要是否有据，并量出它的判断值多少；不作门槛。",
    "Let a model judge each claim of a run, and measure what its word is worth; never a gate.",
)
JUDGE = "judge.json"
MOST_SAMPLES = 6  # as the judge has wordings; a test compares, for importing it here would be slow


def judge(
    folder: Folder,
    samples: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_SAMPLES,
            help=say("每条说法换几种问法来问；宜取单数", "Wordings in which each claim is asked; best odd"),
        ),
    ] = 3,
    place: DatasetNow = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    config: options.Config = None,
) -> None:
    """Judge a run, keep the judgement in its folder, and print a table."""
    from rich.console import Console

    from evals.dataset import open_dataset
    from evals.files import write_whole
    from evals.judge import ALL
    from evals.runs import Run
    from evals.tables import judge_table
    from schemas.fields import CitedItems, Prose, fields_of
    from summarizer.config import resolve

    run = Run.open(folder)
    dataset = open_dataset(place or run.manifest.dataset.place)
    settings = {"model": model, "base_url": base_url, "timeout": timeout, "parallel": parallel}
    judgement = asyncio.run(_judged(run, dataset, samples, resolve(settings, file=config)))
    write_whole(folder / JUDGE, judgement)
    items = {name: kind.label for name, kind in fields_of(dataset.schema, CitedItems)}
    prose = {name: kind.label for name, kind in fields_of(dataset.schema, Prose)}
    Console().print(judge_table(judgement, {**items, **prose, ALL: "合计"}))


async def _judged(run: "Run", dataset: "Dataset", samples: int, resolved: "Resolved") -> "Judgement":
    from evals.judge import judge_run
    from summarizer.cli.progress import counted
    from summarizer.providers.cache import Cached, CallCache, cache_path
    from summarizer.providers.choose import open_provider

    with CallCache(cache_path()) as cache:
        async with open_provider(resolved) as provider:
            total = len(dataset.cases) * run.manifest.repeats
            with counted(say("判断", "judging"), total) as advance:
                return await judge_run(run, dataset, Cached(provider, cache), samples, advance)
