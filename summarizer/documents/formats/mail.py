"""Mail (.eml) and web archives (.mht), which browsers save in the form of mail (RFC 5322, RFC 2557)."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.policy import default
from typing import TypeVar

from summarizer.documents.formats import html
from summarizer.documents.formats.archive import damaged
from summarizer.documents.formats.charset import decode_declared
from summarizer.documents.formats.extracted import Extracted
from summarizer.documents.formats.kinds import Kind, kind_of
from summarizer.documents.model import Removal
from summarizer.errors import InputTooShort
from summarizer.messages import say

_T = TypeVar("_T")
_FIELDS = (("Subject", "主题"), ("From", "发件人"), ("Date", "日期"))
_SHORTEST = 30
# How the standard library's parser of header fields fails on malformed ones.
_MALFORMED = (ValueError, LookupError, AttributeError, TypeError, AssertionError)


def load(data: bytes, name: str) -> Extracted:
    """Read a mail or a web archive.

    A mail becomes its subject, sender and date, its body (plain where that is complete, else its page) and a
    line for each attachment; all but the body are hints. Raises InputDamaged, InputTooShort (the report is
    in an attachment) and what `html.load` raises.
    """
    try:
        message = email.message_from_bytes(data, policy=default)
        body = _body(message, name)
    except RecursionError as error:  # the parser of the standard library descends part by part
        raise damaged(name, "multipart") from error
    if kind_of(data, name) is Kind.MHTML:
        return body
    attachments = [each.get_filename() or "?" for each in message.walk() if _told(each.is_attachment)]
    if attachments and len(re.findall(r"\w", body.text)) < _SHORTEST:
        raise _only_attached(name, attachments)
    head = "".join(f"{label}：{text}\n" for field, label in _FIELDS if (text := _field(message, field)))
    tail = "".join(f"附件：{_one_line(each)}\n" for each in attachments)
    return _framed(head, body, tail)


def _body(message: EmailMessage, name: str) -> Extracted:
    """The body as text or as a page: the one of them that holds more, and text where they are alike."""
    found = []
    if part := _told(lambda: message.get_body(("plain",))):
        text, encoding = _decoded(part, name)
        found.append(Extracted(text.replace("\r\n", "\n"), encoding))
    if part := _told(lambda: message.get_body(("html",))):
        found.append(html.page(*_decoded(part, name), name))
    if not found:
        raise damaged(name, "text/plain, text/html: 0")
    # Some mails say in their plain form only that there is a page to be seen.
    return found[0] if len(found[0].text) * 2 >= len(found[-1].text) else found[-1]


def _decoded(part: MIMEPart, name: str) -> tuple[str, str]:
    """The text of a part and its encoding; what is no valid base64 is taken as it is."""
    content = part.get_payload(decode=True)
    return decode_declared(
        content if isinstance(content, bytes) else b"", _told(part.get_content_charset), name
    )


def _framed(head: str, body: Extracted, tail: str) -> Extracted:
    """The body between head and tail, which are hints."""
    text = body.text if body.text.endswith("\n") or not tail else f"{body.text}\n"
    hints = [Removal(0, len(head), "mail_header")] if head else []
    hints += (Removal(each.start + len(head), each.end + len(head), each.reason) for each in body.hints)
    if tail:
        hints.append(Removal(len(head) + len(text), len(head) + len(text) + len(tail), "attachments"))
    return replace(body, text=head + text + tail, hints=tuple(hints))


def _field(message: EmailMessage, name: str) -> str:
    return _one_line(str(_told(lambda: message[name]) or ""))


def _one_line(text: str) -> str:
    # Bytes that no header may hold come as lone surrogates.
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _told(ask: Callable[[], _T]) -> _T | None:
    """What the message says, None where it is malformed."""
    try:
        return ask()
    except _MALFORMED:
        return None


def _only_attached(name: str, attachments: list[str]) -> InputTooShort:
    names = _one_line("、".join(attachments))[:200]
    return InputTooShort(
        say(
            f"{name} 的正文不足 {_SHORTEST} 个字，报告可能在附件里（{names}），请另存附件后再试。",
            f"{name} has a body of less than {_SHORTEST} characters; save what is attached and give that: {names}.",
        )
    )
