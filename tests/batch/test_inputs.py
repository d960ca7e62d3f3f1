from itertools import permutations

import pytest

from summarizer.batch.inputs import Skip, Skipped, find
from summarizer.errors import ConfigError, InputNotFound, OutputError


def names(*inputs, **options):
    return [each.name for each in find(inputs, **options)]


def test_a_file_goes_by_its_own_name_whatever_its_suffix(write):
    root = write("a.odd", ".hidden")
    assert names(root / "a.odd", root / ".hidden") == ["a.odd", ".hidden"]


def test_nothing_given_is_nothing_found():
    assert names() == []


def test_an_input_that_is_not_there_is_told_at_once(tmp_path):
    with pytest.raises(InputNotFound):
        find([tmp_path / "none"])


def test_several_folders_put_their_names_in_front(write):
    root = write("2022/a.txt", "2023/a.txt")
    assert names(root / "2022", root / "2023") == ["2022/a.txt", "2023/a.txt"]


def test_names_do_not_depend_on_the_order_of_inputs(write):
    root = write("x/2023/a.txt", "y/2023/a.txt", "a.txt", "z/a.txt")
    given = (root / "x/2023", root / "y/2023", root / "a.txt", root / "z/a.txt")
    expected = ["in/a.txt", "x/2023/a.txt", "y/2023/a.txt", "z/a.txt"]
    for order in permutations(given):
        assert sorted(names(*order)) == expected


def test_a_file_is_not_named_as_one_in_a_folder(write):
    root = write("p/A/x.txt", "q/A/x.txt", "q/x.txt")
    found = names(root / "p/A", root / "q/A/x.txt", root / "q/x.txt")
    assert len(set(found)) == 3


def test_an_input_given_twice_counts_once(write):
    root = write("a.txt")
    assert names(root, f"{root}/") == ["a.txt"]


def test_an_input_within_another_is_refused(write):
    root = write("b/a.txt")
    for inner in (root / "b", root / "b/a.txt"):
        with pytest.raises(ConfigError, match="lies in"):
            find([root, inner])


def test_an_output_folder_that_is_an_input_is_refused(write):
    root = write("a.txt")
    with pytest.raises(OutputError):
        find([root], output=root)


def test_patterns_choose_among_files_that_were_named(write):
    root = write("a.txt", "草稿.txt", "~$b.docx")
    skipped = Skipped()
    assert names(*sorted(root.iterdir()), exclude=["草稿*"], skipped=skipped) == ["a.txt"]
    assert skipped.counts == {Skip.PATTERN: 1, Skip.LOCK: 1}


def test_finding_is_lazy(write):
    root = write("a.txt", "b.txt")
    found = find([root])
    next(found)
    (root / "b.txt").unlink()
    (root / "c.txt").write_text("later", encoding="utf-8")
    assert next(found).name == "b.txt"  # the names of one folder are read at once
