"""The page itself: one file that asks for nothing from anywhere and runs nothing but its own script."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evals.numbers import NONE
from evals.report.charts import BIN_HEIGHT, WIDTH
from evals.report.reading import SEVERITY
from evals.report.view import View
from evals.words import OUTCOMES
from summarizer.rendering.plain import INVISIBLE

# Stands for each character that cannot be seen and might steer what can.
UNSEEN = "▫"


def render_report(view: View) -> str:
    """The page as HTML; text of documents and of models can be no part of its markup, style or script."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_source(style)}'",
            f"script-src '{_source(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return _environment().get_template("report.html.jinja").render(
        # Both are files of this package, and neither holds the end tag of its own element.
        view=view, policy=policy, style=Markup(style), script=Markup(script)  # noqa: S704
    )  # fmt: skip


def _visible(value: Any) -> Any:
    """Applied to whatever the templates put out: no control character, NUL or bidi mark gets into the page."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return INVISIBLE.sub(lambda match: match[0] if match[0] in "\t\n\r" else UNSEEN, value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evals", "report"),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        outcomes=OUTCOMES, severity=SEVERITY, dash=NONE, axis=WIDTH, bin_height=BIN_HEIGHT
    )
    return environment


def _asset(name: str) -> str:
    return files("evals.report").joinpath(name).read_text(encoding="utf-8")


def _source(inline: str) -> str:
    """The CSP source expression of an inline block (W3C CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
