from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_a_folder_without_reports_is_one_line(command: "Command", tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "missing"):
        outcome = command("review", folder, "--no-open")
        assert str(folder) in outcome.complaint(60)


def test_an_annotator_that_cannot_name_a_folder_is_one_line(command: "Command", tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert "../b" in command("review", tmp_path, "--annotator", "../b", "--no-open").complaint(60)


def test_a_port_that_is_taken_is_one_line(command: "Command", tmp_path: Path, fake_endpoint: object) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    port = fake_endpoint.server_address[1]  # type: ignore[attr-defined]
    assert str(port) in command("review", tmp_path, "--port", port, "--no-open").complaint(50)
