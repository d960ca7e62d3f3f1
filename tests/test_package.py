import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer

SOURCES = Path(summarizer.__file__).parent
# What takes long to import: only a command that needs it may wait for it.
HEAVY = ("openai", "jieba", "xllamacpp", "opencc", "pydantic", "rich")


def imported_by(code: str) -> set[str]:
    """Which heavy packages a program has imported when it ends."""
    tell = f"import json, sys; sys.stderr.write(json.dumps([n for n in {HEAVY} if n in sys.modules]))"
    program = subprocess.run(
        [sys.executable, "-c", f"import atexit\natexit.register(lambda: exec({tell!r}, {{}}))\n{code}"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(program.stderr))


def importers(package: str) -> list[str]:
    """The modules of the program that import a package anywhere, for type checking too."""
    return [
        str(path.relative_to(SOURCES).as_posix())
        for path in sorted(SOURCES.rglob("*.py"))
        if any(package in _imports(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    ]


def _imports(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.split(".")[0]}
    return set()


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert imported_by("import summarizer") == set()


def test_help_imports_nothing_heavy() -> None:
    run = "import sys; sys.argv = ['summarizer', '--help']; from summarizer.cli import main; main()"
    assert imported_by(run) == set()


def test_the_version_is_that_of_the_distribution() -> None:
    program = subprocess.run(
        [sys.executable, "-m", "summarizer", "--version"], capture_output=True, encoding="utf-8", check=True
    )
    assert program.stdout.startswith("summarizer ")
    assert program.stdout.split()[1][0].isdigit()


def test_every_public_name_is_there_and_listed() -> None:
    assert all(getattr(summarizer, name) is not None for name in summarizer.__all__)
    assert dir(summarizer) == sorted(summarizer.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'summarize_all'"):
        summarizer.summarize_all  # noqa: B018 - looking it up is the test


@pytest.mark.parametrize(
    ("package", "module"), [("openai", "providers/transport.py"), ("tenacity", "providers/retry.py")]
)
def test_one_module_alone_imports_it(package: str, module: str) -> None:
    assert importers(package) == [module]
