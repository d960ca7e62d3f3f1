"""`summarizer eval run`: every document of a data set through a model."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.cli.evaluate.options import Place
from summarizer.messages import say

if TYPE_CHECKING:
    from evals.dataset import Dataset
    from evals.runs import Answer, Run
    from summarizer.app import Summarizer

HELP = say("用模型摘要数据集里的每份文件。", "Summarise every document of a data set.")


def run(
    place: Place,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=say(
                "运行的文件夹；默认 runs/数据集-模型-摘要，同样的命令会接着做",
                "The run's folder; by default runs/DATASET-MODEL-DIGEST, so that the same command goes on",
            ),
        ),
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help=say("每份做几遍", "Answers for each document"))] = 1,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    examples: options.Examples = None,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Run a data set through a model."""
    from evals.dataset import open_dataset
    from evals.shots import issuers_of
    from summarizer.app import Summarizer

    dataset = open_dataset(place)
    for repeat in range(repeats):
        with Summarizer(
            config=config,
            repeat=repeat,
            model=model,
            base_url=base_url,
            timeout=timeout,
            parallel=parallel,
            examples=examples,
            issuers=partial(issuers_of, dataset),
            cache=cache,
        ) as summarizer:
            begun = _begin(dataset, place, summarizer, output, repeats)
            _answer(begun, dataset, summarizer, repeat)
    begun.finish()
    typer.echo(begun.folder)


def _begin(
    dataset: "Dataset", place: str, summarizer: "Summarizer", output: Path | None, repeats: int
) -> "Run":
    import hashlib

    from evals.runs import Run, manifest_of

    system = summarizer.system
    manifest = manifest_of(dataset, place, system, repeats)
    digest = hashlib.sha256((manifest.dataset.documents_sha256 + system.model_dump_json()).encode())
    named = re.sub(r"[^\w.]+", "-", f"{dataset.card.name}-{system.model}")
    name = f"{named}-{digest.hexdigest()[:8]}"
    return Run.begin(output or Path("runs") / name, manifest)


def _answer(run: "Run", dataset: "Dataset", summarizer: "Summarizer", repeat: int) -> None:
    from evals.runs import answer_all
    from summarizer.cli.progress import counted

    cases = run.open_cases(dataset, repeat)
    with counted(say(f"第 {repeat + 1} 遍", f"round {repeat + 1}"), len(cases)) as advance:

        def keep(answer: "Answer") -> None:
            run.keep(answer)
            advance(answer.id)

        answer_all(cases, summarizer.summarize, repeat, summarizer.provider.limits.parallel, keep)
