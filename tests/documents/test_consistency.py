import pytest

from summarizer.documents import contradictions, find_facts, from_text, outline, period_of

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def found(text):
    parsed = outline(from_text("某县2023年上半年果业工作总结\n" + text + BODY, "总结.txt"))
    facts = find_facts(parsed)
    date, period = (each and each.value for each in (facts.date, facts.period))
    return parsed, contradictions(parsed, lambda each: period_of(parsed, each, date, period))


def reasons(text):
    return [each.reason for each in found(text)[1]]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "优果率由91.5%提高到93.8%，提高3.2个百分点。",
            "从91.5%到93.8%应为上升2.3个百分点，原文写提高3.2个百分点",
        ),
        ("合作社由105家增加到112家，净增8家。", "从105家到112家应为上升7家，原文写净增8家"),
        ("虫口密度由34只降到31只，下降18.8%。", "从34只到31只应为下降8.8%，原文写下降18.8%"),
        (
            "优果率由91.5%提高到93.8%，下降2.3个百分点。",
            "从91.5%到93.8%应为上升2.3个百分点，原文写下降2.3个百分点",
        ),
        ("果价48元，比去年同期的42元上升24.3%。", "从42元到48元应为上升14.3%，原文写上升24.3%"),
        (
            "果业产值89.8亿元，同比增长6.1%，其中鲜果22.4亿元、果汁46.7亿元、果干40.7亿元。",
            "各部分相加为109.8亿元，与总数89.8亿元不符",
        ),
        ("安排项目86个，其中新建38个、续建42个。", "各部分相加为80个，与总数86个不符"),
        (
            "今年以来，全县优果率达到75.2%。品质稳定。今年以来，全县优果率达到78.2%。",
            "“全县优果率”一处是75.2%，一处是78.2%",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_both_places(text, reason):
    parsed, (only,) = found(text)
    assert only.reason == reason
    assert len(only.places) == 2
    assert all(parsed.clean.text[start:end] for start, end in only.places)


@pytest.mark.parametrize(
    "text",
    [
        "优果率由91.5%提高到93.8%，提高2.3个百分点。",
        "合作社由105家增加到112家，净增7家。",
        "虫口密度由34只降到31只，下降8.8%。",
        "亩产由377.5公斤提高到380.1公斤，增加2.6公斤。",
        "产值由1.26亿元增加到1.31亿元，增长3.8%。",  # 3.5 to 4.8 by what rounding hides
        "合作社由近100家增加到112家，净增15家。",
        "果价48元，比去年同期的42元上升14.3%。",
        "产值由3亿元增加到4亿元，同比增长21%。",  # of what is not said
        "果业产值89.8亿元，其中鲜果12.4亿元、果汁36.7亿元、果干40.7亿元。",
        "果业产值89.9亿元，其中鲜果12.4亿元、果汁36.7亿元、果干40.7亿元。",  # not all parts are told
        "培训果农50名，其中女果农30名、党员40名。",  # some are both
        "安排项目86个，其中新建38个、续建48个。",
        "新增合作社5家，同比增加2家，其中果品类9家、苗木类3家。",  # of all, not of the new ones
        "上半年，全县优果率达到75.2%。品质稳定。去年，全县优果率达到72.8%。",
        "全县优果率达到75.2%。品质稳定。力争全县优果率达到80%。",
        "全县优果率达到75.2%。品质稳定。全县优果率达到75%。",
        "东乡优果率达到75.2%。品质稳定。西乡优果率达到78.2%。",
    ],
)
def test_what_fits_or_may_be_read_otherwise_is_let_be(text):
    assert reasons(text) == []
