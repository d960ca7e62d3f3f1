import pytest

from summarizer.documents import from_text, outline
from summarizer.documents.dates import deadline, document_date

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def outlined(text):
    return outline(from_text(f"{text}\n{BODY}\n{BODY}", "总结.txt"))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("果业工作报告\n（2024年1月9日）", "2024-01-09"),
        ("果业工作报告\n2024年1月9日\n发布时间：2024-02-01 10:00", "2024-01-09"),
        ("果业工作报告\n发布时间：2024-02-01 10:00", "2024-02-01"),
        ("在2024年全县果业会议上的讲话\n副县长3月5日在全县果业工作会议上作了讲话。", "2024-03-05"),
        ("果业开局\n今天，我们召开2024年果业大会。", "2024"),
        ("果业工作报告\n2024年13月40日", None),
        ("果业工作报告", None),
    ],
)
def test_a_document_is_dated_when_delivered_else_when_published(text, date):
    found = document_date(outlined(text))
    assert (found and found.value) == date


@pytest.mark.parametrize(
    ("text", "year", "due"),
    [
        ("2025年底前全部达标", None, "2025-12"),
        ("确保2025年底80%达标", None, "2025-12"),
        ("6月底前完成验收", 2024, "2024-06"),
        ("2025年3月底前完成", 2024, "2025-03"),
        ("年底前实现全覆盖", 2024, "2024-12"),
        ("明年6月底前建成", 2024, "2025-06"),
        ("今年上半年前完成", 2024, "2024-06"),
        ("到2035年建成果业强县", 2024, "2035"),
        ("6月底前完成验收", None, None),
        ("2023年完成投资三亿元", 2024, None),
        ("持续推进品牌建设", 2024, None),
    ],
)
def test_a_deadline_is_read_as_precisely_as_it_is_told(text, year, due):
    assert deadline(text, year) == due


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"果业行动计划\n{BODY}\n{BODY}\n青川县人民政府办公室\n2024年3月18日印发", "2024-03-18"),
        (
            f"2024-06-04\n青川县果业局关于果展的通知\n青果发〔2024〕10号\n{BODY}\n青川县果业局\n2024年5月30日",
            "2024-05-30",
        ),
    ],
)
def test_the_foot_of_an_official_document_tells_its_date(text, date):
    found = document_date(outline(from_text(text, "通知.txt")))
    assert (found and found.value) == date
