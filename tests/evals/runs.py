"""Score files made of numbers, for tests of what is done with scores."""

from collections.abc import Iterable, Mapping, Sequence

from evals.model import DocumentScore, Finding, Measure, Metric
from evals.scores import DatasetMark, Origin, Scores

DATASET = DatasetMark(name="ours", version="1.0.0", sha256="a" * 64, split="dev", guidelines=1)
ORIGIN = Origin(dataset=DATASET, schema_name="WorkReport", model="m", prompts="p", scorers={"figures": 1})
F1 = Metric("tasks.f1", "工作任务 F1", "工作任务")
RECALL = Metric("tasks.recall", "工作任务召回率", "工作任务")
VERBATIM = Metric("evidence.verbatim", "引文逐字相同", "依据", kind="invariant")
ROUGE = Metric("abstract.rouge1_char", "摘要 ROUGE-1", "摘要", kind="reported")
TOKENS = Metric("cost.tokens_in", "输入词元", "开销", better="lower", kind="cost")
METRICS = {metric.name: metric for metric in (F1, RECALL, VERBATIM, ROUGE, TOKENS)}


def answer(
    name: str,
    values: Mapping[str, float | None],
    repeat: int = 0,
    findings: tuple[Finding, ...] = (),
    error: str | None = None,
) -> DocumentScore:
    measures = tuple(Measure(metric=metric, value=value) for metric, value in values.items())
    return DocumentScore(id=name, repeat=repeat, measures=measures, findings=findings, error=error)


def failure(name: str, repeat: int = 0) -> DocumentScore:
    return answer(name, {}, repeat, error="no answer")


def run(documents: Iterable[DocumentScore], origin: Origin = ORIGIN) -> Scores:
    return Scores(origin=origin, documents=tuple(documents))


def run_of(values: Mapping[str, Sequence[float]]) -> Scores:
    """A run over as many documents as there are values."""
    count = len(next(iter(values.values())))
    return run(answer(f"d{at:03}", {name: each[at] for name, each in values.items()}) for at in range(count))
