"""Scores, comparisons and gates for reading in a terminal. No text of a data set is read as markup."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from rich import box
from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from evals.compare import Change, Comparison, Regression
from evals.gate import GateReport, GateRow, Tier
from evals.judge import Judgement, agreement
from evals.judge import Row as JudgeRow
from evals.model import Finding, Metric
from evals.numbers import NONE, number, probability, share, signed
from evals.scores import Origin, Row, Scores
from evals.statistics import ALPHA, Interval, Paired
from evals.words import ERRORS, FLOORS, METHODS, OUTCOMES, TIERS
from summarizer.rendering.plain import plain

_STYLES: Mapping[Tier, str] = MappingProxyType(
    {
        "regression": "bold red",
        "suspected": "yellow",
        "stable": "",
        "improved": "green",
        "too_little": "dim",
        "not_comparable": "dim",
    }
)


def score_table(scores: Scores, rows: Iterable[Row]) -> RenderableType:
    """The scores of a run, each beside its floors (simple summarisers) and its ceiling (a second annotator)."""
    columns = ["指标", "均值", "95% 区间", "合计", "文件"]
    columns += [FLOORS.get(name, plain(name)) for name in scores.floors]
    columns += ["人工"] if scores.ceiling else []
    table = _table(*columns)
    for _, group in groupby(rows, key=lambda row: row.metric.group):
        table.add_section()
        for row in group:
            table.add_row(*_score_cells(scores, row))
    return Group(_heading(scores.origin), table, *_unanswered("没有得到结果（记 0 分）", scores.unanswered))


def comparison_table(comparison: Comparison) -> RenderableType:
    """What changed from one run to another; a positive change is a gain, also where less is better."""
    table = _table("指标", "前", "后", "变化", "95% 区间", "p（Holm）", "可测出", "好/平/差")
    for _, group in groupby(comparison.changes, key=lambda change: change.metric.group):
        table.add_section()
        for change in group:
            table.add_row(*_change_cells(change))
    shared = f"共同文件 {comparison.documents}，仅前者 {comparison.only_before}，仅后者 {comparison.only_after}；变化为正即变好"
    return Group(
        _heading(comparison.before),
        _heading(comparison.after),
        Text(shared, "dim"),
        table,
        *_unanswered("后者没有得到结果", comparison.newly_unanswered),
        *(line for each in comparison.worst for line in _regression(each)),
    )


def gate_table(report: GateReport) -> RenderableType:
    """Each gated metric's tier, then what fails at once."""
    table = _table("指标", "结论", "变化", "95% 区间", "p（Holm）", "可测出", "文件")
    for row in report.rows:
        table.add_row(*_gate_cells(row))
    broken = (
        Text(f"不变量不成立：{_label(each.metric)}：{_names(each.documents)}", "bold red")
        for each in report.broken
    )
    verdict = Text("未通过", "bold red") if report.failed else Text("通过", "bold green")
    return Group(table, *broken, *_unanswered("没有得到结果", report.newly_unanswered), verdict)


def judge_table(judgement: Judgement, labels: Mapping[str, str]) -> RenderableType:
    """What a judge said of each field (`labels` are their names), and what its word is worth."""
    table = _table("字段", "说法", "有据", "未判", "样本一致", "对标注", "准确率", "正例", "全猜多数", "κ")
    for row in agreement(judgement.claims):
        table.add_row(*_judge_cells(row, labels))
    return Group(
        Text.assemble(
            (plain(judgement.model), "bold"), (f"  法官，每条说法问 {judgement.samples} 次", "dim")
        ),
        table,
        Text("对标注：有判定又有标注可比的说法；正例是其中与标注相符的比例。标注只有一类，就没有 κ。", "dim"),
        Text("κ 接近 0，法官的判断就一文不值，准确率再高也一样。判断只供参考，从不作门槛。"),
    )


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for at, column in enumerate(columns):
        # Long labels wrap; numbers never do.
        justify: JustifyMethod = "right" if at else "left"
        table.add_column(Text(column, "bold"), justify=justify, no_wrap=at > 0, overflow="fold")
    return table


