import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.documents import read_bytes
from summarizer.documents.formats.office import to_docx
from summarizer.errors import InputDamaged, InputTooLarge
from tests.documents.formats.samples import PARAGRAPHS, RTF

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")


def stand_in(folder, script):
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@needs_office
def test_rtf_is_read_through_libreoffice():
    document = read_bytes(RTF, "报告.doc")
    assert document.text.split("\n") == list(PARAGRAPHS)
    assert document.media_type == "application/rtf"


def test_without_libreoffice_the_package_to_install_is_told(tmp_path):
    program = "from summarizer.documents import read_bytes\nread_bytes(b'{\\\\rtf1 x}', 'a.rtf')"
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert "libreoffice-writer" in told.splitlines()[-1]


@posix
def test_a_conversion_that_does_not_end_is_ended_with_its_children(tmp_path):
    program = stand_in(tmp_path, f"sleep 60 &\necho $! > {tmp_path}/child\nwait")
    with pytest.raises(InputTooLarge, match=r"0\.5"):
        to_docx(b"x", "慢.doc", program, seconds=0.5)
    stat = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    # Dead, though perhaps not yet fetched by the system's first process.
    assert not stat.exists() or stat.read_text().split()[2] in "ZX"


@posix
def test_a_conversion_without_result_tells_what_was_said(tmp_path):
    with pytest.raises(InputDamaged, match="no filter"):
        to_docx(b"x", "坏.doc", stand_in(tmp_path, "echo no filter"))


@posix
def test_each_conversion_has_its_own_profile_and_leaves_nothing(tmp_path):
    script = f'echo "$@" > {tmp_path}/told\nfor last; do :; done\ncp "$last" "$last.docx"'
    assert to_docx(b"abc", "a.doc", stand_in(tmp_path, script)) == b"abc"
    told = (tmp_path / "told").read_text()
    assert "-env:UserInstallation=file://" in told
    assert not Path(told.split()[-1]).parent.exists()
