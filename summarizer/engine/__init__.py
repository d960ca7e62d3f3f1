"""The one way from an outline to a record."""

from summarizer.engine.engine import Engine
from summarizer.engine.session import Progress, ignore_progress

__all__ = ["Engine", "Progress", "ignore_progress"]
