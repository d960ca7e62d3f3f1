"""langextract's own environment runs this: a report in, extractions with their places out.

What its documentation recommends is done: verbatim extractions in the order of the text, an example with every
class, its provider for OpenAI-compatible endpoints with the schema kept by the server, chunks of 1,000
characters, and extractions without a place dropped. Its Unicode tokenizer is chosen, since the default one takes
a run of Chinese characters for one word and places few clauses. Statements are their own quotes: a wording beside
each costs the model more tokens than it gains. Figures are copied; the benchmark multiplies them out.
Tried and dropped: statements quoted whole, figures included. Extractions that overlap are against its advice, its
checker of examples warns of them, and the small model told figures alone of one short report and no statement.
"""

from collections.abc import Mapping
from typing import Any

import langextract as lx
from langextract.core.tokenizer import UnicodeTokenizer
from langextract.factory import ModelConfig
from lines import Summarise, serve

CHUNK = 1000
TOKENS = 4096  # for a chunk: one of 1,000 characters and forty figures takes some three thousand

PROMPT = """\
从中文工作材料中按出现的顺序摘录。摘录的文字必须照抄原文，不改写，互不重叠，不遗漏；没有的不写。网页的菜单、版权声明等不是材料。
- 标题：文件自己的标题；文种是工作总结、工作报告、讲话、署名文章、计划方案、通知意见、新闻简报或其他
- 单位：发文单位，或所写的是谁的工作，用全称
- 地区：所写的行政区域
- 作者：讲话人或署名作者，附职务
- 场合：在哪个会议或活动上
- 日期：讲话、印发或发布的日期
- 时段：所回顾的月份，附开始和结束
- 章节：一级标题，连编号；性质是成绩、问题、任务、要求、背景或其他
- 成绩：已经做完的工作、取得的结果，每点摘写明主题的半句
- 问题：不足、困难、风险，每点摘写明主题的半句
- 任务：将来要做的事、对工作的要求，每点摘写明主题的半句
- 数据：每一个用阿拉伯数字写的数量，连同单位，日期和编号不算；附指标名、增减（上升、下降，不是增减幅度的不填）和状态（完成、计划、问题、背景）
- 文件：《》里的文件名
- 举措：“”里的品牌、行动、提法"""


def _found(kind: str, text: str, **attributes: str) -> Any:
    return lx.data.Extraction(extraction_class=kind, extraction_text=text, attributes=attributes or None)


RESULTS = lx.data.ExampleData(
    text="县水利局2022年上半年工作总结\n（2022年7月8日在柏溪县农业农村工作会议上，局长 石广田）\n"
    "今年1至6月，柏溪县水利局深入开展“清水入户”行动，各项工作有序推进。\n"
    "一、主要成效\n"
    "（一）供水保障不断增强。新建水厂3座，完成投资1.26亿元，同比增长8.4%。\n"
    "（二）制度更加健全。落实《柏溪县河湖管护办法》，巡河2130人次。",
    extractions=[
        _found("标题", "县水利局2022年上半年工作总结", 文种="工作总结"),
        _found("日期", "2022年7月8日", 日期="2022-07-08"),
        _found("地区", "柏溪县"),
        _found("场合", "农业农村工作会议"),
        _found("作者", "石广田", 职务="局长"),
        _found("时段", "1至6月", 开始="2022-01", 结束="2022-06"),
        _found("单位", "柏溪县水利局"),
        _found("举措", "清水入户"),
        _found("章节", "一、主要成效", 性质="成绩"),
        _found("成绩", "供水保障不断增强"),
        _found("数据", "3座", 指标="新建水厂", 状态="完成"),
        _found("数据", "1.26亿元", 指标="完成投资", 状态="完成"),
        _found("数据", "8.4%", 指标="投资同比增长", 增减="上升", 状态="完成"),
        _found("成绩", "制度更加健全"),
        _found("文件", "柏溪县河湖管护办法"),
        _found("数据", "2130人次", 指标="巡河", 状态="完成"),
    ],
)
PLANS = lx.data.ExampleData(
    text="局党组每季度听取一次供水工作汇报，农村供水更加稳定，覆盖农户达到91.3%。\n"
    "但也要看到，技术力量仍然薄弱，基层水管站缺编27名。\n"
    "下一步，要抓紧除险加固，年底前完成16座小型水库加固，争取资金4500万元；"
    "严格水费收缴，把漏损率降低2.5个百分点。",
    extractions=[
        _found("成绩", "农村供水更加稳定"),
        _found("数据", "91.3%", 指标="供水覆盖农户", 状态="完成"),
        _found("问题", "技术力量仍然薄弱"),
        _found("数据", "27名", 指标="水管站缺编", 状态="问题"),
        _found("任务", "抓紧除险加固"),
        _found("数据", "16座", 指标="加固小型水库", 状态="计划"),
        _found("数据", "4500万元", 指标="争取资金", 状态="计划"),
        _found("任务", "严格水费收缴"),
        _found("数据", "2.5个百分点", 指标="漏损率", 增减="下降", 状态="计划"),
    ],
)


def open_task(settings: Mapping[str, str]) -> Summarise:
    """As many calls for a document as it has chunks."""
    config = ModelConfig(
        model_id=settings["model"],
        provider="openai",
        provider_kwargs={
            "base_url": settings["base_url"],
            "api_key": settings["api_key"],
            "temperature": 0,
            "max_output_tokens": TOKENS,
            "max_workers": 1,
        },
    )

    def summarise(text: str) -> Any:
        found = lx.extract(
            text,
            prompt_description=PROMPT,
            examples=[RESULTS, PLANS],
            config=config,
            max_char_buffer=CHUNK,
            tokenizer=UnicodeTokenizer(),
            max_workers=1,
            show_progress=False,
        )
        return [
            {
                "kind": each.extraction_class,
                "text": each.extraction_text,
                "start": each.char_interval.start_pos,
                "end": each.char_interval.end_pos,
                "attributes": each.attributes or {},
            }
            for each in found.extractions or ()
            if each.char_interval
        ]

    return summarise


if __name__ == "__main__":
    serve(open_task)
