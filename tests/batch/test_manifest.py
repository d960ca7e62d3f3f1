import io
import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.inputs import Skip, Skipped, find
from summarizer.errors import InputDamaged, InputError, InputIsFolder, InputNotFound, InputUnsupported


def outcomes(*inputs, **options):
    """What each report found gives when it is read: bytes, or the class of its error and the message."""

    def outcome(found):
        try:
            return found.read()
        except InputError as error:
            return type(error), str(error)

    return [(each.name, outcome(each)) for each in find(inputs, **options)]


def listed(root, name, text, encoding="utf-8"):
    path = root / name
    path.write_bytes(text.encode(encoding))
    return path


def test_json_lines_name_reports_by_path_id_and_text(write):
    root = write("甲.txt", "b/乙.txt")
    path = listed(
        root,
        "list.jsonl",
        '{"path": "甲.txt", "title": "任何"}\n\n{"path": "./b/乙.txt", "id": "B-1"}\n{"id": 7, "text": "正文"}\n{"text": "无名"}',
    )
    assert outcomes(path) == [
        ("甲.txt", "甲.txt".encode()),
        ("B-1", "b/乙.txt".encode()),
        ("7", "正文".encode()),
        ("list.jsonl:5", "无名".encode()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_may_be_in_the_encoding_of_excel(write, encoding):
    root = write("甲,一.txt", "乙.txt")
    path = listed(root, "list.csv", '编号,Path,id\r\n1,"甲,一.txt",\r\n2,乙.txt,第二\r\n', encoding)
    assert outcomes(path) == [("甲,一.txt", "甲,一.txt".encode()), ("第二", "乙.txt".encode())]


def test_a_plain_list_is_read_where_it_is_said_to_be_a_manifest(write):
    root = write("甲.txt", " b.txt")
    path = listed(root, "list.txt", "甲.txt\r\n b.txt\n\n")
    assert [name for name, _ in outcomes(manifests=[path])] == ["甲.txt", " b.txt"]
    assert [name for name, _ in outcomes(path)] == ["list.txt"]


def test_standard_input_is_a_manifest_relative_to_the_current_folder(write, monkeypatch):
    monkeypatch.chdir(write("甲.txt"))
    for text in ("甲.txt\n", '{"path": "甲.txt"}\n', "id,path\n,甲.txt\n"):
        assert outcomes("-", stdin=io.BytesIO(text.encode())) == [("甲.txt", "甲.txt".encode())]
    assert outcomes("-", stdin=io.BytesIO()) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "JSON"),
        ("[]", "object"),
        ('{"path": 3}', "path"),
        ('{"title": "x"}', "neither path nor text"),
        ('{"path": "a.txt", "id": " "}', "id"),
        ('{"path": "a.txt", "id": "x\\ny"}', "control"),
        ('{"path": "a.txt", "id": "\\ud800"}', ""),
    ],
)
def test_a_bad_line_is_one_failure_with_its_number_and_the_others_go_on(write, line, told):
    root = write("a.txt")
    path = listed(root, "list.jsonl", f'{line}\n{{"path": "a.txt"}}\n')
    (name, (kind, message)), good = outcomes(path)
    assert (name, kind) == ("list.jsonl:1", InputDamaged)
    assert "list.jsonl:1" in message
    assert told in message
    assert "\n" not in message
    assert good == ("a.txt", b"a.txt")


@pytest.mark.parametrize("row", ['"a.txt', "x,a.txt,extra", "x,"])
def test_a_bad_row_takes_no_other_row_with_it(write, row):
    root = write("a.txt")
    path = listed(root, "list.csv", f"id,path\n{row}\n,a.txt\n")
    (name, (kind, _)), good = outcomes(path)
    assert (name, kind, good) == ("list.csv:2", InputDamaged, ("a.txt", b"a.txt"))


def test_csv_without_the_column_is_told_at_once(write):
    path = listed(write(), "list.csv", "file,id\na.txt,1\n")
    with pytest.raises(InputDamaged, match="file, id"):
        find([path])


def test_what_a_line_names_and_cannot_be_read_fails_alone(write):
    root = write("b/a.txt")
    path = listed(
        root, "list.jsonl", '{"path": "none.txt"}\n{"path": "b"}\n{"path": "a\\u0000b"}\n{"path": "b/a.txt"}'
    )
    missing, folder, nul, good = outcomes(path)
    assert missing[1][0] is InputNotFound
    assert "list.jsonl:1" in missing[1][1]
    assert folder[1][0] is InputIsFolder
    assert issubclass(nul[1][0], InputError)
    assert good[1] == b"b/a.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a device file")
def test_a_device_is_not_read(write):
    path = listed(write(), "list.jsonl", '{"path": "/dev/zero"}')
    [(_, (kind, _))] = outcomes(path)
    assert kind is InputUnsupported


def test_an_id_used_twice_is_told_and_a_line_repeated_is_passed_over(write):
    root = write("a.txt", "b.txt")
    path = listed(root, "list.csv", "id,path\n1,a.txt\n1,a.txt\n1,b.txt\n")
    skipped = Skipped()
    first, (name, (kind, message)) = outcomes(path, skipped=skipped)
    assert first == ("1", b"a.txt")
    assert (name, kind) == ("list.csv:4", InputDamaged)
    assert "another id" in message
    assert skipped.counts == {Skip.REPEATED: 1}


def test_paths_that_lie_elsewhere_are_named_from_the_root(write, tmp_path):
    root = write("a.txt")
    (tmp_path / "other").mkdir()
    path = listed(tmp_path / "other", "list.jsonl", '{"path": "../in/a.txt"}')
    [(name, data)] = outcomes(path)
    assert data == b"a.txt"
    assert name == (root / "a.txt").relative_to(root.anchor).as_posix()


def test_a_changed_text_has_another_stamp(write):
    root = write()
    stamps = [
        next(iter(find([listed(root, "list.jsonl", json.dumps({"id": 1, "text": text}))]))).stamp
        for text in ("甲", "乙", "甲")
    ]
    assert stamps[0] == stamps[2] != stamps[1]


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_list_names_files_by_their_bytes_or_in_gbk(write):
    root = os.fsencode(write("乙.txt"))
    with open(os.path.join(root, "甲.txt".encode("gbk")), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"raw")
    path = os.path.join(os.fsdecode(root), "list")  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write("甲.txt\n乙.txt\n".encode("gbk"))
    assert [data for _, data in outcomes(manifests=[path])] == [b"raw", "乙.txt".encode()]


@given(st.lists(st.binary(max_size=30), max_size=6), st.sampled_from(["x.jsonl", "x.tsv", "x"]))
def test_any_bytes_give_failures_and_never_stop_a_manifest(tmp_path_factory, lines, name):
    root = tmp_path_factory.mktemp("manifest")
    (root / "good.txt").write_bytes(b"good")
    ending = {"x.jsonl": b'{"path": "good.txt", "id": "last"}', "x.tsv": b"good.txt\tlast", "x": b"good.txt"}[
        name
    ]
    begin = b"path\tid\n" if name == "x.tsv" else b"none\n"
    (root / name).write_bytes(begin + b"\n".join(lines) + b"\n" + ending)
    found = outcomes(manifests=[root / name])
    assert b"good" in [data for _, data in found]
    assert len({name for name, _ in found}) == len(found)
