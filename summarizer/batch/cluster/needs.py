"""What the extra `ray` installs, imported when it is needed."""

from typing import Any

from summarizer.errors import ConfigError
from summarizer.messages import say


def ray() -> Any:
    """The module ray; ConfigError where it is not installed."""
    try:
        import ray  # noqa: PLC0415 - seconds to import, and an extra
    except ImportError as error:
        raise _missing("--engine ray", "ray") from error
    return ray


def pyarrow() -> Any:
    """The module pyarrow, with its file systems and Parquet; ConfigError where it is not installed."""
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.fs  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise _missing("s3:// / gs:// …", "pyarrow") from error
    return pyarrow


def _missing(what: str, module: str) -> ConfigError:
    return ConfigError(
        say(
            f"{what} 需要 {module}，还没有安装：pip install 'report-summarizer[ray]'",
            f"{what} needs {module}, which is not installed: pip install 'report-summarizer[ray]'",
        )
    )
