"""Records and pages for tests of the page: by rules alone, and by hand with hostile text everywhere."""

from functools import cache
from pathlib import Path
from typing import Any

from schemas import Record, WorkReport
from schemas.record import Checks, Evidence, Figure, Item, NamedThing, SectionSummary, Task, UncitedFigure
from summarizer import summarize
from summarizer.documents import Document, from_text, read
from summarizer.rendering.html import render_html
from tests.rendering.conftest import record_of

EXAMPLES = Path(__file__).parents[3] / "examples"
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)></style><svg onload=alert(3)>"
    "\"'><a href=javascript:alert(4)>-->\x00\x1b[31m\u202egnp.exe\u2066\u2028\u2029\ud800{{ 7*7 }}&lt;b&gt;</details>"
)
BODY = (
    "临江县水务局2024年工作总结\n\n全年完成投资3.2亿元，同比增长8.1%。"
    + HOSTILE
    + "\n存在资金缺口较大等问题。"
)


@cache
def by_rules(name: str) -> tuple[Record[WorkReport], Document]:
    """An example's record without a model, and its document."""
    document = read(EXAMPLES / name)
    return summarize(document, model="none"), document


def record_for(document: Document, summary: WorkReport, checks: Checks | None = None) -> Record[WorkReport]:
    """A record by hand of this document."""
    record = record_of(summary, checks)
    return record.model_copy(
        update={"source": record.source.model_copy(update={"sha256": document.sha256, "name": document.name})}
    )


def cited(document: Document, words: str) -> Evidence:
    """The first place of these words."""
    start = document.text.index(words)
    return Evidence(start=start, end=start + len(words), quote=words)


def item(document: Document, *quotes: str, **values: Any) -> Item:
    """A statement in the words of its first quote."""
    evidence = tuple(cited(document, words) for words in quotes)
    return Item(**{"text": quotes[0], "evidence": evidence, "verdict": "supported"} | values)


def hostile_page() -> tuple[str, Document]:
    """Hostile text wherever text can come from: document, its name, record, warnings."""
    document = from_text(BODY, f"{HOSTILE.replace('/', '')}.txt")
    quote = (cited(document, HOSTILE),)
    summary = WorkReport(
        title=HOSTILE, issuer=HOSTILE, date=HOSTILE, abstract=HOSTILE,
        sections=(SectionSummary(heading=HOSTILE, role="tasks", summary=HOSTILE, start=0, end=9),),
        achievements=(Item(text=HOSTILE, evidence=quote, verdict="supported"),),
        tasks=(Task(text=HOSTILE, evidence=quote, verdict="unsupported", deadline=HOSTILE),),
        figures=(
            Figure(
                subject=HOSTILE, value=1, unit=HOSTILE, mention=HOSTILE, period=HOSTILE, status="achieved",
                evidence=quote, verdict="unchecked",
            ),
        ),
        policies=(NamedThing(name=HOSTILE, evidence=quote),),
    )  # fmt: skip
    checks = Checks(
        warnings=(HOSTILE,),
        repairs={HOSTILE: 1},
        uncited_figures=(UncitedFigure(mention=HOSTILE, start=quote[0].start, end=quote[0].end),),
    )
    return render_html(record_for(document, summary, checks), document), document
