"""Schemas: Pydantic classes that say what to extract, and the record that holds a summary."""

from schemas.fields import CitedItems, Fact, Figures, Kind, Names, Prose, SectionList, fields_of, kind_of
from schemas.record import Record, Schema
from schemas.work_report import WorkReport

__all__ = [
    "CitedItems",
    "Fact",
    "Figures",
    "Kind",
    "Names",
    "Prose",
    "Record",
    "Schema",
    "SectionList",
    "WorkReport",
    "fields_of",
    "kind_of",
]
