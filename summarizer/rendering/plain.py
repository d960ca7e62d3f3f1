"""Text of documents made harmless to show: nothing in it can steer a terminal or reorder what is read."""

import re

# Controls (C0, DEL, C1), soft hyphen, zero-width and directional marks, line and paragraph separators,
# lone surrogates, interlinear annotation and tag characters.
INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """Return `text` on one line, white space joined to single spaces, without invisible characters."""
    return " ".join(INVISIBLE.sub("", " ".join(text.split())).split())
