"""The automatic numbers of a Word document (ISO/IEC 29500-1, section 17.9): `一、` and `（一）` are not in its text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    if not 0 < number < 10_000:
        return str(number)
    figures = str(number)
    text = "".join(
        digits[int(figure)] + (units[place - 1] if place else "") if figure != "0" else digits[0]
        for figure, place in zip(figures, range(len(figures) - 1, -1, -1), strict=True)
    )
    zero = digits[0]
    text = re.sub(f"{zero}+", "零", text).rstrip("零")
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    if not 0 < number < 40:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _ringed(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= 20 else str(number)


def _fullwidth(number: int) -> str:
    return str(number).translate({ord("0") + each: ord("０") + each for each in range(10)})


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(figure)] for figure in str(number)),
    "chineseLegalSimplified": lambda number: _chinese(number, _FORMAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _ringed,
    "decimalEnclosedCircleChinese": _ringed,
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    style: str | None


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ in that alone."""
    return _without_namespace(str(element.tag))


@lru_cache(maxsize=1024)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with that local name, None where there is none (or no element)."""
    return next((each for each in element if local(each) == name), None) if element is not None else None


def value(element: etree._Element | None, *path: str) -> str | None:
    """The `val` of the descendant at a path of local names, None where there is none."""
    for step in path:
        if element is None:
            return None
        element = child(element, step)
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if str(key).endswith("val")), None)


class Numbering:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None):
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles: dict[str, etree._Element] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for each in numbering if numbering is not None else ():
            self._define(each)
        for each in styles if styles is not None else ():
            if local(each) == "style":
                self._styles[_attribute(each, "styleId")] = each

    def style_name(self, properties: etree._Element | None) -> str:
        """The name of a paragraph's style, "" where it has none."""
        style = self._styles.get(value(properties, "pStyle") or "")
        return value(style, "name") or ""

    def label(self, properties: etree._Element | None) -> str:
        """The number before a paragraph with these properties (`w:pPr`), "" where it has none."""
        number, level = self._place(properties)
        if number not in self._lists:
            return ""
        abstract, starts = self._lists[number]
        levels = self._abstract.get(abstract, {})
        shape = levels.get(level)
        if shape is None:
            return ""
        # Lists that share a definition go on counting; deeper levels start again.
        counts = self._counts.setdefault(abstract if not starts else number, {})
        counts[level] = counts.get(level, starts.get(level, shape.start) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if shape.format == "bullet":
            return "•"
        return re.sub(r"%([1-9])", lambda match: _shown(levels, counts, int(match[1]) - 1), shape.text)

    def _define(self, element: etree._Element) -> None:
        if local(element) == "abstractNum":
            levels = {
                _integer(_attribute(each, "ilvl")): _level(each) for each in element if local(each) == "lvl"
            }
            self._abstract[_attribute(element, "abstractNumId")] = levels
        elif local(element) == "num":
            starts = {
                _integer(_attribute(each, "ilvl")): _integer(value(each, "startOverride"))
                for each in element
                if local(each) == "lvlOverride" and value(each, "startOverride")
            }
            self._lists[_attribute(element, "numId")] = (value(element, "abstractNumId") or "", starts)

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """The list and level of a paragraph: its own, else those of its style or of what that is based on."""
        style = value(properties, "pStyle")
        for _ in range(_LEVELS):
            number = value(properties, "numPr", "numId")
            if number is not None:
                level = value(properties, "numPr", "ilvl")
                return number, _integer(level) if level else self._level_of(number, style)
            base = self._styles.get(style or "")
            if base is None:
                break
            properties = child(base, "pPr")
            if value(properties, "numPr", "numId") is None:
                style = value(base, "basedOn")
        return "", 0

    def _level_of(self, number: str, style: str | None) -> int:
        """The level of a list that is tied to a style; the first one where none is."""
        abstract, _ = self._lists.get(number, ("", {}))
        levels = self._abstract.get(abstract, {})
        return next((at for at, level in levels.items() if level.style and level.style == style), 0)


def _level(element: etree._Element) -> _Level:
    return _Level(
        _integer(value(element, "start"), 1),
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        value(element, "pStyle"),
    )


def _shown(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
    shape = levels.get(level)
    if shape is None:
        return ""
    return _FORMATS.get(shape.format, str)(counts.get(level, shape.start))


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(text) for key, text in element.attrib.items() if str(key).endswith(f"}}{name}")), "")


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default
