"""A brief as a Word document laid out after GB/T 9704-2012 (format of official documents).

A4 with margins of 37, 35, 28 and 26 mm, so that 22 lines of 28 characters stand on a page (by a grid of lines and
by 0.25 pt less between characters, which LibreOffice sets as Word does, unlike a grid of characters); title in 小标宋 of 二号 (22 pt),
text in 仿宋 of 三号 (16 pt), headings in 黑体, page numbers `— 4 —` of 四号 below the text, right on odd pages and left
on even ones. The parts are templates (ECMA-376), not made with python-docx: nearly all of this – grid, East
Asian fonts, mirrored footers – is beyond its interface and would be XML all the same.
"""

import re
import zipfile
from functools import cache
from typing import Any, BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from summarizer.collection.brief import Brief

# Names in the package (ECMA-376, part 2) and the templates they are made from.
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer_odd.xml": "footer_odd.xml",
    "word/footer_even.xml": "footer_even.xml",
    "docProps/core.xml": "core.xml",
}
# XML 1.0 (2.2) has no such characters.
_NO_CHARACTER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same brief is the same file


def write_docx(file: BinaryIO, brief: Brief) -> None:
    """Write the brief."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, template in _PARTS.items():
            text = _environment().get_template(f"{template}.jinja").render(brief=brief)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())


def _lawful(value: Any) -> Any:
    return _NO_CHARACTER.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("summarizer.collection", "docx_parts"),
        autoescape=True,
        finalize=_lawful,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
