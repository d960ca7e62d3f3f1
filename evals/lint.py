"""`eval lint`: what is wrong with a data set, before anything is measured with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from evals.dataset import LABELS, Case, Dataset, documents_of
from evals.model import FigureMark, Label, Statement
from evals.near_duplicates import near_duplicates
from schemas.fields import Prose, fields_of
from schemas.record import Schema
from summarizer.documents import simplified
from summarizer.errors import SummarizerError
from summarizer.messages import say
from summarizer.quantities import find_quantities

TEXT_MOST = 45
EVIDENCE_LEAST, EVIDENCE_MOST = 4, 120
SUBJECT_MOST = 30
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ISO_MONTH = re.compile(r"\d{4}-\d\d")
SENTENCE_END = re.compile(r"[。！？!?]")


@dataclass(frozen=True, slots=True)
class Fault:
    """`error` makes scores wrong; `warning` deserves a look. `where` names set, document and field."""

    level: Literal["error", "warning"]
    where: str
    what: str


def lint(datasets: Sequence[Dataset]) -> list[Fault]:
    """Check data sets, each for itself and all against each other."""
    return list(chain(chain.from_iterable(map(_dataset, datasets)), _across(datasets)))


def _dataset(dataset: Dataset) -> Iterator[Fault]:
    name, folder = dataset.card.name, dataset.folder
    documents = documents_of(folder)
    labels = {path.stem for path in (folder / LABELS).glob("*.json")}
    for missing in sorted(labels - documents.keys()):
        yield Fault("error", f"{name}/{missing}", say("有标注，没有文件", "a label without a document"))
    for missing in sorted(documents.keys() - labels):
        yield Fault("warning", f"{name}/{missing}", say("有文件，没有标注", "a document without a label"))
    for stranger in sorted(dataset.card.strata.keys() - documents.keys()):
        yield Fault(
            "error",
            f"{name}/dataset.toml",
            say(f"strata 里的 {stranger} 没有文件", f"no document {stranger}"),
        )
    sealed = dataset.card.sha256
    if sealed and sealed != dataset.sha256:
        what = say(
            f"内容与版本 {dataset.card.version} 封存时不同；请升版本号，再用 eval lint --seal 封存",
            f"not what version {dataset.card.version} was sealed with; raise the version, then eval lint --seal",
        )
        yield Fault("error", f"{name}/dataset.toml: sha256", what)
    for case in dataset.cases:
        yield from (Fault(level, f"{name}/{case.id}: {field}", what) for level, field, what in _case(case))


Found = tuple[Literal["error", "warning"], str, str]


def _case(case: Case) -> Iterator[Found]:
    try:
        label, text = case.label, case.document.text
    except SummarizerError as error:
        yield "error", "-", str(error)
        return
    if label.id != case.id:
        yield "error", "id", say(f"写的是 {label.id}", f"says {label.id}")
    yield from lint_label(label, text, case.schema)


def lint_label(label: Label, text: str, schema: type[Schema]) -> Iterator[Found]:
    """What is wrong with one label of a document's text: level, field and words of each fault."""
    yield from _facts(label)
    for name, items in label.items.items():
        for index, item in enumerate(items):
            yield from ((level, f"{name}[{index}]", what) for level, what in _item(item))
    for name, figures in label.figures.items():
        for index, figure in enumerate(figures):
            yield from ((level, f"{name}[{index}]", what) for level, what in _figure(figure))
        yield from (("error", name, what) for what in _twice(figures))
    yield from _prose(label, schema)
    for noise in label.noise:
        if noise not in text and noise not in simplified(text):
            yield "warning", "noise", say(f"文件里没有“{noise}”", f"{noise!r} is not in the document")


def _facts(label: Label) -> Iterator[Found]:
    for name, value in label.facts.items():
        if name == "date" and value is not None and not ISO_DATE.fullmatch(str(value)):
            yield "error", name, say(f"{value} 不是 ISO 日期", f"{value} is no ISO date")
        if isinstance(value, dict) and {"start", "end"} <= value.keys():
            for month in (value["start"], value["end"]):
                if month is not None and not ISO_MONTH.fullmatch(str(month)):
                    yield "error", name, say(f"{month} 不是 ISO 月份", f"{month} is no ISO month")


def _item(item: Statement) -> Iterator[tuple[Literal["error", "warning"], str]]:
    (evidence,) = item.quotes
    yield from _evidence(evidence, item.places)
    if not 0 < len(item.text) <= TEXT_MOST:
        yield "error", say(f"text 有 {len(item.text)} 字", f"text has {len(item.text)} characters")
    if not EVIDENCE_LEAST <= len(evidence) <= EVIDENCE_MOST:
        yield "error", say(f"evidence 有 {len(evidence)} 字", f"evidence has {len(evidence)} characters")
    if SENTENCE_END.search(evidence.rstrip("。！？!?")):
        yield "warning", say(f"evidence 跨了句子：{evidence}", f"evidence crosses a sentence: {evidence}")


