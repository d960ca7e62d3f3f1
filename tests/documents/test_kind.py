import pytest

from summarizer.documents import find_facts, from_text, outline

PLAIN = "把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def kind_of(text):
    found = find_facts(outline(from_text(text, "文.txt"))).doc_type
    return found and (found.value, found.rule)


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        (f"让果子红起来\n——在青川县果业大会上的讲话\n{PLAIN}\n{PLAIN}", "speech", "title"),
        (f"让果子红起来\n{PLAIN}我们要再接再厉。\n{PLAIN}\n谢谢大家！", "speech", "thanks"),
        (f"果香满山\n本报讯（通讯员 何知远）{PLAIN}我们种果的人都乐了。", "news", "byline"),
        (f"果香满山\n通讯员 何知远 程远\n{PLAIN}我们种果的人都乐了。", "news", "byline"),
        (f"果香满山\n{PLAIN}我们种果的人都乐了。{PLAIN}（记者 何知远）", "news", "byline"),
        (f"果香满山\n青川日报讯 {PLAIN}我们种果的人都乐了。", "news", "byline"),
        (f"果业振兴\n我局认真履职。现将有关情况总结如下：\n{PLAIN}", "work_summary", "formula"),
        (f"果业振兴\n我局认真履职。现就有关工作汇报如下：\n{PLAIN}", "work_report", "formula"),
        (f"果业评比活动\n经研究，我局决定举办评比。现将有关事项通知如下：\n{PLAIN}", "notice", "formula"),
        (f"一、上半年工作总结\n我局{PLAIN}\n二、下半年工作思路\n我局{PLAIN}", "work_summary", "headings"),
        (
            f"一、指导思想\n我县{PLAIN}\n二、重点任务\n我县{PLAIN}\n三、保障措施\n我县{PLAIN}",
            "plan",
            "headings",
        ),
        (f"果园管护\n第一条 为我县{PLAIN}\n第二条 我县{PLAIN}\n第三条 我县{PLAIN}", "notice", "clauses"),
        (f"果业振兴之我见\n{PLAIN}我们{PLAIN}\n（原载《果业》2024年第4期）", "article", "printed_in"),
        (f"果业振兴之路\n青川县果业局局长　何知远\n{PLAIN}我们{PLAIN}", "article", "signed"),
        (f"县长笔谈:让果子红起来\n{PLAIN}我们{PLAIN}", "article", "column"),
    ],
)
def test_where_the_title_names_no_kind_its_form_does(text, kind, rule):
    assert kind_of(text) == (kind, rule)


def test_a_signed_speech_is_no_article():
    text = f"果业振兴之路\n青川县果业局局长　何知远\n同志们：\n{PLAIN}我们{PLAIN}"
    assert kind_of(text) == ("speech", "salutation")


def test_what_somebody_is_quoted_with_makes_no_first_person():
    told = f"果业节昨日举行。“我们的果子不愁卖。”果农说。{PLAIN}"
    assert kind_of(f"果业节\n{told}") == ("news", "third_person")
    assert kind_of(f"果业节\n{told.replace('“', '').replace('”', '')}") is None


def test_one_heading_of_a_plan_makes_none():
    assert kind_of(f"一、指导思想\n我县{PLAIN}\n二、果业的由来\n我县{PLAIN}") is None


def test_an_organisation_that_acts_is_reported_on():
    told = f"春耕以来，青川县果业局组织技术员下乡。{PLAIN}"
    assert kind_of(told + PLAIN) == ("news", "third_person")


def test_a_document_printed_below_the_news_may_speak_of_itself():
    text = f"果业新规出台\n据了解，青川县果业局日前出台新规。\n{'果农说好。' * 250}\n我局将抓好落实。"
    assert kind_of(text) == ("news", "third_person")


def test_a_local_paper_speaks_of_its_own_place():
    text = f"果业新规出台\n今天，青川县果业局通报本县果业情况。据悉，本县果园连片。\n{PLAIN}"
    assert kind_of(text) == ("news", "third_person")
