"""What is done to a line that a model wrote, before it is checked."""

import re

from summarizer.documents import first_words
from summarizer.quantities import list_number

LONGEST_ITEM = 40
TAG = re.compile(r"#\d+")
# White space is layout; what could not be decoded says nothing.
SPACE = re.compile(r"[\s\ufffd]+")
# Numbering that the model copied from the head of its point.
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,2}(?:是|要|、|，)|第[一二三四五六七八九十百零]{1,5}条|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．](?!\d))"
)
# A comma or colon between digits belongs to the number.
PART = re.compile(r"(?:[^，,；;。：:、]|(?<=\d)[,:](?=\d))+[，,；;。：:、]*")
TRAILING = " ，,、；;：:。."
PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("(", ")"))
SHORTEST = 6
# A dash before a point sets it off as a number does.
DASH = re.compile("^[-—―–]+")


def tidy(text: str) -> str:
    """Drop quantity tags, copied numbering, white space, undecodable characters and the closing mark."""
    text = DASH.sub("", SPACE.sub("", TAG.sub("", text)))
    return NUMBERING.sub("", text.removeprefix(list_number(text))).rstrip(TRAILING)


def shorten(text: str, most: int = LONGEST_ITEM) -> str:
    """Cut a line to at most `most` characters at the end of a clause, or else of a listed part.

    What goes on after 、 has lost its noun (打造市场化、法治化的环境), so a clause is taken if it is a third of
    the line. A line without such an end within `most` characters comes back whole (see `clip`).
    """
    if len(text) <= most:
        return text
    listed = clause = kept = ""
    for part in PART.findall(text):
        kept += part
        if len(kept.rstrip(TRAILING)) > most:
            break
        if all(kept.count(opens) == kept.count(closes) for opens, closes in PAIRS):
            listed = kept.rstrip(TRAILING)
            clause = clause if kept.endswith("、") else listed
    cut = clause if 3 * len(clause) >= most else listed
    return cut if len(cut) >= SHORTEST else text


def clip(text: str, most: int = LONGEST_ITEM) -> str:
    """Cut a line as `shorten` does, and one that has no end to cut at after a word, which `…` then shows."""
    line = shorten(text, most)
    return line if len(line) <= most else first_words(line, most - 1) + "…"


def own_words(text: str, most: int = LONGEST_ITEM) -> str:
    """The document's own first clauses, where a model found no words that hold."""
    return clip(tidy(text), most)
