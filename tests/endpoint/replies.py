"""What can be sent in answer to a request, and how badly."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# whole: as it should be. unheard: reset before a byte is sent. closed: the line is closed instead.
# headers, body: reset after the headers, or in the middle of the body. cut: closed in the middle of the body.
# slow: nothing for long. drip: headers, then a byte now and then. endless: the body never ends.
How = Literal["whole", "unheard", "closed", "headers", "body", "cut", "slow", "drip", "endless"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server. `valid`: it holds what was asked for, so that it need not be asked again."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    how: How = "whole"
    valid: bool = False

    def head(self) -> bytes:
        """Status line and headers."""
        lines = [f"HTTP/1.1 {self.status} -", f"content-type: {self.content_type}"]
        length = (
            "transfer-encoding: chunked" if self.how == "endless" else f"content-length: {len(self.body)}"
        )
        more = [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, length, *more, "", ""]).encode("latin-1")


def json_reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
    """A JSON document."""
    return Reply(json.dumps(value, ensure_ascii=False).encode(), status, headers=headers or {}, **more)


def error(status: int, message: str, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
    """An error in the form of the OpenAI protocol."""
    return json_reply({"error": {"message": message, **more}}, status, headers)
