from summarizer.rendering.json_text import render_json, render_line
from summarizer.rendering.markdown import render_markdown
from summarizer.rendering.plain import plain
from summarizer.rendering.terminal import render_terminal

__all__ = ["plain", "render_json", "render_line", "render_markdown", "render_terminal"]
