"""Paragraphs without numbers, divided into what they state: each figure, part of a list or turn of the subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.documents.aims import without_aims
from summarizer.documents.model import Sentence

_LONG_PARAGRAPH = 150
_LONGEST_LABEL = 40
_LONGESTTOPICAL = 200
# A document states by figures where one in so many sentences of its paragraphs holds one.
_ONE_IN = 4
_FIGURE = re.compile(r"\d(?![\d.]*[年月日号届条])[\d.]*")
# A phrase that only says what the sentences after it are about.
TOPIC = re.compile(r"[^，,、：:；;。\n]{3,14}。")
# A sentence that sums up those after it: what moved on, without a figure.
_PROGRESS = (
    "提振|推进|推动|促进|提升|提高|提质|提速|改善|改进|增强|增进|增效|加快|加速|加力|深化|深入|释放|见效|巩固|突破|实施"
    "|开展|进展|优化|转型|升级|向好|完善|健全|加强|强化|落实|夯实|拓展|扩大|壮大|壮|台阶|成效|扎实|有效|稳步|持续"
    "|明显|显著|不断|统筹|建设|发展|培育|打造|守牢|筑牢|保障"
)
_THESIS = re.compile(rf"(?=[^。]*(?:{_PROGRESS}))[^：:；;。\n\d]{{6,34}}。")
# Where a paragraph turns to what is lacking or lies ahead.
_TURN = re.compile(
    r"(?:下一步|下一阶段|下阶段|接下来|今后|明年|来年)[，,]|(?:但|同时|当然|不过)[，,]?[^，。；]{0,8}(?:看到|认识到|不足)"
)
# Of the first sentence of a list what holds for the rest of it.
_GOVERNS = re.compile(
    r"^[^。；;]*?(?:[：:]|(?:看到|认识到|不足)[，,])|^(?:下一步|今后|接下来)[，,]"
    r"|^[^。；;]{2,40}?(?<!即)将(?=与|按|根据|继续|进一步|通过|以|从|在|加[强大快]|推[进动]|建[立设])"
)
_SALUTE = re.compile(r"(?:尊敬的|各位)?[^，。,]{0,30}(?:同志们|同志|代表|委员|朋友们|大家好)[：:！!，,]?")
_THANKS = re.compile(r"(?:谢谢|感谢)(?:大家|各位)?.{0,6}[！!。]?")
_SLOGAN = re.compile(r"[^，。！\d]{2,9}[，、][^，。！\d]{2,9}[。！]")
_NOTE = re.compile(r"注[：:]")
_CREDIT = re.compile(r"(?:(?:文章|稿件|信息)?来源|(?:责任)?编辑|供稿|撰稿|作者|记者|通讯员)[：:][^。]{0,40}")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
# 向全市人民表示衷心的感谢: thanks and wishes state nothing.
_HONOURS = re.compile(
    r"表示(?:衷心|诚挚|最|崇高|由衷|热烈)[^。]{0,12}(?:感谢|敬意|问候|祝贺)|致以[^。]{0,12}(?:敬意|问候|谢意|祝愿)"
)
# 五年的实践深刻启示我们，必须…；必须…: lessons are no work done.
_LESSON = re.compile(
    r"[^。；]{0,60}(?:启示|启迪|体会|感受|感悟|认识|懂得)(?:我们|到)?[，：:](?:[^。；]{0,60}[，：:])?(?:必须|只有|要)"
)
# 成绩的取得，根本在于…，是…的结果: whose merit it is.
_MERIT = re.compile(r"根本在于|归功于|得益于|离不开|是[^。]{4,}的结果")
# Where shortcomings are admitted, and the promise to mend them.
_LACKS = "不足|困难|问题|挑战|差距|短板|矛盾"
_FACES = "(?:[还仍尚也](?:然|旧|有)?|依[然旧])(?:存在|面临)|(?:存在|面临)(?:着|不少|一些|诸多|许多|以下|如下)"
_ADMITS = re.compile(
    r"[^。；：]{0,40}(?:清醒地?(?:认识|看)到[，,]?"
    rf"|(?:认识到|看到|{_FACES})(?=[^。；：]{{0,40}}(?:{_LACKS})[^，。；：\d]{{0,14}}(?:[：:。]|，主要)))"
    rf"(?:[^。；：]{{0,60}}?(?:是|有|为|表现在|体现在|{_LACKS})[：:]|[^。；：]{{0,40}}?(?:{_LACKS}))?"
)
_ADMITS_ONLY = re.compile(rf"[^。；：]*(?:{_LACKS})[^，。；：]{{0,10}}。")
_PROMISE = re.compile(
    r"(?:对此|对这些|对于这些|针对这些|这些|我们)[^。]{0,30}(?:高度重视|正视|直面|重视|措施|解决|解题|改进|克服)[^。]*[。！]|等等。"
)
# What only gives the parts of what was just told, and how things were before what is told next.
_DETAIL = re.compile(r"其中|分[^，。]{1,6}看")
_BEFORE = re.compile(r"(?:过去|以前|从前|原先|原来)(?![一二三四五六七八九十几]+年)")
_PREFACE = re.compile(
    r"(?:现将|下面|现就|现把)[^。；]*(?:如下|报告|汇报|意见|几点|方面)[^。；]{0,10}[。：:]$"
)
_ANNOUNCES = re.compile(
    r"[^。；：\d]{2,30}(?:以下|下列|如下|几|[一二三四五六七八九十]+)[个项]?(?:方面)?的?(?:重点)?(?:工作|任务|事项)[。：:]"
)
# What a place or a body is, before what it did.
_PRESENTS = re.compile(r"[^，。；]{2,20}(?:地处|位于|坐落|是一[所座家个])")


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences that state one thing, with the words that govern the list they are part of, or ""."""

    sentences: tuple[Sentence, ...]
    lead: str


