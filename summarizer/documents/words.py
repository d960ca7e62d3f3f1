"""Words with their parts of speech (jieba's tag set, after ICTCLAS), and what they say of a phrase.

The only module that imports jieba, and only when a phrase is first asked about: its dictionary takes one to
three seconds and 125 MB, its tags a tenth of a millisecond for a phrase.
"""

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import dropwhile
from typing import Any, NamedTuple

import platformdirs


class Word(NamedTuple):
    """A word and the tag of its part of speech: n… noun, v verb, vn verbal noun, d adverb, p preposition."""

    text: str
    tag: str


# Nouns that measure without telling what.
_MEASURE_WORDS = """
率 数 人数 次数 面积 建筑面积 总面积 占地面积 金额 总额 总量 数量 总数 资金 资产 比例 占比 比重
增幅 降幅 增速 同比 环比 人次 总投资 投资额 完成率 合格率 好评率 满意率 满意度 覆盖率 参与率 上线率
到位率 开工率 总产 均值 规模 其中 全部 结案 立案 上线 改造 改建 扩建 一等奖 二等奖 三等奖 特等奖
金奖 银奖 铜奖 奖项 年度计划 计划 任务数 长度 价值 产值 亩产 金牌 银牌 铜牌
总长 总长度 增量
"""
_MEASURES = frozenset(_MEASURE_WORDS.split())
_MEASURED = ("率", "面积", "总额", "总量", "产量", "金额")
# Nouns that may end a name but make none alone.
_VAGUE = frozenset({"项目", "机构", "学生", "问题", "任务", "群众", "人员", "工程", "活动"})
# Tags of the dictionary that are wrong in reports: a place name, a direction.
_TAGS = {"新建": "v", "续建": "v", "初中": "n", "高中": "n", "手续": "n", "前期": "b", "落实": "v"}
# What the dictionary joins with an adverb before it.
_DONE = ("开展", "完成", "推进", "实施", "落实", "推动", "实现", "通过", "建成", "开工")
_NOUNS = ("n", "j", "l", "i", "s", "eng")
_LONGEST_BARE = 6  # a longer phrase always names something
# What may stand between the one who acts and what he does, without meaning for either.
_FILLER_WORDS = "全部 均 都 已 已经 分别 先后 顺利 共 共同 也 还 就 将 全面 一次性 集中 陆续 了"
_FILLERS = frozenset(_FILLER_WORDS.split())
_VERBS = ("v", "vd")
_SHORTEST_TOPIC = 3
# Verbs of one character that open a predicate; others are mostly parts of nouns (县直单位, 上线率).
_SHORT_VERBS = frozenset("获被到均都已受达入在由向为按")


def _is_noun(word: Word) -> bool:
    return word.tag == "vn" or (word.tag.startswith(_NOUNS) and word.text not in _MEASURES)


def _names(word: Word) -> bool:
    return _is_noun(word) and word.tag not in ("vn", "ns") and word.text not in _VAGUE


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[Word, ...]:
    """The words of a short text, none left out."""
    return tuple(word for each in _segmenter()(text) for word in _mended(each.word, each.flag))


def _mended(word: str, tag: str) -> Iterator[Word]:
    """The word with its tag mended: a verb with its adverb (深入开展) is two words, no idiom."""
    if tag in ("i", "l") and word.endswith(_DONE):
        yield Word(word[:-2], "d")
        yield Word(word[-2:], "v")
    else:
        yield Word(word, _TAGS.get(word, tag))


def is_bare(phrase: str) -> bool:
    """Whether a phrase names no thing, so that a number after it tells nothing (`投资`, `同比增长`, `完成率`)."""
    return len(phrase) <= _LONGEST_BARE and sum(len(word.text) for word in tagged(phrase) if _names(word)) < 2


def is_nominal(phrase: str) -> bool:
    """Whether a phrase holds no verb: a name of something, no slogan."""
    return not any(_acts(word) or word.tag == "i" for word in tagged(phrase))


def topic_of(phrase: str) -> str:
    """The thing that a phrase names, without the verbs before it and the measure after it; "" if none."""
    words = list(tagged(phrase))
    while words and not _is_noun(words[-1]):
        words.pop()
    for index in range(len(words) - 1, -1, -1):
        if (words[index].tag in _VERBS and len(words[index].text) > 1) or words[index].tag in ("ul", "p"):
            topic = "".join(word.text for word in words[index + 1 :])
            if len(topic) >= _SHORTEST_TOPIC and not is_bare(topic):
                return topic
            break
    while words and not _is_noun(words[0]):
        words.pop(0)
    topic = "".join(word.text for word in words)
    return "" if is_bare(topic) or any(word.tag == "i" for word in words) else topic


def thing_of(phrase: str) -> str:
    """What a phrase that ends with a measure tells of: 粮食 of 粮食播种面积; the phrase itself where it ends with none."""
    words = list(tagged(phrase))
    if not words or not words[-1].text.endswith(_MEASURED):
        return phrase
    words.pop()
    while words and words[-1].tag.startswith("v"):
        words.pop()
    thing = "".join(word.text for word in words)
    return phrase if is_bare(thing) else thing


def verb_of(phrase: str) -> str:
    """The verb that a phrase begins with; "" if it does not."""
    first = tagged(phrase)[:1]
    return first[0].text if first and first[0].tag == "v" else ""


def last_words(phrase: str, most: int) -> str:
    """The last whole words of a phrase that make at most `most` characters."""
    kept = ""
    for word in reversed(tagged(phrase)):
        if len(word.text) + len(kept) > most:
            break
        kept = word.text + kept
    return kept.lstrip("的和与及、等”》）")


def first_words(phrase: str, most: int) -> str:
    """The first whole words of a phrase that make at most `most` characters."""
    kept = ""
    for word in tagged(phrase):
        if len(kept) + len(word.text) > most:
            break
        kept += word.text
    return kept.rstrip("的和与及、，（《“")


def who_and_did(phrase: str) -> tuple[str, str]:
    """Split `职工完成职业病体检` into who (职工) and what he did; the latter is "" where there is no verb."""
    words = tagged(phrase)
    for index, word in enumerate(words):
        if index == 0 and _acts(word):
            break
        if _acts(word) and (len(word.text) > 1 or word.text in _SHORT_VERBS):
            return "".join(each.text for each in words[:index]).removesuffix("全部"), _without_fillers(
                words[index:]
            )
    return phrase, ""


def _is_adverb(word: Word) -> bool:
    return word.tag == "d" and not any(negation in word.text for negation in "未不没无")


def _acts(word: Word) -> bool:
    return word.tag != "vn" and word.tag.startswith(("v", "d", "p"))


def _without_fillers(words: Sequence[Word]) -> str:
    kept = dropwhile(lambda word: word.text in _FILLERS or _is_adverb(word), words)
    did = "".join(word.text for word in kept if word.tag != "ul").removesuffix("的")
    return did if len(did) > 1 else ""


@cache
def _segmenter() -> Callable[[str], list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its patterns and of pkg_resources: nothing a user could mend
        import jieba  # noqa: PLC0415
        import jieba.posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.CRITICAL)  # it tells of its loading on stderr
    folder = platformdirs.user_cache_path("report-summarizer", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    # Its default is a fixed name in the folder for temporary files, which others could write first.
    jieba.dt.tmp_dir = str(folder)
    lcut: Callable[[str], list[Any]] = jieba.posseg.lcut
    return lcut
