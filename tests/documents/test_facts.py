import pytest

from summarizer.documents import find_facts, from_text, outline
from summarizer.documents.people import Person

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，我们取得了比较明显的成效。"

LETTER = f"""青川县人民政府办公室关于印发《青川县果业发展实施方案》的通知
（青政办发〔2024〕12号）
各乡镇人民政府，县政府各工作部门、各直属机构：
《青川县果业发展实施方案》已经县政府同意，现印发给你们，请认真贯彻执行。
青川县人民政府办公室
2024年3月5日
青川县果业发展实施方案
一、总体要求
{BODY}
二、保障措施
{BODY}
"""


def outlined(text):
    return outline(from_text(text, "总结.txt"))


def facts_of(text):
    return find_facts(outlined(text))


def value(found):
    return found and found.value


def told(text, fact):
    return value(getattr(facts_of(text), fact))


def test_a_letter_tells_who_issued_it_to_whom_when_and_under_which_number():
    facts = facts_of(LETTER)
    assert value(facts.doc_type) == "notice"
    assert value(facts.issuer) == "青川县人民政府办公室"
    assert value(facts.region) == "青川县"
    assert value(facts.number) == "青政办发〔2024〕12号"
    assert value(facts.addressee) == "各乡镇人民政府，县政府各工作部门、各直属机构"
    assert (facts.signature.value.organisation, facts.signature.value.date) == (
        "青川县人民政府办公室",
        "2024-03-05",
    )
    assert value(facts.date) == "2024-03-05"
    assert facts.author is None
    assert facts.occasion is None


def test_a_damaged_twin_tells_the_same():
    from opencc import OpenCC  # noqa: PLC0415  slow to load, and only this test needs it

    sound = LETTER + "三、进度安排\n推进时间表：2024年建成果园3000亩，投资1.2亿元，进一步推进产业升级。\n"
    damaged = OpenCC("s2t").convert(sound).replace("進", "進(jìn)").replace("業", "業(yè)")
    page = f"首页\n分享到：\n{damaged}\n版权所有：某某网\n"
    one, other = outlined(sound), outlined(page)
    assert [each.heading for each in one.sections] == [each.heading for each in other.sections]
    assert [(each.value, each.unit) for each in one.quantities] == [
        (each.value, each.unit) for each in other.quantities
    ]
    facts, same = find_facts(one), find_facts(other)
    for name in facts.__slots__:
        assert value(getattr(facts, name)) == value(getattr(same, name))


def test_every_fact_names_its_rule_and_its_place():
    parsed = outlined(LETTER)
    facts = find_facts(parsed)
    for name in ("title", "number", "addressee"):
        found = getattr(facts, name)
        assert found.rule
        assert parsed.clean.text[found.start : found.end] == found.value
    assert parsed.clean.text[facts.signature.start : facts.signature.end].startswith("青川县人民政府办公室\n")


def test_a_date_of_the_page_has_no_place_in_the_clean_text():
    found = facts_of(f"果业工作报告\n发布时间：2024-02-01 10:00\n{BODY}\n{BODY}").date
    assert (found.value, found.start, found.end, found.rule) == ("2024-02-01", None, None, "published")


@pytest.mark.parametrize(
    ("title", "issuer", "region"),
    [
        ("青川县果业局2024年上半年工作总结", "青川县果业局", "青川县"),
        ("2024年青川县政府工作报告", "青川县政府", "青川县"),
        ("南河省青川县扎实开展果业普查", None, "青川县"),
        ("中共青川县委、青川县人民政府关于加快果业发展的意见", "中共青川县委、青川县人民政府", "青川县"),
        ("某县果业局2024年工作总结", None, None),
        ("X县果业局2024年工作总结", None, None),
        ("全县果业工作总结", None, None),
        ("扎实推进果业振兴", None, None),
    ],
)
def test_issuer_and_region_are_read_from_a_title_that_names_them(title, issuer, region):
    facts = facts_of(f"{title}\n{BODY}\n{BODY}")
    assert (value(facts.issuer), value(facts.region)) == (issuer, region)


def test_the_issuer_is_who_signs_where_the_title_names_none():
    facts = facts_of(f"关于果业工作的通知\n{BODY}\n{BODY}\n青川县果业局（代章）\n二〇二四年三月五日")
    assert value(facts.issuer) == "青川县果业局"
    assert value(facts.date) == "2024-03-05"


def test_several_organisations_sign_together():
    facts = facts_of(f"关于果业工作的通知\n{BODY}\n{BODY}\n青川县果业局\n青川县财政局\n2024年3月5日")
    assert facts.signature.value.organisation == "青川县果业局、青川县财政局"


