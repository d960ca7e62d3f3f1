"""Eight real reports make full records, whatever the model is worth: here it copies first clauses."""

import asyncio
from pathlib import Path

import pytest

from schemas import WorkReport
from summarizer.documents import read
from summarizer.engine import Engine

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
FILES = sorted(REPORTS.glob("0*.txt"))


@pytest.mark.skipif(not FILES, reason="the shared reports are not here")
@pytest.mark.parametrize("points", [1, 8])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:3])
def test_a_real_report_makes_a_record_whose_evidence_is_all_verbatim(file, points, scripted, evidence_of):
    document = read(file)
    record = asyncio.run(Engine(scripted(points=points), WorkReport).summarize(document))
    assert type(record).model_validate_json(record.model_dump_json()) == record
    summary = record.summary
    assert summary.achievements or summary.problems or summary.tasks
    assert all(each.quote == document.text[each.start : each.end] for each in evidence_of(summary))
    assert all(0 <= each.start < each.end <= len(document.text) for each in summary.sections)
    for item in (*summary.achievements, *summary.problems, *summary.tasks):
        assert item.evidence
        assert item.verdict != "unsupported"
    assert 0 < len(summary.abstract) <= 200
    assert len(summary.figures) == sum(each.verdict == "supported" for each in summary.figures)
