from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.responses import PlainTextResponse

from summarizer.web import serve as serving


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))
    return []


def address(folder: Path, told: list[str]) -> str:
    """The address told for a folder; the user interrupts at once."""

    def tell(url: str) -> None:
        told.append(url)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serving.serve(folder, PlainTextResponse, None, tell)
    return told[-1]


def test_a_folder_keeps_its_address_and_another_has_its_own(tmp_path: Path, told: list[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    first = address(one, told)
    assert address(one, told) == first
    assert urlsplit(address(other, told)).path != urlsplit(first).path


def test_the_address_is_on_loopback_and_its_token_cannot_be_guessed(tmp_path: Path, told: list[str]) -> None:
    parts = urlsplit(address(tmp_path, told))
    assert parts.hostname == "127.0.0.1"
    assert len(parts.path.strip("/")) >= 32


def test_nobody_else_may_read_where_the_token_is_kept(tmp_path: Path, told: list[str]) -> None:
    address(tmp_path, told)
    (kept,) = (tmp_path / "cache" / "review").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
