"""What a batch is asked to summarise, one report at a time."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One report to summarise."""

    name: str
    origin: str
    stamp: str
    read: Callable[[], bytes]