def _heading(origin: Origin) -> Text:
    data = origin.dataset
    named = plain(f"{data.name} {data.version} {data.split}，准则 {data.guidelines}")
    return Text.assemble((plain(origin.model), "bold"), "  ", (named, "dim"))


def _score_cells(scores: Scores, row: Row) -> Iterator[Text]:
    metric, found = row.metric, row.interval
    yield Text(_label(metric))
    yield Text(number(metric, found.mean), "bold")
    yield _interval(metric, found)
    yield Text(number(metric, row.pooled.mean if row.pooled else None))
    yield Text(str(found.n))
    for floor in scores.floors.values():
        yield Text(number(metric, floor.get(metric.name)), "dim")
    if scores.ceiling:
        yield Text(number(metric, scores.ceiling.get(metric.name)), "dim")


def _change_cells(change: Change) -> Iterator[Text]:
    metric, found = change.metric, change.gain
    yield Text(_label(metric))
    yield Text(number(metric, change.before))
    yield Text(number(metric, change.after))
    sure = change.p is not None and change.p <= ALPHA
    yield Text(
        signed(metric, found.difference), ("green" if found.difference > 0 else "bold red") if sure else ""
    )
    yield _change_interval(metric, found)
    yield Text(probability(change.p))
    yield Text(number(metric, found.detectable))
    yield Text(f"{found.wins}/{found.ties}/{found.losses}")


def _judge_cells(row: JudgeRow, labels: Mapping[str, str]) -> Iterator[Text]:
    yield Text(plain(labels.get(row.field, row.field)))
    yield Text(str(row.claims))
    for value in (row.supported, row.unjudged, row.samples):
        yield Text(share(value))
    yield Text(str(row.labelled))
    for value in (row.accuracy, row.positives, row.majority):
        yield Text(share(value))
    yield Text(share(row.kappa), "bold")


def _gate_cells(row: GateRow) -> Iterator[Text]:
    style = _STYLES[row.tier]
    yield Text(_label(row.metric))
    yield Text(TIERS[row.tier], style)
    if row.gain:
        yield Text(signed(row.metric, row.gain.difference), style)
        yield _change_interval(row.metric, row.gain)
        yield Text(probability(row.p))
        yield Text(number(row.metric, row.gain.detectable))
        yield Text(str(row.gain.n))


def _regression(found: Regression) -> Iterator[Text]:
    before, after = number(found.metric, found.before), number(found.metric, found.after)
    yield Text()
    yield Text.assemble((plain(found.document), "bold"), f"  {_label(found.metric)}  {before} → {after}")
    for sign, findings in (("-", found.gone), ("+", found.new)):
        for each in findings:
            yield Text(
                f"  {sign} {_finding(each)}", "green" if each.outcome in {"match", "absent"} else "red"
            )


def _finding(finding: Finding) -> str:
    what = OUTCOMES[finding.outcome] + (
        f"（{ERRORS.get(finding.error, plain(finding.error))}）" if finding.error else ""
    )
    sides = [plain(side) if side else NONE for side in (finding.expected, finding.predicted)]
    return f"{plain(finding.field)} {what}：{sides[0]} → {sides[1]}"


def _unanswered(what: str, documents: Iterable[str]) -> Iterator[Text]:
    if named := sorted(documents):
        yield Text(f"{what} {len(named)} 个文件：{_names(named)}", "bold red")


def _names(documents: Iterable[str]) -> str:
    return "、".join(map(plain, documents))


def _label(metric: Metric) -> str:
    return plain(metric.label)


def _interval(metric: Metric, found: Interval) -> Text:
    if found.low is None or found.high is None:
        return Text(METHODS[found.method], "dim")
    bounds = f"{number(metric, found.low)}–{number(metric, found.high)}"
    return Text.assemble(bounds, (f" {METHODS[found.method]}", "dim"))


def _change_interval(metric: Metric, found: Paired) -> Text:
    if found.low is None or found.high is None:
        return Text(METHODS["too_little"], "dim")
    return Text(f"{signed(metric, found.low)} … {signed(metric, found.high)}")
