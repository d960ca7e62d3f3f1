import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import Dataset, open_dataset

TEXT = """临江县水务局2024年上半年工作总结

2024年上半年，县水务局推进“清河行动”，落实《临江县水网规划》。

一、主要工作成效

一是水利工程建设提速。实施重点水利项目14个，完成投资2.36亿元，同比增长18.2%。

二是农村供水保障有力。新铺供水管网126公里。

二、存在的问题

一是项目资金缺口较大。全年仍需筹措资金4200万元，配套资金到位较慢。

三、下一步工作

一是抓好防汛备汛。6月底前完成8座病险水库除险加固，储备防汛物资5000件。
"""

LABEL: Mapping[str, Any] = {
    "id": "water",
    "doc_type": "work_summary",
    "title": "临江县水务局2024年上半年工作总结",
    "title_variants": ["水务局2024年上半年工作总结"],
    "issuer": "临江县水务局",
    "issuer_variants": ["县水务局"],
    "region": "临江县",
    "author": None,
    "occasion": None,
    "date": "2024",
    "period": {"start": "2024-01", "end": "2024-06"},
    "abstract": "2024年上半年，临江县水务局推进水利工程和农村供水，实施重点水利项目14个，完成投资2.36亿元，同比增长18.2%，"
    "新铺供水管网126公里；存在项目资金缺口较大等问题；下一步将抓好防汛备汛，6月底前完成8座病险水库除险加固。",
    "sections": [
        {"heading": "一、主要工作成效", "role": "achievements"},
        {"heading": "二、存在的问题", "role": "problems"},
        {"heading": "三、下一步工作", "role": "tasks"},
    ],
    "achievements": [
        {"text": "水利工程建设提速，完成投资2.36亿元", "evidence": "一是水利工程建设提速"},
        {"text": "农村供水保障有力，新铺供水管网126公里", "evidence": "二是农村供水保障有力"},
    ],
    "problems": [{"text": "项目资金缺口较大，仍需筹措4200万元", "evidence": "项目资金缺口较大"}],
    "tasks": [{"text": "抓好防汛备汛，除险加固8座病险水库", "evidence": "抓好防汛备汛"}],
    "figures": [
        {"subject": "重点水利项目", "value": 14, "unit": "个", "mention": "14个", "evidence": "实施重点水利项目14个", "status": "achieved"},
        {"subject": "水利投资", "value": 236000000, "unit": "元", "mention": "2.36亿元", "evidence": "完成投资2.36亿元", "status": "achieved"},
        {"subject": "投资同比", "value": 18.2, "unit": "%", "mention": "18.2%", "evidence": "同比增长18.2%", "direction": "up", "status": "achieved"},
        {"subject": "供水管网", "value": 126, "unit": "公里", "mention": "126公里", "evidence": "新铺供水管网126公里", "status": "achieved"},
        {"subject": "资金缺口", "value": 42000000, "unit": "元", "mention": "4200万元", "evidence": "全年仍需筹措资金4200万元", "status": "problem"},
        {"subject": "病险水库", "value": 8, "unit": "座", "mention": "8座", "evidence": "6月底前完成8座病险水库除险加固", "status": "planned"},
        {"subject": "防汛物资", "value": 5000, "unit": "件", "mention": "5000件", "evidence": "储备防汛物资5000件", "status": "planned"},
    ],
    "policies": ["临江县水网规划"],
    "initiatives": ["清河行动"],
    "noise": [],
    "must_have": ["2.36亿元", "资金缺口", "防汛备汛"],
    "annotator": "author",
}  # fmt: skip

MakeDataset = Callable[..., Dataset]


@pytest.fixture
def make_dataset(tmp_path: Path) -> MakeDataset:
    """Writes a data set of one document whose label is LABEL with the changes given."""

    def make(
        name: str = "small", text: str = TEXT, card: str = "", labels: str = "labels", **changes: Any
    ) -> Dataset:
        folder = tmp_path / name
        (folder / labels).mkdir(parents=True, exist_ok=True)
        (folder / "water.txt").write_text(text, encoding="utf-8")
        label = json.dumps({**LABEL, **changes}, ensure_ascii=False)
        (folder / labels / "water.json").write_text(label, encoding="utf-8")
        if card:
            (folder / "dataset.toml").write_text(card, encoding="utf-8")
        return open_dataset(folder)

    return make
