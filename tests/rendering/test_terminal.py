import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import BaseModel
from rich.cells import cell_len

from schemas import CitedItems, Fact, Prose, Record, Schema, WorkReport
from schemas.record import Checks, Evidence, Figure, Item, Provenance, Source, Usage

Show = Callable[..., str]
MakeRecord = Callable[..., Record[WorkReport]]
FULL_REFERENCES = (
    "〔96–1420〕",
    "〔310–339〕",
    "〔402–431〕",
    "〔900–912〕",
    "〔1820–1850〕",
    "〔700–708〕",
    "〔1010–1013〕",
)


# Fields whose values are of a fixed set or form.
CHOSEN = (
    "format",
    "doc_type",
    "role",
    "verdict",
    "status",
    "direction",
    "date",
    "period",
    "deadline",
    "sha256",
)


def squeezed(shown: str) -> str:
    return "".join(shown.split())


@pytest.mark.parametrize("width", [80, 120])
def test_every_reference_is_shown_unbroken(full: Record[WorkReport], show: Show, width: int) -> None:
    shown = show(full, width)
    assert [reference for reference in FULL_REFERENCES if reference not in shown] == []


@pytest.mark.parametrize("width", [30, 80, 120])
def test_no_line_is_wider_than_the_terminal(full: Record[WorkReport], show: Show, width: int) -> None:
    assert max(cell_len(line) for line in show(full, width).splitlines()) <= width


def test_long_chinese_is_wrapped_without_loss(record: MakeRecord, show: Show) -> None:
    text = "推进城乡客运一体化，新增公交线路12条、车辆86台；" * 20
    shown = show(record(WorkReport(abstract=text)), 40)
    assert text in squeezed(shown)


def test_facts_are_shown_with_the_labels_of_the_schema(full: Record[WorkReport], show: Show) -> None:
    lines = [squeezed(line) for line in show(full).splitlines()]
    for fact in ("文种工作总结", "单位云岫县交通运输局", "作者局长沈知远", "时段2025-01至2025-06"):
        assert f"│{fact}│" in lines


def test_figures_are_shown_as_written_with_the_words_around_them(
    full: Record[WorkReport], show: Show
) -> None:
    shown = show(full, 120)
    assert "326000000" not in shown
    assert "8.4% ↑" in shown
    assert "〔310–339〕 …资3.26亿元，同比增长8.4%" in shown


def test_a_mention_is_not_found_inside_another_number(record: MakeRecord, show: Show) -> None:
    quote = "建成公路13个标段，另有桥梁、隧道、服务区、停车场以及养护站点共3个标段"
    figure = Figure(
        subject="标段", value=3, unit="个", mention="3个", status="achieved",
        evidence=(Evidence(start=0, end=len(quote), quote=quote),), verdict="supported",
    )  # fmt: skip
    assert "…区、停车场以及养护站点共3个标段" in squeezed(show(record(WorkReport(figures=(figure,))), 120))


def test_an_unsupported_statement_stands_out_in_red_and_without_colours(
    full: Record[WorkReport], show: Show
) -> None:
    assert "✗ 新改建农村公路48.6公里" in show(full)
    assert "\x1b[1;31m✗\x1b[0m \x1b[31m新改建农村公路48.6公里" in show(full, colours=True)


def test_verdicts_are_counted(full: Record[WorkReport], show: Show) -> None:
    assert "✓ 有据 4　✗ 无据 1　· 未核对 1" in show(full)


def test_a_deadline_follows_its_task(full: Record[WorkReport], show: Show) -> None:
    assert "年底前全线贯通　期限 2025-12 〔1820–1850〕" in show(full, 120)


def test_many_places_are_shortened_to_three_and_their_number(full: Record[WorkReport], show: Show) -> None:
    assert "“四好农村路”〔450–457〕〔800–807〕〔1200–1207〕等 4 处" in show(full)


def test_checks_and_usage_close_the_page(full: Record[WorkReport], show: Show) -> None:
    shown = show(full)
    assert "未被摘要引用的数据 1 处" in shown
    assert "“三、下半年打算”一节的回答不合格式，已略去1项" in shown
    assert shown.rstrip().endswith("qwen2.5-coder-1.5b · 12次调用 · 输入9,120、输出1,203词元 · 84.2秒")


