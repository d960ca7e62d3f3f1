"""`summarizer eval lint`: what is wrong with data sets."""

from typing import Annotated

import typer

from summarizer.messages import say

HELP = say(
    "检查数据集：格式、出处、数字、近似重复。",
    "Check data sets: form, evidence, figures, near-duplicates.",
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
