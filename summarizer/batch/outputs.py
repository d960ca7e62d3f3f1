"""Files for people, one or more a report, beside the batch's records."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from schemas import Record
from summarizer.batch.names import output_path
from summarizer.documents import Document
from summarizer.files import sync_folder, unwritable, write_text
from summarizer.rendering import render_json, render_markdown
from summarizer.rendering.html import render_html

FOLDER = "reports"


class Form(StrEnum):
    """What a report's file is."""

    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


_FORMS: dict[Form, tuple[str, Callable[[Record[Any], Document], str]]] = {
    Form.JSON: (".json", lambda record, _: render_json(record)),
    Form.MARKDOWN: (".md", lambda record, _: render_markdown(record)),
    Form.HTML: (".html", render_html),
}


def rendered(record: Record[Any], document: Document, forms: Iterable[Form]) -> Iterator[tuple[str, str]]:
    """The files of a report: relative paths, with `/`, and what is in them."""
    for form in forms:
        ending, render = _FORMS[form]
        yield output_path(document.name, ending), render(record, document)


class Outputs:
    """Writes the files that are wanted of a report below `reports/` in the batch's folder."""

    def __init__(self, folder: Path, forms: Iterable[Form]) -> None:
        self._folder = folder / FOLDER
        self._forms = tuple(forms)

    def __call__(self, record: Record[Any], document: Document) -> None:
        """Write them, down to the disk; OutputError where that fails."""
        for relative, text in rendered(record, document, self._forms):
            path = self._folder / relative
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_text(path, text)
                sync_folder(path.parent)
            except OSError as error:
                raise unwritable(path, error) from error
