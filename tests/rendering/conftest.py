"""Records made by hand: a full one, and one with nothing in it but its source."""

import io
from collections.abc import Callable
from typing import Any, Literal

import pytest
from rich.console import Console

from schemas import Record, WorkReport
from schemas.record import (
    Author,
    Checks,
    Evidence,
    Figure,
    Item,
    NamedThing,
    Period,
    Provenance,
    SectionSummary,
    Source,
    Task,
    UncitedFigure,
    Usage,
)
from summarizer.rendering import render_terminal


def record_of(summary: WorkReport, checks: Checks | None = None) -> Record[WorkReport]:
    return Record[WorkReport](
        format="work_report/1",
        source=Source(
            name="总结.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", characters=2324
        ),
        summary=summary,
        checks=checks or Checks(),
        usage=Usage(
            model="qwen2.5-coder-1.5b", calls=12, prompt_tokens=9120, completion_tokens=1203, seconds=84.25
        ),
        provenance=Provenance(program="report-summarizer 0", schema_sha256="0" * 64, prompts_sha256="0" * 64),
    )


@pytest.fixture
def full() -> Record[WorkReport]:
    invested = Evidence(start=310, end=339, quote="上半年，全县完成交通固定资产投资3.26亿元，同比增长8.4%")
    summary = WorkReport(
        doc_type="work_summary",
        title="云岫县交通运输局2025年上半年工作总结",
        issuer="云岫县交通运输局",
        region="云岫县",
        author=Author(name="沈知远", role="局长"),
        date="2025-07-08",
        period=Period(start="2025-01", end="2025-06"),
        abstract="2025年上半年，云岫县交通运输局完成交通固定资产投资3.26亿元，同比增长8.4%，"
        "新改建农村公路46.8公里，建制村通客车率由96.5%提高到100%；同时存在资金缺口较大、"
        "养护力量不足等问题，下半年将加快云青高速连接线建设，力争年底前全线贯通。",
        sections=(
            SectionSummary(
                heading="一、上半年工作情况",
                role="achievements",
                summary="投资、路网、运输服务三方面均超序时进度，主要指标好于去年同期。",
                start=96,
                end=1420,
            ),
        ),
        achievements=(
            Item(
                text="完成交通固定资产投资3.26亿元，同比增长8.4%", evidence=(invested,), verdict="supported"
            ),
            Item(
                text="新改建农村公路48.6公里，建制村通客车率提高到100%，群众出行更加便捷，城乡交通一体化水平明显提升",
                evidence=(Evidence(start=402, end=431, quote="新改建农村公路46.8公里"),),
                verdict="unsupported",
            ),
            Item(
                text="干部作风持续好转",
                evidence=(Evidence(start=900, end=912, quote="干部作风持续好转"),),
                verdict="unchecked",
            ),
        ),
        tasks=(
            Task(
                text="加快云青高速连接线建设，年底前全线贯通",
                evidence=(Evidence(start=1820, end=1850, quote="力争年底前全线贯通"),),
                verdict="supported",
                deadline="2025-12",
            ),
        ),
        figures=(
            Figure(
                subject="交通固定资产投资",
                value=326000000,
                unit="元",
                mention="3.26亿元",
                status="achieved",
                evidence=(invested,),
                verdict="supported",
            ),
            Figure(
                subject="交通固定资产投资同比增速",
                value=8.4,
                unit="%",
                mention="8.4%",
                direction="up",
                period="2025年上半年",
                status="achieved",
                evidence=(invested,),
                verdict="supported",
            ),
        ),
        policies=(
            NamedThing(
                name="农村公路条例", evidence=(Evidence(start=700, end=708, quote="《农村公路条例》"),)
            ),
        ),
        initiatives=(
            NamedThing(
                name="四好农村路",
                evidence=tuple(
                    Evidence(start=n, end=n + 7, quote="“四好农村路”") for n in (450, 800, 1200, 1500)
                ),
            ),
        ),
    )
    checks = Checks(
        uncited_figures=(UncitedFigure(mention="12次", start=1010, end=1013),),
        warnings=("“三、下半年打算”一节的回答不合格式，已略去1项",),
    )
    return record_of(summary, checks)


@pytest.fixture
def record() -> Callable[..., Record[WorkReport]]:
    """A function that makes a record of a summary and, optionally, checks."""
    return record_of


@pytest.fixture
def show() -> Callable[..., str]:
    """A function that gives a record as a terminal of some width shows it, with or without its colours."""

    def shown(shown_record: Record[Any], width: int = 80, colours: bool = False) -> str:
        colour_system: Literal["standard"] | None = "standard" if colours else None
        console = Console(width=width, file=io.StringIO(), color_system=colour_system)
        console.print(render_terminal(shown_record))
        assert isinstance(console.file, io.StringIO)
        return console.file.getvalue()

    return shown