def states_by_figures(paragraphs: Sequence[Sequence[Sentence]]) -> bool:
    """Whether the paragraphs of a document tell by figures, so that what holds none only leads over."""
    every = [sentence for sentences in paragraphs for sentence in sentences]
    return _ONE_IN * sum(_holds_figure(each) for each in every) >= len(every) > 0


def is_empty(sentences: Sequence[Sentence], title: str | None, *, outside: bool) -> bool:
    """Whether a paragraph says nothing: the title, a salutation, thanks, a slogan, an aside, a label without a stop.

    `outside` says that it stands under no heading: there what ends in 现将有关情况报告如下 says nothing either.
    """
    text = sentences[0].text
    if _NOTE.match(text):
        return True
    whole = "".join(each.text for each in sentences)
    if _HONOURS.search(whole) and not any(map(_tells_result, sentences)):
        return True
    if _LESSON.match(text) and not _ADMITS.match(text):
        return True
    if len(sentences) > 1:
        return outside and _PREFACE.search(sentences[-1].text) is not None
    unfinished = len(text) <= _LONGEST_LABEL and not text.endswith(tuple("。！？!?；;…"))
    nothing = (_SALUTE, _THANKS, _SLOGAN, _ASIDE, _ANNOUNCES)
    return unfinished or text == title or any(each.fullmatch(text) for each in nothing)


def _tells_result(sentence: Sentence) -> bool:
    """Whether a sentence of a paragraph of thanks holds a figure, but for how many earned the merit."""
    thanks = _HONOURS.search(sentence.text) or _MERIT.search(sentence.text)
    return not thanks and _holds_figure(sentence)


def opens_with_thesis(sentences: Sequence[Sentence]) -> bool:
    """Whether a paragraph opens with a short sentence without figures that the others are to prove."""
    return len(sentences) > 1 and _THESIS.fullmatch(sentences[0].text) is not None


def is_thesis(sentences: Sequence[Sentence]) -> bool:
    """Whether a paragraph is only the topic of the one below it."""
    return len(sentences) == 1 and _THESIS.fullmatch(sentences[0].text) is not None


def statements(sentences: tuple[Sentence, ...], *, several: bool, figured: bool) -> Iterator[Statement]:
    """What a paragraph states, in order.

    `several` says that it is all that stands under its heading, so that each topic in it counts; `figured`
    that the document tells by figures, so that each sentence with one does.
    """
    for run in _runs(_without_presentation(_without_credit(sentences))):
        if admitted := _ADMITS.match(without_aims(run[0].text)):
            yield from (Statement((lack,), admitted[0]) for lack in _admitted(run))
            continue
        lead = _lead(run)
        if lead or _is_list(run) or (several and figured and _is_long(run) and not _is_topical(run)):
            parts = _by_figures(run)
        elif several and _is_long(run) and not figured:
            parts = _by_topics(run)
        else:
            parts = [run]
        for part in parts:
            yield Statement(part, lead)


