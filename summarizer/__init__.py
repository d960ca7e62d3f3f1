"""Turn Chinese work reports into structured summaries in which every statement leads to its source.

from summarizer import summarize

record = summarize("report.txt")
print(record.summary.abstract)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas import Record, WorkReport
    from summarizer.app import Batch, BatchResult, Summarizer, summarize
    from summarizer.batch.cluster.run import Cluster
    from summarizer.batch.folder import BatchFolder
    from summarizer.batch.progress import BatchProgress
    from summarizer.batch.reading import open_batch
    from summarizer.documents import Document, from_text, read, read_bytes
    from summarizer.errors import SummarizerError
    from summarizer.rendering import render_json, render_markdown, render_terminal

__all__ = [
    "Batch",
    "BatchFolder",
    "BatchProgress",
    "BatchResult",
    "Cluster",
    "Document",
    "Record",
    "Summarizer",
    "SummarizerError",
    "WorkReport",
    "from_text",
    "open_batch",
    "read",
    "read_bytes",
    "render_json",
    "render_markdown",
    "render_terminal",
    "summarize",
]

# Names are looked up when first used: importing the package alone must cost nothing.
_PLACES = {
    "summarizer.app": ("Batch", "BatchResult", "Summarizer", "summarize"),
    "summarizer.batch.cluster.run": ("Cluster",),
    "summarizer.batch.folder": ("BatchFolder",),
    "summarizer.batch.progress": ("BatchProgress",),
    "summarizer.batch.reading": ("open_batch",),
    "summarizer.documents": ("Document", "from_text", "read", "read_bytes"),
    "summarizer.errors": ("SummarizerError",),
    "summarizer.rendering": ("render_json", "render_markdown", "render_terminal"),
    "schemas": ("Record", "WorkReport"),
}


def __getattr__(name: str) -> Any:
    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