def test_the_issuer_is_the_speakers_organisation_where_nobody_signs():
    facts = facts_of(f"奋力谱写果业新篇章\n青川县果业局党组书记、局长　何知远\n同志们：\n{BODY}\n{BODY}")
    assert value(facts.issuer) == "青川县果业局"
    assert value(facts.author) == Person("何知远", "青川县果业局党组书记、局长")


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("果业工作报告\n县长　何知远", Person("何知远", "县长")),
        ("果业工作报告\n青川县果业局党委书记,局长 何 远", Person("何远", "青川县果业局党委书记,局长")),
        ("果业工作报告\n汇报人：何知远", Person("何知远", None)),
        ("果业工作报告\n青川县果业局党组书记、局长", Person(None, "青川县果业局党组书记、局长")),
        ("果业工作报告\n县政府副县长何远2月20日在全县果业工作会议上的讲话。", Person("何远", "县政府副县长")),
        ("果业工作报告\n——2024年1月9日在青川县人民代表大会上 县长 何知远", Person("何知远", "县长")),
        ("果业工作报告\n自治区主席 阿里木·买买提", Person("阿里木·买买提", "自治区主席")),
        ("果业工作报告\n青川县果业局 何知远", Person("何知远", "青川县果业局")),
        ("果业节开幕\n本报讯（通讯员 何知远）昨日开幕。", Person("何知远", "通讯员")),
        ("果业节开幕\n本报讯（记者 何知远 通讯员 程远）昨日开幕。", None),
        ("果业工作报告\n记者 何知远", None),
        ("果农忙\n本报记者 何知远", Person("何知远", "记者")),
        ("果农忙\n本报记者 何知远 通讯员 程远", None),
        ("果业节开幕\n青川县报讯（见习记者何知远）昨日开幕。", Person("何知远", "见习记者")),
        ("果业工作报告\n青川县果业局　局长　何知远", Person("何知远", "青川县果业局局长")),
        ("果业工作报告\n县长 东方知远", Person("东方知远", "县长")),
        ("果业工作报告\n旗长 乌云其木", Person("乌云其木", "旗长")),
        ("果业工作报告\n县长 热线", None),
        ("果业工作报告\n县长何知远主持会议。", None),
        ("果业工作报告\n青川县果业局", None),
    ],
)
def test_the_author_is_who_a_line_or_a_formula_presents(head, author):
    assert told(f"{head}\n{BODY}\n{BODY}", "author") == author


@pytest.mark.parametrize(("line", "name"), [("何知远\n", "何知远"), ("何 远\n", "何远"), ("", None)])
def test_what_the_author_is_may_stand_at_the_end(line, name):
    facts = facts_of(f"扎实推进果业振兴\n{line}{BODY}\n{BODY}\n（作者系青川县果业局局长）")
    assert value(facts.author) == Person(name, "青川县果业局局长")
    assert value(facts.doc_type) == "article"


def test_an_article_may_be_signed_at_its_end():
    facts = facts_of(f"扎实推进果业振兴\n{BODY}\n{BODY}（青川县果业局 何知远）")
    assert value(facts.author) == Person("何知远", "青川县果业局")
    assert value(facts.issuer) == "青川县果业局"


@pytest.mark.parametrize(
    ("head", "occasion"),
    [
        ("在2024年全县果业工作会议上的讲话", "2024年全县果业工作会议"),
        (
            "政府工作报告\n——2024年1月9日在青川县第十届人民代表大会第三次会议上",
            "青川县第十届人民代表大会第三次会议",
        ),
        ("果业发言\n（2024年1月9日在全县果业大会上）", "全县果业大会"),
        ("谱写新篇\n今天，我们召开2024年果业工作会议，主要任务是部署工作。", "2024年果业工作会议"),
        ("让果子红起来\n——在青川大学果业论坛上的致辞", "青川大学果业论坛"),
        ("果业工作报告\n——2024年1月9日在青川县第十届\n人民代表大会上", "青川县第十届人民代表大会"),
        ("果业工作报告\n2024年1月9日在全县果业大会上 县长 何知远", "全县果业大会"),
        ("果业工作总结", None),
    ],
)
def test_the_occasion_is_the_meeting_that_was_spoken_to(head, occasion):
    assert told(f"{head}\n{BODY}\n{BODY}", "occasion") == occasion


