"""Names of reports: readable ones from whatever a file system or archive holds, and safe paths for outputs.

Both are pure functions of one name, so that nothing has to be remembered between reports or runs: a name
that had to change carries a tag of what it was.
"""

import base64
import hashlib
import re
import unicodedata

# Characters that break a line, drive a terminal, turn the direction of writing, or are no characters at all.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Naming Files, Paths, and Namespaces (Microsoft): forbidden characters and the names of devices.
_FORBIDDEN = re.compile(r"[<>:\"/\\|?*]|" + _UNPRINTABLE.pattern)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}$", re.IGNORECASE)
_TAG = re.compile(r"~[a-z2-7]{12}$")
# What outputs end in; a folder with such a name could stand where a file has to.
_ENDINGS = (".json", ".md", ".html", ".docx", ".xlsx", ".txt")
# File systems take 255 bytes a name; the rest is for the ending and for what a temporary file adds.
_MOST_BYTES = 200
# Windows takes 260 characters for a whole path, that of the output folder included.
_MOST_CHARACTERS = 160


def suffix_of(name: str) -> str:
    """The suffix of a file's name in lower case, with its dot, or "". `总结2023.05` has none."""
    found = _SUFFIX.search(name)
    return found[0].lower() if found and found.start() else ""


def readable(part: str) -> str:
    """One part of a path as text that can be stored and shown: valid Unicode on one line.

    Bytes that the file system could not decode are read as GBK where they are that. A part that had to
    change is tagged, so that no two parts become one.
    """
    if not _UNPRINTABLE.search(part):
        return part
    raw = part.encode("utf-8", "surrogateescape" if _escapes(part) else "surrogatepass")
    try:
        text = raw.decode("gb18030" if _escapes(part) else "utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    return _tagged(_UNPRINTABLE.sub("_", text), raw)


def tagged(part: str) -> str:
    """A part of a path made different from itself, always in the same way."""
    return _tagged(part, part.encode("utf-8", "surrogatepass"))


def output_path(name: str, ending: str) -> str:
    """Where the output of the report `name` belongs below the output folder: a relative path with `/`.

    `ending` (`.json`) is added to the name. Every path stays below the folder, is allowed on Linux, macOS and
    Windows, and no two names give paths that are the same there, where `A` and `a` or the two forms of `é` may
    be one name. Parts that are allowed stay as they are; a name with any other is tagged.
    """
    *folders, leaf = name.split("/")
    parts = [_folder(part) for part in folders]
    stem = _allowed(leaf)
    if len("/".join((*parts, stem))) > _MOST_CHARACTERS:
        parts = []
    if [*parts, stem] != [*folders, leaf] or _folded(name) != name or _TAG.search(stem):
        stem = f"{_cut(stem, _MOST_BYTES - 20)}~{_digest(name.encode('utf-8', 'surrogatepass'))}"
    return "/".join((*parts, stem + ending))


def _folder(part: str) -> str:
    safe = _allowed(part)
    return f"{safe}_" if safe.lower().endswith(_ENDINGS) else safe


def _allowed(part: str) -> str:
    """The part as every file system takes it; the same where it is taken as it is."""
    safe = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", part))
    safe = _cut(safe, _MOST_BYTES).rstrip(" .")
    if not safe or safe.startswith((".", " ")) or _DEVICE.match(safe):
        safe = f"_{safe.lstrip(' .')}"
    return safe


def _folded(name: str) -> str:
    """What a file system that ignores case and Unicode's composition may compare (NTFS, APFS)."""
    upper = unicodedata.normalize("NFC", name).casefold().upper()
    return unicodedata.normalize("NFC", upper.casefold())


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")


def _escapes(part: str) -> bool:
    """Whether its surrogates are all bytes that Python could not decode (PEP 383)."""
    return all("\udc80" <= char <= "\udcff" for char in part if "\ud800" <= char <= "\udfff") and any(
        "\udc80" <= char <= "\udcff" for char in part
    )


def _tagged(part: str, raw: bytes) -> str:
    suffix = suffix_of(part)
    return f"{part[: len(part) - len(suffix)]}~{_digest(raw)}{suffix}"


def _digest(raw: bytes) -> str:
    """60 bits: among a million names, two that are alike once in two million batches."""
    return base64.b32encode(hashlib.sha256(raw).digest())[:12].decode().lower()
