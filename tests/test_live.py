"""The embedded model on a short report: slow, and only where its weights have been pulled."""

from pathlib import Path

import pytest

from schemas import Record, WorkReport
from summarizer import Summarizer
from summarizer.documents import from_text, read
from summarizer.grounding import unsupported
from summarizer.providers.weights import DEFAULT_WEIGHTS, installed, weights_path

WEIGHTS = weights_path(DEFAULT_WEIGHTS)  # asked before the tests get a cache folder of their own
REPORT = Path(__file__).parent / "data" / "short_report.txt"
# A point whose one long sentence makes no line: the model has to word it.
WORDY = (
    "三是各乡镇水利站的干部职工和村级管水员在全县的统一部署下通过集中培训考核和结对帮带等多种方式"
    "全面提升了业务能力并且已经为农村群众检修供水设施1350处。\n"
)
TEXT = read(REPORT).text.replace("二、存在的问题", WORDY + "\n二、存在的问题")

pytestmark = [
    pytest.mark.local,
    pytest.mark.skipif(not installed(DEFAULT_WEIGHTS), reason="the weights are not here"),
]


@pytest.fixture(scope="module")
def record():
    pytest.importorskip("xllamacpp")
    with Summarizer(model=str(WEIGHTS)) as summarizer:
        return summarizer.summarize(from_text(TEXT, "总结.txt"))


@pytest.fixture(scope="module")
def text():
    return TEXT


def items(summary):
    return (*summary.achievements, *summary.problems, *summary.tasks)


def test_the_record_is_valid(record):
    assert Record[WorkReport].model_validate_json(record.model_dump_json()) == record
    assert record.usage.model == DEFAULT_WEIGHTS.name
    assert record.usage.completion_tokens > 0


def test_every_quote_is_the_original_at_its_place(record, text):
    summary = record.summary
    cited = (*items(summary), *summary.figures, *summary.policies, *summary.initiatives)
    places = [each for one in cited for each in one.evidence]
    assert len(places) >= 4 + 9  # four points and nine figures
    assert all(each.quote == text[each.start : each.end] for each in places)


def test_each_point_is_in_its_list(record):
    summary = record.summary
    first, second, worded = summary.achievements
    assert "水利工程建设提速" in first.evidence[0].quote
    assert "农村供水保障有力" in second.evidence[0].quote
    assert "管水员" in worded.evidence[0].quote
    assert worded.verdict != "unsupported"
    (problem,) = summary.problems
    assert "项目资金缺口较大" in problem.evidence[0].quote
    (task,) = summary.tasks
    assert "抓好防汛备汛" in task.evidence[0].quote


def test_the_facts_are_those_of_the_report(record):
    summary = record.summary
    assert summary.title == "临江县水务局2024年上半年工作总结"
    assert summary.doc_type == "work_summary"
    assert summary.issuer == "临江县水务局"
    assert (summary.period.start, summary.period.end) == ("2024-01", "2024-06")


def test_every_number_in_every_text_is_in_the_report(record, text):
    summary = record.summary
    written = [
        summary.abstract,
        *(each.summary for each in summary.sections),
        *(each.text for each in items(summary)),
    ]
    assert [unsupported(each, [text]) for each in written] == [()] * len(written)
    assert not any(each.verdict == "unsupported" for each in items(summary))


def test_the_abstract_has_the_length_that_was_asked_for(record):
    assert 80 <= len(record.summary.abstract) <= 200
