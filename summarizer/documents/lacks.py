"""Lacks that a document names only in telling what is done about them: 解决信用记录不健全、信息不公开的问题."""

import re
from collections.abc import Iterator

from summarizer.documents.model import Outline, Point

# The end of what is lacking, or too much; a document that says 解决 of anything else may be proud of it.
_LACKING = (
    "不[健完规公透平均充到及足够强高齐严畅清实明][^，。；：、”的等和]{0,1}|(?<!困)(?<!艰)难|[贵弱慢散乱差]|短缺|缺失|缺乏|紧缺|欠缺|不足|紧张|薄弱|滞后"
    "|越来越[多少高低大小差]|偏[低少慢弱高多]|过[重多大高长慢]"
)
_MET = re.compile(
    r"(?:解决|破解|缓解)(?:好|了)?"
    rf"(?P<lack>(?:“[^”]{{1,12}}”|[^，。；：“”]){{1,60}}?(?:{_LACKING}))(?:等?(?:突出|现实|实际)?的?(?:问题|难题|矛盾|现象)|(?=[，。；”]))"
)
_LAST = re.compile(rf"(?:{_LACKING})$")
_SHORTEST = 6


def named_lacks(outline: Outline) -> Iterator[tuple[Point, int, int]]:
    """Each lack with the point that names it, and its span in the clean text, at least 6 characters long.

    What a numbered point opens with is its task, and names nothing beside it.
    """
    for point in outline.points:
        for sentence in point.sentences[point.numbered :]:
            for met in _MET.finditer(sentence.text):
                start = sentence.start + met.start("lack")
                for first, last in _listed(met["lack"]):
                    yield point, start + first, start + last


def _listed(lack: str) -> Iterator[tuple[int, int]]:
    """The parts of a list that each say what is lacking; too short a part goes with the next one."""
    first = 0
    for mark in [*re.finditer("、", lack), None]:
        end = mark.start() if mark else len(lack)
        if mark is None or (end - first >= _SHORTEST and _LAST.search(lack[first:end])):
            if end - first >= _SHORTEST:
                yield first, end
            first = end + 1
