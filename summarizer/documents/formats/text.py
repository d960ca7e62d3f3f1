"""Plain text and Markdown: nothing to parse, only an encoding to find."""

from summarizer.documents.encodings import decode
from summarizer.documents.formats.extracted import LONGEST_TEXT, Extracted, too_long


def load(data: bytes, name: str) -> Extracted:
    """Decode a text. Raises InputTooLarge, InputUndecodable or InputUnsupported."""
    text, encoding = decode(data, name)
    if len(text) > LONGEST_TEXT:
        raise too_long(name)
    return Extracted(text, encoding)
