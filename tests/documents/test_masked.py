import pytest

from summarizer.documents import from_text
from summarizer.documents.clean import clean
from summarizer.documents.masked import find_masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("投资x.x亿元，建成xx所学校", ["x.x", "xx"]),
        ("20xx年，X市完成×次检查", ["20xx", "X", "×"]),
        ("县委五届九次***和工作报告", ["***"]),
        ("×政发〔2024〕×号，2.x万元，*个", ["×", "×", "2.x", "*"]),
        ("〇〇县〇〇局", ["〇〇", "〇〇"]),
        ("某县李某某、张某", ["某", "某某", "某"]),
        ("____年□□月", ["____", "□□"]),
    ],
)
def test_masked_values_are_recognised(text, masked):
    found = [text[start:end] for start, end in find_masked(text)]
    assert found == masked


@pytest.mark.parametrize(
    "text",
    [
        "二〇〇八年",
        "7×24小时",
        "某些地方、某种程度、某一方面",
        "X光检查",
        "SpaceX公司",
        "“1+N+X”规划体系",
        "“415X”产业集群",
        "“数据要素×”行动",
        "直播间 ×突出重点",
        "**重点**工作",
        "EXCEL表",
        "3x4",
        "一个□",
    ],
)
def test_what_only_looks_masked_is_not(text):
    assert find_masked(text) == ()


def test_masked_spans_are_those_of_the_clean_text():
    text = "分享到：\n全縣推進(jìn)項目ＸＸ個，投資(zī)x.x億元，農(nóng)戶增收明顯，各項工作取得新的成效，群眾普遍反映很好。"
    cleaned = clean(from_text(text, "报告.txt"))
    assert [cleaned.text[start:end] for start, end in cleaned.masked] == ["XX", "x.x"]
