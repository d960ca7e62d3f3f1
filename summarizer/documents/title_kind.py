"""The kind of document that a title names."""

import re
from typing import Literal

# The choices of the schema `work_report/1`, which is not imported: it would bring all of pydantic.
DocType = Literal["work_summary", "work_report", "speech", "article", "plan", "notice", "news", "other"]

# What titles end in. The longest end that fits decides: 总结报告 is a 总结, 调研报告 no 报告.
_ENDS: dict[DocType, str] = {
    "work_summary": "总结 小结 总结报告 述职报告 述职述廉报告 述职述责述廉报告 述学述职述廉报告 述职 工作情况 完成情况 开展情况 推进情况 落实情况 进展情况 工作回顾",
    "work_report": "工作报告 工作汇报 情况报告 情况的报告 情况汇报 的报告 的汇报 汇报材料 汇报提纲 自查报告 自评报告 执行报告 年度报告 进展报告 专项报告 汇报稿 报告",
    "speech": "讲话 讲话稿 讲话提纲 讲话摘要 致辞 致词 发言 发言稿 发言材料 发言提纲 主持词 献词 贺词 演讲 演讲稿 "
    "开幕词 闭幕词 开幕辞 闭幕辞 欢迎词 答谢词 祝酒词 贺辞 讲稿 党课 党课讲稿 动员讲话 主持讲话",
    "article": (
        "思考 体会 心得 启示 感悟 调研与思考 实践与探索 探索与实践 实践和探索 的实践 的探索 "
        "经验材料 交流材料 典型材料 事迹材料 经验介绍 经验交流 做法 的经验 典型案例 的路径 的案例"
    ),
    "plan": "计划 方案 要点 规划 纲要 打算 思路 设想 工作安排 重点任务 任务清单 路线图 预案 工作安排表",
    "notice": "通知 意见 办法 规定 细则 决定 通报 批复 条例 规则 规程 公告 通告 决议 函 措施 制度",
    "news": "简报 综述 纪实 侧记 快讯 速写 掠影 工作动态 工作信息 信息专报 答记者问",
    "other": "感谢信 慰问信 公开信 倡议书 纪要 大事记 名单 调研报告 调查报告 研究报告 分析报告 评价报告 审计报告 监测报告 督查报告 督导报告 检查报告 评估报告 督查情况的报告 "
    "督查情况报告 督导情况的报告 调研情况的报告 调研情况报告 检查情况的报告 请示 答复 公报 情况说明 白皮书 蓝皮书 简介 概况",
}
_KIND_OF: dict[str, DocType] = {end: kind for kind, ends in _ENDS.items() for end in ends.split()}
_BY_LENGTH = sorted(_KIND_OF, key=len, reverse=True)
# 总结和2025年工作计划, 情况及下步打算: what was done gives the kind, what is to be done is joined to it.
_JOINED = re.compile(
    "(?P<back>.*(?:总结|小结|情况|报告|汇报|回顾|述职))[和及与暨、 \u3000]+"
    f"[^，。]{{0,24}}(?:{'|'.join(_ENDS['plan'].split())}|展望)"
)
_NOTE = re.compile(r"[（(][^（）()]{1,16}[）)]$")
_CLOSERS = "》”】]）)"

# Kinds that tell others what to do.
ORDERS = frozenset({"plan", "notice"})


def kind_of_title(title: str) -> DocType | None:
    """The kind that the last words of a title name, None where they name none."""
    words = _NOTE.sub("", title.rstrip("》”")).rstrip(_CLOSERS)
    if joined := _JOINED.fullmatch(words):
        words = joined["back"]
    return next((_KIND_OF[end] for end in _BY_LENGTH if words.endswith(end)), None)
