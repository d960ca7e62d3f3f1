"""What several eval commands have in common."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.messages import say

if TYPE_CHECKING:
    from evals.scores import Scores

SCORES = "scores.json"

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
BaselineFile = Annotated[Path, typer.Option("--baseline", help=say("基线文件", "The baseline file"))]
DatasetNow = Annotated[
    str | None, typer.Option("--dataset", help=say("数据集现在的位置", "Where the data set is now"))
]


def read_scores(folder: Path) -> "Scores":
    """The scores of a run; RunInvalid where it was not scored."""
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
