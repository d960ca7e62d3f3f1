"""Chinese words for what the harness names in its files."""

from collections.abc import Mapping
from types import MappingProxyType

from evals.gate import Tier
from evals.model import Outcome
from evals.statistics import Method

METHODS: Mapping[Method, str] = MappingProxyType(
    {"t": "t", "bca": "BCa", "exact": "精确", "linearised": "线性化", "too_little": "数据太少"}
)
TIERS: Mapping[Tier, str] = MappingProxyType(
    {
        "regression": "退步",
        "suspected": "疑似退步",
        "stable": "持平",
        "improved": "改进",
        "too_little": "数据太少",
        "not_comparable": "不可比",
    }
)
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {"match": "相符", "wrong": "不符", "miss": "遗漏", "invented": "多出", "absent": "应无且无"}
)
# Classes that scorers give; one that is not here is shown as it is.
ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "precision": "日期粗细不同",
        "scale": "数量级",
        "unit": "单位",
        "sign": "增减",
        "digits": "数字",
        "attribution": "张冠李戴",
        "invented": "凭空",
        "missed": "漏报",
        "status": "状态",
        "duplicate": "重复",
        "no_figure": "不是指标",
        "planned_as_achieved": "把计划说成已完成",
        "unsupported": "依据不足",
        "quote": "引文不符",
        "must_have": "缺要点",
        "noise": "网页杂质",
    }
)
FLOORS: Mapping[str, str] = MappingProxyType({"empty": "空答", "lead": "首句", "rules": "规则"})
STATUSES: Mapping[str, str] = MappingProxyType(
    {"achieved": "已完成", "planned": "计划", "problem": "问题", "background": "背景"}
)
# What findings say of a figure after its amount.
TOLD: Mapping[str, str] = MappingProxyType({"up": "增", "down": "减", **STATUSES})