def test_an_assembly_names_the_region_where_nothing_else_does():
    text = f"政府工作报告\n——2024年1月9日在青川县第十届人民代表大会第三次会议上\n县长　何知远\n{BODY}\n{BODY}"
    facts = facts_of(text)
    assert value(facts.region) == "青川县"
    assert value(facts.date) == "2024-01-09"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("果业工作总结", "work_summary"),
        ("果业工作情况汇报", "work_report"),
        ("青川县果业管理办法（试行）", "notice"),
        ("《青川县果业管理办法（试行）》", "notice"),
        ("关于印发《青川县果业发展规划》的通知", "notice"),
        ("果业振兴\n各位代表：\n现在，我代表县人民政府，向大会报告工作。", "work_report"),
        ("果业振兴\n同志们：", "speech"),
        ("果业振兴", None),
    ],
)
def test_the_kind_is_told_by_the_title_or_the_opening(text, kind):
    assert told(f"{text}\n{BODY}\n{BODY}", "doc_type") == kind


def test_a_report_in_the_third_person_is_news_but_an_essay_is_not():
    report = "近日，青川县果业局举办果业节，来自全县的农户参加活动，现场成交额创历史新高，气氛热烈。"
    essay = "果业振兴的根本在于品种，品种的根本在于技术，技术的根本在于人才，人才的根本在于机制与环境。"
    assert told(f"果业振兴\n{report}", "doc_type") == "news"
    assert told(f"果业振兴\n{essay}", "doc_type") is None


@pytest.mark.parametrize(
    "line",
    [
        "同志们：",
        "各位代表：",
        "主要做法如下：",
        "各部门要做到以下几点：",
        "各单位联系人：",
        "尊敬的各位来宾：",
    ],
)
def test_a_salutation_or_a_lead_is_no_addressee(line):
    assert told(f"果业工作\n{line}\n{BODY}\n{BODY}", "addressee") is None


def test_a_number_quoted_in_the_text_is_not_the_documents_own():
    assert told(f"果业工作\n根据青政发〔2024〕3号文件要求，{BODY}\n{BODY}", "number") is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("青川县果业局\n关于2024年果业工作的报告", "青川县果业局关于2024年果业工作的报告"),
        ("关于印发《青川县果业\n发展实施方案》的通知", "关于印发《青川县果业发展实施方案》的通知"),
        ("青川要闻快报\n青川县2024年果业工作总结", "青川县2024年果业工作总结"),
        ("果业局2024年工作总结\n和2025年工作计划", "果业局2024年工作总结和2025年工作计划"),
        ("法规库CODE.12.1209977.ABCDEFG\n果业振兴之路", "果业振兴之路"),
        ("在全县果业生产\n工作会议上的讲话", "在全县果业生产工作会议上的讲话"),
        ("青川县果业局2024\n年工作总结", "青川县果业局2024年工作总结"),
        ("青川县果业发展委员\n会2024年工作总结", "青川县果业发展委员会2024年工作总结"),
        ("2024年青川县\n人民政府工作报告", "2024年青川县人民政府工作报告"),
        ("青川县果业局关于推\n进果业发展\n的实施意见", "青川县果业局关于推进果业发展的实施意见"),
        ("青川县果业局门户网站\n青川县果业局工作总结", "青川县果业局工作总结"),
        ("果业局关于举办 2024 年果业节的通知", "果业局关于举办2024年果业节的通知"),
        ("名　称：关于果业工作的通知", "关于果业工作的通知"),
        ("青川县果业局", None),
    ],
)
def test_a_title_is_put_together_and_told_from_other_lines(lines, title):
    assert told(f"{lines}\n{BODY}\n{BODY}", "title") == title


def test_a_year_looked_back_on_may_stand_in_a_heading():
    text = f"政府工作报告\n{BODY}\n一、2023年工作回顾\n{BODY}\n二、2024年重点工作\n{BODY}"
    assert told(text, "period") == ("2023-01", "2023-12")
    assert told(text.replace("2023年工作", "2023年和“十四五”时期工作"), "period") == ("2021-01", "2025-12")


@pytest.mark.parametrize(
    "unit",
    [
        "局长,",
        "书记、局",
        "市",
        "甲县教育局\n",
        "2024年1月9日\n",
        "附件1\n1.甲\n",
        "各局",
        "《",
        "来源：",
        "全县",
        "讯（",
        "第一条 ",
        "青川县果业局，",
        "2024年1—3月",
    ],
)
def test_hostile_repetition_is_searched_in_bounded_time(unit, hang_guard):
    parsed = outlined(unit * (60_000 // len(unit)) + BODY)
    with hang_guard():
        assert find_facts(parsed)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            "守正创新育良种　奋楫扬帆谱新篇\n全力推动果业发展再上台阶\n——在全县果业大会上的讲话",
            "守正创新育良种　奋楫扬帆谱新篇 全力推动果业发展再上台阶",
        ),
        ("守正创新育良种\n奋楫扬帆谱新篇\n县长 何知远", "守正创新育良种 奋楫扬帆谱新篇"),
        ("守正创新育良种\n青川县果业局\n（2024年3月5日）", "守正创新育良种"),
        ("青川县果业三年行动计划\n（2024—2026年）", "青川县果业三年行动计划（2024—2026年）"),
    ],
)
def test_slogans_over_who_speaks_and_the_years_of_a_plan_belong_to_the_title(lines, title):
    assert told(f"{lines}\n{BODY}\n{BODY}", "title") == title


