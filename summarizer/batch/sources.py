"""Where a batch's reports come from, written down so that it can be gone on with from anywhere."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

from summarizer.batch.found import Found, Skipped
from summarizer.batch.inputs import STDIN, find, full_path
from summarizer.errors import ConfigError
from summarizer.messages import say

Paths = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Inputs and manifests, as full paths or `-`, and which names are taken and left out; see `inputs.find`."""

    inputs: tuple[str, ...]
    manifests: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]

    @classmethod
    def of(
        cls, inputs: Paths, manifests: Paths = (), include: Sequence[str] = (), exclude: Sequence[str] = ()
    ) -> Self:
        """Sources as the user gave them."""
        return cls(_full(inputs), _full(manifests), tuple(include), tuple(exclude))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Sources as they were written down; ConfigError where they were read from standard input."""
        sources = cls(**{name: tuple(each) for name, each in json.loads(text).items()})
        if sources.read_stdin:
            raise ConfigError(
                say(
                    "这个批次的清单来自标准输入，已经没有了；请用原来的命令加 --retry-failed",
                    "the batch's manifest was standard input, which is gone; use its command with --retry-failed",
                )
            )
        return sources

    def to_json(self) -> str:
        """Write them down."""
        return json.dumps(asdict(self))

    @property
    def read_stdin(self) -> bool:
        """Whether standard input is one of them."""
        return STDIN in self.inputs + self.manifests

    def found(
        self, output: str | os.PathLike[str], skipped: Skipped, stdin: BinaryIO | None
    ) -> Iterator[Found]:
        """Search; what is wrong with the inputs themselves is raised at once, see `inputs.find`."""
        return find(**asdict(self), output=output, skipped=skipped, stdin=stdin)

    @contextmanager
    def kept_stdin(self) -> Iterator[Callable[[], BinaryIO | None]]:
        """Yield what opens all that standard input held, since it is searched more than once.

        It opens nothing where standard input is no source.
        """
        if not self.read_stdin:
            yield lambda: None
            return
        with tempfile.TemporaryDirectory() as folder, ExitStack() as files:
            path = Path(folder) / "stdin"
            with path.open("wb") as file:
                if sys.stdin:  # None where the shell closed it
                    shutil.copyfileobj(sys.stdin.buffer, file)
            yield lambda: files.enter_context(path.open("rb"))


def _full(paths: Paths) -> tuple[str, ...]:
    return tuple(map(full_path, paths))
