"""The systems side by side: every metric that counts, what was invented, what it took, and whether the aim is met."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.table import Table

from evals import METRICS, Case
from evals.model import DocumentScore, Prediction
from evals.predictions import prediction_of
from evals.reference import Reference, amount
from evals.scorers import score_case
from evals.support import Told, numbers_held
from evals.text import any_overlap
from summarizer.files import write_text

Answered = tuple[Case, Mapping[str, Any], str | None]
"""A document, an answer in the record's form, and the error in its place."""
Row = dict[str, float]
"""A value for each system that has one."""

LISTS = ("sections", "achievements", "problems", "tasks", "figures", "policies", "initiatives")
F1 = tuple(f"{name}.f1" for name in LISTS)
MEANS = (
    "facts.accuracy",
    *F1,
    "figures.strict_f1",
    "abstract.must_have",
    "abstract.rougeL_char",
    "evidence.verbatim",
)
MEAN_F1, INVENTED, FAILED, PLANNED = "f1.mean", "invented", "failed", "status.planned_as_achieved"
COSTS = ("cost.tokens_in", "cost.tokens_out", "cost.seconds")
SUMS = (PLANNED, *COSTS)
COUNTED = frozenset({*SUMS, INVENTED, FAILED})  # the less, the better
NAMES = {MEAN_F1: "F1 平均", INVENTED: "凭空的数字", FAILED: "没有答案的文件"}
ROWS = (*MEANS[: len(F1) + 1], MEAN_F1, *MEANS[len(F1) + 1 :], INVENTED, *SUMS, FAILED)
SHARE = 0.5  # of the better peer's time that ours may take


def invented(reference: Reference, prediction: Prediction) -> int:
    """How many numbers are told that stand nowhere in the document, in figures, statements and free text."""
    figures = sum(
        amount(each.value) not in reference.amounts or any_overlap(reference.masked, each.places)
        for listed in prediction.figures.values()
        for each in listed
    )
    texts = [item.text for listed in prediction.items.values() for item in listed]
    texts += prediction.prose.values()
    return figures + sum(not held for text in texts for held in numbers_held(Told(text), reference.told))


def rows(told: Mapping[str, Iterable[Answered]]) -> dict[str, Row]:
    """Each row of the table: means over the documents, and sums of what is counted."""
    columns = {system: dict(_column(answers)) for system, answers in told.items()}
    names = dict.fromkeys(name for column in columns.values() for name in column)
    ordered = sorted(names, key=ROWS.index)
    return {
        name: {system: column[name] for system, column in columns.items() if name in column}
        for name in ordered
    }


def _column(answers: Iterable[Answered]) -> Iterator[tuple[str, float]]:
    """One system's values; a metric that no document has anything for is left out."""
    scored, lies, failed = [], 0, 0
    for case, answer, error in answers:
        prediction = prediction_of(answer, case.document.text, case.schema)
        scored.append(score_case(case, prediction))
        lies += invented(case.reference, prediction)
        failed += error is not None
    for name in MEANS:
        if values := _values(scored, name):
            yield name, fmean(values)
    yield MEAN_F1, fmean(fmean(_values(scored, name)) for name in F1)
    yield from ((name, sum(_values(scored, name))) for name in SUMS)
    yield INVENTED, lies
    yield FAILED, failed


def _values(scored: Iterable[DocumentScore], name: str) -> list[float]:
    return [
        each.value
        for document in scored
        for each in document.measures
        if each.metric == name and each.value is not None
    ]


def reached(name: str, row: Row, system: str, better: str) -> bool:
    """Whether `system` is best in a row; where nothing is left to gain, as good as the best is enough.

    Of seconds at most half of the `better` peer's, the one of the higher mean F1.
    """
    mine, others = row[system], [value for other, value in row.items() if other != system]
    if name == "cost.seconds":
        return mine <= SHARE * row[better]
    if name in COUNTED:
        return mine < min(others) or mine == 0
    return mine > max(others) or mine == 1


def show(told: Mapping[str, list[Answered]], system: str, path: Path) -> None:
    """Print the table, with the aim where there is somebody to compare with, and write its numbers to `path`."""
    table = rows(told)
    peers = [name for name in told if name != system]
    better = max(peers, key=lambda name: table[MEAN_F1][name]) if peers and system in told else None
    shown = Table(title=f"{len(next(iter(told.values())))} 份文件")
    shown.add_column("指标", no_wrap=True)
    for name in told:
        shown.add_column(name, justify="right")
    if better:
        shown.add_column("目标")
    aims = {}
    for name, row in table.items():
        cells = [_label(name), *(_cell(name)(row[each]) if each in row else "–" for each in told)]
        if better and len(row) == len(told):
            aims[name] = reached(name, row, system, better)
            cells.append("✓" if aims[name] else "✗")
        shown.add_row(*cells)
    Console().print(shown)
    content = {"documents": [case.id for case, *_ in next(iter(told.values()))], "rows": table, "aims": aims}
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _label(name: str) -> str:
    return NAMES.get(name) or METRICS[name].label


def _cell(name: str) -> Callable[[float], str]:
    return "{:,.0f}".format if name in COUNTED else "{:.3f}".format
