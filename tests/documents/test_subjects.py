import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents import from_text, leans, outline, subject_of

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def figures(text):
    result = outline(from_text(text + BODY, "总结.txt"))
    return result, result.quantities


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("近3万名职工完成职业病体检。", ["完成职业病体检的职工"]),
        ("累计发放果苗补贴82.5万元，惠及农户1200户。", ["发放果苗补贴", "惠及农户"]),
        ("一是开展技术培训12次、实地指导30次。", ["开展技术培训", "实地指导"]),
        ("优果率由60%提高到75%。", ["优果率", "优果率"]),
        ("批评教育3人。", ["批评教育人数"]),
        ("新建果园3个、冷库5座。", ["新建果园", "冷库"]),
        ("立案调查2起5人次。", ["立案调查", "立案调查人次"]),
        ("果树保险减免592户补助47.36万元。", ["果树保险减免", "果树保险减免补助"]),
        ("实施水源地整治等工程7个，投资14022万元。", ["实施水源地整治等工程", "水源地整治等工程投资"]),
        ("投资627万元实施果园道路改造项目20个。", ["果园道路改造项目投资", "实施果园道路改造项目"]),
        ("果品产值3.6亿元，同比增长5.4%。", ["果品产值", "果品产值同比增长"]),
        ("实现果品产值3.6亿元、增长5.4%。", ["实现果品产值", "果品产值增长"]),
        ("排查果库328座，整改率97.9%。", ["排查果库", "排查果库整改率"]),
        ("优果率由60%提高到75%，提高15个百分点。", ["优果率", "优果率", "优果率提高"]),
        ("鲜果、果汁产值分别增长3.1%、5%。", ["鲜果产值增长", "果汁产值增长"]),
        ("果品产量、价格年均分别增长3%和下降2%。", ["果品产量年均增长", "价格年均下降"]),
        ("东乡、西乡分别建成果库3座和5座。", ["东乡建成果库", "西乡建成果库"]),
        ("东乡、西乡分别达到3座和5座，分别增加1座、2座。", ["东乡", "西乡", "东乡增加", "西乡增加"]),
        ("覆盖果农500户、合作社9家。", ["覆盖果农", "合作社"]),
        ("8家果业公司、13家合作社完成有机认证。", ["完成有机认证的果业公司", "完成有机认证的合作社"]),
        ("全县女果农占41.6%。", ["女果农占比"]),
        ("果业投资完成年度计划的54.7%。", ["果业投资完成年度计划比例"]),
        ("果品产量列全市第3位。", ["果品产量全市位次"]),
        ("在全市9家参展果园中排第2位。", ["参展果园", "参展果园中位次"]),
        ("对18家二级以上果业公司开展检查。", ["开展检查的二级以上果业公司"]),
        ("给果品产业链上6家链主企业兑现奖补3150万元。", ["兑现奖补的链主企业", "链主企业兑现奖补"]),
        ("接待游客8万人次。", ["接待游客"]),
        ("还有果园36个。", ["果园"]),
        ("70%的合作社建立了质量追溯制度。", ["合作社建立质量追溯制度比例"]),
        ("对首次认证的合作社给予5万元补助。", ["首次认证的合作社补助"]),
        ("果品抽检率必须达到100%。", ["果品抽检率"]),
        ("引进果业人才15人。", ["引进果业人才"]),
        ("果树种植面积12万亩，总产8万吨。", ["果树种植面积", "果树总产"]),
        ("实施“果香贷”贴息项目，每户每年2000元。", ["果香贷贴息项目每户每年"]),
        ("深入开展果品专项检查，立案2起。", ["果品专项检查立案"]),
        ("8家果业公司顺利完成有机认证。", ["完成有机认证的果业公司"]),
        ("13名县属合作社领导。", ["县属合作社领导"]),
        ("全国果品展评大赛，重庆获一等奖2个。", ["果品展评大赛重庆获一等奖"]),
        ("果农技能考试上线人数782人，上线率46.7%。", ["果农技能考试上线人数", "果农技能考试上线率"]),
        ("果品出口3亿元，年均增长5.4%。", ["果品出口", "果品出口年均增长"]),
    ],
)
def test_the_subject_is_what_the_clause_counts(text, subjects):
    result, found = figures(text)
    assert [subject_of(result, each) for each in found] == subjects


def test_a_subject_has_at_most_twenty_characters():
    result, (quantity,) = figures("持续推进全县高标准果园现代化灌溉设施改造提升示范工程建设项目18个。")
    assert 4 <= len(subject_of(result, quantity)) <= 20


@pytest.mark.parametrize(
    "text", ["12个。", "（3）共5家。", "的8名", "分别为3个和4个", "100%", "，，和2户、的9户。"]
)
def test_no_subject_is_empty_however_little_is_said(text):
    result, found = figures(text)
    assert all(1 <= len(subject_of(result, each)) <= 20 for each in found)


PIECES = [
    "12",
    "3.5",
    "个",
    "万元",
    "%",
    "人次",
    "，",
    "、",
    "。",
    "的",
    "和",
    "由",
    "提高到",
    "其中",
    "同比增长",
    "果园",
    "已",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join))
def test_every_quantity_of_any_text_has_a_subject(text):
    result, found = figures(text)
    assert all(1 <= len(subject_of(result, each)) <= 20 for each in found)


def test_a_heading_that_names_no_thing_gives_no_subject():
    result, (quantity,) = figures("一、总体工作情况\n合格率97.9%。\n")
    assert subject_of(result, quantity) == "合格率"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("果品产值3.6亿元，同比增长5.4%。", [False, True]),
        ("新建果库3座，总投资800万元。", [False, True]),
        ("发放补贴82万元，惠及果农1200户。", [False, True]),
        ("新建果库3座，举办果品展销会12场。", [False, False]),
    ],
)
def test_a_clause_that_tells_of_what_was_named_before_leans(text, expected):
    result, found = figures(text)
    assert [leans(result, each) for each in found] == expected
