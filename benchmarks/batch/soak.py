"""A long run under random faults: it ends complete, and holds no more at its end than before."""

from pathlib import Path

from benchmarks.batch.command import command, finished, started
from benchmarks.batch.reports import write_reports
from benchmarks.batch.server import endpoint, stats
from benchmarks.batch.watching import Watch, grown

# Few that ask for fewer requests: the limiter heeds each of them, and the run is to be at full speed.
FAULTS = {
    "429": 0.001, "429-after-fraction": 0.001, "503": 0.0005, "529": 0.0005, "500": 0.02, "502": 0.001,
    "reset": 0.005, "reset-in-body": 0.005, "closed-in-body": 0.005, "slow-headers": 0.001,
    "empty-body": 0.005, "truncated-json": 0.005, "invalid-utf8": 0.005, "empty-choices": 0.005,
    "no-usage": 0.005, "length": 0.005, "repetition": 0.005, "refusal": 0.003, "content-filter": 0.003,
    "tool-call": 0.01, "fenced": 0.01, "thinking": 0.01, "trailing-comma": 0.005, "nan": 0.005,
    "wrong-schema": 0.005, "unknown-ids": 0.01, "extra-items": 0.01, "invented-figures": 0.01,
}  # fmt: skip
OPTIONS = ("--parallel", "32", "--timeout", "5")
TRIAL = 100


def soak(place: Path, minutes: float, every: float, seed: int) -> None:
    """Work for so many minutes; prints what was held meanwhile."""
    faults = ",".join(f"{name}:{share}" for name, share in FAULTS.items())
    with endpoint("--faults", faults, "--seed", str(seed), "--slow", "30") as url:
        trial = write_reports(place / "trial", TRIAL, seed=seed + 1)
        pace = TRIAL / finished(command(trial, place / "o1", url, *OPTIONS), place / "cache").said["seconds"]
        count = round(pace * minutes * 60)
        print(f"{count} reports under {sum(FAULTS.values()):.0%} faults, {pace:.0f} a second", flush=True)  # noqa: T201
        reports = write_reports(place / "reports", count, seed=seed)
        with started(command(reports, place / "o2", url, *OPTIONS), place / "cache") as process:
            watch = Watch(process)
            samples = watch.samples(every)
        met = stats(url)
    said = watch.said
    print(  # noqa: T201
        f"  exit code {process.returncode}; done {said['done']}, failed {said['failed']}, left {said['left']} "
        f"in {said['seconds'] / 60:.1f} min; {met['requests']} requests, {met['repaid']} answered ones again\n"
        f"  {grown(samples)}"
    )
