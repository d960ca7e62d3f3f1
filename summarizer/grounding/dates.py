"""Numbers that no quantity covers (dates, years, numbers in names): they must stand in the evidence as they are."""

import re
from functools import lru_cache

BARE_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?P<part>[年月日号时届期]?)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_WRITTEN_DATE = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)")
# 1 of 1—6月 is a month too.
_SPAN = re.compile(r"(\d+)(?:[-—–~至到、和]{1,2})(?=\d+([年月日号时届期]))")


def number_of(match: re.Match[str]) -> tuple[str, str]:
    """A number without thousands commas, and the part of a date that it tells ("" if none)."""
    return _THOUSANDS.sub("", match[0].removesuffix(match["part"])), match["part"].replace("号", "日")


@lru_cache(maxsize=2048)  # the evidence of an item is looked at several times
def numbers(text: str) -> frozenset[tuple[str, str]]:
    """Every number of `text` by itself and with the part of a date that it tells, however the date is written."""
    found = {number_of(match) for match in BARE_NUMBER.finditer(text)}
    found |= {(match[1], match[2].replace("号", "日")) for match in _SPAN.finditer(text)}
    for date in _WRITTEN_DATE.finditer(text):
        found |= {
            (each.lstrip("0"), part) for each, part in zip(date.groups(""), "年月日", strict=True) if each
        }
    return frozenset(found | {(number, "") for number, _ in found})
