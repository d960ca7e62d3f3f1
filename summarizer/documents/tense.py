"""Whether what a clause tells is reached, planned, a problem, or only said for comparison: by its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from schemas.record import Status
from summarizer.documents.background import is_background, is_described, is_in_force
from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.documents.parts import gives_orders, introductions, parts, year_of
from summarizer.quantities import Quantity

# 将…纳入: a thing is put somewhere, nothing lies ahead.
_PUT = r"[^，。；]{1,25}?(?:纳入|列入|作为|分[为成]|划[为分]|转[为化]|变[为成]|提高到|送[到至]|交由|的情况)"
_DEADLINE = r"(?<!\d年)(?<!截)(?<!截止)[到至](?P<year>20\d\d)年(?!的)|(?<![去上])年底[以之]?前|[到在](?:今年)?年底|月(?:底|\d{1,2}日)[以之]?前"
_DEMANDED = r"(?:会议[^，。]{0,6}|提出[^，。；]{0,8})要求(?=[，,：:])"
_PLANNED = re.compile(
    r"拟|规划(?=床位|(?:总|建筑|用地)?面积|(?:总)?投资|用地)|力争|争取(?!到|上级|中央|[^，。；0-9]{0,16}(?:项目|资金|政策|债券|国债|补助|支付|指标|试点))|争取到(?=\d|年)|(?<![生项”])(?<![占为]年度)(?<!完成年度)计划(?![生内外书的]|任务)"
    rf"|(?<![即])将(?!近|士|领|军|所有|{_PUT})|(?<!为)确保|{_DEADLINE}|预计|承诺"
    r"|(?<![主重纪摘必需])要(?![求素点闻闭职]|看到|认识到)|(?<!实际)需要(?![^，。]{0,6}的)|{_DEMANDED}|(?:目标|任务)(?:是|为|[：:])"
    r"|(?:必须|务必)|(?<!去)年内|明年|来年|下一步|[一二三四五]年内(?![就便即已])"
)
# What governs all that its sentence lists, whatever is 完成 or 累计 in it.
_GOVERNS = re.compile(rf"力争|{_DEADLINE}|(?:目标|任务)(?:是|为|[：:])|{_DEMANDED}|承诺[，,：:]|下一步")
# What is over whatever part of the report tells it, and what is done in a report of results but due in a plan.
_OVER = re.compile(
    r"已|曾|了(?!解)|获(?![得取])|截[至止]|以来|(?<![比较与同])去年|过去|[一二三四五]年来|(?<=争取)到(?!\d|年)"
    r"|[一二三四五]年内(?=[就便即已])"
)
_DONE = re.compile(r"(?<![要前内])完成|获得|累计|取得|建成")
# A count to date is over, whatever its sentence goes on to.
_TO_DATE = re.compile(r"以来|截[至止]")
# 不少于2节: a standard to be kept, where nothing says that it is reached.
_UP_TO = re.compile(r"截[至止]")
_DID = re.compile(r"已|了|完成|建成|累计|共[^有]|取得")
_STANDARD = re.compile(r"不[少低多高小大超]|至少|最[多少低高]")
_LACKING = re.compile(r"问题|不足|短缺|缺口|投诉|尚未|滞后|违法|违规|隐患|矛盾")
# What tells a shortcoming among results too, and what does where nothing says what is told.
_SHORT = re.compile(
    r"(?:缺口|缺编|短缺|欠缺|[还尚仍]缺|还差|拖欠)[^，。；]{0,10}$|(?:仍有|尚有)[^，。；]{0,8}$"
    r"|(?:慢|滞后|落后|低)于(?:序时|时序|计划|目标)[^，。；]{0,4}$|比(?:序时|时序)进度[^，。；]{0,4}[慢低少]$"
    r"|存在[^，。；]{0,8}(?:隐患|问题|病害|险情)的?$"
    r"|^(?:但|而|且|还)?(?:有的|个别|少数)(?!化|民族|人?谈)[^，。；]{0,20}$"
)
_FEW = re.compile(r"(?:只有|仅有|只占|仅占|只剩|仅为)[^，。；]{0,8}$")
_STILL = re.compile(r"还有[^，。；]{0,8}$")
_NOT_YET = re.compile(r"[^，。；]{0,20}(?:没|未|不[能到足])")
_REST = re.compile(r"(?:其余|剩余|尚余)[^，。；]{0,6}$")
# From here to the full stop shortcomings are told.
_ADMITS = re.compile(
    r"但(?:是|同时)?[，]?(?:我们)?[还也]?[要应]?(?:清醒地?|同时|该)?看到|看到[^。]{0,12}(?:不足|问题|差距|短板|困难)"
    r"|(?:不足|困难|短板)[：:]|(?:不足|问题|困难|短板)(?:同样|也)?不容回避"
)
# 虽然比上年减少61件, 但…
_GRANTED = re.compile(r"^(?:虽然?|尽管)")
_SETTLED = re.compile(r"已(?!达|经?超)|完成|整改到位|化解|建成")
# 预计全年增长5% in a report of results is its estimate; what 一张单子要盖7个章 is the shortcoming itself.
_NO_PLAN = {"achieved": "预计", "problem": "要"}
_LONG_SENTENCE = 6 * WINDOW
_FULL_STOP = re.compile(r"[。！？\n]")

StatusOf = Callable[[Quantity, Status | None], Status]


def is_planned(text: str) -> bool:
    """Whether a line speaks of what is yet to be done."""
    return _PLANNED.search(text) is not None


def statuses(outline: Outline) -> StatusOf:
    """A function that tells whether a figure of the document is reached, planned, part of a problem or background.

    It is given the figure and what the statement about it is, or None. What a heading announces goes before
    that: 完成 in a plan is still a plan. What the clause says goes before both, and they before the rest of
    the sentence.
    """
    text, part, introduced = _without_names(outline), parts(outline), introductions(outline)
    year, ordered = year_of(outline), gives_orders(outline)

    def status(quantity: Quantity, around: Status | None) -> Status:
        announced = part(quantity.start)
        opening = introduced(quantity.start)
        if announced is None and ordered and not opening:
            announced = "planned"
        if announced == "background":
            return announced
        if announced == "planned" or (announced == "problem" and around == "achieved"):
            around = announced
        return _status(_Told.of(text, quantity, around or announced, year), opening=opening)

    return status


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with what its clause says `before` and `after` it, and its sentence, a `whole` one, before it.

    `around` is what the statement or the heading says of it.
    """

    text: str
    quantity: Quantity
    before: str
    after: str
    whole: str
    around: Status | None
    year: int | None

    @classmethod
    def of(cls, text: str, quantity: Quantity, around: Status | None, year: int | None) -> "_Told":
        whole = text[start_of(_FULL_STOP, text, quantity.start, _LONG_SENTENCE) : quantity.start]
        if around != "planned" and _ADMITS.search(whole):
            around = "problem"
        before = text[start_of(CLAUSE, text, quantity.start) : quantity.start]
        after = CLAUSE.split(text[quantity.end : quantity.end + WINDOW], maxsplit=1)[0]
        unheard = _NO_PLAN.get(around or "", "")
        if unheard:
            before, whole = (each.replace(unheard, "〇" * len(unheard)) for each in (before, whole))
        return cls(text, quantity, before, after, whole, around, year)

    @property
    def sentence(self) -> str:
        """What stands before the figure up to a full stop or a semicolon."""
        return SENTENCE.split(self.whole)[-1]

    def last(self, marks: re.Pattern[str], text: str) -> int:
        """Where the last mark in `text`, which ends at the figure, ends; -1 where there is none.

        A mark is read with what follows it (将…划分为); a deadline before the document's year is none.
        """
        found = marks.finditer(text + self.quantity.mention + self.after)
        ends = (each.end() for each in found if each.start() < len(text) and not self._is_past(each))
        return max(ends, default=-1)

    def _is_past(self, found: re.Match[str]) -> bool:
        due = found.groupdict().get("year")
        return bool(self.year and due and int(due) < self.year)


