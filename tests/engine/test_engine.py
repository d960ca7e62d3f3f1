import asyncio
from typing import Annotated, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import CitedItems, Fact, Record, Schema, WorkReport
from schemas.record import Item, Task
from summarizer.documents import from_text
from summarizer.engine import Engine
from summarizer.errors import EndpointUnreachable, ReportTimeout

PLAIN = "同志们，大家辛苦了，今天天气很好，我们在这里相聚，感到十分高兴，谢谢大家一直以来的支持和帮助"


class Duties(Schema):
    """A schema of a user's own: what is to be done, and by whom."""

    record_format: ClassVar = "duties/1"
    prompts: ClassVar = "work_report"

    issuer: Annotated[str | None, Fact("单位")] = None
    duties: Annotated[tuple[Task, ...], CitedItems("任务", meaning="将来要做的事", headings=("下一步",))] = ()


class Flaws(Schema):
    record_format: ClassVar = "flaws/1"
    prompts: ClassVar = "work_report"

    flaws: Annotated[tuple[Item, ...], CitedItems("问题", meaning="不足、困难")] = ()


def summarize(document, provider, schema=WorkReport):
    return asyncio.run(Engine(provider, schema).summarize(document))


def test_a_report_becomes_a_full_record(short_report, scripted, evidence_of):
    record = summarize(short_report, scripted())
    assert isinstance(record, Record[WorkReport])
    assert Record[WorkReport].model_validate_json(record.model_dump_json()) == record
    assert record.format == "work_report/1"
    assert record.source.model_dump() == {
        "name": "short_report.txt",
        "sha256": short_report.sha256,
        "media_type": "text/plain",
        "encoding": "utf-8",
        "characters": len(short_report.text),
    }
    summary = record.summary
    assert (summary.title, summary.doc_type) == ("临江县水务局2024年上半年工作总结", "work_summary")
    assert [len(each) for each in (summary.achievements, summary.problems, summary.tasks)] == [2, 1, 1]
    assert [each.role for each in summary.sections] == ["achievements", "problems", "tasks"]
    assert len(summary.figures) == 9
    assert summary.abstract
    places = list(evidence_of(summary))
    assert places
    assert all(each.quote == short_report.text[each.start : each.end] for each in places)


def test_usage_tells_what_the_report_took(short_report, scripted):
    provider = scripted()
    usage = summarize(short_report, provider).usage
    assert usage.calls == len(provider.requests)
    assert (usage.prompt_tokens, usage.completion_tokens) == (10 * usage.calls, 3 * usage.calls)


def test_a_record_tells_what_made_it_and_two_runs_tell_the_same(short_report, scripted):
    one, other = summarize(short_report, scripted()), summarize(short_report, scripted())
    assert one.provenance == other.provenance
    assert one.provenance.program.startswith("report-summarizer ")
    assert one.summary == other.summary
    assert one.checks == other.checks


def test_another_schema_has_another_digest_and_the_same_prompts_the_same(short_report, scripted):
    full, duties, flaws = (
        summarize(short_report, scripted(), schema).provenance for schema in (WorkReport, Duties, Flaws)
    )
    assert len({full.schema_sha256, duties.schema_sha256, flaws.schema_sha256}) == 3
    assert full.prompts_sha256 == duties.prompts_sha256


def test_a_schema_of_a_users_own_needs_no_other_engine(scripted, answering, short_report):
    text = short_report.text.partition("\n")[2]
    provider = scripted(
        lambda request: {"issuer": "临江县水务局"} if request.stage == "facts" else answering[1](request),
        points=2,
    )
    # Its first line named the issuer to rules; in the text it is the model that finds it.
    report = from_text(f"水务工作总结\n临江县水务局供稿。\n{text}", "总结.txt")
    record = summarize(report, provider, Duties)
    assert isinstance(record, Record[Duties])
    assert record.format == "duties/1"
    assert record.summary.issuer == "临江县水务局"
    assert any("防汛备汛" in each.text for each in record.summary.duties)
    assert {request.stage for request in provider.requests} == {"facts", "items"}
    assert provider.requests[0].schema["required"] == ["issuer"]


def test_a_schema_without_facts_asks_for_none(short_report, scripted):
    provider = scripted()
    assert summarize(short_report, provider, Flaws).summary.flaws
    assert provider.requests == []


@pytest.mark.parametrize("text", [PLAIN, f"{PLAIN}。", "统计表\n\n" + "甲 乙 丙 丁\n" * 10])
def test_a_text_without_points_gives_an_empty_abstract_and_no_failure(
    text, scripted, answering, item_nothing
):
    record = summarize(from_text(text, "发言.txt"), scripted(item_nothing))
    summary = record.summary
    assert summary.achievements == summary.problems == summary.tasks == ()
    assert summary.abstract == ""


@pytest.fixture
def item_nothing(answering):
    """A model that finds only empty talk."""
    item, dutiful = answering

    def answer(request):
        if request.stage != "items":
            return dutiful(request)
        return {"items": [item(number, "无", "") for number in request.points]}

    return answer


def test_figures_that_nothing_mentions_are_listed_with_their_places(short_report, scripted):
    record = summarize(short_report, scripted())
    told = record.summary.abstract + "".join(
        each.text for each in (*record.summary.achievements, *record.summary.problems, *record.summary.tasks)
    )
    assert record.checks.uncited_figures
    for figure in record.checks.uncited_figures:
        assert short_report.text[figure.start : figure.end] == figure.mention
        assert figure.mention not in told


def test_a_model_that_cannot_be_asked_gives_no_record(short_report, scripted):
    with pytest.raises(EndpointUnreachable):
        summarize(short_report, scripted(lambda _: EndpointUnreachable("无法连接"), points=2))


def test_two_reports_at_once_do_not_mix(short_report, scripted):
    other = from_text(
        short_report.text.replace("临江县", "望川区").replace("2.36亿元", "5.55亿元"), "望川.txt"
    )
    engine = Engine(scripted(points=2), WorkReport)

    async def both():
        return await asyncio.gather(engine.summarize(short_report), engine.summarize(other))

    first, second = asyncio.run(both())
    assert first.summary == summarize(short_report, scripted(points=2)).summary
    assert second.summary == summarize(other, scripted(points=2)).summary
    assert "2.36亿元" not in second.model_dump_json()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("成绩要点1无[]#", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["items", "point", "kind", "text", "sentences", "summary", "abstract", "issuer"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


# The fixtures only make functions and an immutable document: nothing is carried from example to example.
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_model_says_the_record_is_valid_and_its_evidence_verbatim(
    data, short_report, scripted, evidence_of
):
    record = summarize(short_report, scripted(lambda _: data.draw(JUNK), points=2))
    places = evidence_of(record.summary)
    assert all(each.quote == short_report.text[each.start : each.end] for each in places)
    for field in ("achievements", "problems", "tasks"):
        assert all(item.verdict != "unsupported" for item in getattr(record.summary, field))


def test_a_report_over_its_deadline_fails_with_its_name_and_others_go_on(scripted, short_report):
    class Silent:
        model = identity = "silent"
        limits = scripted(points=8).limits  # trusted with prose, so that it is asked for some

        async def complete(self, *_):
            await asyncio.Event().wait()

    async def main():
        return await asyncio.gather(
            Engine(Silent(), WorkReport, report_timeout=0.5).summarize(short_report),
            Engine(scripted(), WorkReport).summarize(short_report),
            return_exceptions=True,
        )

    late, done = asyncio.run(main())
    assert isinstance(late, ReportTimeout)
    assert short_report.name in str(late)
    assert "report_timeout" in str(late)
    assert isinstance(done, Record)
