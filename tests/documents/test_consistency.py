from pathlib import Path

import pytest

from summarizer.documents import contradictions, find_facts, from_text, outline, period_of, read

SHARED = Path(__file__).parents[3] / "shared"
PATHS = [*sorted((SHARED / "reports").glob("*.txt")), *sorted((SHARED / "corpus").glob("*.txt"))]

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
        ("培训果农50人、技术员20人，共90人。", "各部分相加为70人，与总数90人不符"),
        ("东乡收果50吨、西乡20吨，合计73吨。", "各部分相加为70吨，与总数73吨不符"),
        ("全县共有果库27个：东区12个、西区14个。", "各部分相加为26个，与总数27个不符"),
        ("共投入800万元（县级300万元、镇级400万元）。", "各部分相加为700万元，与总数800万元不符"),
        (
            "培训果农2084人次，其中初级果农803人次，中级果农602人次，高级果农1079人次。",
            "各部分相加为2484人次，与总数2084人次不符",
        ),
        ("应完成果库200个，完成180个，完成率95%。", "200个中的180个应为90.0%，原文写95%"),
        ("抽检果品500批次，合格470批次，合格率98.5%。", "500批次中的470批次应为94.0%，原文写98.5%"),
        ("112家果企中有19家亏损，占25%。", "112家中的19家应为17.0%，原文写25%"),
        (
            "实现收入8.21亿元，同比增加1.03亿元、增长24.3%。",
            "8.21亿元中同比增加1.03亿元应为14.3%，原文写24.3%",
        ),
        (
            "产量由30吨提高到36吨，增加6吨，增长25%。",
            "从30吨到36吨应为上升20.0%，原文写增长25%",
        ),
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
        "培训果农50人、技术员20人，共70人。",
        "每村配备果农5人、技术员2人，共90人。",  # in all villages
        "培训果农50人、技术员20人，共发放补贴90人。",  # of what is not said
        "培训果农约50人、技术员20人，共90人。",
        "培训果农50人、技术员20人等，共90人。",
        "全县共有果库27个：东区12个、西区15个。",
        "全县共27家果企，东区12家、西区14家完成改造。",  # not all did
        "培训果农70人，其中党员果农50人，新增果农40人。",
        "抓获嫌疑人20人，其中网上逃犯4人，查处违规人员30人。",  # not of the 20
        "应完成果库200个，完成180个，完成率90%。",
        "反馈问题38个，已整改35个，整改率92.1%。",
        "新增立案30件，结案25件，结案率91%。",  # of older ones too
        "应完成果库200个，完成投资180万元，完成率95%。",
        "112家果企中有19家亏损，占17%。",
        "实现收入8.21亿元，同比增加1.03亿元、增长14.3%。",
        "实现收入8.21亿元，同比增加1.03亿元、增长16.3%（同口径）。",
        "产量由30吨提高到36吨，增加6吨，增长20%。",
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


@pytest.mark.skipif(not PATHS, reason="the shared reports are not here")
def test_nothing_is_told_of_two_hundred_real_documents_that_add_up():
    told = {}
    for path in PATHS:
        parsed = outline(read(path))
        facts = find_facts(parsed)
        date, period = (each and each.value for each in (facts.date, facts.period))
        if wrong := contradictions(
            parsed, lambda each, known=(parsed, date, period): period_of(known[0], each, *known[1:])
        ):
            told[path.name] = wrong
    assert told == {}