def _without_names(outline: Outline) -> str:
    """The clean text, of the same length, where no word of a name is read as a mark: 《三年行动计划》, “争取”."""
    text, pieces, end = outline.clean.text, [], 0
    for name in outline.names:
        if name.start >= end and not re.search(r"\d", name.text):
            pieces += [text[end : name.start], "〇" * (name.end - name.start)]
            end = name.end
    return "".join([*pieces, text[end:]])


def _status(told: _Told, *, opening: bool) -> Status:
    quantity, before, after, around = told.quantity, told.before, told.after, told.around
    if is_background(told.text, quantity, before, after, lacking=around == "problem"):
        return "background"
    over = max(told.last(_OVER, before), 0 if _OVER.search(after) else -1)
    if told.last(_PLANNED, before) > over or (over < 0 and around != "problem" and _PLANNED.search(after)):
        return "planned"
    done = max(over, told.last(_DONE, before))
    if _is_problem(told, done):
        return "problem"
    if is_in_force(quantity, before) or _is_as_is(told, opening=opening):
        return "background"
    standard = around is None and _STANDARD.match(quantity.mention) is not None and done < 0
    governed = -1 if over >= 0 else told.last(_GOVERNS, told.whole)
    if over < 0 and (standard or (governed >= 0 and governed > told.last(_OVER, told.whole))):
        return "planned"
    reached = over >= 0 or (done >= 0 and around != "planned") or _GRANTED.search(before)
    return "achieved" if reached else _by_sentence(told)


def _is_problem(told: _Told, done: int) -> bool:
    """Whether a figure that is no plan tells of something that is lacking."""
    before = told.before
    if told.around == "problem":
        lacking = _LACKING.search(told.sentence) or not _SETTLED.search(before)
        return bool(lacking) and not _GRANTED.search(before)
    if told.around == "planned" or done >= 0:
        return False
    if _SHORT.search(before) or (_STILL.search(before) and _NOT_YET.match(told.after)):
        return True
    if _REST.search(before) and _LACKING.search(told.sentence):
        return True
    return told.around is None and _FEW.search(before) is not None


def _is_as_is(told: _Told, *, opening: bool) -> bool:
    """Whether a figure tells how things are: where a body is introduced, or up to a day in a plan."""
    if told.around != "planned":
        return told.around != "problem" and is_described(told.quantity, told.whole, opening=opening)
    sentence = told.sentence
    planned = told.last(_PLANNED, sentence) > told.last(_UP_TO, sentence)
    return bool(_UP_TO.search(sentence)) and not (planned or _DID.search(sentence))


def _by_sentence(told: _Told) -> Status:
    """The status where the clause tells none: by the last mark before in the sentence, else by what is around."""
    sentence, around = told.sentence, told.around
    planned = told.last(_PLANNED, sentence)
    if planned > max(told.last(_OVER, sentence), told.last(_DONE, sentence)):
        return "planned"
    to_date = around == "planned" and told.last(_TO_DATE, sentence) > planned
    return "achieved" if to_date else around or "achieved"
