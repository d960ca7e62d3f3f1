"""What the peers answer, in the record's form, with the benefit of the doubt.

Both peers copy a figure as it stands; value, unit and qualifier are read from that copy by our own grammar.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from schemas.work_report import ABSTRACT_SHARES, DOC_TYPES
from summarizer.quantities import find_quantities

Answer = dict[str, Any]
Extraction = Mapping[str, Any]

ROLES = {
    "成绩": "achievements",
    "问题": "problems",
    "任务": "tasks",
    "要求": "requirements",
    "背景": "background",
}
STATUSES = {"完成": "achieved", "计划": "planned", "问题": "problem"}
DIRECTIONS = {"上升": "up", "下降": "down"}
ITEMS = {"achievements": "成绩", "problems": "问题", "tasks": "任务"}
NAMES = {"policies": "文件", "initiatives": "举措"}
FACTS = {"title": "标题", "issuer": "单位", "region": "地区", "occasion": "场合"}
_DOC_TYPES = {label: name for name, label in DOC_TYPES.items()}
_NOTHING = {"", "无", "null", "none", "未知", "不详"}
_MOST = 200  # characters of an abstract
_MARKS = "《》“”\"'"


def from_instructor(report: Mapping[str, Any], text: str) -> Answer:
    """The record's form of the Pydantic model that instructor filled for a report's `text`."""
    figures = (
        _figures(_copy(each), each["subject"], each["status"], each["direction"], _where(each, text))
        for each in report["figures"]
    )
    return {
        "doc_type": _DOC_TYPES.get(report["doc_type"], "other"),
        **{name: _known(report[name]) for name in (*FACTS, "date")},
        "author": _author(report["author"] or {}),
        "period": _period(report["period"] or {}),
        "abstract": report["abstract"],
        "sections": [
            {"heading": each["heading"], "role": ROLES.get(each["role"], "other")}
            for each in report["sections"]
        ],
        **{
            name: [
                {"text": each["text"], "evidence": [{"quote": quote} for quote in each["substring_quotes"]]}
                for each in report[name]
            ]
            for name in ITEMS
        },
        "figures": [*chain.from_iterable(figures)],
        **{name: _names(report[name]) for name in NAMES},
    }


def from_langextract(extractions: Iterable[Extraction], text: str) -> Answer:
    """The record's form of langextract's extractions; it writes nothing, so the abstract is put together."""
    found: dict[str, list[Extraction]] = {}
    for each in extractions:
        found.setdefault(each["kind"], []).append(each)
    listed = {name: found.get(kind, []) for name, kind in (ITEMS | NAMES).items()}
    title, author = (next(iter(found.get(kind, ())), {}) for kind in ("标题", "作者"))
    period, date = (_attributes(found, kind) for kind in ("时段", "日期"))
    items = {name: [_item(each, text) for each in listed[name]] for name in ITEMS}
    figures = (_extracted_figures(each, text) for each in found.get("数据", ()))
    return {
        "doc_type": _DOC_TYPES.get((title.get("attributes") or {}).get("文种"), "other"),
        **{name: _first(found, kind) for name, kind in FACTS.items()},
        "author": _author({"name": author.get("text"), "role": (author.get("attributes") or {}).get("职务")}),
        "date": _known(date.get("日期")),
        "period": _period({"start": period.get("开始"), "end": period.get("结束")}),
        "abstract": composed(items),
        "sections": [
            {"heading": each["text"], "role": ROLES.get(each["attributes"].get("性质"), "other")}
            for each in found.get("章节", ())
        ],
        **items,
        "figures": [*chain.from_iterable(figures)],
        **{name: _names(each["text"] for each in listed[name]) for name in NAMES},
    }


def composed(items: Mapping[str, list[Answer]]) -> str:
    """Statements one after another while they fit, of each list as many as its share of an abstract."""
    shares = {name: [each["text"] for each in items[name]] for name in items}
    kept: list[str] = []
    for name, texts in shares.items():
        kept += texts[: 2 * ABSTRACT_SHARES[name]]
    told = ""
    for text in kept:
        if len(told) + len(text) < _MOST:
            told += text.rstrip("。；，") + "。"
    return told


def _figures(
    copy: str, subject: str | None, status: str | None, direction: str | None, evidence: list[Answer]
) -> list[Answer]:
    """Each number of a copy as a figure of the record, which has no place for one without a number."""
    return [
        {
            "subject": subject or "",
            "value": float(quantity.value),
            "value_to": None if quantity.value_to is None else float(quantity.value_to),
            "unit": quantity.unit,
            "mention": quantity.mention,
            "qualifier": quantity.qualifier,
            "direction": DIRECTIONS.get(direction or ""),
            "status": STATUSES.get(status or "", "background"),
            "evidence": evidence,
        }
        for quantity in find_quantities(copy)
    ]


def _copy(figure: Mapping[str, Any]) -> str:
    """Its mention, or its clause where the model wrote the number there and what is counted here."""
    return next((figure[part] for part in ("mention", "quote") if find_quantities(figure[part])), "")


def _where(figure: Mapping[str, Any], text: str) -> list[Answer]:
    """Its clause, or its mention where the clause is not the document's; as it is where neither stands there."""
    quotes = [figure["quote"], figure["mention"]]
    return [{"quote": next((each for each in quotes if each and each in text), quotes[0])}]


def _extracted_figures(each: Extraction, text: str) -> list[Answer]:
    about = each["attributes"]
    return _figures(
        each["text"], about.get("指标"), about.get("状态"), about.get("增减"), _evidence(each, text)
    )


def _item(each: Extraction, text: str) -> Answer:
    return {"text": each["text"], "evidence": _evidence(each, text)}


def _evidence(each: Extraction, text: str) -> list[Answer]:
    start, end = each["start"], each["end"]
    return [{"start": start, "end": end, "quote": text[start:end]}]


def _attributes(found: Mapping[str, list[Extraction]], kind: str) -> Mapping[str, Any]:
    """What is said of the first of a kind of which anything is said."""
    return next((each["attributes"] for each in found.get(kind, ()) if each["attributes"]), {})


def _first(found: Mapping[str, list[Extraction]], kind: str) -> str | None:
    return next(filter(None, (_known(each["text"]) for each in found.get(kind, ()))), None)


def _known(value: Any) -> str | None:
    return None if value is None or str(value).strip().lower() in _NOTHING else str(value).strip()


def _author(author: Mapping[str, Any]) -> Answer | None:
    parts = {name: _known(author.get(name)) for name in ("name", "role")}
    return parts if any(parts.values()) else None


def _period(period: Mapping[str, Any]) -> Answer | None:
    """Months: a day that is told with them is no fault."""
    start, end = (_known(period.get(name)) for name in ("start", "end"))
    return {"start": start[:7], "end": end[:7]} if start and end else None


def _names(names: Iterable[str]) -> list[str]:
    """Each name once."""
    return list(dict.fromkeys(_stripped(names)))


def _stripped(names: Iterable[str]) -> Iterator[str]:
    return filter(None, (name.strip(_MARKS) for name in names))
