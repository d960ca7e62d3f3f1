"""Models behind one protocol: every one of them is an OpenAI-compatible endpoint."""

from summarizer.providers.base import Completion, Limits, Message, Provider

__all__ = ["Completion", "Limits", "Message", "Provider"]
