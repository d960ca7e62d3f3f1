import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.loopback import Answer, LoopbackServer, Reply, fault, in_turn

if TYPE_CHECKING:
    from tests.cli.conftest import Command

Serve = Callable[[Answer], LoopbackServer]
Asking = Callable[[LoopbackServer], Sequence[object]]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (fault(401, "Incorrect API key provided: sk-geheim-0123456789"), 32),
        (fault(404, "The model `fake` does not exist", code="model_not_found"), 33),
        (fault(400, "'response_format' json_schema is not supported"), 34),
        (fault(503, "busy", {"Retry-After": "0"}), 35),
        (Reply(b"<html>Welcome</html>", content_type="text/html"), 36),
        (fault(400, "bad request"), 30),
    ],
)
def test_each_refusal_is_one_line_with_its_own_code(
    *, serve: Serve, command: "Command", asking: Asking, key: Mapping[str, str], reply: Reply, code: int
) -> None:
    server = serve(in_turn(reply))
    assert server.url in command(*asking(server), SUMMARIZER_PATIENCE="0.1", **key).complaint(code)


def test_an_endpoint_that_is_down(command: "Command", report: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    assert url in command("summarize", report, "--base-url", url, "--model", "fake").complaint(31)


def test_an_endpoint_without_a_model(command: "Command", report: Path) -> None:
    said = command("summarize", report, "--base-url", "http://127.0.0.1:1/v1").complaint(20)
    assert "--model" in said


def test_weights_that_were_not_pulled(command: "Command", report: Path) -> None:
    assert "summarizer models pull" in command("summarize", report).complaint(41)


def test_a_broken_settings_file(command: "Command", report: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("model =", encoding="utf-8")
    assert str(path) in command("summarize", report, "--config", path).complaint(20)


def test_a_wrong_setting_on_the_command_line(command: "Command", report: Path) -> None:
    assert "from flag" in command("summarize", report, "--timeout", "0").complaint(20)


def test_a_key_that_cannot_be_sent_is_not_shown(
    serve: Serve, command: "Command", asking: Asking, key: Mapping[str, str]
) -> None:
    spoilt = key["OPENAI_API_KEY"] + "\n\x07x"
    command(*asking(serve(in_turn(Reply()))), OPENAI_API_KEY=spoilt).complaint(20)
