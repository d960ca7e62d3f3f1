"""Models behind one protocol: every one of them is an OpenAI-compatible endpoint."""

from summarizer.providers.base import Completion, Declined, Limits, Message, Postponed, Provider

__all__ = ["Completion", "Declined", "Limits", "Message", "Postponed", "Provider"]