def test_a_reporter_may_be_named_behind_the_last_words():
    author = facts_of(f"青川县举办果展\n日前，果展开幕。\n{BODY}（特约通讯员：何知远）").author
    assert value(author) == Person("何知远", "特约通讯员")


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        # Towns and their offices, joint issuers, branches, and on whose behalf.
        (f"柳荫街道2024年工作总结\n{BODY}", "issuer", "柳荫街道"),
        (f"柳荫街道2024年工作总结\n柳荫街道办事处抓好各项工作。{BODY}", "issuer", "柳荫街道办事处"),
        (
            f"青川省农业厅 青川省财政厅\n关于印发《果业发展方案\n（2024—2026年）》的通知\n各市：\n{BODY}",
            "issuer",
            "青川省农业厅、青川省财政厅",
        ),
        (
            f"青川省农业厅 青川省财政厅\n关于印发《果业发展方案\n（2024—2026年）》的通知\n各市：\n{BODY}",
            "title",
            "青川省农业厅 青川省财政厅关于印发《果业发展方案（2024—2026年）》的通知",
        ),
        (f"国家税务总局青川县税务局2024年工作总结\n{BODY}", "region", "青川县"),
        (f"各位代表：\n我受青川镇人民政府委托，向大会报告果业工作。\n{BODY}", "issuer", "青川镇人民政府"),
        (f"各位代表：\n我受青川镇人民政府委托，向大会报告果业工作。\n{BODY}", "doc_type", "work_report"),
        (f"青川县2024年果业发展报告\n县果业局\n{BODY}", "issuer", "青川县果业局"),
        # Titles with what a site adds, and a date that belongs to none.
        (
            f"标 题 | 青川县果业局关于做好采收工作的通知 |\n各乡镇：\n{BODY}",
            "title",
            "青川县果业局关于做好采收工作的通知",
        ),
        (f"青川县果业局工作报告（全文）\n{BODY}", "title", "青川县果业局工作报告"),
        (f"各乡镇：\n{BODY}\n青川县果业局\n2024年3月5日", "title", None),
        # Who speaks, where names stand close to posts or alone at the end.
        (
            f"工作报告\n青川县人民检察院检察长贾明远\n各位代表：\n{BODY}",
            "author",
            Person("贾明远", "青川县人民检察院检察长"),
        ),
        (f"果业提速\n{BODY}{BODY}（陈明远）", "author", Person("陈明远", None)),
        (f"果业提速\n{BODY}{BODY}（全文）", "author", None),
        (f"2024年全县果业工作会议上的讲话\n同志们：\n{BODY}", "occasion", "2024年全县果业工作会议"),
        (
            f"主任、各位委员：\n我向县十届人大常委会第三次会议作果业工作报告。\n{BODY}",
            "occasion",
            "县十届人大常委会第三次会议",
        ),
        # When.
        (f"县长在2024年果业工作会议上的讲话\n同志们：\n{BODY}", "date", "2024"),
        (f"在2024年度总结大会上的讲话\n同志们：\n{BODY}", "date", None),
        (f"果业工作总结\n- 时间：2024-02-24\n{BODY}", "date", "2024-02-24"),
        (
            f"果业工作报告\n各位代表：\n现在，我代表县果业局报告工作。\n2024年，{BODY}",
            "period",
            ("2024-01", "2024-12"),
        ),
        (f"果业工作报告\n2025年2月1日\n过去五年工作回顾\n{BODY}", "period", ("2020-01", "2024-12")),
        (f"青川县果业发展计划\n2024年，{BODY}\n一、目标\n{BODY}", "period", None),
        # Kinds that no title tells.
        (
            f"8月9日，青川县召开果业工作会议。县长出席会议并讲话，强调，要抓好我县果业。{BODY}",
            "doc_type",
            "news",
        ),
        (f"2024年，面对干旱，我们迎难而上，完成了全年任务。\n{BODY}", "doc_type", "work_summary"),
        (f"女士们、先生们、朋友们：\n{BODY}", "doc_type", "speech"),
        # No areas.
        (f"县长在县委全会上的讲话\n同志们：\n{BODY}", "region", None),
        (f"乡镇镇长述职报告\n{BODY}", "region", None),
    ],
)
def test_facts_are_found_in_the_many_forms_that_reports_have(text, fact, expected):
    assert told(text, fact) == expected
