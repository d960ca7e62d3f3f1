"""What scoring costs: 1,000 documents of 5,000 characters in two processes; it must take less than 60 seconds.

Run it with the interpreter of an environment that has the program: `.venv/bin/python benchmarks/scoring.py`.
Reports are put together from the shipped data sets, labels included, and every answer has wrong figures. Reading
labels and answers is counted, making the answers is not.
"""

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from evals.corruption import corruptor
from evals.dataset import open_dataset
from evals.labels import label_of
from evals.predictions import prediction_of
from evals.reference import Reference
from evals.scorers import score
from schemas.work_report import WorkReport
from summarizer.documents import from_text

DOCUMENTS, CHARACTERS, PROCESSES, BAR = 1_000, 5_000, 2, 60.0
DATA = Path(__file__).parents[1] / "evals" / "data"
LISTS = ("sections", "achievements", "problems", "tasks", "figures", "policies", "initiatives")

Job = tuple[str, dict[str, Any], dict[str, Any]]


def reports() -> list[tuple[str, dict[str, Any]]]:
    """Each shipped report with others after it, cut to length, and what the labels say of what is left."""
    cases = [case for split in ("dev", "test") for case in open_dataset(DATA / split).cases]
    made = []
    for first in range(len(cases)):
        text, label = "", dict(json.loads(cases[first].label_path.read_bytes()))
        for case in islice(cycle(cases), first, None):
            if text:
                following = json.loads(case.label_path.read_bytes())
                label |= {name: [*label[name], *following[name]] for name in LISTS}
            text += case.document.text
            if len(text) >= CHARACTERS:
                break
        made.append((text[:CHARACTERS], {**label, **_within(label, text[:CHARACTERS])}))
    return made


def _within(label: dict[str, Any], text: str) -> dict[str, Any]:
    """What of the lists of a label is told in a text."""
    return {name: [each for each in label[name] if _cited(each) in text] for name in LISTS}


def _cited(labelled: Any) -> str:
    return labelled if isinstance(labelled, str) else labelled.get("evidence") or labelled["heading"]


def jobs() -> list[Job]:
    """A text, its label and an answer for each report."""
    made = []
    for text, label in reports():
        reference = Reference(from_text(text, "report.txt"), label_of(label, text, WorkReport), WorkReport)
        made.append((text, label, corruptor("digits", 0.2)(reference)))
    return made


def score_one(job: Job) -> int:
    """Score one answer; how many measures there are."""
    text, label, answer = job
    reference = Reference(from_text(text, "report.txt"), label_of(label, text, WorkReport), WorkReport)
    return len(score(reference, prediction_of(answer, text, WorkReport)).measures)


def main() -> None:
    """Print what is scored and how long it takes; exit with 1 where that is too long."""
    ready = jobs()
    size = sum(len(text) for text, _, _ in ready) / len(ready)
    figures = sum(len(label["figures"]) for _, label, _ in ready) / len(ready)
    items = sum(len(label[name]) for _, label, _ in ready for name in LISTS[1:4]) / len(ready)
    print(f"{len(ready)} reports of {size:.0f} characters, {figures:.0f} figures and {items:.0f} items each")  # noqa: T201
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        measures = sum(pool.map(score_one, islice(cycle(ready), DOCUMENTS), chunksize=20))
    seconds = time.perf_counter() - started
    spent = os.times()
    # What two cores need that have nothing else to do: the machine may be shared.
    alone = (spent.children_user + spent.children_system) / PROCESSES
    told = f"{DOCUMENTS} documents, {measures} measures in {PROCESSES} processes"
    print(f"{told}: {seconds:.1f} s, {alone:.1f} s of processor time each (bar {BAR:.0f} s)")  # noqa: T201
    sys.exit(alone >= BAR)


if __name__ == "__main__":
    main()