def test_of_empty_fields_only_the_cited_lists_are_mentioned(record: MakeRecord, show: Show) -> None:
    shown = show(record(WorkReport()))
    for label in ("成绩", "问题", "任务"):
        assert f"{label}  报告未提及" in shown
    for label in ("摘要", "章节", "数据", "政策文件", "品牌举措", "核对", "警告", "未被摘要引用"):
        assert label not in shown


def test_the_name_of_the_source_heads_a_record_without_title(record: MakeRecord, show: Show) -> None:
    assert "│总结.txt│" in [squeezed(line) for line in show(record(WorkReport())).splitlines()]


@pytest.mark.parametrize("colours", [False, True])
def test_text_of_the_document_cannot_steer_the_terminal(
    record: MakeRecord, show: Show, colours: bool
) -> None:
    hostile = "甲\x1b[2J\x1b]8;;http://a.example\x07乙\x9b31m\u202e丙\u2066丁\u200b戊\r己\udc80"
    item = Item(text=hostile, evidence=(Evidence(start=1, end=2, quote=hostile),), verdict="unchecked")
    shown = show(
        record(WorkReport(title=hostile, achievements=(item,)), Checks(warnings=(hostile,))), colours=colours
    )
    assert not set(shown) & set("\x07\x9b\r\u202e\u2066\u200b\udc80")
    assert "\x1b[2J" not in shown
    assert "\x1b]" not in shown
    assert shown.count("甲[2J]8;;http://a.example乙31m丙丁戊 己") == 3


def test_rich_markup_in_a_document_is_shown_as_text(record: MakeRecord, show: Show) -> None:
    text = "[red]红[/red] [link=https://a.example]链[/link] [/] :smile:"
    assert show(record(WorkReport(title=text, abstract=text)), 120).count(text) == 2


def test_a_schema_of_other_fields_is_shown_by_its_own_labels(show: Show) -> None:
    class Venue(BaseModel):
        city: str
        hall: str | None = None

    class Minutes(Schema):
        remarks: Annotated[str, Prose("纪要", least=10, most=100)]
        venue: Annotated[Venue, Fact("地点")]
        kind: Annotated[str, Fact("类别", choices={"weekly": "周例会"})]
        decisions: Annotated[tuple[Item, ...], CitedItems("决定", meaning="会议的决定")]

    decision = Item(text="开工", evidence=(Evidence(start=3, end=5, quote="开工"),), verdict="supported")
    minutes = Minutes(remarks="议定一事", venue=Venue(city="云岫"), kind="weekly", decisions=(decision,))
    source = Source(
        name="纪要.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", characters=40
    )
    made: Record[Any] = Record[Minutes](
        format="minutes/1",
        source=source,
        summary=minutes,
        checks=Checks(),
        usage=Usage(model="m"),
        provenance=Provenance(program="p", schema_sha256="0", prompts_sha256="0"),
    )
    shown = show(made)
    assert shown.index("周例会") < shown.index("议定一事") < shown.index("✓ 开工 〔3–5〕")
    assert {"│地点云岫│", "│类别周例会│"} <= {squeezed(line) for line in shown.splitlines()}


def test_sentences_that_follow_one_another_are_one_place(record: MakeRecord, show: Show) -> None:
    evidence = tuple(Evidence(start=a, end=b, quote="句") for a, b in ((3, 9), (9, 20), (31, 40)))
    item = Item(text="开工", evidence=evidence, verdict="unchecked")
    assert "〔3–20〕〔31–40〕" in show(record(WorkReport(achievements=(item,))), 120)


HOSTILE = (
    "甲\x1b[2J\x1b]8;;http://evil.example\x07乙\x9b31m\u202e丙\u2066\u200b\r\n[bold]丁[/]\x08\x00\x7f\ufeff"
)


def test_nothing_in_a_hostile_record_steers_the_terminal_or_turns_the_direction(
    full: Record[WorkReport], show: Show
) -> None:
    told = json.loads(full.model_dump_json())

    def hostile(value: object) -> object:
        if isinstance(value, dict):
            return {key: each if key in CHOSEN else hostile(each) for key, each in value.items()}
        if isinstance(value, list):
            return [hostile(each) for each in value]
        return f"{HOSTILE}{value}" if isinstance(value, str) else value

    spoiled = Record[WorkReport].model_validate(hostile(told))
    for width in (40, 120):
        shown = show(spoiled, width)
        assert [char for char in shown if not char.isprintable() and char not in "\n\u3000"] == []
    assert "[bold]丁[/]总结.txt" in squeezed(shown)
