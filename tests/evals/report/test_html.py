import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from evals.compare import compare
from evals.dataset import Dataset
from evals.report import render_report
from evals.scorers import METRICS
from summarizer.rendering.html.frame import UNSEEN
from summarizer.rendering.plain import INVISIBLE
from tests.evals.conftest import LABEL, TEXT, MakeDataset
from tests.evals.report.pages import SYSTEM, answer_of, scores_of, view

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)></style><svg onload=alert(3)>"
    "\"'><a href=javascript:alert(4)>-->\x00\x1b[31m\u202egnp.exe\u2066\u2028\u2029{{ 7*7 }}&lt;b&gt;"
)


def page(folder: Path, dataset: Dataset, **changes: Any) -> Any:
    return html.document_fromstring(render_report(view(folder, dataset, answer_of(dataset, **changes))))


def text_of(element: Any) -> str:
    return str(element.text_content())


def shown(text: str) -> str:
    return INVISIBLE.sub(lambda match: match[0] if match[0] in "\t\n\r" else UNSEEN, text)


def hostile_page(folder: Path, make_dataset: MakeDataset) -> tuple[str, Dataset]:
    """Hostile text wherever text can come from: document, label, card, answer, model, comparison."""
    told = {"text": HOSTILE, "evidence": "农村供水保障有力"}
    card = f"name = {json.dumps(HOSTILE)}\n[strata.water]\n{json.dumps(HOSTILE)} = {json.dumps(HOSTILE)}\n"
    card = card.replace("\\u0000", "")  # TOML knows no NUL, and a document with one is refused
    items = [*LABEL["achievements"], told]
    dataset = make_dataset(
        "evil", TEXT + HOSTILE.replace("\0", ""), card, achievements=items, initiatives=[HOSTILE]
    )
    assert "<img src=x onerror=alert(2)>" in dataset.cases[0].document.text
    quote = {"start": 0, "end": 5, "quote": HOSTILE}
    figure = {**answer_of(dataset)["figures"][0], "subject": HOSTILE, "mention": HOSTILE, "unit": HOSTILE}
    answer = answer_of(
        dataset, abstract=HOSTILE, title=HOSTILE, figures=[figure],
        problems=[{"text": HOSTILE, "evidence": [quote], "verdict": HOSTILE}],
    )  # fmt: skip
    before = scores_of(dataset, answer_of(dataset))
    after = scores_of(dataset, answer)
    comparison = compare(before, after.model_copy(update={"floors": {HOSTILE: {"tasks.f1": 0.5}}}), METRICS)
    system = SYSTEM.model_copy(update={"model": HOSTILE, "program": HOSTILE})
    return render_report(
        view(folder, dataset, answer, system, comparison, floors={HOSTILE: {"tasks.f1": 0.5}})
    ), dataset


def test_hostile_text_is_no_markup(tmp_path: Path, make_dataset: MakeDataset) -> None:
    source, _ = hostile_page(tmp_path, make_dataset)
    tree = html.document_fromstring(source)
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not tree.xpath("//img | //iframe | //object | //a[not(starts-with(@href, '#'))] | //base")
    assert len(tree.xpath("//meta")) == 5
    assert source.count("alert(1)") > 5
    assert "49" not in text_of(tree.xpath("//title")[0])


def test_hostile_text_reaches_the_reader_as_it_is(tmp_path: Path, make_dataset: MakeDataset) -> None:
    source, dataset = hostile_page(tmp_path, make_dataset)
    tree = html.document_fromstring(source)
    for pane in tree.xpath("//section[contains(@class, 'pane')]/div"):
        assert text_of(pane) == shown(dataset.cases[0].document.text)


def test_nothing_invisible_gets_into_the_page(tmp_path: Path, make_dataset: MakeDataset) -> None:
    source, _ = hostile_page(tmp_path, make_dataset)
    assert set(INVISIBLE.findall(source)) <= {"\n", "\t", "\r"}
    source.encode()


def test_no_attribute_carries_style_or_script(tmp_path: Path, make_dataset: MakeDataset) -> None:
    source, _ = hostile_page(tmp_path, make_dataset)
    names = {name for element in html.document_fromstring(source).iter() for name in element.attrib}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_the_policy_allows_the_pages_own_style_and_script_alone(
    tmp_path: Path, make_dataset: MakeDataset
) -> None:
    tree = page(tmp_path, make_dataset())
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag in ("style", "script"):
        (inline,) = tree.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


