"""The command line: commands parse, call one public function and print; errors become one line here."""

from summarizer.cli.main import main

__all__ = ["main"]