def _admitted(run: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """The shortcomings of a paragraph that admits some: not the admission alone, nor the promise to mend them."""
    told = run[1:] if len(run) > 1 and _ADMITS_ONLY.fullmatch(run[0].text) else run
    return (each for each in told if not _PROMISE.match(each.text))


def _without_credit(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return sentences[:-1] if len(sentences) > 1 and _CREDIT.fullmatch(sentences[-1].text) else sentences


def _without_presentation(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    if not _PRESENTS.match(sentences[0].text):
        return sentences
    goes_on = (index for index, each in enumerate(sentences) if not _goes_on(each))
    return sentences[next(goes_on, len(sentences)) + 1 :]


def _runs(sentences: tuple[Sentence, ...]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences up to each turn and each list, and from it on."""
    topical = bool(sentences) and _is_topical(sentences)
    first = 0
    for index in range(1, len(sentences)):
        listed = _is_list(sentences[index:]) and not _goes_on(sentences[index - 1])
        told = sentences[index].text
        if (listed and not topical and not _DETAIL.match(told)) or _TURN.search(told):
            yield sentences[first:index]
            first = index
    if first < len(sentences):
        yield sentences[first:]


def _lead(run: tuple[Sentence, ...]) -> str:
    """What governs the whole of a list: the words before it in its first sentence; "" where it is no list."""
    governs = _GOVERNS.match(run[0].text) if _goes_on(run[0]) else None
    return governs[0] if governs else ""


def _is_list(run: tuple[Sentence, ...]) -> bool:
    return len(run) > 2 and all(map(_goes_on, run[:2]))


def _goes_on(sentence: Sentence) -> bool:
    return sentence.text.endswith(("；", ";"))


def _is_long(run: tuple[Sentence, ...]) -> bool:
    return sum(len(sentence.text) for sentence in run) > _LONG_PARAGRAPH


def _is_topical(run: tuple[Sentence, ...]) -> bool:
    """Whether a paragraph opens with its one topic and is no longer than a point about one."""
    topics = [TOPIC.fullmatch(sentence.text) is not None for sentence in run]
    return topics[0] and sum(topics) == 1 and sum(len(each.text) for each in run) <= _LONGESTTOPICAL


def _by_figures(run: tuple[Sentence, ...]) -> list[tuple[Sentence, ...]]:
    """A part for each sentence that holds a figure or is listed; a short topic goes with what follows it."""
    starts: list[int] = []
    detail = False
    for index, sentence in enumerate(run):
        listed = index > 0 and _goes_on(run[index - 1])
        detail = _DETAIL.match(sentence.text) is not None or (detail and listed)
        states = listed or _goes_on(sentence) or _holds_figure(sentence)
        if states and not detail and not _BEFORE.match(sentence.text):
            starts.append(index - (index > 0 and _leads_over(run[index - 1])))
    bounds = [0, *starts[1:], len(run)]
    return [run[a:b] for a, b in pairwise(bounds) if a < b]


def _leads_over(sentence: Sentence) -> bool:
    return bool(TOPIC.fullmatch(sentence.text) or _BEFORE.match(sentence.text))


def _by_topics(run: tuple[Sentence, ...]) -> list[tuple[Sentence, ...]]:
    """A part for each sentence, a topic together with what follows it."""
    parts: list[tuple[Sentence, ...]] = []
    opening: tuple[Sentence, ...] = ()
    for sentence, after in zip(run, (*run[1:], None), strict=True):
        opening = (*opening, sentence)
        if not (TOPIC.fullmatch(sentence.text) or _sums_up(sentence, after)):
            parts.append(opening)
            opening = ()
    return [*parts, opening] if opening else parts


def _sums_up(sentence: Sentence, after: Sentence | None) -> bool:
    """Whether a sentence only says in short what the next one tells."""
    short = _THESIS.fullmatch(sentence.text) is not None
    return after is not None and short and not _THESIS.fullmatch(after.text)


def _holds_figure(sentence: Sentence) -> bool:
    return _FIGURE.search(sentence.text) is not None
