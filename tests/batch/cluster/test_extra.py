import subprocess
import sys

EVERYTHING = """
import sys, pkgutil, importlib
import summarizer, summarizer.app, summarizer.cli.main, evals
for module in pkgutil.walk_packages(summarizer.__path__, "summarizer."):
    if not module.name.endswith(("__main__", "llama_server")):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as missing:  # another extra's
            assert missing.name not in {"ray", "pyarrow", "fsspec"}
for name in summarizer.__all__:
    getattr(summarizer, name)
print(sorted({"ray", "pyarrow", "fsspec"} & set(sys.modules)))
"""


def test_nothing_of_ray_is_imported_before_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_the_extra_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['ray'] = None\n"
        "from summarizer.batch.cluster.needs import ray\n"
        "from summarizer.errors import ConfigError\n"
        "try: ray()\n"
        "except ConfigError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "report-summarizer[ray]" in done.stdout
