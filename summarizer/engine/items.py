"""Cited items: every point of the report is put into one of the schema's lists, in one line, with evidence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from schemas.fields import CitedItems, fields_of
from schemas.record import Item
from summarizer.documents import Point, Sentence, deadline, gives_orders, named_lacks, opens_with_thesis
from summarizer.engine.examples import TOKENS, Example
from summarizer.engine.item_answers import ItemAnswer, RawAnswer, Reading, answer_type
from summarizer.engine.kinds import CLAUSE_END, sorter
from summarizer.engine.plan import TOKENS_PER_ITEM, plan_items, show, told
from summarizer.engine.session import (
    MORE_ROOM,
    SHOWN_BACK,
    UNFIT,
    Session,
    cut_off,
    first_fault,
    read_answer,
    side_by_side,
    why_unfit,
)
from summarizer.engine.telling import LONGEST_TOPIC, own_line, stating, with_figure
from summarizer.engine.wording import clip, own_words, tidy
from summarizer.grounding import cite, cite_span, overstated, unsupported, verdict
from summarizer.providers.answers import NoObject
from summarizer.quantities import find_quantities

TEMPLATE = "items"
NOTHING = "无"


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with the point it came from and the field it belongs to."""

    point: Point
    field: str
    item: Item


async def extract_items(session: Session, year: int | None) -> tuple[Placed, ...]:
    """Put every point of the report into a line, in document order; `year` dates deadlines that name none.

    A model that writes is asked about all of them. With one that does not, a point whose sort is sure and
    that has words for a line is told in the document's own, and the model is asked about the others.
    """
    if not any(fields_of(session.schema, CitedItems)):
        return ()
    points = told(session.outline)
    worker = _Worker(session, year)
    writes = session.provider.limits.writes
    known = {p.id: placed for p in points if not writes and (placed := worker.by_rule(p))}
    plan = plan_items(
        (point for point in points if point.id not in known),
        session.provider.limits,
        TOKENS if session.examples else 0,
    )
    for warning in plan.warnings:
        session.warn(warning)
    session.begin("items", len(plan.batches))
    asked = await side_by_side(worker.batch(batch) for batch in plan.batches)
    found = known | {each.point.id: each for some in asked for each in some}
    items = tuple(found[number] for number in sorted(found))
    return (*items, *worker.named_lacks(items))


