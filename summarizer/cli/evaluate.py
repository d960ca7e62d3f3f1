"""`summarizer eval`: accuracy against hand-labelled references."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.messages import say

if TYPE_CHECKING:
    from evals.dataset import Dataset
    from evals.runs import Answer, Run
    from evals.scores import Scores
    from summarizer.app import Summarizer

SCORES = "scores.json"

app = typer.Typer(
    help=say("用人工标注的参考评测摘要的准确程度。", "Measure summaries against hand-labelled references."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

Place = Annotated[
    str,
    typer.Argument(
        metavar="DATASET",
        help=say(
            "数据集文件夹，或自带的 dev、test", "A data set's folder, or dev or test, which are shipped"
        ),
    ),
]
Folder = Annotated[Path, typer.Argument(metavar="RUN", help=say("运行的文件夹", "A run's folder"))]


@app.command("run", help=say("用模型摘要数据集里的每份文件。", "Summarise every document of a data set."))
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
    config: options.Config = None,
) -> None:
    """Run a data set through a model."""
    from evals.dataset import open_dataset
    from summarizer.app import Summarizer
    from summarizer.providers.cache import CallCache, cache_path

    dataset = open_dataset(place)
    with CallCache(cache_path()) as cache:
        for repeat in range(repeats):
            with Summarizer(
                config=config,
                cache=cache,
                repeat=repeat,
                model=model,
                base_url=base_url,
                timeout=timeout,
                parallel=parallel,
            ) as summarizer:
                begun = _begin(dataset, place, summarizer, output, repeats)
                _answer(begun, dataset, summarizer, repeat)
    begun.finish()
    typer.echo(begun.folder)


def _begin(
    dataset: "Dataset", place: str, summarizer: "Summarizer", output: Path | None, repeats: int
) -> "Run":
    import hashlib

    from evals.runs import Run, SystemMark, code_sha256, manifest_of

    provider, made = summarizer.provider, summarizer.provenance
    system = SystemMark(
        model=provider.model,
        identity=provider.identity,
        schema_name="work_report/1",
        schema_sha256=made.schema_sha256,
        prompts_sha256=made.prompts_sha256,
        program=made.program,
        code_sha256=code_sha256(),
    )
    manifest = manifest_of(dataset, place, system, repeats)
    digest = hashlib.sha256((manifest.dataset.documents_sha256 + system.model_dump_json()).encode())
    name = f"{dataset.card.name}-{Path(provider.model).name}-{digest.hexdigest()[:8]}"
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


@app.command(
    "lint",
    help=say(
        "检查数据集：格式、出处、数字、近似重复。",
        "Check data sets: form, evidence, figures, near-duplicates.",
    ),
)
def lint(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="DATASET...",
            help=say(
                "数据集文件夹，或自带的 dev、test；几个一起查重",
                "Folders, or dev or test; several are checked for overlap",
            ),
        ),
    ],
    seal: Annotated[
        bool,
        typer.Option(
            "--seal",
            help=say("没有错误时，把内容摘要写进 dataset.toml", "Write the digest into dataset.toml"),
        ),
    ] = False,
) -> None:
    """Check data sets."""
    from evals.dataset import open_dataset
    from evals.dataset import seal as seal_up
    from evals.lint import lint as check
    from summarizer.errors import DatasetInvalid
    from summarizer.rendering.plain import plain

    datasets = [open_dataset(place) for place in places]
    faults = [each for each in check(datasets) if not (seal and each.where.endswith("dataset.toml: sha256"))]
    levels = {"error": say("错误", "error"), "warning": say("注意", "warning")}
    for each in faults:
        typer.echo(f"{levels[each.level]} {plain(each.where)} {plain(each.what)}")
    errors = sum(each.level == "error" for each in faults)
    documents = sum(len(each.cases) for each in datasets)
    if errors:
        raise DatasetInvalid(
            say(f"{documents} 份文件，{errors} 个错误", f"{documents} documents, {errors} errors")
        )
    typer.echo(say(f"{documents} 份文件，没有错误", f"{documents} documents, no errors"))
    if seal:
        for dataset in datasets:
            seal_up(dataset)


@app.command("score", help=say("给一次运行计分；不用模型。", "Score a run; needs no model."))
def score(
    folder: Folder,
    place: Annotated[
        str | None,
        typer.Option("--dataset", help=say("数据集现在的位置", "Where the data set is now")),
    ] = None,
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


@app.command("compare", help=say("比较两次运行，逐份文件配对。", "Compare two runs, paired by document."))
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help=say("先前的运行", "The earlier run"))],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help=say("后来的运行", "The later run"))],
) -> None:
    """Compare two scored runs."""
    from rich.console import Console

    from evals.compare import compare as compared
    from evals.scorers import METRICS
    from evals.tables import comparison_table

    Console().print(comparison_table(compared(_scores(before), _scores(after), METRICS)))


@app.command("bless", help=say("把一次运行定为基线。", "Make a run the baseline."))
def bless(
    folder: Folder,
    baseline: Annotated[Path, typer.Option(help=say("基线文件", "The baseline file"))],
) -> None:
    """Write a baseline on purpose."""
    from evals.files import write_whole
    from evals.gate import bless as blessed
    from evals.scorers import METRICS

    write_whole(baseline, blessed(_scores(folder), METRICS))
    typer.echo(baseline)


@app.command(
    "gate",
    help=say(
        "对照基线检查一次运行；变差则退出码非零。", "Check a run against a baseline; fails where it is worse."
    ),
)
def gate(
    folder: Folder,
    baseline: Annotated[Path, typer.Option(help=say("基线文件", "The baseline file"))],
) -> None:
    """Compare with a baseline and say by exit code whether it holds."""
    from rich.console import Console

    from evals.files import read_as
    from evals.gate import Baseline
    from evals.gate import gate as gated
    from evals.scorers import METRICS
    from evals.tables import gate_table

    report = gated(_scores(folder), read_as(baseline, Baseline), METRICS)
    Console().print(gate_table(report))
    report.require_passed()


def _scores(folder: Path) -> "Scores":
    from evals.files import read_as
    from evals.scores import Scores
    from summarizer.errors import RunInvalid

    path = folder / SCORES
    if not path.exists():
        raise RunInvalid(
            say(
                f"{folder} 还没有计分；请先运行 summarizer eval score {folder}",
                f"{folder} is not scored yet; run summarizer eval score {folder} first",
            )
        )
    return read_as(path, Scores)
