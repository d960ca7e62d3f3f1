"""Pages that ask for nothing from anywhere and run nothing but their own script."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from summarizer.rendering.plain import INVISIBLE

# Stands for each character that cannot be seen and might steer what can.
UNSEEN = "▫"
_HERE = "summarizer.rendering.html"


class Frame:
    """The template of a page with its style and script; `package` holds the files named.

    The template extends `frame.html.jinja`, which gives the page its Content-Security-Policy. Names that the
    package lacks are looked for here, so that pages share `base.css`, `table.js` and the macros.
    """

    def __init__(
        self,
        package: str,
        template: str,
        *,
        styles: Sequence[str],
        scripts: Sequence[str],
        names: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._environment = _environment(package)
        self._environment.globals.update(names)
        self._template = template
        style, script = ("".join(_asset(package, name) for name in some) for some in (styles, scripts))
        # Files of these packages, none of which holds the end tag of its own element.
        self._values = {"policy": _policy(style, script), "style": Markup(style), "script": Markup(script)}  # noqa: S704

    def render(self, **values: Any) -> str:
        """The page as HTML; no value of a document can be part of its markup, style or script."""
        return self._environment.get_template(self._template).render(**values, **self._values)


def visible(value: Any) -> Any:
    """Applied to whatever a template puts out: no control character, NUL or bidi mark gets into the page."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return INVISIBLE.sub(lambda match: match[0] if match[0] in "\t\n\r" else UNSEEN, value)


def _environment(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([_loader(package), _loader(_HERE)]),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _loader(package: str) -> BaseLoader:
    return PackageLoader(package, "")


def _asset(package: str, name: str) -> str:
    found = files(package).joinpath(name)
    return (found if found.is_file() else files(_HERE).joinpath(name)).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_source(style)}'",
            f"script-src '{_source(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source(inline: str) -> str:
    """The CSP source expression of an inline block (W3C CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
