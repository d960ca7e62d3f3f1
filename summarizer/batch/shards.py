"""One batch over machines that share nothing: each takes the reports that fall to it by the hash of their names."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from summarizer.batch.found import Found
from summarizer.errors import ConfigError
from summarizer.messages import say

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th (from 1) of so many parts of a batch, the whole by default."""

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2/8`; ConfigError where it is not of that form or there is no such part."""
        found = _WRITTEN.fullmatch(text.strip())
        shard = cls(int(found[1]), int(found[2])) if found else None
        if shard is None or not 1 <= shard.number <= shard.of:
            raise ConfigError(
                say(
                    f"--shard {text} 不对：写成 i/n，i 从 1 到 n，例如 2/8",
                    f"--shard {text} is wrong: write i/n with i from 1 to n, such as 2/8",
                )
            )
        return shard

    def __str__(self) -> str:
        """As it is written on the command line."""
        return f"{self.number}/{self.of}"

    def takes(self, name: str) -> bool:
        """Whether the report of this name falls to it.

        By hash, so that a report falls to the same part on every machine, whatever lies beside it there.
        """
        if self.of == 1:
            return True
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def of_found(self, found: Iterable[Found]) -> Iterator[Found]:
        """Those reports that fall to it."""
        return (each for each in found if self.takes(each.name))
