"""Loaders: one module for each family of formats, imported when a file of that kind comes."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from summarizer.documents.formats.extracted import Extracted
from summarizer.documents.formats.kinds import Kind, kind_of
from summarizer.errors import InputUnsupported
from summarizer.messages import say

__all__ = ["Extracted", "Kind", "extract", "kind_of"]

# Each module has `load(data: bytes, name: str) -> Extracted`.
_LOADERS: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.MARKDOWN: "text",
    Kind.HTML: "html",
    Kind.MAIL: "mail",
    Kind.MHTML: "mail",
    Kind.DOCX: "docx",
    Kind.PDF: "pdf",
    Kind.OFD: "ofd",
    Kind.DOC: "office",
    Kind.RTF: "office",
    Kind.ODT: "office",
}
_EXTRA = ("lxml", "pypdfium2")


def extract(data: bytes, name: str) -> tuple[Kind, Extracted]:
    """Tell the kind of a file by its content and read its text.

    Raises InputUnsupported (a kind that is not read, a password, a program or package that is missing),
    InputUndecodable, InputTooLarge, InputDamaged or InputScanned.
    """
    kind = kind_of(data, name)
    if not isinstance(kind, Kind):
        raise InputUnsupported(
            say(
                f"{name} 是 {kind} 文件，这种文件不读取；请另存为 .docx、.pdf 或 .txt 后再试。",
                f"{name} is a {kind} file, which is not read: save it as .docx, .pdf or .txt.",
            )
        )
    try:
        module = import_module(f"{__name__}.{_LOADERS[kind]}")
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise InputUnsupported(
            say(
                f"读取 {name}（{kind}）还缺 {error.name}，请执行 pip install 'report-summarizer[documents]'。",
                f"Reading {name} ({kind}) needs {error.name}: pip install 'report-summarizer[documents]'.",
            )
        ) from error
    load = cast("Callable[[bytes, str], Extracted]", module.load)
    return kind, load(data, name)
