"""What is done to a line that a model wrote, before it is checked."""

import re

LONGEST_ITEM = 40
TAG = re.compile(r"#\d+")
# White space is layout; what could not be decoded says nothing.
SPACE = re.compile(r"[\s\ufffd]+")
# Numbering that the model copied from the head of its point.
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,2}(?:是|要|、|，)|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．](?!\d))"
)
# A comma or colon between digits belongs to the number.
PART = re.compile(r"(?:[^，,；;。：:、]|(?<=\d)[,:](?=\d))+[，,；;。：:、]*")
TRAILING = " ，,、；;：:。."
PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("(", ")"))
SHORTEST = 6


def tidy(text: str) -> str:
    """Drop quantity tags, copied numbering, white space, undecodable characters and the closing mark."""
    text = SPACE.sub("", TAG.sub("", text))
    return NUMBERING.sub("", text).rstrip(TRAILING)


def shorten(text: str, most: int = LONGEST_ITEM) -> str:
    """Cut a line to at most `most` characters at the end of a clause or of a listed part.

    A line without such an end within `most` characters comes back whole: a cut word, name or number would
    be worse than a long line.
    """
    if len(text) <= most:
        return text
    longest = kept = ""
    for part in PART.findall(text):
        kept += part
        if len(kept.rstrip(TRAILING)) > most:
            break
        if all(kept.count(opens) == kept.count(closes) for opens, closes in PAIRS):
            longest = kept.rstrip(TRAILING)
    return longest if len(longest) >= SHORTEST else text


def own_words(text: str, most: int = LONGEST_ITEM) -> str:
    """The document's own first clauses, where a model found no words that hold."""
    return shorten(tidy(text), most)
