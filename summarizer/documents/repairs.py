"""Repairs of damaged text. Each finds edits that mend one kind of damage and leave sound text alone."""

import html
import re
from collections.abc import Callable

from summarizer.documents.gbk_shift import undo_gbk_shift
from summarizer.documents.offsets import Edit

_IDEOGRAPH = "[一-鿿㐀-䶿]"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_GLOSS = re.compile(rf"[(（](?=[a-zü]*(?P<tone>[{_TONED}])|[a-zü]*[aeiouü])[a-zü{_TONED}]{{1,6}}[)）]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ue000-\uf8ff]+|\r(?=\n)")
_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|i|u|em|font|a|td|tr|table|li|ul|h[1-6])(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
# 工 作 总 结: single characters set apart, not words.
_SPACED = re.compile(rf"(?<![^\s]){_IDEOGRAPH}(?:[ \u3000]{{1,2}}{_IDEOGRAPH}){{2,}}(?![^\s])")
# Sites that guard their text drop notices into it.
_GATE = re.compile(
    r"[ \u3000]?(?:当前|此处|以下|剩余|更多)?隐藏的?内容[^，。；\n]{0,4}查看"
    r"|[（(]?点击(?:查看|阅读|展开)(?:全文|更多)[)）]?"
)
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
    found = ((match, html.unescape(match[0])) for match in _ENTITY.finditer(text))
    return [Edit(*match.span(), char) for match, char in found if char != match[0]]


def close_spaced_words(text: str) -> list[Edit]:
    """Spaces set between the characters of a word."""
    return [
        Edit(word.start() + gap.start(), word.start() + gap.end())
        for word in _SPACED.finditer(text)
        for gap in re.finditer(r"\s+", word[0])
    ]


def remove_promotions(text: str) -> list[Edit]:
    """A site's signature put into the middle of sentences: `这<signature>些`.

    It is told from honest words by this: it comes twice or more, its words come nowhere else, it stands
    between two characters, and at one place those two, joined, are a word that the text uses often.
    """
    places: dict[str, list[tuple[int, str]]] = {}
    for match in _PROMOTION.finditer(text):
        places.setdefault(match[1], []).append((match.start(), match[2] + match[3]))
    edits = []
    for words, found in places.items():
        apart = len({joined for _, joined in found}) > 1 and text.count(words[:4]) == len(found)
        if apart and any(text.count(joined) > 2 for _, joined in found):
            edits += [Edit(start, start + len(words)) for start, _ in found]
    return sorted(edits, key=lambda edit: edit.start)


REPAIRS: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("gbk_shift", undo_gbk_shift),
    ("gloss", remove_glosses),
    ("invisible", _deletions(_INVISIBLE)),
    ("entity", decode_entities),
    ("tag", _deletions(_TAG)),
    ("spaced_word", close_spaced_words),
    ("inserted_notice", _deletions(_GATE)),
    ("inserted_promotion", remove_promotions),
)
