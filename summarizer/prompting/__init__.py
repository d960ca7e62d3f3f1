"""Prompts from templates, and the JSON schemas that go with them."""

from summarizer.prompting.request_schema import request_schema
from summarizer.prompting.templates import PromptSet

__all__ = ["PromptSet", "request_schema"]
