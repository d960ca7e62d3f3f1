"""From files to records: what the command line and the library's users call."""

from summarizer.app.many import Batch, BatchResult, Mode
from summarizer.app.one import Summarizer, plan_requests, summarize

__all__ = ["Batch", "BatchResult", "Mode", "Summarizer", "plan_requests", "summarize"]
