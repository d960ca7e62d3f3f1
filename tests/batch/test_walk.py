import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.inputs import Skip, Skipped, find
from summarizer.batch.walk import _sorted
from summarizer.errors import InputChanged, InputNotFound, InputUnreadable, InputUnsupported

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and files of POSIX")


def names(*inputs, **options):
    return [each.name for each in find(inputs, **options)]


def test_reports_are_found_in_all_folders_in_the_order_of_names(write):
    root = write("b.txt", "县/乙.docx", "县/甲.PDF", "a/z.html", "a/b/c.md")
    assert names(root) == ["a/b/c.md", "a/z.html", "b.txt", "县/乙.docx", "县/甲.PDF"]


def test_a_report_found_is_read_with_its_stamp(write):
    root = write("a.txt")
    [found] = find([root])
    status = (root / "a.txt").stat()
    assert (found.read(), found.origin) == (b"a.txt", str(root / "a.txt"))
    assert found.stamp == f"5-{status.st_mtime_ns}"


def test_what_is_no_report_is_passed_over_and_counted(write):
    root = write(
        "a.txt",
        ".hidden.txt",
        ".git/a.txt",
        "~$a.docx",
        ".~b.docx",
        "c.png",
        "d.xlsx",
        "e.XLSX",
        "out/ledger.sqlite",
        "out/a.md",
    )
    skipped = Skipped()
    assert names(root, skipped=skipped) == ["a.txt"]
    assert skipped.counts == {Skip.HIDDEN: 2, Skip.LOCK: 2, Skip.SUFFIX: 3, Skip.OURS: 1}
    assert skipped.suffixes == {".png": 1, ".xlsx": 2}
    assert "Passed over 8" in str(skipped)
    assert ".xlsx 2" in str(skipped)


def test_a_readme_is_no_report_unless_a_pattern_takes_it(write):
    root = write("README.md", "a/readme", "b/README.md.txt", "c.txt")
    skipped = Skipped()
    assert names(root, skipped=skipped) == ["b/README.md.txt", "c.txt"]
    assert skipped.counts == {Skip.ABOUT: 2}
    assert names(root, include=["*.md"]) == ["README.md"]
    assert names(root / "README.md") == ["README.md"]


def test_a_file_without_suffix_is_told_by_its_content(write):
    root = write("关于工作的报告", "2023.05.总结")
    (root / "core").write_bytes(b"\x7fELF\0\0")
    (root / "scan").write_bytes(b"%PDF-1.7")
    assert names(root) == ["2023.05.总结", "scan", "关于工作的报告"]


def test_the_output_folder_is_passed_over(write):
    root = write("a.txt", "out/b.md", "outer/c.md")
    assert names(root, output=root / "out") == ["a.txt", "outer/c.md"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"include": ["*.txt"]}, ["2022/a.txt", "2023/a.txt", "2023/草稿/b.txt"]),
        ({"include": ["2023/**"]}, ["2023/a.txt", "2023/c.md", "2023/草稿/b.txt"]),
        ({"include": ["/2022/"]}, ["2022/a.txt"]),
        ({"include": ["*.log"]}, ["2023/d.log"]),
        ({"exclude": ["草稿"]}, ["2022/a.txt", "2023/a.txt", "2023/c.md"]),
        ({"include": ["*.txt"], "exclude": ["2022/"]}, ["2023/a.txt", "2023/草稿/b.txt"]),
    ],
)
def test_patterns_choose_as_in_gitignore(write, options, expected):
    root = write("2022/a.txt", "2023/a.txt", "2023/c.md", "2023/草稿/b.txt", "2023/d.log")
    assert names(root, **options) == expected


