from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.collection.made import figure, report, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = [
        report("甲县", figure("本科上线", 800), figure("本科上线", 836), figure("教师", 3)),
        report("乙县", figure("高考本科上线人数", 1200), figure("应届本科上线人数", 900)),
        report("丙县", figure("教师", 5)),
    ]
    list(written(tmp_path / "in", reports))
    return tmp_path / "in"


def test_a_table_shows_values_gaps_conflicts_quotes_and_names(command: Command, folder: Path) -> None:
    result = command("table", folder, "--figure", "本科上线人数", COLUMNS="120")
    assert result.code == 0
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert "甲县工作总结 800 ⚠" in lines
    assert "乙县工作总结 1,200" in lines
    assert "丙县工作总结 —" in lines
    assert "甲县 本科上线800人 ⚠ 同一报告另说 836人" in lines
    assert "本科上线人数：合并 本科上线 2、高考本科上线人数 1" in lines
    assert "相近而未并入 应届本科上线人数 1" in lines


def test_indicators_come_from_a_file_and_go_to_files(command: Command, folder: Path, tmp_path: Path) -> None:
    names = tmp_path / "指标.txt"
    names.write_text("# 高考\n本科上线人数 = 应届本科上线人数\n\n教师\n", encoding="utf-8")
    to = [tmp_path / "out" / f"a{suffix}" for suffix in (".csv", ".xlsx", ".svg")]
    result = command("table", folder, "--figures", names, *(each for path in to for each in ("--to", path)))
    assert (result.code, result.out) == (0, "")
    assert all(path.stat().st_size for path in to)
    head = to[0].read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.startswith("报告,地区,本科上线人数（人）,本科上线人数（人）·时间")
    assert "教师（人）" in head


def test_without_names_a_table_has_what_reports_share(command: Command, folder: Path) -> None:
    result = command("table", folder, COLUMNS="120")
    assert "教师（人）" in result.out
    assert "本科上线（人）" in result.out or "高考本科上线人数（人）" in result.out


def test_export_writes_each_file_asked_for(command: Command, folder: Path, tmp_path: Path) -> None:
    suffixes = (".html", ".xlsx", ".docx", ".md", ".csv", ".jsonl")
    to = [tmp_path / "out" / f"a{suffix}" for suffix in suffixes]
    result = command("export", folder, *(each for path in to for each in ("--to", path)))
    assert (result.code, result.out, result.err) == (0, "", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"reports", *(path.name for path in to)}


@pytest.mark.parametrize(
    "line",
    [
        ("export", "--to", "a.pdf"),
        ("export", "--to", "a.csv", "--table", "everything"),
        ("table", "--to", "a.docx"),
        ("table", "--figure", "，"),
        ("table", "--figures", "nowhere.txt"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_written(
    command: Command, folder: Path, line: tuple[str, ...]
) -> None:
    name, *options = line
    result = command(name, folder, *options)
    assert result.code == 2
    assert options[-1] in result.err
    assert not Path(options[1]).exists()


def test_a_folder_without_records_is_one_line(command: Command, tmp_path: Path) -> None:
    for name, *options in (["export", "--to", "a.html"], ["table"]):
        assert str(tmp_path) in command(name, tmp_path, *options).complaint(10)
