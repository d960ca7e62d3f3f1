"""The title of a document, where one stands above its text."""

import re
from collections.abc import Sequence

from summarizer.documents.sentences import Marked

_LONGEST_TITLE = 80
_FIRST_LINES = 6
# The name of a newspaper column before the title: `局长说|`, `县长访谈：`.
_COLUMN = re.compile(
    r"^(?:[^|｜\s]{2,8}\s*[|｜]\s*|[一-鿿]{2,4}(?:笔谈|访谈|专栏|视点|观察|之声|论坛)[:：]\s*)"
)
# What a site appends: `… - 某某网`, `…_县政府门户网站`.
_SITE = re.compile(r"\s*[-_—|｜–]+\s*[^-_—|｜–\s]{2,20}(?:网|网站|新闻|频道|平台|在线|门户)$")
_NO_TITLE = re.compile(
    r"[：:。；;，,！？]$|同志们|^[（(—―]|^[^。]{0,40}(?:书记|局长|主任|市长|县长|区长)\s+\S{2,4}$"
)


def find_title(marked: Sequence[Marked]) -> str | None:
    """The first line that is neither numbered nor a sentence, without column and site names, or None."""
    for each in marked[:_FIRST_LINES]:
        text = each.sentence.text
        if each.mark is not None or not each.alone:
            return None
        if (
            len(text) <= _LONGEST_TITLE
            and not _NO_TITLE.search(text)
            and len(re.findall("[一-鿿]", text)) >= 5
        ):
            return _SITE.sub("", _COLUMN.sub("", text)) or None
    return None
