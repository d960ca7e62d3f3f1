"""What summarised: the model, the schema, the prompts and the program's own code."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from schemas.record import Frozen


class SystemMark(Frozen):
    """All that records depend on beside the documents: work that is gone on with must be done by the same.

    `examples_sha256` is "" where no examples are shown.
    """

    model: str
    identity: str
    schema_name: str
    schema_sha256: str
    prompts_sha256: str
    program: str
    code_sha256: str
    examples_sha256: str = ""


@cache
def code_sha256() -> str:
    """Digest of the program's own source: rules change answers as models and prompts do."""
    digest = hashlib.sha256()
    for package in ("summarizer", "schemas"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*.py")):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()
