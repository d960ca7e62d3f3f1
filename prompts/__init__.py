"""Prompt templates, a folder for each schema; data only."""
