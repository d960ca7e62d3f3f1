"""One form for texts that differ only in how they are written."""

import re
import unicodedata
from functools import lru_cache

from summarizer.documents.script import simplified

# A point within a number and a percent sign are part of what is said; other marks and white space are not.
_MARKS = re.compile(r"(?!(?<=\d)\.(?=\d)|[%‰])[\W_]")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The text in half-width forms, simplified script and lower case, without marks and white space."""
    return _MARKS.sub("", simplified(unicodedata.normalize("NFKC", text)).lower())
