"""What an answer took: valid answers before repair, tokens, seconds, money."""

from collections.abc import Iterator

from evals.matching import Comparison
from evals.model import Measure, Metric, Scored
from evals.scorers.base import Scorer, ratio
from schemas.record import Schema

_COST = "开销"


def _metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    yield Metric("process.valid_first", "回答未经修复即合格", "过程")
    for name, label in (
        ("tokens_in", "输入词元"),
        ("tokens_out", "输出词元"),
        ("seconds", "秒"),
        ("money", "费用"),
    ):
        yield Metric(f"cost.{name}", label, _COST, better="lower", kind="cost")


def _score(comparison: Comparison) -> Scored:
    prediction = comparison.prediction
    repairs = prediction.repair_calls or 0
    first = prediction.calls - repairs
    costs = {
        "tokens_in": prediction.prompt_tokens,
        "tokens_out": prediction.completion_tokens,
        "seconds": prediction.seconds,
        "money": prediction.cost,
    }
    valid = ratio("process.valid_first", first - repairs, first if prediction.repair_calls is not None else 0)
    return Scored((valid, *(Measure(metric=f"cost.{name}", value=value) for name, value in costs.items())))


PROCESS = Scorer("process", 1, _metrics, _score)
