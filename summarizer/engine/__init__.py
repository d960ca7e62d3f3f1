"""The one way from an outline to a record."""

from summarizer.engine.engine import Engine, source_of
from summarizer.engine.session import Progress, ignore_progress
from summarizer.engine.system import SystemMark, code_sha256

__all__ = ["Engine", "Progress", "SystemMark", "code_sha256", "ignore_progress", "source_of"]
