"""The text of a PDF's pages, as a program of its own: PDFium bounds neither its memory nor its time.

A file of a hundred kilobytes can unfold to gigabytes inside PDFium, and nothing stops it but the end of its
process. The PDF comes on standard input; the answer is one JSON object on standard output, either
`{"pages": [...], "pictures": n}` or `{"problem": ..., "value": ...}`. Arguments: the most bytes of memory, pages
and characters. It imports nothing of the program, so that it starts fast.
"""

import json
import sys
from typing import Any

import pypdfium2
from pypdfium2 import raw

_FEW = 20


def main() -> None:
    """Answer for the PDF on standard input."""
    memory, most_pages, most_characters = map(int, sys.argv[1:4])
    _limit(memory)
    try:
        answer = _pages(pypdfium2.PdfDocument(sys.stdin.buffer.read()), most_pages, most_characters)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        answer = {"problem": "locked" if is_locked else "damaged", "value": str(error)}
    # Escapes carry characters that no encoding of a pipe would.
    sys.stdout.write(json.dumps(answer))


def _limit(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none; the time limit still holds there
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pages(document: Any, most_pages: int, most_characters: int) -> dict[str, object]:
    if len(document) > most_pages:
        return {"problem": "pages", "value": len(document)}
    texts, pictures, characters = [], 0, 0
    for page in document:
        layer = page.get_textpage()
        characters += layer.count_chars()
        if characters > most_characters:
            return {"problem": "characters", "value": characters}
        texts.append(layer.get_text_bounded())
        if len(texts[-1].strip()) < _FEW:
            pictures += any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        layer.close()
        page.close()
    return {"pages": texts, "pictures": pictures}


if __name__ == "__main__":
    main()
