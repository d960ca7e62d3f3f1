import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import from_text, outline
from summarizer.documents.paragraphs import is_empty, statements, states_by_figures
from summarizer.documents.sentences import split_sentences

PLAIN = "果农们起早贪黑，把荒坡一块一块平整出来，种上了自己挑选的新品种，日子也渐渐有了盼头。"
PLANTED = (
    "全县新栽苹果3200亩，改造老园1800亩，发放果苗补贴460万元，受益果农2150户，荒坡荒滩第一次连片披上了绿装。"
)
SOLD = "线上线下共销售鲜果7.6万吨，建成产地冷库12座，果农人均增收2300元，创历年新高，客商订单排到了来年春天。"
TRAINED = "举办修剪、疏果、防雹等田间培训96场，培训果农1.2万人次，培养乡土技术员310名，家家户户都有了明白人。"


def sentences(text):
    return tuple(each.sentence for each in split_sentences(text))


def told(text, *, several=True, figured=True):
    return [
        ["".join(each.text for each in part.sentences), part.lead]
        for part in statements(sentences(text), several=several, figured=figured)
    ]


def texts(text, **more):
    return [part for part, _ in told(text, **more)]


def test_where_figures_tell_each_sentence_with_one_is_a_statement():
    assert texts(PLAIN + PLANTED + SOLD + PLAIN + TRAINED) == [PLAIN + PLANTED, SOLD + PLAIN, TRAINED]


def test_a_short_topic_goes_with_the_figure_after_it():
    assert texts(f"{PLANTED}市场越做越大。{SOLD}{TRAINED}") == [PLANTED, f"市场越做越大。{SOLD}", TRAINED]


def test_how_things_were_goes_with_how_they_are():
    before = "过去一场冰雹就毁掉3000亩果园；"
    assert texts(PLANTED + before + SOLD + TRAINED) == [PLANTED, before + SOLD, TRAINED]


def test_the_parts_of_a_figure_belong_to_it():
    parts = (
        "分品种看，苹果产量5.1万吨，增长4.2%，占全部产量的六成以上；梨产量2.5万吨，增长1.3%，与上年大体持平。"
    )
    assert texts(PLANTED + SOLD + parts) == [PLANTED, SOLD + parts]


def test_a_paragraph_about_its_one_topic_is_one_statement():
    assert len(texts(f"果业生产形势较好。{PLANTED}{SOLD}{TRAINED}")) == 1


def test_a_paragraph_that_does_not_stand_for_its_heading_alone_is_one_statement():
    assert len(texts(PLANTED + SOLD + TRAINED + PLAIN, several=False)) == 1


def test_what_a_list_is_governed_by_is_the_lead_of_each_of_its_parts():
    text = (
        "我们也清醒地看到不足：果园老化，亩产连年走低；冷库太少，只能存下一成鲜果；销路单一，七成靠上门收购。"
    )
    assert [lead for _, lead in told(text)] == ["我们也清醒地看到不足："] * 3


def test_a_paragraph_turns_to_what_lies_ahead():
    text = f"{PLANTED}下一步，将新建防雹网1200亩，力争年底前全部完工。"
    assert texts(text, several=False) == [PLANTED, "下一步，将新建防雹网1200亩，力争年底前全部完工。"]


def test_three_parts_between_semicolons_are_three_statements():
    text = "今年新栽苹果3200亩，全部成活；改造低产老园1800亩，亩产翻番；新建产地冷库12座，错峰上市。"
    assert len(texts(text, several=False)) == 3
    assert len(texts("新栽苹果3200亩，今年全部成活；改造低产老园1800亩，当年见效。", several=False)) == 1


def test_what_a_place_is_does_not_count():
    text = "青川县地处秦岭南麓，辖12个乡镇，总人口23万人。" + PLANTED
    assert texts(text, several=False) == [PLANTED]


@pytest.mark.parametrize(
    "text",
    [
        "同志们：",
        "谢谢大家！",
        "脚踏实地，行稳致远。",
        "（此处省略三段）",
        "注：表中数据为初步核算数。增速按可比价计算。",
        "果业发展情况",
    ],
)
def test_a_greeting_a_slogan_an_aside_a_note_and_a_label_say_nothing(text):
    assert is_empty(sentences(text), None, outside=False)


def test_a_preface_says_nothing_whatever_figures_it_holds():
    preface = sentences(f"{PLANTED}现将有关情况报告如下。")
    assert is_empty(preface, None, outside=True)
    assert not is_empty(preface, None, outside=False)


def test_a_document_states_by_figures_where_enough_of_its_sentences_hold_one():
    assert states_by_figures([sentences(PLANTED + PLAIN), sentences(PLAIN + PLAIN)])
    assert not states_by_figures([sentences(PLANTED), sentences(PLAIN * 4)])
    assert not states_by_figures([sentences("2024年6月30日，会议召开。" * 3)])


