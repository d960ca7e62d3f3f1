"""Word 97 files, WPS Writer, RTF and OpenDocument: turned into .docx by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from summarizer.documents.formats import docx
from summarizer.documents.formats.archive import damaged
from summarizer.documents.formats.extracted import Extracted
from summarizer.errors import InputTooLarge, InputUnsupported
from summarizer.messages import say

_SECONDS = 120.0
_PROGRAMS = ("soffice", "libreoffice")
# What the profile of a conversion must not do: run macros, fetch what a document links to.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def load(data: bytes, name: str) -> Extracted:
    """Read a file that LibreOffice reads.

    Raises InputUnsupported where LibreOffice is missing, and InputDamaged or InputTooLarge.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise InputUnsupported(
            say(
                f"读取 {name} 需要 LibreOffice：请安装（Debian/Ubuntu 的包名是 libreoffice-writer），或另存为 .docx。",
                f"Reading {name} needs LibreOffice: install it (Debian, Ubuntu: libreoffice-writer) or save as .docx.",
            )
        )
    return docx.load(to_docx(data, name, program), name)


def to_docx(data: bytes, name: str, program: str, seconds: float = _SECONDS) -> bytes:
    """The file as .docx, made by the LibreOffice at the path `program` in no more than that time.

    Raises InputDamaged where nothing came out, InputTooLarge where it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="summarizer-") as folder:
        # Its own profile: a running LibreOffice would otherwise take the work over, or refuse it.
        profile = Path(folder, "profile")
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, encoding="utf-8")
        # No suffix that could mislead it: the filter is chosen by content.
        source, target = Path(folder, "source"), Path(folder, "source.docx")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *(
                "--headless",
                "--norestore",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                folder,
                str(source),
            ),
        ]
        told = _run(command, name, seconds)
        if not target.exists():
            raise damaged(name, told or "LibreOffice")
        return target.read_bytes()


def _run(command: list[str], name: str, seconds: float) -> str:
    """Run to the end or to the time limit; gives what it said. Its children end with it."""
    with subprocess.Popen(  # noqa: S603 - found on the user's PATH
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise InputTooLarge(
                say(
                    f"LibreOffice 在 {seconds:g} 秒内没有转换完 {name}，请另存为 .docx 后再试。",
                    f"LibreOffice did not convert {name} within {seconds:g} s: save it as .docx.",
                )
            ) from error
        finally:
            _end(process)
    return " ".join(said.decode("utf-8", "replace").split())


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started (its launcher starts the program proper)."""
    if os.name == "posix":
        with suppress(ProcessLookupError):  # all of them may have ended
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
