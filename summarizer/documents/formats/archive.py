"""Documents that are zip archives of XML parts, read with bounds on what they may unfold to."""

import io
import lzma
import struct
import zipfile
import zlib

from lxml import etree

from summarizer.errors import InputDamaged, InputTooLarge, InputUnsupported
from summarizer.messages import say

# Together; a report of a hundred pages unfolds to less than 5 MB of XML.
_MOST_BYTES = 40_000_000
# A tag takes some microseconds whatever it holds.
_MOST_TAGS = 3_000_000
# What the standard library raises on archives that are cut short, forged or packed in ways it does not know.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


class Archive:
    """The XML parts of a document in a zip archive. Every method may raise InputDamaged, InputTooLarge or InputUnsupported."""

    def __init__(self, data: bytes, name: str):
        self._name = name
        self._left, self._tags_left = _MOST_BYTES, _MOST_TAGS
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._damaged(error) from error
        self.names = frozenset(self._zip.namelist())

    def xml(self, part: str) -> etree._Element:
        """The root element of a part. Nothing outside of it is read and no entity is unfolded."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self._read(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(error, part) from error
        if root.getroottree().docinfo.internalDTD is not None:
            # Neither standard allows one; its only use in a document is to do harm.
            raise self._damaged("DOCTYPE", part)
        return root

    def _read(self, part: str) -> bytes:
        try:
            with self._zip.open(part) as stream:
                # The size that the archive claims is not to be trusted.
                data = stream.read(self._left + 1)
        except KeyError as error:
            raise self._damaged(error) from error
        except RuntimeError as error:  # NotImplementedError, a kind of it, is a packing that is not known
            if isinstance(error, NotImplementedError):
                raise self._damaged(error, part) from error
            raise locked(self._name) from error
        except _BROKEN as error:
            raise self._damaged(error, part) from error
        self._left -= len(data)
        self._tags_left -= data.count(b"<")
        if self._left < 0 or self._tags_left < 0:
            raise InputTooLarge(
                say(
                    f"{self._name} 解压后超过 {_MOST_BYTES} 字节或 {_MOST_TAGS} 个标签，不是正常的文档，请另存后再试。",
                    f"{self._name} unfolds to more than {_MOST_BYTES} bytes or {_MOST_TAGS} tags: no ordinary document; save it anew.",
                )
            )
        return data

    def _damaged(self, reason: object, part: str = "") -> InputDamaged:
        return damaged(f"{self._name}{part and ' › '}{part}", reason)


def damaged(place: str, reason: object) -> InputDamaged:
    """The error for a file that is broken at `place`, for a `reason` as its parser tells it."""
    told = " ".join(str(reason).split())[:200]
    return InputDamaged(
        say(
            f"{place} 已损坏（{told}），请用原来的软件打开并另存后再试。",
            f"{place} is damaged ({told}): open it in the program it comes from and save it anew.",
        )
    )


def locked(name: str) -> InputUnsupported:
    """The error for a file that only opens with a password."""
    return InputUnsupported(
        say(
            f"{name} 有密码保护，请解除密码后再试。",
            f"{name} is protected by a password: remove it and try again.",
        )
    )