@given(
    st.lists(
        st.sampled_from([PLAIN, PLANTED, SOLD, "市场越做越大。", "果园老化，亩产走低；", "下一步，抓销售。"])
    ),
    st.booleans(),
    st.booleans(),
)
def test_what_is_stated_keeps_every_sentence_once_and_in_order(parts, several, figured):
    text = "".join(parts) or PLAIN
    assert "".join(texts(text, several=several, figured=figured)) == text


def test_a_heading_without_a_number_may_be_of_two_phrases():
    text = f"果业简报\n{PLAIN}{PLANTED}\n先把果园建起来：让荒坡变果园\n{PLANTED}{PLAIN}\n对照果农期盼，还有差距\n{SOLD}{PLAIN}"
    found = outline(from_text(text, "简报.txt")).sections
    assert [each.heading for each in found] == ["先把果园建起来：让荒坡变果园", "对照果农期盼，还有差距"]


def test_shortcomings_are_admitted_one_by_one_without_the_promise_to_mend_them():
    admission = "我们也清醒认识到，全县发展还面临不少困难和挑战。"
    lacks = ["主要是：果品加工链条偏短，冷链运力不足。", "部分乡镇管护力量薄弱。"]
    promise = "对此，我们将高度重视，采取有力措施加以解决。"
    found = told(admission + "".join(lacks) + promise)
    assert [text for text, _ in found] == lacks
    assert all("困难" in lead for _, lead in found)


@pytest.mark.parametrize(
    "text",
    [
        "检查冷库56座，发现存在问题32处，全部整改到位。",
        "帮助果农看到了希望，解决了销路问题。",
    ],
)
def test_problems_that_were_found_and_solved_are_no_admission(text):
    assert told(text + PLAIN)[0][1] == ""


def test_a_plan_governs_the_list_that_it_opens():
    plan = "据了解，县果业局还将与供销社合作，建立统一的销售平台；"
    found = told(f"{plan}建立果品检测中心；建立果农培训基地。")
    assert {lead for _, lead in found} == {"据了解，县果业局还将"}


def test_what_is_put_on_a_list_is_no_plan():
    listed = "我局将12个果园列入改造名单；"
    assert {lead for _, lead in told(f"{listed}新建冷库3座；培训果农600人。")} == {""}


def test_the_credit_of_a_piece_is_not_part_of_it():
    assert texts(PLANTED + "来源：县融媒体中心") == [PLANTED]


def test_thanks_and_the_announcement_of_what_follows_state_nothing():
    for text in ("在此，我代表县果业局，向全体果农表示衷心的感谢！", "今年要重点做好以下工作。"):
        assert is_empty(sentences(text), None, outside=False)


@pytest.mark.parametrize(
    "text",
    [
        "五年的实践深刻启示我们，必须依靠果农；必须依靠科技。",
        "回顾五年历程，我们深切感受到：必须把品质放在首位。",
        "成绩的取得，根本在于全县12万果农的辛勤劳动。向他们表示衷心的感谢！",
    ],
)
def test_lessons_and_thanks_are_no_results_though_they_count_those_thanked(text):
    assert is_empty(sentences(text), None, outside=False)


@pytest.mark.parametrize(
    "text",
    [
        f"{PLANTED}向辛勤劳动的果农表示衷心的感谢！",
        "我们深刻认识到，必须看到果业发展还存在不少困难：冷库不足。",
    ],
)
def test_a_result_before_thanks_and_an_admission_say_something(text):
    assert not is_empty(sentences(text), None, outside=False)


def points(text):
    return outline(from_text(text, "报告.txt")).points


def test_paragraphs_that_open_with_their_thesis_are_one_point_each():
    theses = ["果业生产稳步提升，基地建设迈上新台阶。", "销售渠道不断拓展，果农收入持续增加。"]
    report = "一、工作回顾\n" + "\n".join(
        thesis + PLAIN * 2 + "果园管护有章可循。" + PLAIN for thesis in theses
    )
    assert [point.sentences[0].text for point in points(report)] == theses


def test_a_thesis_on_a_line_of_its_own_belongs_to_the_paragraph_below_it():
    report = f"一、工作回顾\n果业生产稳步提升。\n{PLANTED}{PLAIN}\n销售渠道不断拓展。\n{SOLD}{PLAIN}"
    assert [point.sentences[0].text for point in points(report)] == [
        "果业生产稳步提升。",
        "销售渠道不断拓展。",
    ]


def test_a_numbered_line_over_paragraphs_with_topics_of_their_own_is_no_point():
    report = (
        "一、2025年重点工作\n（一）着力做强果业，服务乡村振兴。坚持把果业放在优先位置。\n"
        f"加快基地建设。{PLAIN}\n拓展销售渠道。{PLAIN}\n（二）着力培训果农。{PLAIN}"
    )
    assert [point.sentences[0].text for point in points(report)] == [
        "加快基地建设。",
        "拓展销售渠道。",
        "（二）着力培训果农。",
    ]


def test_an_ordinal_before_another_number_opens_no_list():
    report = f"第一、二轮督察反馈问题整改完成。{PLAIN}"
    assert not any(point.numbered for point in points(report))
