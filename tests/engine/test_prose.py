import asyncio

import pytest

from summarizer.engine.items import extract_items
from summarizer.engine.prose import write_prose

FACTS = {
    "issuer": "临江县水务局",
    "period": {"start": "2024-01", "end": "2024-06"},
    "doc_type": "work_summary",
}
GOOD = (
    "2024年上半年，临江县水务局加快水利建设，完成投资2.36亿元，新铺供水管网126公里，农村供水保障更加有力，"
    "各项工作取得新的进展。当前项目资金缺口较大，仍需筹措资金4200万元。下一步将抓好防汛备汛各项工作。"
)


@pytest.fixture
def abstract_of(session_on, scripted, answering, short_report):
    """A function that gives the abstract of the short report where a model says this, with all it was asked."""
    _, dutiful = answering

    def run(*said, facts=FACTS):
        left = iter(said)
        provider = scripted(
            lambda request: {"abstract": next(left)} if request.stage == "prose" else dutiful(request),
            points=2,
        )
        session = session_on(short_report, provider)

        async def both():
            placed = await extract_items(session, 2024)
            return await write_prose(session, facts, placed)

        return asyncio.run(both())["abstract"], provider.asked("prose"), session

    return run


def test_a_good_abstract_is_taken_as_it_is(abstract_of):
    text, asked, session = abstract_of(GOOD)
    assert text == GOOD
    assert len(asked) == 1
    assert session.warnings == []


def test_the_model_sees_facts_as_people_write_them_and_the_items(abstract_of):
    _, asked, _ = abstract_of(GOOD)
    assert "时段：2024年上半年" in asked[0].question
    assert "单位：临江县水务局" in asked[0].question
    assert "2.36亿元" in asked[0].question
    assert "work_summary" not in asked[0].question


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (GOOD.replace("2.36亿元", "3.36亿元"), "3.36亿元"),
        (GOOD + GOOD, "200"),
        ("各项工作有序推进。", "80"),
        ("各项工作持续有序推进，" * 9 + "成效明显。", "数字"),
    ],
)
def test_an_abstract_that_does_not_hold_is_asked_again_with_what_is_wrong(bad, fault, abstract_of):
    text, asked, session = abstract_of(bad, GOOD)
    assert text == GOOD
    assert fault in asked[1].messages[-1].content
    assert session.warnings == []


def test_of_an_abstract_still_wrong_the_sentences_that_hold_are_kept(abstract_of):
    bad = GOOD + "全年荣获表彰37次。"
    text, asked, session = abstract_of(bad, bad)
    assert text == GOOD
    assert len(asked) == 2
    assert session.warnings == []


@pytest.mark.parametrize("bad", ["各项工作有序推进。", GOOD.replace("2", "7"), ""])
def test_where_too_little_holds_the_abstract_is_put_together_from_the_items(bad, abstract_of):
    text, _, session = abstract_of(bad, bad)
    assert text.startswith("临江县水务局总结2024年上半年工作：")
    assert "2.36亿元" in text
    assert len(text) <= 200
    assert len(session.warnings) == 1


def test_without_items_there_is_no_abstract_and_nothing_is_asked(session_on, scripted, short_report):
    provider = scripted([])
    session = session_on(short_report, provider)
    assert asyncio.run(write_prose(session, FACTS, ())) == {"abstract": ""}
    assert provider.requests == []


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2024-01", "2024-06", "2024年上半年"),
        ("2024-07", "2024-12", "2024年下半年"),
        ("2024-01", "2024-12", "2024年"),
        ("2024-01", "2024-09", "2024年1月至9月"),
        ("2016-01", "2020-12", "2016年至2020年"),
    ],
)
def test_a_period_is_told_as_people_do(start, end, told, abstract_of):
    _, asked, _ = abstract_of(GOOD, GOOD, facts={"period": {"start": start, "end": end}})
    assert f"时段：{told}\n" in asked[0].question


def test_a_model_that_is_sure_of_single_points_only_is_not_asked_to_write(session_on, scripted, short_report):
    provider = scripted(points=1)
    session = session_on(short_report, provider)

    async def both():
        return await write_prose(session, FACTS, await extract_items(session, 2024))

    abstract = asyncio.run(both())["abstract"]
    assert provider.asked("prose") == []
    assert abstract.startswith("临江县水务局总结2024年上半年工作：实施重点水利项目14个")
    assert "存在项目资金缺口较大等问题。" in abstract
    assert session.warnings == []


@pytest.mark.parametrize(
    ("facts", "opening"),
    [
        (
            {
                "doc_type": "speech",
                "author": {"name": "陆清", "role": "县委书记"},
                "region": "临江县",
                "occasion": "全县水利工作会议",
                "period": {"start": "2024-01", "end": "2024-12"},
            },
            "临江县委书记陆清在全县水利工作会议上讲话，总结2024年工作：",
        ),
        (
            {"doc_type": "speech", "author": {"name": "陆清", "role": "局长"}, "occasion": "水利工作会议"},
            "局长陆清在水利工作会议上讲话：",
        ),
        (
            {"doc_type": "notice", "issuer": "临江县水务局", "title": "临江县水务局关于做好防汛工作的通知"},
            "临江县水务局发出关于做好防汛工作的通知：",
        ),
        (
            {"doc_type": "plan", "issuer": "临江县水务局", "title": "临江县水务局2024年工作要点"},
            "临江县水务局制定2024年工作要点：",
        ),
        (
            {"doc_type": "news", "issuer": "临江县水务局", "period": {"start": "2024-01", "end": "2024-06"}},
            "2024年上半年，临江县水务局：",
        ),
        ({"title": "水利建设提速"}, "水利建设提速："),
        ({}, ""),
    ],
)
def test_an_abstract_that_is_put_together_begins_as_its_kind_of_document_does(
    facts, opening, session_on, scripted, short_report
):
    session = session_on(short_report, scripted(points=1))

    async def both():
        return await write_prose(session, facts, await extract_items(session, 2024))

    assert asyncio.run(both())["abstract"].startswith(opening)


def test_a_speech_demands_and_a_notice_tells_what_is_to_be_done(session_on, scripted, short_report):
    async def both(kind):
        session = session_on(short_report, scripted(points=1))
        return await write_prose(session, {"doc_type": kind}, await extract_items(session, 2024))

    speech, notice = (asyncio.run(both(kind))["abstract"] for kind in ("speech", "notice"))
    assert "等问题。要求" in speech
    assert "完成投资" in speech
    assert "下一步计划" not in notice
    assert "完成投资" not in notice
