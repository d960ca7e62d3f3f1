"""Words that claim as much as a number does: comparisons, firsts, halves. Each needs its like in the evidence."""

import re
from collections.abc import Iterator

_UP = "增长|增加|提高|提升|上升|上涨|扩大"
_DOWN = "下降|减少|降低|下跌|下滑|回落|缩小|收窄"
_COMPARED = "(?:同比|环比|[比较](?:上年|去年)(?:同期)?)[^，。；、0-9]{0,6}?"
# What a text may say, and what its evidence must say for that.
_SUPPORTED_BY = {
    "同比": "同比|上年|去年|同期|[比较][^，。；]{0,2}[0-9]{4}年",
    "环比": "环比|上月|上季|上个月|上一季",
    f"{_COMPARED}(?:{_UP})": "[增升涨]|提高|扩大|多",
    f"{_COMPARED}(?:{_DOWN})": "[降减跌缩少]|下滑|回落|收窄",
    "负增长": "负增长|[降减跌]",
    "翻番|倍增|成倍": "番|倍",
    "首位|榜首|居首|位列第一|排名第一|居第一": "首位|榜首|居首|第[一1](?![0-9十])",
    "历史新高|新高": "新高|历史最高|最高",
    "新低": "新低|最低",
    "首个|首家|首例|首批|首次|首创": "首|第[一1](?![0-9十])",
    "唯一": "唯一|独家|仅有",
    "率先": "率先|首|领先|第[一1](?![0-9十])",
    "前列|前茅": "前列|前茅|第|前[0-9一二三四五六七八九十]",
    "全覆盖": "全覆盖|全面覆盖|全部|100%|百分之百",
    "清零": "清零|归零|全部|100%|为零",
    "过半|超半数|一半|半数": "半|50%|五成|百分之五十",
    "零增长": "零增长|持平",
}
_PAIRS = [(re.compile(claim), re.compile(proof)) for claim, proof in _SUPPORTED_BY.items()]
# 几十 and 数百 have no value, so they stand as they are or not at all.
_VAGUE = re.compile("[数几][十百千万亿]+|成百上千|成千上万")


def relative_words(text: str) -> bool:
    """Whether `text` holds such a word."""
    return any(claim.search(text) for claim, _ in _PAIRS) or _VAGUE.search(text) is not None


def unfounded(text: str, source: str) -> Iterator[tuple[int, str]]:
    """Place and wording of each relative word of `text` that `source` says in no way."""
    for claim, proof in _PAIRS:
        found = claim.search(text)
        if found and not proof.search(source):
            yield found.start(), found[0]
    for vague in _VAGUE.finditer(text):
        if vague[0] not in source:
            yield vague.start(), vague[0]
