"""Lacks and results that are named only as what is aimed at."""

import re

_LACK = "问题|短板|弱项|不足|难题|困难|缺口|矛盾|瓶颈|差距|薄弱环节"
_AIM = re.compile(
    # 补齐短板, 解决融资难题: what is done about a lack.
    r"(?:解决|缓解|破解|破除|克服|弥补|补齐|补足|补强|补|化解|消除|杜绝|扭转|整治|整改|聚焦|围绕|瞄准|直面|紧盯|盯紧|盯住|坚持)"
    rf"(?!起来)[^，,。；;：:]{{0,14}}?(?:{_LACK})"
    # 面对需求偏弱的考验: what is overcome.
    r"|(?:面对|顶住|针对|尽管|虽然)[^，,。；;：:]*"
    r"|(?:重点|难点|热点|焦点|堵点|遗留|民生|急难愁盼)问题|(?:问题|矛盾)(?:导向|线索|清单|台账|整改|整治)|矛盾纠纷"
    # 力求新成效: a result that is sought.
    r"|(?:力求|力争|争取|谋求|干出|做出|拼出)[^，,。；;：:]{0,6}?(?:成效|成绩|成果|进展)"
)


def without_aims(text: str) -> str:
    """The text without the lacks that are being met and the results that are sought."""
    return _AIM.sub("", text)
