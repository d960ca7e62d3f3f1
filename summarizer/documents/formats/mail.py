"""Mail (.eml) and web archives (.mht), which browsers save in the form of mail (RFC 5322, RFC 2557)."""

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from summarizer.documents.encodings import codec_name, decode
from summarizer.documents.formats import html
from summarizer.documents.formats.archive import damaged
from summarizer.documents.formats.extracted import Extracted
from summarizer.documents.formats.kinds import Kind, kind_of
from summarizer.documents.model import Removal
from summarizer.errors import InputTooShort
from summarizer.messages import say

_FIELDS = (("subject", "主题"), ("from", "发件人"), ("date", "日期"))
# Longer fields are lists of receivers or attacks; decoding takes the square of their length.
_LONGEST_FIELD = 2000
_SHORTEST = 30
# A run of encoded words (RFC 2047).
_WORD = r"=\?[\w*-]+\?[bq]\?[^?\s]*\?="
_ENCODED_WORDS = re.compile(rf"{_WORD}(?:\s+{_WORD})*", re.IGNORECASE)


def load(data: bytes, name: str) -> Extracted:
    """Read a mail or a web archive.

    A mail becomes its subject, sender and date, its body (plain where that is complete, else its page) and a
    line for each attachment; all but the body are hints. Raises InputDamaged, InputTooShort (the report is
    in an attachment) and what `html.load` raises.
    """
    try:
        # The standard library's older policy: its newer one takes the square of a field's length.
        message = email.message_from_bytes(data)
        parts = list(message.walk())
    except RecursionError as error:  # parts within parts are parsed by recursion
        raise damaged(name, "multipart") from error
    body = _body(parts, name)
    if kind_of(data, name) is Kind.MHTML:
        return body
    attachments = [_attached(each) for each in parts if each.get_content_disposition() == "attachment"]
    if attachments and len(re.findall(r"\w", body.text)) < _SHORTEST:
        raise _only_attached(name, attachments)
    fields = {key.lower(): text for key, text in reversed(list(message.raw_items()))}
    head = "".join(f"{label}：{_decoded(fields[key])}\n" for key, label in _FIELDS if key in fields)
    return _framed(head, body, "".join(f"附件：{each}\n" for each in attachments))


def _body(parts: list[Message], name: str) -> Extracted:
    """The body as text or as a page: the one of them that holds more, and text where they are alike."""
    found = []
    for part in _first_of(parts, "text/plain"):
        text, encoding = _text(part, name)
        found.append(Extracted(text.replace("\r\n", "\n"), encoding))
    found += (html.page(*_text(part, name), name) for part in _first_of(parts, "text/html"))
    if not found:
        raise damaged(name, "text/plain, text/html: 0")
    # Some mails say in their plain form only that there is a page to be seen.
    return found[0] if len(found[0].text) * 2 >= len(found[-1].text) else found[-1]


def _first_of(parts: list[Message], media_type: str) -> Iterator[Message]:
    """The first part of that type that is no attachment, if there is one."""
    for part in parts:
        if part.get_content_type() == media_type and part.get_content_disposition() != "attachment":
            yield part
            return


def _text(part: Message, name: str) -> tuple[str, str]:
    """The text of a part and its encoding; what is no valid base64 is taken as it is."""
    content = part.get_payload(decode=True)
    return decode(content if isinstance(content, bytes) else b"", name, part.get_content_charset())


def _attached(part: Message) -> str:
    return _decoded(part.get_filename() or "?")


def _decoded(field: str) -> str:
    """A header field for reading: encoded words decoded, bare bytes taken for the Chinese that they are."""
    raw = field[:_LONGEST_FIELD].encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return " ".join(_ENCODED_WORDS.sub(_decoded_words, text).split())


def _decoded_words(words: re.Match[str]) -> str:
    try:
        # Joined before they are decoded: mailers cut characters in two.
        pieces = ((bytes(piece), codec_name(label or "ascii")) for piece, label in decode_header(words[0]))
        return "".join(piece.decode(label or "ascii", "replace") for piece, label in pieces)
    except (ValueError, LookupError, TypeError, HeaderParseError):
        return words[0]


def _framed(head: str, body: Extracted, tail: str) -> Extracted:
    """The body between head and tail, which are hints."""
    text = body.text if body.text.endswith("\n") or not tail else f"{body.text}\n"
    hints = [Removal(0, len(head), "mail_header")] if head else []
    hints += (Removal(each.start + len(head), each.end + len(head), each.reason) for each in body.hints)
    if tail:
        hints.append(Removal(len(head) + len(text), len(head) + len(text) + len(tail), "attachments"))
    return replace(body, text=head + text + tail, hints=tuple(hints))


def _only_attached(name: str, attachments: list[str]) -> InputTooShort:
    names = "、".join(attachments)[:200]
    return InputTooShort(
        say(
            f"{name} 的正文不足 {_SHORTEST} 个字，报告可能在附件里（{names}），请另存附件后再试。",
            f"{name} has a body of less than {_SHORTEST} characters; save what is attached and give that: {names}.",
        )
    )