def test_the_page_asks_for_nothing(tmp_path: Path, make_dataset: MakeDataset) -> None:
    tree = page(tmp_path, make_dataset())
    wanted = [*tree.xpath("//@src"), *tree.xpath("//@href")]
    assert [each for each in wanted if not each.startswith("#")] == ["data:,"]
    assert "url(" not in text_of(tree.xpath("//style")[0])
    assert not re.search(r"fetch|XMLHttp|import|innerHTML|eval", text_of(tree.xpath("//script")[0]))


def test_every_finding_of_the_scores_is_on_the_page(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    changes: dict[str, Any] = {"tasks": [], "title": "别的标题", "doc_type": "other", "abstract": "短"}
    findings = scores_of(dataset, answer_of(dataset, **changes)).documents[0].findings
    entries = page(tmp_path, dataset, **changes).xpath("//ul[@class='entries']/li")
    assert len(entries) == len(findings)
    by_number = {int(each.get("data-n")): each for each in entries}
    for number, finding in enumerate(findings):
        assert by_number[number].get("data-outcome") == finding.outcome
        for told in (finding.expected, finding.predicted):
            assert (
                told is None
                or told.split(" ")[0] in text_of(by_number[number])
                or finding.field == "doc_type"
            )


def test_every_mark_names_entries_that_are_there(tmp_path: Path, make_dataset: MakeDataset) -> None:
    tree = page(tmp_path, make_dataset(), tasks=[])
    numbers = set(tree.xpath("//li/@data-n"))
    marks = tree.xpath("//mark")
    assert marks
    assert all(set(mark.get("data-e").split()) <= numbers for mark in marks)


def test_every_document_of_the_list_leads_to_its_place(tmp_path: Path, make_dataset: MakeDataset) -> None:
    tree = page(tmp_path, make_dataset())
    assert tree.xpath("//table[@class='list']//a/@href") == ["#document-0"]
    assert len(tree.xpath("//details[@id='document-0']")) == 1


def test_strata_can_be_chosen(tmp_path: Path, make_dataset: MakeDataset) -> None:
    tree = page(tmp_path, make_dataset(card='name = "s"\n[strata.water]\nlevel = "county"\nnoise = "none"\n'))
    assert tree.xpath("//select[@name='stratum']/option/text()") == ["全部", "level：county", "noise：none"]
    assert tree.xpath("//details[@id='document-0']/@data-strata")[0].split() == ["0", "1"]


def test_two_runs_are_compared_with_what_each_said(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    before, after = answer_of(dataset), answer_of(dataset, tasks=[])
    comparison = compare(scores_of(dataset, before), scores_of(dataset, after), METRICS)
    tree = html.document_fromstring(render_report(view(tmp_path, dataset, after, comparison=comparison)))
    (section,) = tree.xpath("//section[@id='changes']")
    rows = [[text_of(cell).strip() for cell in row] for row in section.xpath(".//tbody/tr")]
    assert any(row[-9:-5] == ["任务 F1", "1.000", "0.000", "-1.000"] and row[-1] == "0/0/1" for row in rows)
    (loss,) = [each for each in section.xpath(".//details") if "任务" in text_of(each.xpath("./summary")[0])]
    first, second = loss.xpath(".//ul")
    assert "相符" in text_of(first)
    assert "遗漏" in text_of(second)


def test_without_a_second_run_nothing_is_compared(tmp_path: Path, make_dataset: MakeDataset) -> None:
    assert not page(tmp_path, make_dataset()).xpath("//*[@id='changes'] | //a[@href='#changes']")


def test_an_answer_that_is_lacking_is_told(tmp_path: Path, make_dataset: MakeDataset) -> None:
    tree = html.document_fromstring(render_report(view(tmp_path, make_dataset(), None)))
    (alarm,) = tree.xpath("//article//p[@class='alarm']")
    assert text_of(alarm) == "没有得到结果：no <b>answer</b>"


@pytest.mark.parametrize("name", ["report.css", "report.js"])
def test_style_and_script_cannot_end_their_own_element(name: str) -> None:
    assert "</" not in (Path(__file__).parents[3] / "evals" / "report" / name).read_text(encoding="utf-8")
