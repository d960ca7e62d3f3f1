import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command

REPORT = Path(__file__).parent.parent / "data" / "short_report.txt"


def test_a_report_is_inspected_in_the_terminal(command: "Command") -> None:
    shown = command("inspect", REPORT)
    assert (shown.code, shown.err) == (0, "")
    assert "short_report.txt" in shown.out
    assert "├──" in shown.out


def test_an_inspection_is_json_for_programs(command: "Command") -> None:
    shown = command("inspect", REPORT, "--format", "json")
    found = json.loads(shown.out)
    text = REPORT.read_text(encoding="utf-8")
    assert found["format"] == "inspection/1"
    assert found["source"]["characters"] == len(text)
    assert [each["heading"] in text for each in found["sections"]]


def test_standard_input_is_inspected(command: "Command") -> None:
    shown = command("inspect", "-", "-f", "json", data=REPORT.read_bytes())
    assert json.loads(shown.out)["source"]["name"] == "-"


def test_a_file_that_is_not_there_is_one_line(command: "Command") -> None:
    assert "No such file" in command("inspect", "no.txt").complaint(10)


def test_no_model_is_loaded_or_asked() -> None:
    code = (
        "import sys; from summarizer.cli.main import app\n"
        f"try: app(['inspect', {str(REPORT)!r}])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('openai', 'xllamacpp', 'tenacity')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
