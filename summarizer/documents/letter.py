"""The parts of an official letter: its number, whom it is sent to, and the block that signs it.

Their form is that of GB/T 9704-2012 (layout of official documents of Party and government organs).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.documents.found import Found, Line
from summarizer.documents.organisations import is_organisation
from summarizer.documents.written_dates import iso_date

_HEAD_LINES = 14
_MOST_SIGNERS = 6
_NUMBER = re.compile(
    r"[（(]?(?P<number>[一-鿿]{1,12}[〔\[【（(](?:19|20)\d\d[〕\]】）)]第?\s*\d{1,4}号)[^。，]{0,16}[）)]?"
)
_ADDRESS = re.compile(r"[^。！？；\n]{2,200}[：:]")
_ADDRESSED = re.compile("各|有关|直属|(?:政府|委员会|[厅局委部院]|办公室|公司|学校)[：:]$")
_NO_ADDRESS = re.compile(
    "同志|代表|委员[：:们]|朋友|大家|来宾|如下|包括|以下|分别|主要|要求|要|指出|表示|[是为做了]|开展|落实|时间|地点|来源|编辑|联系|附件"
)
# 某某局　2024年5月8日, as under a text and in the head of a bulletin; not the 印发 that closes a document.
_BESIDE = re.compile(
    r"(?P<name>[一-鿿]{4,30}?)(?:主?编印?)?[ \u3000]+(?P<date>\d[^ \u3000]{7,10}|[一二][^ \u3000]{7,11})"
)
_SEALED = re.compile(r"[（(](?:代?章|公章|盖章|印章)[）)]")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a document, several with 、 between them, and on which ISO date if one is given."""

    organisation: str
    date: str | None


def find_number(lines: Sequence[Line]) -> Found[str] | None:
    """The document number on a line of its own in the head, `×政发〔2023〕5号`, as written."""
    for line in lines[:_HEAD_LINES]:
        if match := _NUMBER.fullmatch(line.text):
            start = line.start + match.start("number")
            return Found(match["number"], start, start + len(match["number"]), "number_line")
    return None


def find_addressee(lines: Sequence[Line]) -> Found[str] | None:
    """The organisations that the document is sent to, without the colon after them."""
    for line in lines[1:_HEAD_LINES]:
        text = line.text
        if _ADDRESS.fullmatch(text) and _ADDRESSED.search(text) and not _NO_ADDRESS.search(text):
            return Found(text[:-1], line.start, line.end - 1, "address_line")
    return None


def find_signature(lines: Sequence[Line]) -> Found[Signature] | None:
    """The first block of organisations over a date or beside it, else an organisation alone on the last line."""
    for index in range(3, len(lines)):
        if (date := iso_date(lines[index].text)) and (signers := list(_signers(lines, index))):
            names = "、".join(_unsealed(line.text) for line in signers)
            return Found(Signature(names, date), signers[0].start, lines[index].end, "organisation_over_date")
    for line in lines[1:]:
        beside = _BESIDE.fullmatch(line.text)
        if beside and is_organisation(beside["name"]) and (date := iso_date(beside["date"])):
            return Found(Signature(beside["name"], date), line.start, line.end, "organisation_beside_date")
    if len(lines) > 3 and _signs(lines[-1]):
        last = lines[-1]
        return Found(Signature(_unsealed(last.text), None), last.start, last.end, "last_line")
    return None


def _signers(lines: Sequence[Line], index: int) -> Iterator[Line]:
    """The lines with names of organisations right above the line `index`, in order."""
    first = index
    while first > 2 and index - first < _MOST_SIGNERS and _signs(lines[first - 1]):
        first -= 1
    yield from lines[first:index]


def _signs(line: Line) -> bool:
    return is_organisation(_unsealed(line.text))


def _unsealed(text: str) -> str:
    """A name of an organisation without the note for its seal and the spaces that stretch it."""
    return "".join(_SEALED.sub("", text).split())
