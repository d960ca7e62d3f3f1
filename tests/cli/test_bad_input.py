import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_a_missing_file(command: "Command", tmp_path: Path) -> None:
    path = tmp_path / "没有.txt"
    assert str(path) in command("summarize", path).complaint(10)


def test_a_folder(command: "Command", tmp_path: Path) -> None:
    assert str(tmp_path) in command("summarize", tmp_path).complaint(11)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "　\n".encode(), b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it(command: "Command", tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    command("summarize", path).complaint(12)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "ELF"),
        (bytes(64), "binary"),
    ],
)
def test_a_binary_file(command: "Command", tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    assert kind in command("summarize", path).complaint(13)


def test_a_pdf_that_breaks_off(command: "Command", tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    assert "damaged" in command("summarize", path).complaint(18)


@pytest.mark.parametrize(("member", "code"), [("word/document.xml", 18), ("a.txt", 13)])
def test_an_archive(command: "Command", tmp_path: Path, member: str, code: int) -> None:
    path = tmp_path / "report.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "报告")
    assert "report.docx" in command("summarize", path).complaint(code)


def test_bytes_in_no_known_encoding(command: "Command", tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("县水务局".encode() * 9 + b"\xff\x80\xc3\x28" * 20)
    assert "0xFF" in command("summarize", path).complaint(14)


def test_ten_characters(command: "Command", tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("县水务局半年工作总结", encoding="utf-8")
    assert "10 characters" in command("summarize", path).complaint(15)


def test_a_file_that_may_not_be_read(command: "Command", report: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(report.read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert "Permission denied" in command("summarize", path).complaint(16)


def test_empty_standard_input(command: "Command") -> None:
    command("summarize", "-", data=b"").complaint(12)


def test_messages_are_chinese_where_the_locale_is(command: "Command", tmp_path: Path) -> None:
    path = tmp_path / "没有.txt"
    said = command("summarize", path, LC_ALL="zh_CN.UTF-8").complaint(10)
    assert said == f"summarizer: 找不到文件 {path}，请检查路径。"


def test_a_name_with_a_line_break_is_still_one_line(command: "Command", tmp_path: Path) -> None:
    command("summarize", tmp_path / "no\nsuch.txt").complaint(10)


def test_a_wrong_command_line_has_its_own_code(command: "Command", report: Path) -> None:
    assert command("summarize").code == 2
    assert command("summarize", report, "--format", "docx").code == 2
