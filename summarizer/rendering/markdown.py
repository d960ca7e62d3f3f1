"""The record as Markdown, in Chinese."""

import re
from typing import Any

from schemas import Record
from summarizer.rendering.blocks import (
    MARKS,
    Block,
    Entry,
    FigureRow,
    FigureTable,
    Footer,
    Listing,
    Paragraph,
    Remark,
    Title,
    blocks_of,
)

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What means something wherever it stands, what opens a list or an underlined heading at the start, and
# what would turn an address into a link.
_SPECIAL = re.compile(r"[\\`*_\[\]|~$#@]|^[-+=]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^(\d+)(?=[.)](?: |$))")


def render_markdown(record: Record[Any]) -> str:
    """Return the record as one Markdown text with a final newline. No text of the document is markup."""
    return "\n\n".join(_written(block) for block in blocks_of(record)) + "\n"


def _written(block: Block) -> str:
    match block:
        case Title():
            return _title(block)
        case Paragraph(label, text):
            return f"## {escape(label)}\n\n{escape(text)}"
        case Remark(label, text):
            return f"**{escape(label)}**：{escape(text)}"
        case Listing(label, entries, inline):
            body = "　".join(map(_entry, entries)) if inline else "\n".join(map(_bullet, entries))
            return f"## {escape(label)}\n\n{body}"
        case FigureTable():
            return _table(block)
        case Footer(text):
            return f"---\n\n*{escape(text)}*"


def escape(text: str) -> str:
    """Return `text` so written that Markdown, and HTML within it, shows exactly its characters."""
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return _LEADING_NUMBER.sub(r"\1\\", escaped).translate(_HTML)


def _title(title: Title) -> str:
    facts = (*title.facts, ("来源", title.source))
    lines = (f"- **{escape(label)}**：{escape(value)}" for label, value in facts)
    return "\n".join((f"# {escape(title.text)}", "", *lines))


def _bullet(entry: Entry) -> str:
    mark = f"{MARKS[entry.verdict]} " if entry.verdict else ""
    return f"- {mark}{_entry(entry)}"


def _entry(entry: Entry) -> str:
    lead = f"**{escape(entry.lead)}**　" if entry.lead else ""
    deadline = f"（期限 {escape(entry.deadline)}）" if entry.deadline else ""
    return f"{lead}{escape(entry.text)}{deadline} {entry.reference}".rstrip()


def _table(table: FigureTable) -> str:
    lines = [("", *map(escape, table.columns)), ("---", "---", "---:", "---", "---"), *map(_row, table.rows)]
    return "\n".join((f"## {escape(table.label)}", "", *(f"| {' | '.join(cells)} |" for cells in lines)))


def _row(row: FigureRow) -> tuple[str, ...]:
    quote = escape("".join(row.quote))
    value = escape(row.mention) + row.arrow
    return MARKS[row.verdict], escape(row.subject), value, row.status, f"{row.reference} {quote}".strip()
