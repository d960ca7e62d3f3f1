"""`work_report/1`: work reports, summaries, speeches, plans and notices of Chinese organisations."""

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.fields import CitedItems, Fact, Figures, Names, Prose, SectionList
from schemas.record import Author, Figure, Item, NamedThing, Period, Schema, SectionSummary, Task

DocType = Literal["work_summary", "work_report", "speech", "article", "plan", "notice", "news", "other"]

DOC_TYPES = MappingProxyType(
    {
        "work_summary": "工作总结",
        "work_report": "工作报告",
        "speech": "讲话",
        "article": "署名文章",
        "plan": "计划方案",
        "notice": "通知意见",
        "news": "新闻简报",
        "other": "其他",
    }
)


# How the abstract of a kind of document begins, and how it tells what is to be done.
ABSTRACT_OPENINGS = MappingProxyType(
    {
        "work_summary": ("{issuer}总结{period}工作", "{issuer}总结工作", "{title}"),
        "work_report": (
            "{author}在{occasion}上报告{period}工作",
            "{issuer}报告{period}工作",
            "{issuer}报告工作",
            "{title}",
        ),
        "speech": (
            "{author}在{occasion}上讲话，总结{period}工作",
            "{author}在{occasion}上讲话",
            "{issuer}负责人在{occasion}上讲话",
            "{author}讲话",
            "{title}",
        ),
        "article": ("{author}撰文介绍工作", "{issuer}介绍工作", "{title}"),
        "plan": ("{issuer}制定{title}", "{title}"),
        "notice": ("{issuer}发出{title}", "{title}"),
        "": ("{period}，{issuer}", "{issuer}", "{title}", "{period}"),
    }
)
ABSTRACT_FORMS = MappingProxyType(
    {
        "speech": MappingProxyType(
            {"achievements": "{items}", "problems": "指出存在{items}等问题", "tasks": "要求{items}"}
        ),
        "plan": MappingProxyType({"achievements": "", "tasks": "{items}"}),
        "notice": MappingProxyType({"achievements": "", "tasks": "{items}"}),
    }
)
ABSTRACT_SHARES = MappingProxyType({"achievements": 3, "problems": 1, "tasks": 1})


class WorkReport(Schema):
    """What a reader wants to know of a work report."""

    record_format: ClassVar = "work_report/1"
    prompts: ClassVar = "work_report"

    doc_type: Annotated[DocType, Fact("文种", choices=DOC_TYPES)] = "other"
    title: Annotated[str | None, Fact("标题")] = Field(None, description="文件自己的标题")
    issuer: Annotated[str | None, Fact("单位")] = Field(None, description="发文单位，或报告所写的是谁的工作")
    region: Annotated[str | None, Fact("地区")] = Field(None, description="所写的行政区域")
    author: Annotated[Author | None, Fact("作者")] = Field(None, description="讲话人或署名作者")
    occasion: Annotated[str | None, Fact("场合", holds=("会", "活动", "仪式", "论坛", "培训", "班"))] = Field(
        None, description="在哪个会议或活动上"
    )
    date: Annotated[str | None, Fact("日期")] = Field(None, description="讲话或印发的日期")
    period: Annotated[Period | None, Fact("时段")] = Field(None, description="所回顾的月份")
    abstract: Annotated[
        str,
        Prose(
            "摘要",
            least=80,
            most=200,
            openings=ABSTRACT_OPENINGS,
            forms=ABSTRACT_FORMS,
            shares=ABSTRACT_SHARES,
        ),
    ] = ""
    sections: Annotated[tuple[SectionSummary, ...], SectionList("章节")] = ()
    achievements: Annotated[
        tuple[Item, ...],
        CitedItems(
            "成绩",
            meaning="已经做完的工作、已经取得的结果",
            status="achieved",
            headings=(
                "成效",
                "成绩",
                "成就",
                "总体情况",
                "工作总结",
                "完成情况",
                "主要做法",
                "进展",
                "回顾",
                "工作开展",
                "工作情况",
                "亮点",
                "取得",
            ),
            openers=("完成", "实现", "新增", "建成", "累计", "共", "成功"),
            markers=(
                "了",
                "已",
                "获得",
                "荣获",
                "同比",
                "比上年",
                "较上年",
                "比去年",
                "获评",
                "获批",
                "入选",
                "跻身",
                "被评为",
                "被授予",
                "争取到",
                "名列",
                "取得",
            ),
        ),
    ] = ()
    problems: Annotated[
        tuple[Item, ...],
        CitedItems(
            "问题",
            meaning="不足、困难、风险",
            status="problem",
            headings=(
                "问题",
                "存在的主要",
                "存在的困难",
                "存在困难",
                "困难和",
                "困难与",
                "不足",
                "短板",
                "差距",
                "薄弱环节",
                "挑战",
                "制约因素",
                "忧患",
                "隐忧",
                "绊脚石",
                "放心不下",
                "不容回避",
                "不容忽视",
                "要看到",
                "清醒看到",
                "清醒地看到",
                "清醒认识",
                "检讨",
            ),
            markers=(
                "不足",
                "不够",
                "有待",
                "欠缺",
                "漏洞",
                "短缺",
                "薄弱",
                "不平衡",
                "不均衡",
                "滞后",
                "缺口",
                "难度",
                "压力大",
                "压力较大",
                "不高",
                "不强",
                "不到位",
                "缺乏",
                "紧缺",
                "缺少",
                "匮乏",
                "偏低",
                "偏慢",
                "偏弱",
                "较慢",
                "仍存在",
                "仍然存在",
                "依然存在",
                "尚未",
                "短板",
                "欠账",
                "捉襟见肘",
                "吃紧",
                "下滑",
                "流失",
                "老化",
                "分化",
                "粗放",
                "偏多",
                "偏少",
                "偏软",
                "青黄不接",
                "单一",
                "跟不上",
                "不均",
                "瓶颈",
                "制约",
            ),
            always_marked=True,
            told="存在{items}等问题",
        ),
    ] = ()
    tasks: Annotated[
        tuple[Task, ...],
        CitedItems(
            "任务",
            meaning="将来要做的事、对工作的要求",
            status="planned",
            headings=(
                "下一步",
                "下步",
                "打算",
                "思路",
                "计划",
                "安排",
                "工作重点",
                "重点工作任务",
                "下半年",
                "目标任务",
                "要求",
                "希望",
                "建议",
                "措施",
                "举措",
                "新的一年",
                "明年",
                "下列条件",
                "以下条件",
            ),
            openers=("要", "将", "拟", "必须", "应当", "应", "计划", "务必", "继续", "我们要"),
            markers=("力争", "争取", "务必"),
            told="下一步计划{items}",
        ),
    ] = ()
    figures: Annotated[tuple[Figure, ...], Figures("数据")] = ()
    policies: Annotated[tuple[NamedThing, ...], Names("政策文件", marks="book")] = ()
    initiatives: Annotated[tuple[NamedThing, ...], Names("品牌举措", marks="quotes")] = ()
