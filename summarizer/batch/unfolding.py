"""What archives of every kind have in common: a member, and how far an archive may unfold."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.errors import InputDamaged, InputError, InputTooLarge, InputUnsupported
from summarizer.messages import say

# What the standard library raises on archives that are cut short, forged or packed in ways it does not know.
UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
# Reports pack at 3 to 10 times, a thousand from one template at 50; deflate reaches 1,032, bzip2 far more.
_MOST_RATIO = 200
_FREE_MEMBER = 10_000_000
# Unfolding so much takes seconds, whatever it was packed from.
_FREE_ARCHIVE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive that is no folder; `path` is as the archive has it, with `/`.

    `head` gives its first bytes, or none where that fails; `read` raises InputError. `fault` says why it is not
    to be read, where that is known beforehand.
    """

    path: str
    size: int
    stamp: str
    head: Callable[[], bytes]
    read: Callable[[], bytes]
    fault: InputError | None = None


def most_of_archive(packed: int) -> int:
    """Bytes that an archive of `packed` bytes may unfold to."""
    return max(_FREE_ARCHIVE, _MOST_RATIO * packed)


def most_of_member(packed: int) -> int:
    """Bytes that a member packed in `packed` bytes may unfold to."""
    return max(_FREE_MEMBER, _MOST_RATIO * packed)


def unfolds_too_far(place: str, packed: int, most: int) -> InputTooLarge:
    """The error for data that unfolds to more than `most` bytes."""
    return InputTooLarge(
        say(
            f"{place} 的 {packed} 字节解压后超过 {most} 字节，不是正常的压缩包，不读取；若确是报告，请先解压。",
            f"{place}: {packed} bytes unfold to more than {most}: not read; if these are reports, unpack them first.",
        )
    )


def not_plain(place: str) -> InputUnsupported:
    """The error for a member that is no plain file."""
    return InputUnsupported(
        say(
            f"{place} 在压缩包里是链接、设备或稀疏文件，不读取，请重新打包。",
            f"{place} is a link, device or sparse file in its archive: not read; pack it anew.",
        )
    )


def damaged(place: str, reason: object) -> InputDamaged:
    """The error for an archive or member that is broken, for a `reason` as its parser tells it."""
    told = " ".join(str(reason).split())[:200] or type(reason).__name__
    return InputDamaged(
        say(
            f"{place} 已损坏（{told}），请重新打包或下载。",
            f"{place} is damaged ({told}): pack or download it anew.",
        )
    )
