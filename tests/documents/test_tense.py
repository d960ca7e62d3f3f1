"""Whether a figure is reached, planned, a problem or background: 130 clauses written and labelled by hand."""

from collections import Counter
from pathlib import Path

import pytest

from summarizer.documents import from_text, is_planned, outline, statuses

LINES = (Path(__file__).parents[1] / "data" / "statuses.txt").read_text(encoding="utf-8").splitlines()
CASES = [line.split("|") for line in LINES if not line.startswith("#")]
BODY = "\n坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作。"


def told(around, marked):
    """The status told for the quantity between 【 and 】, where the part it stands in is `around`."""
    start = marked.index("【")
    parsed = outline(from_text(marked.replace("【", "").replace("】", "") + BODY, "总结.txt"))
    quantity = next(each for each in parsed.quantities if each.end > start)
    return statuses(parsed)(quantity, None if around == "-" else around)


def test_at_least_nineteen_of_twenty_clauses_are_told_right():
    wrong = [(label, found, text) for label, around, text in CASES if (found := told(around, text)) != label]
    assert len(CASES) >= 120
    assert len(wrong) <= len(CASES) / 20, wrong


def test_the_cases_cover_every_status():
    assert min(Counter(label for label, _, _ in CASES).values()) >= 4


@pytest.mark.parametrize(
    ("around", "text", "status"),
    [
        ("achieved", "力争新建果园【300亩】。", "planned"),
        ("planned", "已建成冷库【5座】。", "achieved"),
        ("problem", "冷库缺口【12座】。", "problem"),
        ("planned", "年底前再建成冷库2座，累计达到【8座】。", "planned"),
        ("-", "完成投资3亿元，占年度计划的【53.8%】。", "achieved"),
    ],
)
def test_the_tense_of_the_clause_goes_before_the_part_it_stands_in(around, text, status):
    assert told(around, text) == status


def test_the_start_of_a_change_is_background():
    assert told("achieved", "优果率由【60%】提高到75%。") == "background"


def test_a_line_that_speaks_of_a_plan_is_known():
    assert is_planned("力争新建冷库3座")
    assert not is_planned("新建冷库3座")
