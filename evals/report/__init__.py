"""The report of a run: one HTML page without network and without other files."""

from evals.report.html import render_report
from evals.report.view import View, view_of

__all__ = ["View", "render_report", "view_of"]
