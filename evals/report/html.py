"""The page itself."""

from functools import cache

from evals.numbers import NONE
from evals.report.charts import BIN_HEIGHT, WIDTH
from evals.report.reading import SEVERITY
from evals.report.view import View
from evals.words import OUTCOMES
from summarizer.rendering.html.frame import Frame


def render_report(view: View) -> str:
    """The page as HTML; text of documents and of models can be no part of its markup, style or script."""
    return _frame().render(view=view)


@cache
def _frame() -> Frame:
    return Frame(
        "evals.report",
        "report.html.jinja",
        styles=("base.css", "report.css"),
        scripts=("table.js", "report.js"),
        names={
            "outcomes": OUTCOMES,
            "severity": SEVERITY,
            "dash": NONE,
            "axis": WIDTH,
            "bin_height": BIN_HEIGHT,
        },
    )
