"""The engine: a schema's fields, extracted kind by kind, put together into a record."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Generic, TypeVar

from schemas.fields import CitedItems, Figures, fields_of
from schemas.record import Checks, Provenance, Record, Schema, Source
from summarizer.documents import Document, outline
from summarizer.engine.examples import Examples
from summarizer.engine.facts import extract_facts
from summarizer.engine.figures import extract_figures, extract_names, self_contradictions, uncited
from summarizer.engine.items import extract_items
from summarizer.engine.prose import write_prose
from summarizer.engine.sections import summarize_sections
from summarizer.engine.session import Progress, Session, ignore_progress
from summarizer.prompting import PromptSet
from summarizer.providers import Provider

S = TypeVar("S", bound=Schema)


class Engine(Generic[S]):
    """Summarises documents by one schema with one provider; may work on several documents at once."""

    def __init__(self, provider: Provider, schema: type[S], examples: Examples | None = None) -> None:
        self._provider = provider
        self._examples = examples
        self._schema = schema
        self._record: type[Record[S]] = Record[schema]  # type: ignore[valid-type]  # a class made at run time
        self._prompts = PromptSet(schema.prompts)
        self._slots = asyncio.Semaphore(provider.limits.parallel)
        self.provenance = Provenance(
            program=f"report-summarizer {version('report-summarizer')}",
            schema_sha256=_digest(schema),
            prompts_sha256=self._prompts.digest(),
            examples_sha256=examples.sha256 if examples else None,
        )

    async def summarize(
        self, document: Document, progress: Callable[[Progress], None] = ignore_progress
    ) -> Record[S]:
        """Summarise one document; ProviderError where the model cannot be asked at all."""
        parsed = await asyncio.to_thread(outline, document)
        session = Session(
            self._provider, self._prompts, self._schema, parsed, self._slots, progress, self._examples
        )
        facts = await extract_facts(session)
        placed = await extract_items(session, _year(facts))
        lists = {
            name: tuple(each.item for each in placed if each.field == name)
            for name, _ in fields_of(self._schema, CitedItems)
        }
        # The first figure loads a dictionary, which would hold up other reports.
        figures = await asyncio.to_thread(extract_figures, parsed, self._schema, placed)
        sections = await summarize_sections(session, placed)
        prose = await write_prose(session, facts, placed)
        summary = self._schema(
            **facts,
            **lists,
            **{name: figures for name, _ in fields_of(self._schema, Figures)},
            **extract_names(parsed, self._schema),
            **sections,
            **prose,
        )
        return self._record(
            format=self._schema.record_format,
            source=_source(document),
            summary=summary,
            checks=Checks(
                uncited_figures=uncited(parsed, (each.item for each in placed), prose.values()),
                repairs=dict(parsed.clean.repairs),
                warnings=(*_without_model(session), *session.warnings, *self_contradictions(parsed)),
            ),
            usage=session.usage(),
            provenance=self.provenance,
        )


def _year(facts: dict[str, Any]) -> int | None:
    """The year that the report was written in, as far as its facts tell."""
    period = facts.get("period")
    date = facts.get("date") or (period and period["end"])
    return int(date[:4]) if date else None


def _without_model(session: Session) -> tuple[str, ...]:
    return ("没有用模型：要点由规则归类，用的是原文的话",) if session.declined else ()


def _source(document: Document) -> Source:
    return Source(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        encoding=document.encoding,
        characters=len(document.text),
    )


def _digest(schema: type[Schema]) -> str:
    """SHA-256 of the schema: what JSON Schema says of its form, and the kinds of its fields."""
    kinds = {name: repr(info.metadata) for name, info in schema.model_fields.items()}
    whole = json.dumps([schema.model_json_schema(), kinds], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
