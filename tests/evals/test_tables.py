import io

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from evals.compare import compare
from evals.gate import bless, gate
from evals.judge import Judged, Judgement
from evals.model import Finding
from evals.scores import summary
from evals.tables import comparison_table, gate_table, judge_table, score_table
from tests.evals.runs import F1, METRICS, TOKENS, VERBATIM, answer, failure, run, run_of


def shown(table: RenderableType, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, force_terminal=False).print(table)
    return out.getvalue()


def line(text: str, start: str) -> list[str]:
    return next(each.split() for each in text.splitlines() if each.startswith(start))


def test_a_score_stands_beside_its_interval_floors_and_ceiling() -> None:
    scores = run_of({F1.name: [0.5, 0.7] * 8}).model_copy(
        update={"floors": {"empty": {F1.name: 0.05}, "lead": {}}, "ceiling": {F1.name: 0.97}}
    )
    text = shown(score_table(scores, summary(scores, METRICS)))
    assert line(text, "指标")[-4:] == ["文件", "空答", "首句", "人工"]
    assert line(text, "工作任务 F1") == ["工作任务", "F1", "0.600", "0.545–0.655", "t", "–", "16", "0.050", "–", "0.970"]  # fmt: skip


def test_a_score_of_few_documents_says_that_they_are_few() -> None:
    scores = run_of({F1.name: [0.5, 0.7]})
    assert "数据太少" in line(shown(score_table(scores, summary(scores, METRICS))), "工作任务 F1")


def test_documents_without_an_answer_are_counted_under_the_scores() -> None:
    scores = run([answer("a", {F1.name: 1.0}), failure("b")])
    assert "没有得到结果（记 0 分） 1 个文件：b" in shown(score_table(scores, summary(scores, METRICS)))


def test_a_comparison_shows_both_means_the_gain_and_who_won() -> None:
    before = run_of({F1.name: [0.9] * 12, TOKENS.name: [4_000.0] * 12})
    after = run_of({F1.name: [0.8] * 12, TOKENS.name: [3_000.0] * 12})
    text = shown(comparison_table(compare(before, after, METRICS)))
    assert line(text, "工作任务 F1")[2:5] == ["0.900", "0.800", "-0.100"]
    assert line(text, "工作任务 F1")[-1] == "0/0/12"
    assert line(text, "输入词元")[1:4] == ["4,000", "3,000", "+1,000"]


def test_a_regression_is_shown_with_what_was_found_before_and_after() -> None:
    found = Finding(field="tasks", outcome="miss", error="missed", expected="新建泵站2座")
    before, after = (
        run([answer("甲", {F1.name: 0.9})]),
        run([answer("甲", {F1.name: 0.4}, findings=(found,))]),
    )
    text = shown(comparison_table(compare(before, after, METRICS)))
    assert "甲  工作任务 F1  0.900 → 0.400\n  + tasks 遗漏（漏报）：新建泵站2座 → –" in text


def test_text_of_documents_neither_steers_the_terminal_nor_is_markup() -> None:
    found = Finding(
        field="tasks", outcome="wrong", error="odd\x1b[2J", expected="[red]甲[/red]", predicted="乙\x07"
    )
    before = run([answer("a\x1b[31m", {F1.name: 0.9})])
    after = run([answer("a\x1b[31m", {F1.name: 0.4}, findings=(found,))])
    text = shown(comparison_table(compare(before, after, METRICS)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[red]甲[/red] → 乙" in text


def test_the_gate_says_what_failed_and_that_it_did() -> None:
    before = run_of({F1.name: [0.9] * 12, VERBATIM.name: [1.0] * 12})
    after = run_of({F1.name: [0.8] * 12, VERBATIM.name: [1.0] * 11 + [0.5]})
    text = shown(gate_table(gate(after, bless(before, METRICS), METRICS)))
    assert line(text, "工作任务 F1")[2:4] == ["退步", "-0.100"]
    assert "不变量不成立：引文逐字相同：d011" in text
    assert text.splitlines()[-1] == "未通过"
    assert shown(gate_table(gate(before, bless(before, METRICS), METRICS))).splitlines()[-1] == "通过"


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(width: int) -> None:
    values = [0.123, 0.456] * 50
    before, after = run_of({F1.name: values}), run_of({F1.name: [each + 0.2 for each in values]})
    for table in (
        comparison_table(compare(before, after, METRICS)),
        gate_table(gate(after, bless(before, METRICS), METRICS)),
        score_table(before, summary(before, METRICS)),
    ):
        text = shown(table, width)
        assert max(cell_len(each) for each in text.splitlines()) <= width
        assert "…" not in text.replace(" … ", "")


def test_a_judgement_shows_what_the_judge_is_worth_and_that_it_is_no_gate() -> None:
    def claim(field: str, *, matched: bool | None) -> Judged:
        outcome = None if matched is None else "match" if matched else "invented"
        return Judged(
            document="a", repeat=0, field=field, text="抓好防汛", votes=(), verdict="yes", outcome=outcome
        )

    claims = (
        *(claim("tasks", matched=each) for each in (True, True, True, False)),
        claim("problems", matched=True),
        claim("[b]话", matched=None),
    )
    judgement = Judgement(
        model="m", identity="m", samples=3, prompts_sha256="p", dataset_sha256="d", claims=claims
    )
    text = shown(judge_table(judgement, {"tasks": "任务", "problems": "问题"}))
    assert line(text, "任务")[1:] == ["4", "1.000", "0.000", "–", "4", "0.750", "0.750", "0.750", "0.000"]
    assert line(text, "问题")[-1] == "–"
    assert line(text, "[b]话")[-5:] == ["0", "–", "–", "–", "–"]
    assert "从不作门槛" in text
    assert max(cell_len(each) for each in text.splitlines()) <= 80
