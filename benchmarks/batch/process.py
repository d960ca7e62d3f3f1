"""What a process holds, as Linux tells it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """Megabytes in memory now and at most, open files, threads."""

    memory: float
    peak: float
    files: int
    threads: int


def busy(process: int) -> float:
    """Seconds of processor time that it took so far."""
    after_name = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def held(process: int) -> Held:
    """What it holds now; OSError where it is gone."""
    place = Path(f"/proc/{process}")
    lines = (line.split() for line in (place / "status").read_text(encoding="utf-8").splitlines())
    told = {words[0].rstrip(":"): words[1] for words in lines if len(words) > 1}
    if "VmRSS" not in told:
        raise ProcessLookupError(process)
    kilobytes = (int(told["VmRSS"]) / 1e3, int(told["VmHWM"]) / 1e3)
    return Held(*kilobytes, len(os.listdir(place / "fd")), int(told["Threads"]))  # noqa: PTH208
