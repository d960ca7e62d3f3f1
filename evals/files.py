"""Files of the harness: one JSON object of a known form, read strictly and written whole or not at all."""

import os
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from evals.model import Frozen
from summarizer.errors import OutputError, RunInvalid
from summarizer.messages import say
from summarizer.rendering.plain import plain

M = TypeVar("M", bound=Frozen)
_SHOWN = 60


def read_as(path: Path, form: type[M]) -> M:
    """Read one file; RunInvalid names the file, the place in it and the value met."""
    try:
        return form.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "-"
        met = plain(str(first["input"]))[:_SHOWN]
        raise RunInvalid(
            say(
                f"{path} 不能用：{where}：{first['msg']}（遇到 {met}）；请重新生成",
                f"{path} cannot be used: {where}: {first['msg']} (met {met}); make it again",
            )
        ) from error
    except OSError as error:
        raise RunInvalid(say(f"读不了 {path}：{error}", f"cannot read {path}: {error}")) from error


def write_whole(path: Path, content: Frozen) -> None:
    """Write an object as JSON; see `write_text`."""
    write_text(path, content.model_dump_json(indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write so that a reader, also after a crash, finds the old file or the new one; OutputError where it fails."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(say(f"写不了 {path}：{error}", f"cannot write {path}: {error}")) from error