@posix
def test_links_to_folders_are_not_followed_and_links_to_reports_are(write):
    root = write("a/b.txt")
    (root / "a/loop").symlink_to(root)
    (root / "a/c.txt").symlink_to(root / "a/b.txt")
    (root / "a/d.txt").symlink_to(root / "a/d.txt")
    skipped = Skipped()
    found = {each.name: each for each in find([root], skipped=skipped)}
    assert list(found) == ["a/b.txt", "a/c.txt", "a/d.txt"]
    assert found["a/c.txt"].read() == b"a/b.txt"
    with pytest.raises(InputUnreadable, match=r"d\.txt"):
        found["a/d.txt"].read()
    assert skipped.counts == {Skip.LINK: 1}


@posix
def test_a_pipe_is_neither_opened_nor_waited_for(write):
    root = write("a.txt")
    os.mkfifo(root / "b.txt")
    os.mkfifo(root / "c")
    skipped = Skipped()
    assert names(root, skipped=skipped) == ["a.txt"]
    assert skipped.counts.total() == 2


@posix
def test_a_pipe_in_place_of_a_report_does_not_block(write):
    root = write("a.txt")
    [found] = find([root])
    (root / "a.txt").unlink()
    os.mkfifo(root / "a.txt")
    with pytest.raises(InputUnsupported):
        found.read()


def test_a_report_that_vanished_or_changed_is_told(write):
    root = write("a.txt", "b.txt")
    gone, other = find([root])
    (root / "a.txt").unlink()
    (root / "b.txt").write_text("longer than before", encoding="utf-8")
    with pytest.raises(InputNotFound):
        gone.read()
    with pytest.raises(InputChanged):
        other.read()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_one_failure_and_the_others_go_on(write):
    root = write("a/x.txt", "b/y.txt")
    (root / "a").chmod(0)
    try:
        first, second = find([root])
    finally:
        (root / "a").chmod(0o700)
    assert (first.name, second.name) == ("a/", "b/y.txt")
    with pytest.raises(InputUnreadable):
        first.read()


def test_a_folder_that_vanishes_on_the_way_is_one_failure_and_the_others_go_on(write):
    root = write("a.txt", "b/x.txt", "c.txt")
    found = find([root])
    assert next(found).name == "a.txt"
    (root / "b/x.txt").unlink()
    (root / "b").rmdir()
    gone, last = found
    assert (gone.name, last.name) == ("b/", "c.txt")
    with pytest.raises(InputNotFound):
        gone.read()


@posix
def test_names_of_any_bytes_are_found_and_read(write):
    root = os.fsencode(write())
    raws = [b"a\nb.txt", b"q\"'.txt", "报告.txt".encode(), "报告.txt".encode("gbk"), b"x" * 251 + b".txt"]
    for raw in raws:
        with open(os.path.join(root, raw), "wb") as file:  # noqa: PTH118, PTH123
            file.write(raw)
    found = list(find([os.fsdecode(root)]))
    assert sorted(each.read() for each in found) == sorted(raws)
    assert len({each.name for each in found}) == len(raws)
    for each in found:
        assert "\n" not in each.name
        (each.name + each.origin).encode()


@posix
def test_a_tree_deeper_than_calls_may_nest_is_walked(write):
    root = str(write())
    depth = min(sys.getrecursionlimit() + 100, 1800)
    folders = [root + "/d" * level for level in range(1, depth + 1)]
    for folder in folders:
        os.mkdir(folder)  # noqa: PTH102 – a Path of such depth cannot be made
    os.mknod(folders[-1] + "/a.txt")
    try:
        assert [name[-9:] for name in names(root)] == ["d/d/a.txt"]
    finally:  # what clears up after tests goes by calls that nest
        os.unlink(folders[-1] + "/a.txt")  # noqa: PTH108
        for folder in reversed(folders):
            os.rmdir(folder)  # noqa: PTH106


@given(st.lists(st.text(st.characters(exclude_characters="\0")), max_size=60), st.integers(2, 9))
def test_more_names_than_fit_in_memory_come_in_order(found, most):
    assert list(_sorted(found, most)) == sorted(found)
