"""Accuracy evals: structured summaries measured against hand-labelled references."""