class _Worker:
    """Asks about batches of points and turns answers into items."""

    def __init__(self, session: Session, year: int | None) -> None:
        schema = session.schema
        self.session = session
        self.year = year
        self.fields = dict(fields_of(schema, CitedItems))
        self.item_types = {name: get_args(schema.model_fields[name].annotation)[0] for name in self.fields}
        self.sort = sorter(session.outline, self.fields)
        self.by_label = {kind.label: name for name, kind in self.fields.items()}

    def by_rule(self, point: Point) -> Placed | None:
        """The point in the document's own words where its sort is sure and a line says it; None where not."""
        names = self.sort(point)
        line = own_line(self.session.outline, point)
        # What stands under no heading and holds no number or figure may be mere talk.
        tells = point.numbered or point.path or (line and find_quantities(line))
        if len(names) != 1 or line is None or not tells:
            return None
        kind = self.fields[names[0]].label
        return None if self._overstated(point, kind, line) else self._item(point, kind, line, _told_by(point))

    def named_lacks(self, placed: Iterable[Placed]) -> Iterator[Placed]:
        """The lacks that a report names in passing, where it admits none and is no order to mend them."""
        outline = self.session.outline
        names = [name for name, kind in self.fields.items() if kind.status == "problem"]
        if gives_orders(outline) or any(each.field in names for each in placed):
            return
        for name in names:
            for point, start, end in named_lacks(outline):
                evidence = cite_span(outline, start, end)
                text = clip(outline.clean.text[start:end])
                said = verdict(text, [outline.clean.text[start:end]])
                yield Placed(
                    point, name, self.item_types[name](text=text, evidence=(evidence,), verdict=said)
                )

    async def batch(self, points: Sequence[Point]) -> list[Placed]:
        """Ask about some points; those without a good answer are asked about once more."""
        reading = Reading(faults={point.id: "没有得到回答" for point in points})
        await self._ask(points, reading)
        self.session.advance()
        return [placed for point in points if (placed := self._placed(point, reading))]

    async def _ask(self, points: Sequence[Point], reading: Reading) -> None:
        said, room = "", TOKENS_PER_ITEM
        for attempt in range(2):
            still_open = [point for point in points if point.id in reading.faults]
            if not still_open:
                return
            messages = self._messages(still_open)
            if attempt:
                faults = "；".join(dict.fromkeys(reading.faults[point.id] for point in still_open))
                messages += self.session.objection(TEMPLATE, said, faults)
            answer = answer_type(self._labels(still_open))
            try:
                completion = await self.session.complete(messages, answer, room * len(still_open))
            except UNFIT as error:
                await self._apart(still_open, reading, why_unfit(error))
                return
            if completion is None:
                return
            said = completion.text
            self._read(said, still_open, reading)
            left = [point for point in still_open if point.id in reading.faults]
            if left and (why := cut_off(completion)):
                if attempt or len(left) > 1:
                    await self._apart(left, reading, why)
                    return
                reading.faults[left[0].id] = why
                said, room = said[:SHOWN_BACK], room * MORE_ROOM

    async def _apart(self, points: Sequence[Point], reading: Reading, why: str) -> None:
        """Ask about each half of the points by itself; one that stands alone keeps the document's words."""
        if len(points) == 1:
            reading.unworded[points[0].id] = why
            return
        for half in (points[: len(points) // 2], points[len(points) // 2 :]):
            await self._ask(half, reading)

    def _messages(self, points: Sequence[Point]) -> list[Any]:
        shown = [{"id": p.id, "path": p.path, "text": show(self.session.outline, p)} for p in points]
        shots = [each.turn(self.fields[each.field].label) for each in self._examples(points)]
        return self.session.messages(TEMPLATE, shots, kinds=list(self.fields.values()), points=shown)

    def _examples(self, points: Sequence[Point]) -> list[Example]:
        if self.session.examples is None:
            return []
        text = "\n".join(sentence.text for point in points for sentence in point.sentences)
        return self.session.examples.like(text, self.session.outline.document.sha256, self._names(points))

    def _names(self, points: Sequence[Point]) -> set[str]:
        return {name for point in points for name in self.sort(point)}

    def _labels(self, points: Sequence[Point]) -> tuple[str, ...]:
        names = self._names(points)
        labels = [kind.label for name, kind in self.fields.items() if name in names]
        return (*labels, *([] if all(point.numbered for point in points) else [NOTHING]))

    def _read(self, said: str, points: Sequence[Point], reading: Reading) -> None:
        """Sort the items of an answer into good ones and faults."""
        asked = {point.id: point for point in points}
        try:
            raw = read_answer(RawAnswer, said)
        except NoObject as error:
            reading.faults |= dict.fromkeys(asked, str(error))
            return
        reading.faults |= {number: f"缺少要点{number}" for number in asked}
        for each in raw.items:
            number = each.get("point")
            if not isinstance(number, int) or number not in asked or number not in reading.faults:
                continue
            try:
                answer = ItemAnswer.model_validate(each)
            except ValidationError as error:
                reading.faults[number] = first_fault(error)
                continue
            if fault := self._fault(answer, asked[number], reading):
                reading.faults[number] = fault
            else:
                reading.good[number] = answer
                del reading.faults[number]

    def _fault(self, answer: ItemAnswer, point: Point, reading: Reading) -> str | None:
        allowed = self._labels([point])
        if answer.kind not in allowed:
            return f"要点{point.id}的 kind 只能是{'、'.join(allowed)}"
        if answer.kind == NOTHING:
            return None
        reading.kinds[point.id] = answer.kind
        if not tidy(answer.text):
            return f"要点{point.id}的 text 是空的"
        if invented := unsupported(tidy(answer.text), [s.text for s in point.sentences]):
            return f"要点{point.id}的原文里没有“{'”“'.join(invented)}”"
        if planned := self._overstated(point, answer.kind, tidy(answer.text)):
            return f"“{'”“'.join(planned)}”是计划，不是已有的结果，要写明“计划”"
        return None

    def _overstated(self, point: Point, kind: str, text: str) -> tuple[str, ...]:
        if self.fields[self.by_label[kind]].status != "achieved":
            return ()
        return overstated(self.session.outline, point.sentences[0].start, point.sentences[-1].end, text)

    def _placed(self, point: Point, reading: Reading) -> Placed | None:
        if answer := reading.good.get(point.id):
            if answer.kind == NOTHING:
                return None
            text = self._figured(point, answer.kind, clip(tidy(answer.text)))
            return self._item(point, answer.kind, text, answer.sentences)
        if self.session.declined:
            return self._likely(point)
        return self._in_own_words(point, reading)

    def _in_own_words(self, point: Point, reading: Reading) -> Placed:
        """A point for which the model had no good words, told in the document's: nothing is left out silently."""
        topic = own_words(point.sentences[0].text)
        why = reading.unworded.get(point.id)
        if not why and (kind := reading.kinds.get(point.id)):
            self.session.warn(f"“{topic}”改用原文：{reading.faults[point.id]}")
            return self._item(point, kind, self._figured(point, kind, topic), [point.sentences[0].id])
        likely = self._likely(point)
        guess = f"（归入{self.fields[likely.field].label}只是猜测）" if len(self.sort(point)) > 1 else ""
        self.session.warn(f"“{topic}”改用原文{guess}：{why or reading.faults[point.id]}")
        return likely

    def _likely(self, point: Point) -> Placed:
        """The point as far as rules can tell: of the sorts that it may be, the first; in its first words."""
        kind = self.fields[self.sort(point)[0]].label
        line = own_line(self.session.outline, point)
        if line is None or self._overstated(point, kind, line):
            line = own_words(stating(point)[0].text)
        return self._item(point, kind, line, _told_by(point))

    def _figured(self, point: Point, kind: str, text: str) -> str:
        """The line with the point's most telling figure, unless that would tell a plan as a result."""
        figured = with_figure(self.session.outline, point, text)
        return text if self._overstated(point, kind, figured) else figured

    def _item(self, point: Point, kind: str, text: str, cited: Iterable[int]) -> Placed:
        name = self.by_label[kind]
        chosen = supporting(point, text, frozenset(cited))
        item_type = self.item_types[name]
        more: dict[str, Any] = {}
        if "deadline" in item_type.model_fields:
            more["deadline"] = _due(text, chosen, self.year)
        item = item_type(
            text=text,
            evidence=cite(self.session.outline, chosen),
            verdict=verdict(text, [sentence.text for sentence in chosen]),
            **more,
        )
        return Placed(point, name, item)


def _told_by(point: Point) -> list[int]:
    """The sentence that states the point; what a short topic is about, the next one says."""
    topic, *others = stating(point)
    brief = len(topic.text) <= LONGEST_TOPIC or (
        topic is point.sentences[0] and opens_with_thesis(point.sentences)
    )
    return [topic.id, *(each.id for each in others[:1] if brief)]


def _due(text: str, sentences: Iterable[Sentence], year: int | None) -> str | None:
    """The deadline that the line itself tells, else the only one of its evidence: of several, none is its."""
    if told := deadline(text, year):
        return told
    clauses = (clause for sentence in sentences for clause in CLAUSE_END.split(sentence.text))
    found = {due for clause in clauses if (due := deadline(clause, year))}
    return found.pop() if len(found) == 1 else None


def supporting(point: Point, text: str, cited: frozenset[int]) -> list[Sentence]:
    """The point's topic sentence, the sentences that were cited, and those that hold its numbers and names.

    The model's ids are trusted to point, not to be complete: a sentence is added while it holds something
    that the text claims and the chosen ones lack.
    """
    topic = point.sentences[0]
    chosen = [s for s in point.sentences if s.id in cited or (point.numbered and s is topic)] or [topic]
    lacking = unsupported(text, [s.text for s in chosen])
    for sentence in point.sentences:
        if not lacking:
            break
        left = unsupported(text, [s.text for s in (*chosen, sentence)])
        if len(left) < len(lacking):
            chosen.append(sentence)
            lacking = left
    return chosen
