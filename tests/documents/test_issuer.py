import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import find_facts, from_text, outline
from summarizer.documents.issuer import may_issue, without_time

PLAIN = "把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def facts_of(text):
    return find_facts(outline(from_text(text, "文.txt")))


def issuer_of(text):
    found = facts_of(f"{text}\n{PLAIN}\n{PLAIN}").issuer
    return found and (found.value, found.rule)


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("青川县果业局多措并举抓培训", "青川县果业局"),
        ("青川县医院“五中心”建设提速", "青川县医院"),
        ("青川县果业局党建工作总结", "青川县果业局"),
        ("2023—2024学年度第一学期青川县第一中学工作总结", "青川县第一中学"),
        ("2024年上半年青川县果业局工作总结", "青川县果业局"),
        ("青川大学2024年工作总结", "青川大学"),
        ("青川果品有限公司2024年工作总结", "青川果品有限公司"),
        ("集团公司2024年工作总结", None),
        ("市教育局2024年工作总结", None),
        ("青川县召开果业大会", None),
    ],
)
def test_a_title_names_the_issuer_before_its_time_or_what_was_done(title, issuer):
    assert issuer_of(title) == (issuer and (issuer, "title"))


def test_a_community_is_its_own_issuer():
    text = "小巷大变化\n——青川市石泠街道望河社区党建引领治理经验材料"
    assert issuer_of(text) == ("青川市石泠街道望河社区", "below_title")


def test_a_school_is_named_by_the_meeting_spoken_to():
    assert issuer_of("把每一节课上好\n——在青川大学2024年度总结大会上的讲话\n校长 何知远") == (
        "青川大学",
        "below_title",
    )


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("来源：青川县果业局 发布时间：2024-03-05 浏览次数：21", "青川县果业局"),
        ("发文机关：青川县果业局 成文日期：2024-03-05", "青川县果业局"),
        ("来源：青川县融媒体中心 发布时间：2024-03-05", None),
        ("来源：青川日报 发布时间：2024-03-05", None),
    ],
)
def test_the_page_tells_who_publishes_unless_it_is_a_paper(line, issuer):
    assert issuer_of(f"果业运行简报\n{line}") == (issuer and (issuer, "publisher"))


def test_who_publishes_a_speech_did_not_give_it():
    assert issuer_of("在果业大会上的讲话\n来源：青川县果业局 发布时间：2024-03-05") is None


@pytest.mark.parametrize(
    ("told", "issuer"),
    [
        ("今年以来，青川县果业局坚持培训先行，昨日再办一期。", "青川县果业局"),
        ("昨日，青川县果业局会同青川县财政局办培训。", "青川县果业局"),
        ("昨日，青川县果业发展推进会在县城举行。", None),
        ("昨日，县果业局组织培训。", None),
        ("昨日，这是青川县果业系统开展的第三次培训。", None),
    ],
)
def test_news_is_about_the_organisation_that_acts_in_its_opening(told, issuer):
    assert issuer_of(f"果业培训忙\n{told}") == (issuer and (issuer, "opening"))


@pytest.mark.parametrize(
    ("post", "issuer"),
    [
        ("青川县县长", "青川县人民政府"),
        ("青川县委副书记、县长", "青川县人民政府"),
        ("青川县人民政府常务副县长", "青川县人民政府"),
        ("青川县委书记", "青川县委"),
        ("青川市石泠区区长", "石泠区人民政府"),
    ],
)
def test_who_heads_a_government_speaks_for_it(post, issuer):
    assert issuer_of(f"在果业大会上的讲话\n{post} 何知远\n同志们：")[0] == issuer


def test_the_bureau_of_the_county_is_that_of_the_area_spoken_of():
    text = "关于果业的报告\n——2024年1月9日在青川县第十届人大常委会第三次会议上\n县果业局局长 何知远\n主任、各位委员："
    assert issuer_of(text) == ("青川县果业局", "head")


def test_an_organisation_may_stand_above_the_title():
    text = "青川县果业局\n推行“三个一”做法 激活果业新动能"
    assert issuer_of(text) == ("青川县果业局", "above_title")
    assert facts_of(f"{text}\n{PLAIN}\n{PLAIN}").title.value == "推行“三个一”做法 激活果业新动能"


@pytest.mark.parametrize("line", ["青川县果业局编　　2024年5月8日", "青川县果业局  二〇二四年五月八日"])
def test_the_head_of_a_bulletin_tells_who_and_when(line):
    facts = facts_of(f"果业工作简报\n第5期\n{line}\n{PLAIN}\n{PLAIN}")
    assert (facts.issuer.value, facts.date.value) == ("青川县果业局", "2024-05-08")


def test_who_prints_a_document_does_not_sign_it():
    facts = facts_of(f"果业工作简报\n{PLAIN}\n{PLAIN}\n青川县果业局　　2024年5月8日印发")
    assert facts.signature is None


def test_a_head_without_his_area_is_that_of_the_only_one_named():
    text = "在全县果业大会上的讲话\n县委副书记、县长 何知远\n同志们：\n县里出台了《青川县果业条例》。"
    facts = facts_of(f"{text}{PLAIN}")
    assert (facts.region.value, facts.issuer.value) == ("青川县", "青川县人民政府")


@pytest.mark.parametrize(
    "name",
    ["青川县果业局", "县果业局", "青川县果业局、青川县财政局", "青川县果业局 青川县财政局", "石泠镇望河村"],
)
def test_organisations_may_issue(name):
    assert may_issue(name)


@pytest.mark.parametrize("name", ["何知远", "青川县", "我局", "果业工作", "", "、", "何知远、青川县果业局"])
def test_persons_areas_and_other_words_issue_nothing(name):
    assert not may_issue(name)


@given(st.integers(1990, 2060), st.sampled_from(["年", "年度", "年上半年", "年第一季度", "学年度第二学期"]))
def test_a_title_is_the_same_without_the_time_before_it(year, time):
    span = f"{year}—{year + 1}" if time.startswith("学") else str(year)
    assert without_time(f"{span}{time}果业局工作总结") == "果业局工作总结"


def test_an_organisation_may_stand_below_the_title():
    assert issuer_of("2024年果业工作情况汇报\n青川县果业局") == ("青川县果业局", "below_title")


def test_a_government_is_told_in_full_where_the_text_does():
    head = "2026年青川县政府工作报告\n各位代表：\n现在，我代表县{}，向大会报告工作。"
    assert issuer_of(head.format("人民政府")) == ("青川县人民政府", "title")
    assert issuer_of(head.format("政府")) == ("青川县政府", "title")


@pytest.mark.parametrize(
    ("told", "issuer"),
    [
        ("本报讯（记者何知远）记者从青川县卫健委了解到，今年新建卫生室12所。", ("青川县卫健委", "told_by")),
        ("本报讯（记者何知远）记者从昨天的会议上获悉，今年新建卫生室12所。", None),
        (
            "本报讯（记者何知远）日前，青川县果业局（青川县林业局）召开会议。",
            ("青川县果业局", "opening"),
        ),
        ("本报讯（记者何知远）果农忙。去年，白沙镇把果园连成片。", ("白沙镇", "opening")),
    ],
)
def test_a_reporters_source_or_the_town_told_of_issues_the_news(told, issuer):
    assert issuer_of(f"果园新事\n{told}") == issuer
