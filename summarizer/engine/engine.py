"""The engine: a schema's fields, extracted kind by kind, put together into a record."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
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
from summarizer.engine.system import SystemMark, code_sha256
from summarizer.errors import ReportTimeout
from summarizer.messages import say
from summarizer.prompting import PromptSet
from summarizer.providers import Limits, Postponed, Provider
from summarizer.providers.lanes import own_lane

S = TypeVar("S", bound=Schema)


class Engine(Generic[S]):
    """Summarises documents by one schema with one provider; may work on several documents at once.

    `report_timeout` is the seconds that one document may take. Of `examples` those most like what is asked
    about go into requests.
    """

    def __init__(
        self,
        provider: Provider,
        schema: type[S],
        report_timeout: float | None = None,
        examples: Examples | None = None,
    ) -> None:
        self._provider = provider
        self._examples = examples
        self._schema = schema
        self.record: type[Record[S]] = Record[schema]  # type: ignore[valid-type]  # a class made at run time
        self._prompts = PromptSet(schema.prompts)
        self._report_timeout = report_timeout
        self.provenance = Provenance(
            program=f"report-summarizer {version('report-summarizer')}",
            schema_sha256=_digest(schema),
            prompts_sha256=self._prompts.digest(),
            examples_sha256=examples.sha256 if examples else None,
        )

    @property
    def limits(self) -> Limits:
        """What its model can take."""
        return self._provider.limits

    @property
    def system(self) -> SystemMark:
        """What its records depend on beside the documents."""
        return SystemMark(
            model=self._provider.model,
            identity=self._provider.identity,
            schema_name=self._schema.record_format,
            code_sha256=code_sha256(),
            **self.provenance.model_dump(exclude_none=True),
        )

    async def summarize(
        self, document: Document, progress: Callable[[Progress], None] = ignore_progress
    ) -> Record[S]:
        """Summarise one document; ProviderError where the model cannot be asked at all, or not in time."""
        try:
            with own_lane():
                async with asyncio.timeout(self._report_timeout) as deadline:
                    return await self._summarize(document, progress)
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise self._too_slow(document.name) from error

    async def _summarize(self, document: Document, progress: Callable[[Progress], None]) -> Record[S]:
        parsed = await asyncio.to_thread(outline, document)
        session = Session(self._provider, self._prompts, self._schema, parsed, progress, self._examples)
        facts = await _facts(session)
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
        return self.record(
            format=self._schema.record_format,
            source=source_of(document),
            summary=summary,
            checks=Checks(
                uncited_figures=uncited(parsed, (each.item for each in placed), prose.values()),
                repairs=dict(parsed.clean.repairs),
                warnings=(*_without_model(session), *session.warnings, *self_contradictions(parsed)),
            ),
            usage=session.usage(),
            provenance=self.provenance,
        )

    def _too_slow(self, name: str) -> ReportTimeout:
        seconds = f"{self._report_timeout:g}"
        return ReportTimeout(
            say(
                f"{name} 在 {seconds} 秒内没有摘要完。可用设置 report_timeout 放宽",
                f"{name} was not summarised in {seconds} s. Allow more with the setting report_timeout",
            )
        )


async def _facts(session: Session) -> dict[str, Any]:
    """The facts. Where they come later, the points, which are asked about without them, come along."""
    try:
        return await extract_facts(session)
    except Postponed:
        with suppress(Postponed):
            await extract_items(session, None)
        raise


def _year(facts: dict[str, Any]) -> int | None:
    """The year that the report was written in, as far as its facts tell."""
    period = facts.get("period")
    date = facts.get("date") or (period and period["end"])
    return int(date[:4]) if date else None


def _without_model(session: Session) -> tuple[str, ...]:
    return ("没有用模型：要点由规则归类，用的是原文的话",) if session.declined else ()


def source_of(document: Document) -> Source:
    """What a record says of the document that it was made of."""
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
