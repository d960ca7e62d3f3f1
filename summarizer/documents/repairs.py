"""Repairs of damaged text. Each finds edits that mend one kind of damage and leave sound text alone."""

import html
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from summarizer.documents.forms import find_forms
from summarizer.documents.gbk_shift import mend_shifted_runs, undo_gbk_shift
from summarizer.documents.linebreaks import join_lines
from summarizer.documents.offsets import Edit
from summarizer.documents.runon import restore_lines
from summarizer.documents.script import to_simplified

_IDEOGRAPH = "[一-鿿㐀-䶿]"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_GLOSS = re.compile(
    rf"[(（](?=[a-zü]{{0,6}}(?P<tone>[{_TONED}])|[a-zü]{{0,6}}[aeiouü])[a-zü{_TONED}]{{1,6}}[)）]"
)
_LINE_END = re.compile("\r(?=\n)")
_BREAK = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufffe\uffff]+"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_ENTITY = re.compile(r"&(?:amp;){0,3}(?:#[0-9]{2,6};|#x[0-9a-fA-F]{2,5};|[a-zA-Z]{2,8};|nbsp(?![a-zA-Z]))")
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|i|u|em|font|a|img|o:p|center|section|hr|ol|th|tbody|td|tr|table|li|ul|h[1-6])"
    r"(?:\s[^<>\n]{0,200})?/?>|<!--[^<>]{0,200}-->",
    re.IGNORECASE,
)
# A rule of a style sheet that ran into the text.
_STYLE = re.compile(r"(?<![A-Za-z0-9])[.#@][A-Za-z][A-Za-z0-9_ .,#:*>-]{0,60}\{[^{}\u4e00-\u9fff]{0,300}\}")
# 工 作 总 结 and 2 0 2 3 年: single characters set apart, not words.
_SET_APART = rf"(?:{_IDEOGRAPH}|[0-9](?:[ \u3000]{{0,2}}[0-9]){{3}}[ \u3000]{{0,2}}年)"
_SPACED = re.compile(
    rf"(?<![^\s]){_SET_APART}(?:[ \u3000]{{1,2}}{_SET_APART}){{2,}}(?![^\s_|｜-]|[ \u3000]{{1,2}}{_IDEOGRAPH}(?![^\s_|｜-]))"
)
_GAP = re.compile(rf"(?<=({_IDEOGRAPH}))[ \u3000]{{1,2}}(?=({_IDEOGRAPH}))")
# 14022 万元, 3 000人, 投资 14022: typesetting round digits, within a line.
_NUMBER_GAP = re.compile(
    rf"(?<=[0-9%]) (?={_IDEOGRAPH})|(?<={_IDEOGRAPH}) (?=[0-9])|(?<=[1-9]) (?=[0-9]{{3}}(?![0-9.]))"
)
_SHORTEST_PROSE = 30
_LONGEST_NUMBERING = 4
# Sites that guard their text drop notices into it.
_GATE = re.compile(
    r"[ \u3000]?[（(【\[]?(?:(?:当前|此处|以下|剩余|更多)(?:已?隐藏的?)?|已?隐藏的?)内容[^，。；\n]{0,6}"
    r"(?:免费|登录后?|注册后?|付费后?|回复后?|关注后?|即可)[^，。；\n]{0,4}(?:查看|可见|阅读)[)）】\]]?"
    r"|[ \u3000]?返回[一-鿿]{2,4}，查看更多(?:[ \u3000]*责任编辑[:：][ \u3000]*[一-鿿]{0,4}$)?"
    r"|[ \u3000]?[（(【\[]?(?:请)?点击(?:此处|这里)?(?:查看|阅读|展开|下载)(?:全文|更多|原文|详情|余下内容|剩余内容)[)）】\]]?"
)
_MOST_PROMOTIONS = 50
_PROMOTION = re.compile(r"(?=([一-鿿]{4}(?:整理|首发|提供|原创|分享)))(?<=([一-鿿]))[一-鿿]{6}([一-鿿])")


def _deletions(pattern: re.Pattern[str]) -> Callable[[str], list[Edit]]:
    return lambda text: [Edit(*match.span()) for match in pattern.finditer(text)]


def remove_glosses(text: str) -> list[Edit]:
    """Pinyin set after characters by a script converter: `奮進(jìn)`.

    A gloss without tone marks (`們(men)`) counts only in a text that has three with them.
    """
    found = list(_GLOSS.finditer(text))
    enough = sum(match["tone"] is not None for match in found) >= 3
    glosses = (match for match in found if match["tone"] or "一" <= text[match.start() - 1] <= "鿿")
    return [Edit(*match.span()) for match in glosses] if enough else []


