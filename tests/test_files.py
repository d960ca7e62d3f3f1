from pathlib import Path

import pytest

from summarizer.errors import OutputError
from summarizer.files import write_text, written_whole


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")
    write_text(target, "后")
    assert target.read_text("utf-8") == "后"
    assert list(tmp_path.iterdir()) == [target]


def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")
    with pytest.raises(UnicodeEncodeError), written_whole(target) as file:
        file.write(b"half" + "\ud800".encode())
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    write_text(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a.txt").read_text() == "x"


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    target = tmp_path / ("字" * 85)
    write_text(target, "x")
    assert target.read_text() == "x"


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere/a\.txt"):
        write_text(tmp_path / "nowhere" / "a.txt", "x")
    with pytest.raises(OutputError, match=str(tmp_path)):
        write_text(tmp_path, "x")


def test_a_device_is_written_to(tmp_path: Path) -> None:
    write_text(Path("/dev/null"), "x")
    assert not Path("/dev/null").is_file()
