"""Bytes to a Document: what kind of file, which encoding, and is it a report at all."""

import hashlib
import re
from pathlib import Path

from summarizer.documents.encodings import decode
from summarizer.documents.model import Document
from summarizer.errors import (
    InputEmpty,
    InputIsFolder,
    InputNotFound,
    InputTooShort,
    InputUnreadable,
    InputUnsupported,
)
from summarizer.messages import say

_SHORTEST = 30
_MEDIA_TYPES = {".md": "text/markdown", ".markdown": "text/markdown"}
# First bytes of the kinds that are met in place of a text file; the names are the same in both languages.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS/PPT/WPS"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
# A zip archive names its members in clear: the folder of the main part tells the format.
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "DOCX"),
    (b"xl/", "XLSX"),
    (b"ppt/", "PPTX"),
    (b"OFD.xml", "OFD"),
    (b"opendocument", "ODT"),
)
_HTML = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def read(path: Path) -> Document:
    """Read the text file at `path`.

    Raises InputNotFound, InputIsFolder, InputUnreadable and what `read_bytes` raises.
    """
    try:
        data = path.read_bytes()
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
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> Document:
    """Make a Document of the bytes of a text file; the last part of `name` becomes the document's name.

    Raises InputEmpty, InputTooShort, InputUnsupported (no text) or InputUndecodable.
    """
    if kind := _kind(data):
        raise InputUnsupported(
            say(
                f"{name} 是 {kind} 文件，目前只读取纯文本（.txt、.md），请先转成文本。",
                f"{name} is a {kind} file; only plain text (.txt, .md) is read: convert it to text first.",
            )
        )
    text, encoding = decode(data, name)
    return _document(name, text, encoding, hashlib.sha256(data).hexdigest())


def from_text(text: str, name: str) -> Document:
    """Make a Document of text already decoded; its digest is that of its UTF-8 bytes.

    Raises InputEmpty or InputTooShort.
    """
    # A lone surrogate (from a damaged decoding elsewhere) must not stop the digest.
    return _document(name, text, "utf-8", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _document(name: str, text: str, encoding: str, sha256: str) -> Document:
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
    path = Path(name)
    return Document(path.name, text, encoding, _MEDIA_TYPES.get(path.suffix.lower(), "text/plain"), sha256)


def _kind(data: bytes) -> str | None:
    """The name of the format that the bytes are in, None where they may be text."""
    if data.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED if mark in data), "ZIP")
    if _HTML.match(data):
        return "HTML"
    return next((kind for mark, kind in _MAGIC if data.startswith(mark)), None)
