import asyncio

import pytest

from summarizer.engine.facts import extract_facts

BODY = "\n一、主要工作成效\n一是我局水利工程建设提速。完成投资2.36亿元，群众十分满意。\n二是供水有力。新铺管网126公里。\n"
TITLED = "临江县水务局2024年上半年工作总结\n" + BODY
# Here the text alone says whose summary it is, which rules leave to the model.
UNNAMED = "2024年上半年水务工作总结\n临江县水务局供稿。\n" + BODY


@pytest.fixture
def facts_of(session_on, scripted):
    """A function that gives the facts of a text where a model says these things of it, with the session."""

    def run(text, *said):
        def answer(request):
            given = next(answers)
            names = request.schema["properties"]
            return {**dict.fromkeys(names), **given} if isinstance(given, dict) else given

        answers = iter(said)
        provider = scripted(answer, points=2)
        session = session_on(text, provider)
        return asyncio.run(extract_facts(session)), session, provider

    return run


def test_what_the_model_copies_is_kept(facts_of):
    facts, session, provider = facts_of(UNNAMED, {"issuer": "临江县水务局", "region": "临江县"})
    assert (facts["issuer"], facts["region"]) == ("临江县水务局", "临江县")
    assert len(provider.requests) == 1
    assert session.warnings == []


def test_what_the_document_does_not_state_is_asked_again_and_then_dropped(facts_of):
    invented = {"issuer": "临江县水利局", "region": "临江县"}
    facts, _, provider = facts_of(UNNAMED, invented, invented)
    assert "issuer" not in facts
    assert facts["region"] == "临江县"
    assert "临江县水利局" in provider.requests[1].messages[-1].content


def test_a_corrected_answer_is_taken(facts_of):
    facts, _, _ = facts_of(UNNAMED, {"issuer": "临江县水利局"}, {"issuer": "临江县水务局"})
    assert facts["issuer"] == "临江县水务局"


def test_of_an_author_what_is_stated_is_kept(facts_of):
    said = {"author": {"name": "沈知远", "role": "县水务局"}}
    facts, _, _ = facts_of(TITLED, said, said)
    assert facts["author"] == {"name": None, "role": "县水务局"}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("issuer", "沈知远"),
        ("issuer", "临江县"),
        ("region", "全县"),
        ("region", "水务工作"),
        ("author", {"name": "县水务局", "role": None}),
        ("author", {"name": "沈局长", "role": None}),
        ("author", {"name": None, "role": "水务工作"}),
    ],
)
def test_what_is_stated_but_is_another_sort_of_thing_is_refused(facts_of, field, said):
    text = "水务工作总结\n沈知远是全县的先进，县水务局沈局长和临江县的群众都这样说。\n" + BODY
    facts, _, _ = facts_of(text, {field: said}, {field: said})
    assert field not in facts


def test_an_occasion_names_an_event(facts_of):
    said = {"occasion": "临江县水务局"}
    assert "occasion" not in facts_of(TITLED, said, said)[0]


def test_what_rules_know_is_not_asked(facts_of):
    facts, _, provider = facts_of(TITLED, {})
    assert facts["title"] == "临江县水务局2024年上半年工作总结"
    assert facts["doc_type"] == "work_summary"
    assert facts["period"] == {"start": "2024-01", "end": "2024-06"}
    assert (facts["issuer"], facts["region"]) == ("临江县水务局", "临江县")
    assert (
        not {"title", "doc_type", "issuer", "region", "date", "period"}
        & provider.requests[0].schema["properties"].keys()
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("在全县水务工作会议上的讲话", "speech"),
        ("临江县人民政府工作报告", "work_report"),
        ("关于做好防汛备汛工作的通知", "notice"),
        ("临江县水务局2025年工作计划", "plan"),
        ("临江县水务发展实施方案", "plan"),
    ],
)
def test_the_title_tells_the_type_of_document(title, kind, facts_of):
    assert facts_of(f"{title}\n{BODY}", {})[0]["doc_type"] == kind


def test_a_signed_speech_has_its_author_without_being_asked(facts_of):
    text = f"在全县水务工作会议上的讲话\n临江县水务局党组书记、局长　沈知远\n{BODY}"
    facts, _, provider = facts_of(text)
    assert facts["author"] == {"name": "沈知远", "role": "临江县水务局党组书记、局长"}
    assert provider.requests == []


def test_without_any_usable_answer_the_facts_of_rules_are_left_with_a_warning(facts_of):
    facts, session, provider = facts_of(UNNAMED, "不知道", "{}")
    assert facts["title"] == "2024年上半年水务工作总结"
    assert "issuer" not in facts
    assert len(provider.requests) == 2
    assert len(session.warnings) == 1


def test_a_model_that_does_not_write_is_not_asked_for_facts(session_on, scripted, short_report):
    provider = scripted(points=1)
    facts = asyncio.run(extract_facts(session_on(short_report, provider)))
    assert provider.requests == []
    assert facts["title"] == "临江县水务局2024年上半年工作总结"
