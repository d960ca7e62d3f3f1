"""Files of the harness: one JSON object of a known form, read strictly and written whole or not at all."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from evals.model import Frozen
from summarizer.errors import RunInvalid
from summarizer.files import write_text
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
    """Write an object as JSON, whole or not at all; OutputError where it fails."""
    write_text(path, content.model_dump_json(indent=1) + "\n")
