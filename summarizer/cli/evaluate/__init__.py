"""`summarizer eval`: accuracy against hand-labelled references."""

import importlib.util

import typer

from summarizer.cli.evaluate import compare, judge, lint, run, score
from summarizer.errors import RuntimeMissing
from summarizer.messages import say

app = typer.Typer(
    help=say("用人工标注的参考评测摘要的准确程度。", "Measure summaries against hand-labelled references."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("lint", help=lint.HELP)(lint.lint)
app.command("run", help=run.HELP)(run.run)
app.command("score", help=score.SCORE)(score.score)
app.command("report", help=score.REPORT)(score.report)
app.command("judge", help=judge.HELP)(judge.judge)
app.command("compare", help=compare.COMPARE)(compare.compare)
app.command("bless", help=compare.BLESS)(compare.bless)
app.command("gate", help=compare.GATE)(compare.gate)


@app.callback()
def _need_extra() -> None:
    """Everything here needs what comes with the extra `eval`."""
    for module in ("rapidfuzz", "scipy"):
        if importlib.util.find_spec(module) is None:
            raise RuntimeMissing(
                say(
                    f"评测还缺 {module}：请运行 pip install 'report-summarizer[eval]'",
                    f"evals need {module}: run pip install 'report-summarizer[eval]'",
                )
            )
