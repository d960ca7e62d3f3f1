"""Calendar dates as they are written in Chinese documents."""

import re
from datetime import date

from summarizer.quantities.numerals import chinese

_CHINESE = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "О": "0",
}
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇○零О一二三四五六七八九]{3})"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"{_YEAR}\s*(?:年\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日|[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?![-/.\d]))"
)
_MONTH = re.compile(rf"[（(\[]?\s*{_YEAR}\s*年\s*(?P<month>{_NUMBER})\s*月\s*[）)\]]?")
_LINE = re.compile(rf"[（(\[]?\s*{_DATE.pattern}(?:\s*[）)\]]?|[ \u3000]+[一-鿿]{{2,12}}[）)])")


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first full date in `text` as ISO, with its start and end; None where there is none."""
    for match in _DATE.finditer(text):
        if iso := _iso(match):
            return iso, match.start(), match.end()
    return None


def iso_date(line: str) -> str | None:
    """The ISO date of a line that is nothing but a day or a month, brackets around it allowed.

    After the day a bracketed line may name the place: `（2024年1月9日  礼堂）`.
    """
    if match := _LINE.fullmatch(line):
        return _iso(match)
    month = _MONTH.fullmatch(line)
    first = numbered_date(month["year"], month["month"], "1") if month else None
    return first[:7] if first else None


def numbered_date(year: str, month: str, day: str) -> str | None:
    """ISO of a date whose parts are written in Arabic or Chinese numerals; None where there is no such day."""
    try:
        return date(int(digits(year)), small(month), small(day)).isoformat()
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> str | None:
    return numbered_date(match["year"], match["month"] or match["m"], match["day"] or match["d"])


def digits(year: str) -> str:
    """二〇二四 as 2024; Arabic digits stay."""
    return "".join(_CHINESE.get(char, char) for char in year)


def small(number: str) -> int:
    """A number below 100 in Arabic or Chinese numerals; 0 where it is none."""
    return int(number) if number.isdecimal() else int(chinese(number) or 0)
