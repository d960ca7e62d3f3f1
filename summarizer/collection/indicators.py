"""Which subjects of figures name one indicator.

Reports word one thing in many ways (`本科上线`, `全县本科上线人数`, `完成教育投资`). Two names are one where the same
words are left of them once time, place, fillers and the word for “how many” are taken away; a word that only
one of them has (`应届本科上线`, `城镇居民收入`) mostly makes it another indicator. So a gap is preferred to a wrong
join: what is only alike is told, for the reader to join.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from schemas.record import Figure
from summarizer.collection.levels import told_as
from summarizer.documents import normal
from summarizer.documents.words import tagged

# From here on names are one; from NEAR on they are told as alike. Any word of its own keeps a name below JOIN.
JOIN = 0.85
NEAR = 0.5
_APART = 0.84
_TIME = re.compile(
    r"(?:19|20)\d\d年?|(?:今|去|本|当|上|全|前)年(?:度|底|末)?|上半年|下半年|年[底末初]|(?:截[至止])?\d{1,2}月(?:份|底|末)?|[一二三四]季度|目前"
)
_PLACE = re.compile(r"^(?:[全我本该][国省市县区州旗镇乡校院局]|[全我本]自治[区州县旗])")
# A change of something is another thing than how much of it there is.
_CHANGE = re.compile(
    r"(?:(?:同比|环比|[比较](?:上|去|前|同|\d|年初|一季度)[^,，]{0,8}?)(?:分别)?)?"
    r"净?(?:增长|增加|提高|提升|上升|上涨|下降|减少|降低|回落|下滑|加快|增幅|降幅|增速)(?:人数|人次|率)?$"
    r"|(?:同比|环比|[净新]增)$"
)
_HOW_MANY = re.compile(r"(?<=..)(?:总?人数|人次数?|总?数量?|个数|总?金额|总额|额|规模)$")
# Words that do not tell what is counted, or name what a number of this sort belongs to anyway (高考). 总 is none of
# them: 总投资 is not what 完成投资 is.
_LIGHT = frozenset(
    """
    的 了 共 共有 有 累计 总计 共计 合计 全部 达 达到 实现 完成 预计 计划 力争 确保 争取 拟 将 约 为 是 到 已 均 全面 一共
    全县 全市 全省 全区 全州 全镇 全乡 全校 我县 我市 我省 我区 本县 本市 高考 常住
    """.split()  # noqa: SIM905 – in lines they can be read
)
_RATES = ("率", "比例", "占比", "比重")
_SAME = {"gdp": "地区生产总值", "生产总值": "地区生产总值", "国内生产总值": "地区生产总值"}


@dataclass(frozen=True, slots=True)
class Name:
    """What is left of a subject: its words in order; whether it tells a change or a rate."""

    words: tuple[str, ...]
    change: bool
    rate: bool

    @property
    def core(self) -> str:
        """The words joined; "" where a subject says nothing of its own."""
        return "".join(self.words)


@lru_cache(maxsize=16_384)
def name_of(subject: str, region: str = "") -> Name:
    """Take away what does not tell one indicator from another; `region` is that of the report."""
    text = normal(subject)
    if region:
        text = text.replace(normal(region), "")
    text = _PLACE.sub("", _TIME.sub("", text))
    change = _CHANGE.search(text)
    if change and change.start():
        text = text[: change.start()]
    text = _HOW_MANY.sub("", text)
    text = _SAME.get(text, text)
    words = [word.text for word in tagged(text)] if text else []
    kept = tuple(word for at, word in enumerate(words) if word not in _LIGHT or _of_rate(words, at))
    return Name(kept or tuple(words), bool(change and change.start()), text.endswith(_RATES))


def names_of(figure: Figure, region: str) -> tuple[Name, ...]:
    """The names that a figure goes by, without its report's region and with it (临江大桥).

    None where its subject tells a change and its amount is not known to be one (`连续3年增长`), and where it is only
    what a change began at (`由60%提高到70%`). Of what was reached (`增长5%、达到10.3万亿元`) the name tells no change.
    """
    told = told_as(figure)
    names = (name_of(figure.subject, region), name_of(figure.subject))
    if told == "start" or (told is None and names[0].change):
        return ()
    return tuple(replace(each, change=False) for each in names) if told == "level" else names


def _of_rate(words: list[str], at: int) -> bool:
    """Whether a light word is part of the name of a rate: 完成 in 完成率."""
    return words[at + 1 : at + 2] in (["率"], ["比例"], ["占比"])


@lru_cache(maxsize=65_536)
def likeness(one: Name, other: Name) -> float:
    """How surely two names are one indicator, from 0 to 1.

    The mean of two Dice coefficients, of words (by length) and of pairs of characters; 1 where the same words are
    left, 0 where one is a change or rate and the other is not.
    """
    if one.change != other.change or one.rate != other.rate or not one.core or not other.core:
        return 0.0
    if one.core == other.core or sorted(one.words) == sorted(other.words):
        return 1.0
    words = _dice(_weighed(one.words), _weighed(other.words))
    return min(_APART, (words + pairs_dice(one.core, other.core)) / 2)


def pairs_dice(one: str, other: str) -> float:
    """How many pairs of neighbouring characters two texts share, from 0 to 1 (Dice)."""
    return _dice(_pairs(one), _pairs(other))


def _weighed(words: Iterable[str]) -> Counter[str]:
    counted = Counter[str]()
    for word in words:
        counted[word] += len(word)
    return counted


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(len(text) - 1, 1)))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked for: the name shown, and all names that the reader holds to be it."""

    name: str
    also: tuple[str, ...] = ()

    def likeness(self, names: Iterable[Name]) -> float:
        """How surely something with these names is it; 0 for none."""
        return max(
            (likeness(name_of(each), name) for each in (self.name, *self.also) for name in names), default=0.0
        )


def indicator_of(text: str) -> Indicator:
    """Read `本科上线人数` or `本科上线人数 = 高考本科上线, 本科达线人数`; ValueError where no name is given."""
    name, _, also = (part.strip() for part in text.partition("="))
    if not normal(name):
        raise ValueError(f"no name in {text!r}")
    return Indicator(name, tuple(each.strip() for each in re.split(r"[,，、;；]", also) if each.strip()))
