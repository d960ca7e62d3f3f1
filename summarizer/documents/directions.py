"""Whether a figure rose or fell: by a change next to it, by the verb of its clause, or against another time."""

import re

from schemas.record import Direction
from summarizer.documents.clauses import CLAUSE, start_of
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

# 新增学位2160个, 压减一般性支出4200万元. 新增专项债券 is a name, and who 争取新增资金 wins what is new to no one else.
_VERB = re.compile(
    r"(?:(?P<up>(?<!争取)(?<!下达)(?<!发行)新增(?!专项债|一般债|债券|地方政府)|净增加?|增加(?!值)|增添|再添|新添)"
    r"|(?P<down>压减|减少|削减|缩减|降低))(?![的后到至为])[^0-9的中比较]{0,20}$"
)
_TIME = r"(?:去年|上年|前年|往年|以往|同期|年初|上[一届期月周次轮]|前一?[次年届月]|[一二三四]季度|(?:19|20)\d\d年|改革前)"
# 比上年多争4100万元, 比一季度快0.2个百分点; 比全省高0.9个百分点 tells no change.
_THAN = re.compile(
    rf"[比较]{_TIME}[^，。；0-9]{{0,12}}?(?:(?P<up>[多高快])|(?P<down>[少低慢退]))[一-鿿]?了?[近约超]?$"
)


def direction_of(outline: Outline, quantity: Quantity) -> Direction | None:
    """The way a figure of the document went: that of a change, or of the change that reached it (降到0.4%)."""
    told = quantity.direction or quantity.level
    if told or quantity.role == "from":
        return told
    text = outline.clean.text
    before = text[start_of(CLAUSE, text, quantity.start) : quantity.start]
    than = _THAN.search(before)
    if than:
        return "up" if than["up"] else "down"
    verb = _VERB.search(before)
    return ("up" if verb["up"] else "down") if verb else None
