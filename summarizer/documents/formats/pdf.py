"""PDF files (ISO 32000): their text layer, page by page, read in a process of its own."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from summarizer.documents.formats.archive import damaged, locked
from summarizer.documents.formats.extracted import LONGEST_TEXT, Extracted, too_long
from summarizer.documents.formats.paged import MOST_PAGES, paged, require_text, too_many_pages
from summarizer.errors import InputScanned, InputTooLarge
from summarizer.messages import say

if find_spec("pypdfium2") is None:
    raise ModuleNotFoundError("pypdfium2", name="pypdfium2")

_PROGRAM = Path(__file__).with_name("pdf_pages.py")
# Measured: 5 ms and a few kilobytes for a page of text.
_SECONDS = 60.0
_MEMORY = 2 << 30
# Glyphs that their font maps to no character come out as these.
_UNMAPPED = "\0\ufffd"
_MOST_UNMAPPED = 0.3


def load(data: bytes, name: str, seconds: float = _SECONDS, memory: int = _MEMORY) -> Extracted:
    """Read a PDF within that time and that many bytes of memory.

    Raises InputDamaged, InputScanned, InputTooLarge or InputUnsupported (a password).
    """
    answer = _ask(data, name, seconds, memory)
    match answer.get("problem"):
        case "locked":
            raise locked(name)
        case "damaged":
            raise damaged(name, answer["value"])
        case "pages":
            raise too_many_pages(name, answer["value"])
        case "characters":
            raise too_long(name)
    # PDFium gives U+FFFE for a hyphen at the end of a line.
    pages = [page.replace("\r", "").replace("\ufffe", "-") for page in answer["pages"]]
    require_text(pages, answer["pictures"], name)
    _require_characters("".join(pages), name)
    return paged([page.translate(dict.fromkeys(map(ord, _UNMAPPED))) for page in pages], name)


def _ask(data: bytes, name: str, seconds: float, memory: int) -> dict[str, Any]:
    # -P: the modules beside the program must not stand in for those of the standard library.
    command = [sys.executable, "-P", str(_PROGRAM), str(memory), str(MOST_PAGES), str(LONGEST_TEXT)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_hard(name, seconds, memory) from error
    if done.returncode:
        raise _too_hard(name, seconds, memory)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _too_hard(name: str, seconds: float, memory: int) -> InputTooLarge:
    return InputTooLarge(
        say(
            f"{name} 在 {seconds:g} 秒、{memory >> 20} MB 内存之内读不完，请另存为 .docx 或文本后再试。",
            f"{name} cannot be read within {seconds:g} s and {memory >> 20} MB: save it as .docx or text.",
        )
    )


def _require_characters(text: str, name: str) -> None:
    unmapped = sum(map(text.count, _UNMAPPED))
    if unmapped > _MOST_UNMAPPED * max(1, len(text)):
        raise InputScanned(
            say(
                f"{name} 的文字层里 {unmapped} 个字形没有对应的字符，读不出来，请先做文字识别（OCR）。",
                f"{unmapped} glyphs in {name} stand for no character, so its text is lost: run OCR on it first.",
            )
        )
