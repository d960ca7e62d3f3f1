"""Files to Documents: is it there, what does it hold, and is that a report at all."""

import hashlib
import re
from pathlib import Path

from summarizer.documents.formats import extract, kind_of
from summarizer.documents.model import Document
from summarizer.errors import (
    InputEmpty,
    InputIsFolder,
    InputNotFound,
    InputTooLarge,
    InputTooShort,
    InputUnreadable,
)
from summarizer.messages import say

_SHORTEST = 30
# Bytes. Documents with photographs reach tens of megabytes; what is larger is no report.
LARGEST = 200_000_000


def read(path: Path) -> Document:
    """Read the file at `path`.

    Raises InputNotFound, InputIsFolder, InputUnreadable and what `read_bytes` raises.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError as error:
        raise InputNotFound(
            say(f"找不到文件 {path}，请检查路径。", f"No such file: {path}; check the path.")
        ) from error
    except OSError as error:
        if path.is_dir():
            raise InputIsFolder(
                say(f"{path} 是文件夹，请给出一个文件。", f"{path} is a folder; give one file.")
            ) from error
        reason = error.strerror or error
        raise InputUnreadable(
            say(
                f"无法读取 {path}：{reason}，请检查权限。",
                f"Cannot read {path}: {reason}; check its permissions.",
            )
        ) from error
    if size > LARGEST:
        raise too_large(str(path), size)
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> Document:
    """Make a Document of the bytes of a file; the last part of `name` becomes the document's name.

    The kind of file is told by its content. Raises InputEmpty, InputTooShort and what `formats.extract` raises.
    """
    if len(data) > LARGEST:
        raise too_large(name, len(data))
    kind, found = extract(data, name)
    _require_report(name, found.text)
    digest = hashlib.sha256(data).hexdigest()
    return Document(Path(name).name, found.text, found.encoding, kind.value, digest, found.pages, found.hints)


def from_text(text: str, name: str) -> Document:
    """Make a Document of text already decoded; its digest is that of its UTF-8 bytes.

    Raises InputEmpty or InputTooShort.
    """
    _require_report(name, text)
    # A lone surrogate (from a damaged decoding elsewhere) must not stop the digest.
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(Path(name).name, text, "utf-8", str(kind_of(b"", name)), digest)


def _require_report(name: str, text: str) -> None:
    """Raise InputEmpty or InputTooShort for what cannot be a report."""
    if not text.strip():
        raise InputEmpty(
            say(
                f"{name} 是空的（只有空白字符），请给出报告正文。",
                f"{name} is empty (nothing but white space); give the text of a report.",
            )
        )
    count = len(re.findall(r"\w", text))
    if count < _SHORTEST:
        raise InputTooShort(
            say(
                f"{name} 只有 {count} 个字，少于 {_SHORTEST} 个字，不像一份报告，请给出全文。",
                f"{name} has {count} characters, fewer than {_SHORTEST}: no report; give the full text.",
            )
        )


def too_large(name: str, size: int) -> InputTooLarge:
    """The error for a file of more than LARGEST bytes."""
    return InputTooLarge(
        say(
            f"{name} 有 {size} 字节，超过 {LARGEST} 字节，请去掉图片或拆分后再试。",
            f"{name} has {size} bytes, more than {LARGEST}: take pictures out or split it.",
        )
    )
