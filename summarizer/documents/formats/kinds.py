"""What kind of file some bytes are, told by what is in them; the name only decides where bytes are plain text."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """The kinds that are read; the value is the media type (IANA)."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    MAIL = "message/rfc822"
    MHTML = "multipart/related"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"
    OFD = "application/ofd"
    DOC = "application/msword"
    RTF = "application/rtf"
    ODT = "application/vnd.oasis.opendocument.text"


# First bytes of what is met in place of a document; the names are the same in both languages.
_MAGIC: tuple[tuple[bytes, Kind | str], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
# The member or folder that only one format has.
_ZIPPED: tuple[tuple[str, Kind | str], ...] = (
    ("word/", Kind.DOCX),
    ("OFD.xml", Kind.OFD),
    ("xl/", "XLSX"),
    ("ppt/", "PPTX"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An OLE file names its streams in UTF-16; WPS Writer keeps the names of Word.
_STREAMS: tuple[tuple[str, Kind | str], ...] = (
    ("EncryptedPackage", "DOCX/XLSX"),
    ("WordDocument", Kind.DOC),
    ("Workbook", "XLS"),
    ("PowerPoint Document", "PPT"),
    ("__properties_version1.0", "MSG"),
)
_HEAD = 8192
# Atomic, so that text which only resembles markup is given up at once.
_PROLOGUE = rb"(?>\s+|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<%.*?%>)*+"
_HTML = re.compile(
    _PROLOGUE
    + rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|base|div|table|center|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(_PROLOGUE + rb"<(?:w:wordDocument|office:document)\b", re.DOTALL)
_TAGS = re.compile(rb"<(p|div|span|td|br|a|li)\b[^<>]*>", re.IGNORECASE)
_WEB_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".jsp", ".asp", ".aspx", ".php"))
# Under which files of the kinds that are read are kept; content decides all the same.
SUFFIXES = _WEB_SUFFIXES | frozenset(
    [
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".mht",
        ".mhtml",
        ".eml",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".pdf",
        ".ofd",
    ]
)
_FIELD = re.compile(rb"([A-Za-z][\w-]{1,40}):[ \t]?[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*")
# A text may begin with lines like fields; a mail has two of these.
_MAIL_FIELDS = frozenset(
    b"from to cc subject date received return-path message-id mime-version content-type delivered-to".split()
)
_SENT = frozenset(b"to cc received return-path message-id delivered-to".split())


def kind_of(data: bytes, name: str) -> Kind | str:
    """The kind of a file; for one that is never read, the name of its format (`PNG`, `XLSX`)."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(_OLE):
        return next((kind for mark, kind in _STREAMS if mark.encode("utf-16-le") in data), "OLE")
    for mark, kind in _MAGIC:
        if data.startswith(mark):
            return kind
    # Web pages in UTF-16 show their markup once the zero bytes are out.
    head = data[:_HEAD].replace(b"\0", b"") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data[:_HEAD]
    return _marked_up(head.lstrip(b"\xff\xfe"), PurePath(name).suffix.lower())


def _zipped(data: bytes) -> Kind | str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = []
    if not names:  # cut short: the members still stand in the clear
        return next((kind for mark, kind in _ZIPPED if mark.encode() in data), "ZIP")
    if names[0] == "mimetype":
        # OpenDocument part 2, 3.3: the first member, stored as it is, so that it can be read here.
        return Kind.ODT if data[38:].startswith(Kind.ODT.encode()) else "ODF/EPUB"
    return next((kind for mark, kind in _ZIPPED if any(each.startswith(mark) for each in names)), "ZIP")


def _marked_up(head: bytes, suffix: str) -> Kind | str:
    if _HTML.match(head):
        return Kind.HTML
    if _WORD_XML.match(head):
        return Kind.DOC
    if kind := _mail(head):
        return kind
    if suffix in _WEB_SUFFIXES and len(_TAGS.findall(head)) >= 2:
        return Kind.HTML
    return Kind.MARKDOWN if suffix in (".md", ".markdown") else Kind.TEXT


def _mail(head: bytes) -> Kind | None:
    """Mail, or the web archive that browsers save in the form of one, which no one has sent."""
    names, at = set(), 0
    while field := _FIELD.match(head, at):
        names.add(field[1].lower())
        at = field.end()
    if len(names & _MAIL_FIELDS) < 2:
        return None
    return Kind.MAIL if names & _SENT else Kind.MHTML
