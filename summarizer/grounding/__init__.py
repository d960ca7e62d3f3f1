"""Evidence from ids, and verdicts on what a model wrote."""

from summarizer.grounding.evidence import cite, cite_span
from summarizer.grounding.verify import overstated, stated, unsupported, verdict

__all__ = ["cite", "cite_span", "overstated", "stated", "unsupported", "verdict"]
