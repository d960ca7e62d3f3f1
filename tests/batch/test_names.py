import os
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.batch.names import output_path, readable, suffix_of

# What tells the file systems apart, and enough of it that two names differ in nothing else.
CHARACTERS = st.sampled_from(
    [*'aAbßſıIİéE\u0301./\\:*?"<>| ~_-报告（Ａ', "\n", "\x00", "\x1b", "\udcff", "\u202e", "𠀀"]
)
PARTS = [
    "..",
    ".",
    "con",
    "CON.txt",
    "a.json",
    "a",
    "com1",
    "nul.",
    "~$a",
    "报" * 120,
    "x" * 300,
    "a~aaaaaaaaaaaa",
]
NAMES = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=6),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("/".join),
    st.text(min_size=1, max_size=400),
)
# Written apart from the program: Microsoft's list.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}


def same_on_some_system(path: str) -> set[str]:
    """The path as file systems compare it: NTFS by upper case, APFS by case folding, HFS+ decomposed."""
    return {
        unicodedata.normalize("NFD", each) for each in (path.upper(), path.lower(), path.casefold(), path)
    }


@given(NAMES, st.sampled_from([".json", ".md", ".html"]))
@example("../../etc/passwd", ".json")
@example("C:\\Windows\\a", ".json")
@example("/", ".md")
def test_an_output_never_leaves_its_folder_and_is_allowed_everywhere(name, ending):
    path = output_path(name, ending)
    assert not PurePosixPath(path).is_absolute()
    assert not PureWindowsPath(path).anchor
    assert PureWindowsPath(path).parts == PurePosixPath(path).parts
    assert path.endswith(ending)
    for part in path.split("/"):
        assert part not in ("", ".", "..")
        assert not set(part) & set('<>:"\\|?*')
        assert all(ord(char) >= 32 for char in part)
        assert part[-1] not in ". "
        assert part.split(".")[0].strip().lower() not in DEVICES
        # A temporary file beside it adds a dot and a process number.
        assert len(os.fsencode(part)) <= 240


@given(st.lists(NAMES, min_size=2, max_size=20, unique=True))
@example(["A.txt", "a.txt"])
@example(["\u00e9", "e\u0301"])
@example(["../a", "_./a", "a", "/a"])
@example(["ſ", "s", "S", "ı", "i", "I"])
@example(["报" * 100, "报" * 101])
def test_no_two_reports_have_one_output_on_any_file_system(names):
    seen: set[str] = set()
    for name in names:
        same = same_on_some_system(output_path(name, ".json"))
        assert not same & seen
        seen |= same


@given(NAMES)
def test_a_folder_never_stands_where_another_report_has_its_file(name):
    *folders, _ = output_path(name, ".json").split("/")
    assert not any(part.lower().endswith((".json", ".md", ".html")) for part in folders)


@pytest.mark.parametrize("name", ["县/半年总结.txt", "x.zip!/b/（一）工作 计划.docx", "a.b-c_d"])
def test_a_name_that_is_allowed_everywhere_stays_as_it_is(name):
    assert output_path(name, ".json") == f"{name}.json"


def test_a_name_that_had_to_change_stays_readable():
    path = output_path("县/报告:上半年?.TXT", ".json")
    assert path.startswith("县/报告_上半年_.TXT~")
    assert path == output_path("县/报告:上半年?.TXT", ".json")


@given(
    st.lists(
        st.binary(min_size=1, max_size=6).filter(lambda raw: not set(raw) & {0, 47}), max_size=20, unique=True
    )
)
@example(["报告".encode(), "报告".encode("gbk")])
def test_file_names_of_any_bytes_become_text_and_stay_apart(raws):
    names = [readable(os.fsdecode(raw)) for raw in raws]
    assert len(set(names)) == len(names)
    for name in names:
        name.encode()
        assert "\n" not in name


def test_a_name_in_gbk_is_read():
    assert readable(os.fsdecode("报告.txt".encode("gbk"))).startswith("报告~")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.TXT", ".txt"),
        ("总结2023.05", ""),
        ("1.关于工作的报告", ""),
        (".bashrc", ""),
        ("a.7z", ".7z"),
        ("a.tar.gz", ".gz"),
    ],
)
def test_a_suffix_is_told_from_a_date_or_a_title(name, suffix):
    assert suffix_of(name) == suffix
