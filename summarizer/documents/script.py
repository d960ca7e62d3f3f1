"""Traditional script to simplified for reading; the only module that loads OpenCC."""

from functools import cache
from typing import TYPE_CHECKING

from summarizer.documents.offsets import Edit

if TYPE_CHECKING:
    from opencc import OpenCC

# Simplified text is all but free of characters outside of GB 2312; traditional text has a third of them.
_TRADITIONAL_SHARE = 0.04
_SAMPLE = 20_000


def to_simplified(text: str) -> list[Edit]:
    """Edits that turn each traditional line into simplified script; [] where the text is simplified."""
    if not _is_traditional(text[:_SAMPLE]):
        return []
    edits = []
    start = 0
    for line in text.split("\n"):
        simplified = _convert(line)
        if simplified != line:
            edits.append(Edit(start, start + len(line), simplified))
        start += len(line) + 1
    return edits


def simplified(text: str) -> str:
    """Any text in simplified script, character for character, so that places stay."""
    if len(text.encode("gb2312", "ignore").decode("gb2312")) == len(text):
        return text
    return "\n".join(map(_convert, text.split("\n")))


def _is_traditional(text: str) -> bool:
    ideographs = [char for char in text if "一" <= char <= "鿿"]
    kept = "".join(ideographs).encode("gb2312", "ignore")
    return len(ideographs) - len(kept) // 2 > _TRADITIONAL_SHARE * len(ideographs)


def _convert(line: str) -> str:
    """One line in simplified script; by characters where phrases would change its length."""
    converter = _converter()
    simplified: str = converter.convert(line)
    return simplified if len(simplified) == len(line) else "".join(map(converter.convert, line))


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415  loading its dictionaries takes longer than cleaning a report

    return OpenCC("t2s")