def _evidence(evidence: str, places: Sequence[Any]) -> Iterator[tuple[Literal["error", "warning"], str]]:
    if not places:
        yield (
            "error",
            say(f"文件里没有这段 evidence：{evidence}", f"evidence is not in the document: {evidence}"),
        )
    elif len(places) > 1:
        count = len(places)
        yield (
            "warning",
            say(f"evidence 出现 {count} 次：{evidence}", f"evidence occurs {count} times: {evidence}"),
        )


def _figure(figure: FigureMark) -> Iterator[tuple[Literal["error", "warning"], str]]:
    (evidence,) = figure.quotes
    if figure.mention not in evidence:
        yield (
            "error",
            say(f"{figure.mention} 不在它的 evidence 里", f"{figure.mention} is not in its evidence"),
        )
    elif not figure.places:
        yield from _evidence(evidence, ())
    if len(figure.subject) > SUBJECT_MOST:
        yield (
            "error",
            say(f"subject 有 {len(figure.subject)} 字", f"subject has {len(figure.subject)} characters"),
        )
    if not figure.optional:
        yield from _reading(figure, evidence)


def _reading(figure: FigureMark, evidence: str) -> Iterator[tuple[Literal["error", "warning"], str]]:
    """A slip of the annotator's pen, or of the grammar: either is worth a look."""
    start = evidence.find(figure.mention)
    read = [
        each
        for each in find_quantities(evidence)
        if each.start < start + len(figure.mention) and start < each.end
    ]
    if read and not any(float(each.value) == figure.value and each.unit == figure.unit for each in read):
        said = "、".join(f"{each.value.normalize():f}{each.unit}" for each in read)
        yield (
            "warning",
            say(
                f"{figure.mention} 读作 {said}，标的是 {figure.value:g}{figure.unit}",
                f"{figure.mention} reads as {said}, labelled {figure.value:g}{figure.unit}",
            ),
        )


def _twice(figures: Iterable[FigureMark]) -> Iterator[str]:
    """More labels of one mention than there are places for it."""
    for (mention, places), count in Counter((each.mention, each.places) for each in figures).items():
        if places and count > len(places):
            yield say(f"{mention} 标了 {count} 次", f"{mention} is labelled {count} times")


def _prose(label: Label, schema: type[Schema]) -> Iterator[Found]:
    for name, kind in fields_of(schema, Prose):
        text = label.prose[name]
        if not kind.least <= len(text) <= kind.most:
            yield "error", name, say(f"有 {len(text)} 字", f"has {len(text)} characters")
        for wanted in label.must_have:
            if not any(each in text for each in wanted):
                yield (
                    "warning",
                    "must_have",
                    say(
                        f"参考摘要里没有“{'|'.join(wanted)}”",
                        f"the reference abstract lacks {'|'.join(wanted)!r}",
                    ),
                )
        for noise in label.noise:
            if noise in text:
                yield "error", name, say(f"含有页面噪声“{noise}”", f"holds the page's noise {noise!r}")


def _across(datasets: Sequence[Dataset]) -> Iterator[Fault]:
    """Documents alike, and issuers that two splits share: what is tuned on one would be known in the other."""
    texts = {f"{dataset.card.name}/{case.id}": case for dataset in datasets for case in dataset.cases}
    readable = {name: text for name, case in texts.items() if (text := _text(case)) is not None}
    for one, other, likeness in near_duplicates(readable):
        what = say(f"与 {other} 有 {likeness:.0%} 相同", f"{likeness:.0%} the same as {other}")
        yield Fault("error" if one.split("/")[0] != other.split("/")[0] else "warning", one, what)
    seen: dict[str, str] = {}
    for dataset in datasets:
        issuers = {issuer for case in dataset.cases if (issuer := _issuer(case))}
        for issuer in sorted(issuers & seen.keys()):
            what = say(f"{issuer} 也在 {seen[issuer]} 里", f"{issuer} is in {seen[issuer]} too")
            yield Fault("error", dataset.card.name, what)
        seen |= dict.fromkeys(issuers, dataset.card.name)


def _text(case: Case) -> str | None:
    try:
        return case.document.text
    except SummarizerError:
        return None  # said already


def _issuer(case: Case) -> str | None:
    try:
        return case.label.facts.get("issuer")
    except SummarizerError:
        return None