def decode_entities(text: str) -> list[Edit]:
    """HTML entities left in plain text."""
    found = ((match, html.unescape(match[0].replace("amp;", ""))) for match in _ENTITY.finditer(text))
    return [Edit(*match.span(), char) for match, char in found if not char.startswith("&") or char == "&"]


def remove_invisible(text: str) -> list[Edit]:
    """Characters that show nothing; the other marks of a line break become the usual one."""
    breaks = (Edit(*match.span(), "\n") for match in _BREAK.finditer(text))
    gone = (Edit(*match.span()) for match in _INVISIBLE.finditer(text))
    return sorted((*breaks, *gone), key=lambda edit: edit.start)


def close_spaced_words(text: str) -> list[Edit]:
    """Spaces set between the characters of a title, and within the sentences of a paragraph.

    In a paragraph a space between two characters counts as damage where the text has the two together
    elsewhere: spaces that separate the parts of a list stay.
    """
    edits = {
        word.start() + gap.start(): Edit(word.start() + gap.start(), word.start() + gap.end())
        for word in _SPACED.finditer(text)
        for gap in re.finditer(r"\s+", word[0])
    }
    gaps = [gap for gap in _GAP.finditer(text) if gap.start() not in edits]
    together = set(pairwise(text)) if gaps else set()
    edits |= {gap.start(): Edit(*gap.span()) for gap in _in_prose(text, gaps) if (gap[1], gap[2]) in together}
    return [edits[start] for start in sorted(edits)]


def close_spaced_numbers(text: str) -> list[Edit]:
    """Spaces between a number and its unit or the words before it, and between groups of three digits."""
    return [Edit(*gap.span()) for gap in _in_prose(text, list(_NUMBER_GAP.finditer(text)))]


def _in_prose(text: str, gaps: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those that stand in paragraphs, long lines with the marks of sentences, but not after their numbering."""
    found = []
    start = index = 0
    for line in text.split("\n") if gaps else ():
        end = start + len(line)
        prose = len(line) >= _SHORTEST_PROSE and ("，" in line or "。" in line)
        while index < len(gaps) and gaps[index].start() <= end:
            found += [gaps[index]] if prose and gaps[index].start() - start >= _LONGEST_NUMBERING else []
            index += 1
        start = end + 1
    return found


def remove_promotions(text: str) -> list[Edit]:
    """A site's signature put into the middle of sentences: `这<signature>些`.

    It is told from honest words by this: it comes twice or more, its words come nowhere else, it stands
    between two characters, and at one place those two, joined, are a word that the text uses often.
    """
    places: dict[str, list[tuple[int, str]]] = {}
    for match in _PROMOTION.finditer(text):
        places.setdefault(match[1], []).append((match.start(), match[2] + match[3]))
    apart = {words: found for words, found in places.items() if len({joined for _, joined in found}) > 1}
    # Counting is dear: only for words met at two places, and for the pairs around them in one pass.
    pairs = Counter(map("".join, pairwise(text))) if apart else Counter()
    edits = []
    for words, found in list(apart.items())[:_MOST_PROMOTIONS]:
        if text.count(words[:4]) == len(found) and any(pairs[joined] > 2 for _, joined in found):
            edits += [Edit(start, start + len(words)) for start, _ in found]
    return sorted(edits, key=lambda edit: edit.start)


REPAIRS: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("line_end", _deletions(_LINE_END)),
    # Headings first: their form tells the number even where bytes are lost.
    ("gbk_shift", undo_gbk_shift),
    ("gbk_shift", mend_shifted_runs),
    ("gloss", remove_glosses),
    # Entities may stand for what the next ones take out.
    ("entity", decode_entities),
    ("tag", _deletions(_TAG)),
    ("style", _deletions(_STYLE)),
    ("invisible", remove_invisible),
    ("private_use", _deletions(_PRIVATE)),
    ("form", find_forms),
    # Paragraphs whole before prose is told from other lines, and before what gave the lines their width goes.
    ("line_break", join_lines),
    ("lost_lines", restore_lines),
    ("spaced_word", close_spaced_words),
    ("spaced_number", close_spaced_numbers),
    ("traditional", to_simplified),
    # Words are compared in one script.
    ("inserted_notice", _deletions(_GATE)),
    ("inserted_promotion", remove_promotions),
)
